"""A table of interviews read row by row: every cell checked, every mistake named by line and column, good rows kept."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from domain.cells import SENTENCES, duration, language, line_of, link, start, zone_key
from domain.contact import BadContact, clean_name, normal_email, normal_phone
from domain.terms import Locale

Value = TypeVar("Value")

# Column → the headings people give it; letter case, spaces, _ and full-width signs do not matter.
COLUMNS: dict[str, tuple[str, ...]] = {
    "candidate_name": ("候选人", "候选人姓名", "姓名", "candidate", "name"),
    "phone": ("手机号", "手机", "手机号码", "电话", "mobile", "phone number"),
    "email": ("邮箱", "电子邮箱", "邮件", "e-mail", "mail"),
    "locale": ("语言", "language"),
    "position": ("岗位", "职位", "应聘岗位", "job"),
    "starts_at": ("面试时间", "开始时间", "start", "start time"),
    "duration_minutes": ("时长(分钟)", "时长", "面试时长(分钟)", "duration", "minutes", "duration (minutes)"),
    "timezone": ("时区", "time zone", "zone"),
    "recruiter": ("招聘人员", "招聘专员", "招聘负责人"),
    "interviewer": ("面试官", "面试官姓名"),
    "join_url": ("面试链接", "链接", "link", "url"),
    "source": ("渠道", "来源", "招聘渠道", "channel"),
    "organisation": ("公司", "分公司", "子公司", "organization", "subsidiary", "company"),
    "external_id": ("外部编号", "编号", "id"),
}
REQUIRED = ("candidate_name", "locale", "position", "starts_at", "duration_minutes", "timezone", "recruiter")

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One good row: an interview to create. `starts_at` is a UTC instant, `minutes` its length, `recruiter` a login."""

    line: int
    candidate_name: str
    phone: str | None
    email: str | None
    locale: Locale
    position: str
    starts_at: datetime
    minutes: int
    timezone: str
    recruiter: str
    join_url: str | None
    source: str | None
    interviewer: str | None
    organisation: str | None
    external_id: str | None


@dataclass(frozen=True)
class RowError:
    """One mistake: where it stands (line of the file, column by name or letter), its rule, and what to do about it.

    The sentences never repeat what the cell says: it may be personal data in the wrong column.
    """

    line: int
    column: str
    rule: str
    message_zh: str
    message_en: str


def read_rows(
    header: list[str],
    rows: Iterable[tuple[int, list[str]]],
    *,
    now: datetime | None,
    defaults: Mapping[str, str] | None = None,
) -> tuple[list[Entry], list[RowError]]:
    """The entries of all good rows and every mistake of the others, in the order of the lines.

    `rows` are (line number, cells). `now` (aware) allows starts such as +26h or +3d 10:00; None refuses them.
    `defaults` (column → text) stands in for empty cells and absent columns, such as the uploader's own login.
    A wrong header is reported alone, as line 1, and no row is read. Covers R24 (data migration).
    """
    given = dict(defaults or {})
    columns, errors = _columns(header, given)
    if errors:
        return [], errors
    entries: list[Entry] = []
    first_lines: dict[tuple[str, datetime], int] = {}
    for line, cells in rows:
        row = _Row(line, given | _named(columns, cells))
        row.refuse_unnamed(columns, cells)
        entry = row.entry(now)
        if not row.errors:
            row.refuse_twin(entry, first_lines)
        if not row.errors:
            entries.append(entry)
        errors += row.errors
    return entries, errors


