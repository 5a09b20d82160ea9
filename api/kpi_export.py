"""Indicators and scores as spreadsheets: a line per recruiter (team, month), every rate with what it was made of (R10)."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response

from api.exports import TYPES
from api.spreadsheet import Cell, write_table_csv, write_table_xlsx
from domain.catalogue import Wording
from domain.clock import month_of
from domain.kpi import INDICATORS, Counts
from domain.proportions import wilson
from domain.terms import Locale

_PARTS = (
    Wording("分子", "numerator"),
    Wording("分母", "denominator"),
    Wording("比率", "rate"),
    Wording("区间下限", "interval from"),
    Wording("区间上限", "interval to"),
)
_TOO_FEW = Wording("数据不足", "too few cases")
_KEY, _NAME = Wording("编号", "key"), Wording("名称", "name")
_JUDGED = Wording("说明", "remark")
_SCORE = (
    Wording("招聘人员", "recruiter"),
    Wording("姓名", "name"),
    Wording("月份", "month"),
    Wording("总分", "total"),
    Wording("计入权重%", "weight counted %"),
    Wording("第几次计算", "time counted"),
)


async def indicators_file(
    counted: Mapping[str, Counts], named: Mapping[str, str], locale: Locale, kind: str
) -> Response:
    """One line per key, five columns per indicator, and whether there are cases enough to judge by."""
    titles = [f"{one.title.of(locale)} {part.of(locale)}" for one in INDICATORS.values() for part in (*_PARTS, _JUDGED)]
    header = [_KEY.of(locale), _NAME.of(locale), *titles]
    rows = [[key, named.get(key, key), *_indicator_cells(counts, locale)] for key, counts in counted.items()]
    return await _file("indicators", header, rows, kind)


def _indicator_cells(counts: Counts, locale: Locale) -> list[Cell]:
    cells: list[Cell] = []
    for one in INDICATORS.values():
        share, interval = one.share(counts), wilson(one.share(counts))
        judged = "" if one.enough(counts) else _TOO_FEW.of(locale)
        if interval is None:
            cells += [None, share.of, None, None, None, judged]
        else:
            cells += [share.hits, share.of, share.rate, interval.low, interval.high, judged]
    return cells


async def scores_file(rows: Sequence[Any], locale: Locale, kind: str) -> Response:
    """One line per recruiter and month: the total, and each indicator's rate, weight and points."""
    names = list(INDICATORS)
    points, weight, rate = Wording("得分", "points"), Wording("权重%", "weight %"), _PARTS[2]
    titles = [
        f"{INDICATORS[name].title.of(locale)} {part.of(locale)}" for name in names for part in (rate, weight, points)
    ]
    header = [*(title.of(locale) for title in _SCORE), *titles]
    return await _file("scores", header, [_score_cells(row, names, locale) for row in rows], kind)


def _score_cells(row: Any, names: Sequence[str], locale: Locale) -> list[Cell]:
    lines = {line["indicator"]: line for line in row.data["lines"]}
    name = row.name if locale is Locale.ZH else row.name_en
    cells: list[Cell] = [row.recruiter, name, month_of(row.month), row.total, row.counted, row.nth]
    for one in names:
        line = lines.get(one)
        if line is None:
            cells += [None, None, None]
        else:
            shown = line["hits"] / line["of"] if line["of"] and line["points"] is not None else None
            cells += [shown, line["weight"], line["points"]]
    return cells


async def _file(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], kind: str) -> Response:
    write = write_table_csv if kind == "csv" else write_table_xlsx
    content = await asyncio.to_thread(write, header, rows)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=TYPES[kind], headers=disposition)
