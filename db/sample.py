"""The article's case as a sample to load (R17): a company's half year, three months before and three after it changed its ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import appraisal_policies
from db.appraisal_policies import Proposal
from db.seed import ROOT
from db.tables import candidates, organisations, policies, users
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices, surveys
from domain.appraisal_policy import PolicyState
from domain.catalogue import CATALOGUE
from domain.terms import CANDIDATE, Party

ORGANISATION, TEAM = "sample", "sample-team"
HR, LEAD, RECRUITER = "sample-hr", "sample-lead", "sample-recruiter"
CHANGE = date(2026, 4, 1)
DAYS = 90
_SPACE = UUID("0f7f6a86-52a1-5a58-9d2b-3f6f3f6a1c55")
_HOUR = timedelta(hours=1)
_STRIDE = 211
PRAISE = ("通知很及时", "改期很方便", "面试前一天的提醒有用")
WISHES = ("希望早一天通知取消", "希望说明取消的具体原因", "取消后没有人联系改期")


@dataclass(frozen=True)
class Quarter:
    """What happened in one period: of `interviews` so many cancelled, of these so many in order (reason and notice); answers."""

    first: date
    interviews: int
    cancelled: int
    compliant: int
    answers: int
    satisfied: int


BEFORE = Quarter(CHANGE - timedelta(days=DAYS), 500, 90, 54, 50, 26)
AFTER = Quarter(CHANGE, 500, 45, 45, 100, 81)
"""18 % → 9 % cancelled, 60 % → 100 % compliant, 52 % → 81 % satisfied."""


async def write(conn: AsyncConnection) -> bool:
    """Load it into a group of its own, so that it counts with nobody else's figures; False when it is there already."""
    known = select(organisations.c.id).where(organisations.c.id == ORGANISATION)
    if (await conn.execute(known)).first() is not None:
        return False
    await _people(conn)
    await _policy(conn)
    for quarter in (BEFORE, AFTER):
        rows: dict[Table, list[dict[str, Any]]] = {}
        for table, row in _rows(quarter):
            rows.setdefault(table, []).append(row)
        for table in (interviews, kpi_facts, cancellation_log, notices, surveys):
            await conn.execute(insert(table), rows[table])
    return True


async def _people(conn: AsyncConnection) -> None:
    named = {"name": "示例公司", "name_en": "Sample company"}
    await conn.execute(insert(organisations).values(id=ORGANISATION, path=[ORGANISATION], **named))
    team = {
        "id": TEAM,
        "parent_id": ORGANISATION,
        "path": [ORGANISATION, TEAM],
        "name": "示例团队",
        "name_en": "Sample team",
    }
    await conn.execute(insert(organisations).values(**team))
    # Whole, as the console reads it: its people sign in and look at their figures.
    newest = (
        select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc()).limit(1)
    )
    theirs = (await conn.execute(newest)).scalar_one()
    data = {**theirs, "notice_hours": 24, "timezone": "Asia/Shanghai"}
    since = datetime(2020, 1, 1, tzinfo=UTC)
    await conn.execute(insert(policies).values(organisation_id=ORGANISATION, version=1, valid_from=since, data=data))
    for login, organisation, role, name, name_en in (
        (HR, ORGANISATION, "hrops", "示例 HR 运营", "Sample HR operations"),
        (LEAD, ORGANISATION, "hrops", "示例 HR 主管", "Sample head of HR"),
        (RECRUITER, TEAM, "recruiter", "示例招聘专员", "Sample recruiter"),
    ):
        person = {"login": login, "organisation_id": organisation, "role": role, "name": name, "name_en": name_en}
        await conn.execute(insert(users).values(**person, email=f"{login}@mianyue.example", locale="zh-CN"))
    candidate = {"id": uuid5(_SPACE, "candidate"), "organisation_id": TEAM, "name": "示例候选人", "locale": "zh-CN"}
    await conn.execute(insert(candidates).values(**candidate))


async def _policy(conn: AsyncConnection) -> None:
    """What the system comes with, agreed to by two people of the company before its first month."""
    at = datetime(2025, 12, 20, 2, tzinfo=UTC)
    theirs = (await appraisal_policies.in_force(conn, ROOT, BEFORE.first)).policy
    wanted = Proposal(ORGANISATION, theirs, BEFORE.first.replace(day=1), "示例方案", HR)
    id = await appraisal_policies.propose(conn, wanted, at)
    assert id is not None
    await appraisal_policies.decide(conn, id, PolicyState.APPROVED, LEAD, "", at)


