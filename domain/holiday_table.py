"""A table of holidays and make-up workdays read row by row: every mistake is named by line and column, as for interviews."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from domain.contact import BadContact, clean_line
from domain.roster import RowError, plain
from domain.workdays import DayKind, OwnDay

Value = TypeVar("Value")

NAME_MOST = 60
COLUMNS = {
    "day": ("day", "date", "日期"),
    "kind": ("kind", "type", "类型"),
    "name": ("name", "名称", "节日"),
}
_KINDS = {
    **dict.fromkeys(("holiday", "节假日", "假日", "放假", "休"), DayKind.HOLIDAY),
    **dict.fromkeys(("makeupworkday", "make-upworkday", "调休上班", "补班", "上班", "班"), DayKind.MAKEUP_WORKDAY),
}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

_SENTENCES = {
    "missing-column": (
        "首行须有 day、kind、name（日期、类型、名称）三列",
        "the first line must name day, kind and name",
    ),
    "unknown-column": ("只能有 day、kind、name（日期、类型、名称）三列", "no columns but day, kind and name"),
    "no-rows": ("文件中没有日期", "the file names no day"),
    "day": ("请填写 2027-02-15 这样的日期", "write the day as 2027-02-15"),
    "kind": (
        "类型请填写 holiday（节假日）或 makeup_workday（调休上班）",
        "the kind is holiday or makeup_workday",
    ),
}


def read_days(header: list[str], rows: Iterable[tuple[int, list[str]]]) -> tuple[dict[date, OwnDay], list[RowError]]:
    """What the table says of each day, and every mistake of the whole table; `rows` are (line number, cells).

    A wrong header is reported alone, as line 1. Only a table without mistakes is to be used.
    """
    known = {heading: name for name, also in COLUMNS.items() for heading in also}
    columns = [known.get(plain(heading), "") for heading in header]
    for column in COLUMNS:
        if columns.count(column) != 1:
            return {}, [_wrong(1, column, "missing-column")]
    if "" in columns:
        return {}, [_wrong(1, header[columns.index("")].strip()[:40] or "?", "unknown-column")]
    found: dict[date, OwnDay] = {}
    lines: dict[date, int] = {}
    errors: list[RowError] = []
    for line, cells in rows:
        texts = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
        errors += _excess(line, columns, cells) + _read(line, texts, found, lines)
    return found, errors if found or errors else [_wrong(2, "day", "no-rows")]


def day_name(text: str) -> str:
    """What a day may be called: one line of 1–60 characters. Raises: BadContact."""
    return clean_line(text, "day_name", NAME_MOST)


def _read(line: int, texts: dict[str, str], found: dict[date, OwnDay], lines: dict[date, int]) -> list[RowError]:
    """Add the row's day to those found; the mistakes that keep it from that."""
    errors: list[RowError] = []
    day = _cell(line, "day", texts, _day, errors)
    kind = _cell(line, "kind", texts, _kind, errors)
    name = _cell(line, "name", texts, day_name, errors)
    if day is not None and day in lines:
        zh, en = f"与第{lines[day]}行是同一天", f"the same day as on line {lines[day]}"
        errors.append(RowError(line, "day", "duplicate", zh, en))
    elif day is not None:
        lines[day] = line
        if kind is not None and name is not None:
            found[day] = OwnDay(kind, name)
    return errors


def _cell(
    line: int, column: str, texts: dict[str, str], read: Callable[[str], Value], errors: list[RowError]
) -> Value | None:
    try:
        return read(texts[column])
    except BadContact as bad:
        errors.append(RowError(line, column, bad.rule, bad.message_zh, bad.message_en))
        return None


def _day(text: str) -> date:
    if parts := _DAY.fullmatch(plain(text)):
        try:
            found = date(*map(int, parts.groups()))
        except ValueError:
            found = date.min
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    raise BadContact("day", "day", *_SENTENCES["day"])


def _kind(text: str) -> DayKind:
    if (kind := _KINDS.get(plain(text))) is None:
        raise BadContact("kind", "kind", *_SENTENCES["kind"])
    return kind


def _excess(line: int, columns: list[str], cells: list[str]) -> list[RowError]:
    """What stands beyond the columns: usually a comma too many in a name."""
    beyond = any(cell.strip() for cell in cells[len(columns) :])
    return [_wrong(line, "?", "unknown-column")] if beyond else []


def _wrong(line: int, column: str, rule: str) -> RowError:
    return RowError(line, column, rule, *_SENTENCES[rule])