@dataclass
class _Row:
    """One row while it is read: filled cells by column, and the mistakes found so far."""

    line: int
    cells: dict[str, str]
    errors: list[RowError] = field(default_factory=list)

    def entry(self, now: datetime | None) -> Entry:
        """The row as an entry; to be used only when `errors` stayed empty."""
        phone, email = self.maybe("phone", normal_phone), self.maybe("email", normal_email)
        if not self.cells.keys() & {"phone", "email"}:
            self.refuse("phone", "no-contact")
        zone = self.need("timezone", zone_key, "")
        return Entry(
            line=self.line,
            candidate_name=self.need("candidate_name", clean_name, ""),
            phone=phone,
            email=email,
            locale=self.need("locale", language, Locale.ZH),
            position=self.need("position", line_of("position"), ""),
            starts_at=self.need("starts_at", lambda text: start(text, zone, now), _NEVER),
            minutes=self.need("duration_minutes", duration, 0),
            timezone=zone,
            recruiter=self.need("recruiter", line_of("recruiter"), ""),
            join_url=self.maybe("join_url", link),
            source=self.maybe("source", line_of("source")),
            interviewer=self.maybe("interviewer", line_of("interviewer")),
            organisation=self.maybe("organisation", line_of("organisation")),
            external_id=self.maybe("external_id", line_of("external_id")),
        )

    def need(self, column: str, read: Callable[[str], Value], blank: Value) -> Value:
        """The cell's value; a mistake is noted and `blank` returned when it is absent or wrong."""
        if column not in self.cells:
            self.refuse(column, "missing")
            return blank
        value = self.maybe(column, read)
        return blank if value is None else value

    def maybe(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """The cell's value, None when it is empty; a mistake is noted."""
        if column not in self.cells:
            return None
        try:
            return read(self.cells[column])
        except BadContact as bad:
            self.errors.append(RowError(self.line, column, bad.rule, bad.message_zh, bad.message_en))
            return None

    def refuse(self, column: str, rule: str) -> None:
        """Note a mistake that has a fixed sentence."""
        self.errors.append(RowError(self.line, column, rule, *SENTENCES[rule]))

    def refuse_unnamed(self, columns: list[str], cells: list[str]) -> None:
        """Note what stands outside the named columns: usually a comma too many, which shifts the row."""
        for at, cell in enumerate(cells):
            if cell.strip() and (at >= len(columns) or not columns[at]):
                self.refuse(_letters(at), "no-heading")

    def refuse_twin(self, entry: Entry, first_lines: dict[tuple[str, datetime], int]) -> None:
        """Note that the same candidate (phone or mail) already has this start on an earlier line; else remember it."""
        contacts = {"phone": entry.phone, "email": entry.email and entry.email.casefold()}
        keys = {column: (contact, entry.starts_at) for column, contact in contacts.items() if contact}
        for column, key in keys.items():
            if first := first_lines.get(key):
                zh = f"与第{first}行重复：同一候选人、同一面试时间"
                en = f"repeats line {first}: same candidate, same start"
                self.errors.append(RowError(self.line, column, "duplicate", zh, en))
                return
        first_lines.update(dict.fromkeys(keys.values(), self.line))


def _columns(header: list[str], defaults: Mapping[str, str]) -> tuple[list[str], list[RowError]]:
    """The column of each heading ("" under an empty one), and what is wrong with the header."""
    known = _known()
    columns = [known.get(plain(heading), "?" if heading.strip() else "") for heading in header]
    top = _Row(1, {})
    if not set(columns) - {"", "?"}:
        top.refuse("A", "no-header")
        return [], top.errors
    for at, column in enumerate(columns):
        if column == "?":
            top.refuse(_letters(at), "unknown-column")
        elif column and column in columns[:at]:
            top.refuse(column, "doubled-column")
    for column in REQUIRED:
        if column not in columns and column not in defaults:
            top.refuse(column, "missing-column")
    if not {"phone", "email"} & set(columns):
        top.refuse("phone", "missing-column")
    return columns, top.errors


def _named(columns: list[str], cells: list[str]) -> dict[str, str]:
    """The filled cells by column."""
    pairs = zip(columns, cells, strict=False)
    return {column: cell.strip() for column, cell in pairs if column and cell.strip()}


def heading_of(header: list[str], column: str) -> str:
    """How the file heads a column that a mistake names (by name or letter); empty when it does not."""
    known = _known()
    for at, heading in enumerate(header):
        if column in (known.get(plain(heading)), _letters(at)):
            return heading
    return ""


def _known() -> dict[str, str]:
    return {plain(heading): name for name, also in COLUMNS.items() for heading in (name, *also)}


def plain(text: str) -> str:
    """A heading or keyword without case, width, spaces and underscores."""
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text)).casefold()


def _letters(at: int) -> str:
    """The spreadsheet letters of a column counted from 0: A … Z, AA …"""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