def _rows(quarter: Quarter) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row of the quarter: an interview each, what became of it, and for cancellations log and delivered notice."""
    for nth in range(quarter.interviews):
        id = uuid5(_SPACE, f"{quarter.first}/{nth}")
        # What happened is spread over the whole period, not gathered at its beginning.
        place = nth * _STRIDE % quarter.interviews
        day = quarter.first + timedelta(days=place * (DAYS - 2) // quarter.interviews)
        arranged = datetime(day.year, day.month, day.day, 1, place % 60, tzinfo=UTC)
        starts = arranged + timedelta(hours=30)
        yield interviews, _interview(id, arranged, starts)
        yield kpi_facts, _fact(id, "scheduled", arranged, starts)
        if nth < quarter.cancelled:
            yield from _cancelled(id, nth, nth < quarter.compliant, arranged, starts)
        else:
            yield kpi_facts, _fact(id, "completed", starts + _HOUR, starts)
        # Answers are told by whole months: those of the last days, which are not one, would be missing.
        answer, rest = divmod(place, 3)
        if rest == 0 and answer < quarter.answers:
            yield from _answered(id, answer, answer * _STRIDE % quarter.answers < quarter.satisfied, starts)


def _answered(id: UUID, nth: int, satisfied: bool, starts: datetime) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Some of those who answered wrote what they would have improved."""
    at = starts + 2 * _HOUR
    scores = (5, 4) if satisfied else (2, 3)
    yield kpi_facts, _fact(id, "surveyed", at, starts, score=sum(scores) / 2)
    yield (
        surveys,
        {
            "organisation_id": TEAM,
            "interview_id": id,
            "revision": 1,
            "timeliness": scores[0],
            "handling": scores[1],
            "comment": "" if nth % 3 else (PRAISE if satisfied else WISHES)[nth // 3 % 3],
            "answered_by": CANDIDATE,
            "answered_at": at,
        },
    )


def _cancelled(
    id: UUID, nth: int, compliant: bool, arranged: datetime, starts: datetime
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Three of five by candidates, the others by a changed plan; what is not in order has no usable reason."""
    ours = nth % 5 > 2
    code = "E_REQ_CHANGED" if ours else ("C_SCHEDULE", "C_ILLNESS", "C_OTHER_OFFER")[nth % 3]
    at, party = arranged + timedelta(hours=3), Party.COMPANY if ours else Party.CANDIDATE
    cause = {"party": str(party), "code": code, "attributable": str(CATALOGUE[code].attributable)}
    yield kpi_facts, _fact(id, "cancelled", at, starts, **cause, late=False, hours=27.0, stated=compliant)
    yield (
        cancellation_log,
        {
            "organisation_id": TEAM,
            "interview_id": id,
            "revision": 1,
            "recruiter": RECRUITER,
            "operator": RECRUITER if ours else CANDIDATE,
            "party": str(party),
            "reason_code": code,
            "reason_detail": CATALOGUE[code].internal.zh if compliant else "未说明",
            "reason_stated": compliant,
            "starts_at": starts,
            "cancelled_at": at,
            "late": False,
            "decided_hours": 27.0,
            "next_step": str(CATALOGUE[code].next_step),
        },
    )
    key = f"{id}:r1:cancelled:candidate:email"
    yield (
        notices,
        {
            "id": uuid5(_SPACE, key),
            "organisation_id": TEAM,
            "interview_id": id,
            "key": key,
            "revision": 1,
            "kind": "cancelled",
            "audience": "candidate",
            "channel": "email",
            "step": "cancelled",
            "locale": "zh-CN",
            "subject": "",
            "body": "",
            "state": "delivered",
            "created_at": at,
            "accepted_at": at,
            "delivered_at": at + timedelta(minutes=1),
        },
    )


def _interview(id: UUID, arranged: datetime, starts: datetime) -> dict[str, Any]:
    return {
        "id": id,
        "organisation_id": TEAM,
        "candidate_id": uuid5(_SPACE, "candidate"),
        "recruiter": RECRUITER,
        "position": "示例岗位",
        "stage": "closed",
        "revision": 1,
        "first_starts_at": starts,
        "starts_at": starts,
        "minutes": 30,
        "timezone": "Asia/Shanghai",
        "created_by": RECRUITER,
        "created_at": arranged,
        "updated_at": starts,
        "closed_at": starts + timedelta(days=1),
    }


def _fact(id: UUID, kind: str, at: datetime, starts: datetime, **more: Any) -> dict[str, Any]:
    cause = dict.fromkeys(("party", "code", "attributable", "late", "hours", "stated", "score"))
    return {
        "organisation_id": TEAM,
        "interview_id": id,
        "recruiter": RECRUITER,
        "revision": 1,
        "kind": kind,
        "at": at,
        "starts_at": starts,
        **cause,
        **more,
    }
