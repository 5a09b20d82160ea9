"""The cancellation log as a spreadsheet: which format the caller wants, its columns, headings in the caller's language."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.context import App
from api.params import zone_of_user
from api.problems import Problem
from api.spreadsheet import CSV_TYPE, XLSX_TYPE, Cell, write_table_csv, write_table_xlsx
from api.views import LogRow
from db.people import User, names, organisation_names
from db.subjects import Subject, subjects
from domain.catalogue import CATALOGUE
from domain.clock import zone_of
from domain.terms import Channel, Locale, NoticeState
from domain.vocabulary import ACTORS, CHANNELS, PARTIES, said, standing

TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
FILES: dict[int | str, dict[str, Any]] = {200: {"content": {media.partition(";")[0]: {} for media in TYPES.values()}}}
"""What /openapi.json says of a route that also answers with files."""
_WANTED = {"text/csv": "csv", XLSX_TYPE: "xlsx", "application/json": "json"}

NOTICE_BASES = {
    "delivered": ("送达", "delivery"),
    "accepted": ("服务商接收", "acceptance"),
    "decided": ("取消操作", "decision"),
}
_STEPS = {
    "offer_reschedule": "可改期",
    "human_interview": "改为人工面试",
    "future_priority": "后续岗位优先",
    "close": "结束",
}


MOST_EXPORTED = 20_000


def too_many() -> Problem:
    """More rows than one file takes."""
    detail = f"超过{MOST_EXPORTED}行，请缩小范围 / more than {MOST_EXPORTED} rows: narrow the period"
    return Problem(422, "export-too-large", detail)


def format_of(accept: str) -> str:
    """csv, xlsx or json: the best known type of an Accept header; json when it names none."""
    ranges = [part.split(";") for part in accept.lower().split(",")]
    known = [
        (_quality(parameters), _WANTED[media.strip()]) for media, *parameters in ranges if media.strip() in _WANTED
    ]
    best = max(known, key=lambda pair: pair[0], default=(0.0, "json"))
    return best[1] if best[0] > 0 else "json"


def _quality(parameters: Sequence[str]) -> float:
    given = next((part.strip()[2:] for part in parameters if part.strip().startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0


@dataclass(frozen=True)
class Known:
    """What the log's rows name by codes: whom their interviews are about, and the names of people and organisations."""

    subjects: Mapping[UUID, Subject]
    people: Mapping[str, tuple[str, str]]
    companies: Mapping[str, tuple[str, str]]

    def about(self, row: LogRow, locale: Locale) -> "About":
        """The same of one row."""
        recruiter, operator = (
            _called(login, self.people if login in self.people else ACTORS, locale)
            for login in (row.recruiter, row.operator)
        )
        company = _called(row.organisation, self.companies, locale)
        return About(self.subjects[row.interview_id], recruiter, operator, company)


@dataclass(frozen=True)
class About:
    """A row's interview and its people and company by name."""

    subject: Subject
    recruiter: str
    operator: str
    company: str


def _called(code: str, names: Mapping[str, tuple[str, str]], locale: Locale) -> str:
    zh, en = names.get(code, (code, code))
    return said((zh, en or zh), locale)


async def exported(app: App, user: User, rows: Sequence[LogRow], kind: str) -> bytes:
    """The log rows as a csv or xlsx file, times on the clock of the caller's organisation."""
    zone = await zone_of_user(app, user)
    async with app.engine.connect() as conn:
        known = Known(
            await subjects(conn, {row.interview_id for row in rows}),
            await names(conn, {login for row in rows for login in (row.operator, row.recruiter)}),
            await organisation_names(conn, {row.organisation for row in rows}),
        )
    header = [title[0 if user.locale is Locale.ZH else 1].format(zone=zone) for title in _COLUMNS]
    write = write_table_csv if kind == "csv" else write_table_xlsx
    # Beside the event loop, all of it: others' pages do not wait for a year's rows.
    return await asyncio.to_thread(lambda: write(header, _table(rows, known, zone_of(zone), user.locale)))


def _table(rows: Sequence[LogRow], known: Known, zone: ZoneInfo, locale: Locale) -> list[list[Cell]]:
    return [_line(row, known.about(row, locale), zone, locale) for row in rows]


def _line(row: LogRow, about: About, zone: ZoneInfo, locale: Locale) -> list[Cell]:
    return [column(row, about, zone, locale) for column in _COLUMNS.values()]


def _clock(at: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock, as spreadsheets keep it: without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _word(code: str, words: Mapping[str, str], locale: Locale) -> str:
    return words.get(code, code) if locale is Locale.ZH else code


def _yes(value: bool, locale: Locale) -> str:
    return ("是" if value else "否") if locale is Locale.ZH else ("yes" if value else "no")


def _notices(row: LogRow, locale: Locale) -> str:
    told = (
        f"{said(CHANNELS[Channel(n.channel)], locale)} {standing(Channel(n.channel), NoticeState(n.state), locale)}"
        for n in row.notices
    )
    return "; ".join(told)


# One column: its heading (zh, en) and its cell.
_COLUMNS: dict[tuple[str, str], Callable[[LogRow, About, ZoneInfo, Locale], Cell]] = {
    ("日志编号", "log id"): lambda row, about, zone, locale: row.id,
    ("取消时间（{zone}）", "cancelled at ({zone})"): lambda row, about, zone, locale: _clock(row.cancelled_at, zone),
    ("候选人", "candidate"): lambda row, about, zone, locale: about.subject.candidate,
    ("岗位", "position"): lambda row, about, zone, locale: about.subject.position,
    ("原面试时间（{zone}）", "interview time ({zone})"): lambda row, about, zone, locale: _clock(row.starts_at, zone),
    ("招聘人员", "recruiter"): lambda row, about, zone, locale: about.recruiter,
    ("招聘人员登录名", "recruiter's login"): lambda row, about, zone, locale: row.recruiter,
    ("面试官", "interviewer"): lambda row, about, zone, locale: about.subject.interviewer,
    ("操作人", "operator"): lambda row, about, zone, locale: about.operator,
    ("操作人登录名", "operator's login"): lambda row, about, zone, locale: row.operator,
    ("责任方", "party"): lambda row, about, zone, locale: said(PARTIES[row.party], locale),
    ("原因类别", "kind of reason"): lambda row, about, zone, locale: (
        CATALOGUE[row.reason_code].internal.of(locale) if row.reason_code in CATALOGUE else row.reason_code
    ),
    ("原因代码", "reason code"): lambda row, about, zone, locale: row.reason_code,
    ("取消原因", "reason"): lambda row, about, zone, locale: row.reason_detail,
    ("原因是否写明", "reason stated"): lambda row, about, zone, locale: _yes(row.reason_stated, locale),
    ("临时取消的说明", "explanation of the short notice"): lambda row, about, zone, locale: row.justification,
    ("备注", "remark"): lambda row, about, zone, locale: row.remark,
    ("临时取消", "late"): lambda row, about, zone, locale: _yes(row.late, locale),
    ("提前时长（小时）", "notice hours"): lambda row, about, zone, locale: round(row.notice_hours, 2),
    ("提前时长依据", "notice hours counted from"): lambda row, about, zone, locale: said(
        NOTICE_BASES[row.notice_basis], locale
    ),
    ("后续安排", "next step"): lambda row, about, zone, locale: _word(row.next_step, _STEPS, locale),
    ("通知状态", "notices"): lambda row, about, zone, locale: _notices(row, locale),
    ("公司", "organisation"): lambda row, about, zone, locale: about.company,
    ("公司编号", "organisation id"): lambda row, about, zone, locale: row.organisation,
    ("面试编号", "interview id"): lambda row, about, zone, locale: str(row.interview_id),
}
