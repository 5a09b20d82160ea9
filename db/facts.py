"""Sums the KPI facts and the cancellation log per recruiter into domain.kpi's counts (R5, R10, R11, R13)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, and_, any_, cast, distinct, false, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.inherited import inherited
from db.log import notice_status
from db.people import User
from db.tables import organisations, users
from db.tables_interview import cancellation_log, interviews, kpi_facts
from domain.kpi import Counts
from domain.terms import FROM_UI, Outcome, Party, Role

_DECIDED = ("cancelled", *(str(outcome) for outcome in Outcome))


@dataclass(frozen=True)
class KpiFilter:
    """Which facts count: those from `since` (included) to `until` (not included), of one recruiter or of all visible."""

    since: datetime | None = None
    until: datetime | None = None
    recruiter: str | None = None


async def counts(conn: AsyncConnection, user: User, wanted: KpiFilter) -> dict[str, Counts]:
    """The counts of every recruiter this user may see who has any, by login. Three queries, whatever the period."""
    found: dict[str, dict[str, Any]] = {}
    for query in (_facts(user, wanted), _open(user, wanted), _log(user, wanted)):
        for row in (await conn.execute(query)).mappings():
            mine = found.setdefault(row["recruiter"], {})
            mine |= {name: value for name, value in row.items() if name not in ("recruiter", "decided", "open")}
            mine["interviews"] = mine.get("interviews", 0) + row.get("decided", 0) + row.get("open", 0)
    return {login: Counts(**named) for login, named in sorted(found.items())}


async def names(conn: AsyncConnection, logins: list[str]) -> dict[str, tuple[str, str]]:
    """Name and English name of these users by login."""
    query = select(users.c.login, users.c.name, users.c.name_en).where(users.c.login.in_(logins))
    return {row.login: (row.name, row.name_en) for row in (await conn.execute(query)).all()}


def _within(table: Any, at: Any, user: User, wanted: KpiFilter) -> list[ColumnElement[bool]]:
    """The rows of the period that this user may see; `table` is joined with organisations."""
    limits = [
        table.c.recruiter == user.login
        if user.role is Role.RECRUITER
        else literal(user.organisation) == any_(organisations.c.path)
    ]
    if wanted.recruiter is not None:
        limits.append(table.c.recruiter == wanted.recruiter)
    if wanted.since is not None:
        limits.append(at >= wanted.since)
    if wanted.until is not None:
        limits.append(at < wanted.until)
    return limits


def _facts(user: User, wanted: KpiFilter) -> Select[Any]:
    fact = kpi_facts.c

    def different(*conditions: ColumnElement[bool]) -> Any:
        return func.count(distinct(fact.interview_id)).filter(*conditions)

    cancelled, answered = fact.kind == "cancelled", fact.kind == "surveyed"
    return (
        select(
            fact.recruiter,
            different(fact.kind.in_(_DECIDED)).label("decided"),
            different(cancelled).label("cancelled"),
            different(cancelled, fact.attributable == "yes").label("attributable_cancelled"),
            different(cancelled, fact.late).label("late_cancelled"),
            different(fact.kind == "confirmed").label("confirmed"),
            different(fact.kind == "moved").label("rescheduled"),
            *(different(fact.kind == str(outcome)).label(str(outcome)) for outcome in Outcome),
            func.count().filter(answered).label("survey_answers"),
            func.coalesce(func.sum((fact.score - 1) / 4).filter(answered), 0.0).label("satisfaction_sum"),
        )
        .join_from(kpi_facts, organisations, organisations.c.id == fact.organisation_id)
        .where(*_within(kpi_facts, fact.at, user, wanted))
        .group_by(fact.recruiter)
    )


def _open(user: User, wanted: KpiFilter) -> Select[Any]:
    """Interviews arranged in the period whose fate is still open."""
    fact, later = kpi_facts.c, kpi_facts.alias("later")
    decided = select(later.c.id).where(later.c.interview_id == fact.interview_id, later.c.kind.in_(_DECIDED))
    return (
        select(fact.recruiter, func.count(distinct(fact.interview_id)).label("open"))
        .join_from(kpi_facts, organisations, organisations.c.id == fact.organisation_id)
        .where(fact.kind == "scheduled", ~decided.exists(), *_within(kpi_facts, fact.at, user, wanted))
        .group_by(fact.recruiter)
    )


def _log(user: User, wanted: KpiFilter) -> Select[Any]:
    log, status, hours = cancellation_log.c, notice_status(), _notice_hours_rule()
    ahead = func.extract("epoch", log.starts_at - status.c.delivered_at) / 3600
    in_time = func.coalesce(ahead >= hours, false())
    due = log.operator != FROM_UI
    ours = log.party.in_([str(Party.COMPANY), str(Party.INTERVIEWER)])
    source = (
        cancellation_log.join(organisations, organisations.c.id == log.organisation_id)
        .join(interviews, interviews.c.id == log.interview_id)
        .join(status, literal(True))
    )
    return (
        select(
            log.recruiter,
            func.count().label("cancellations"),
            func.count().filter(due).label("reasons_due"),
            func.count().filter(due, log.reason_stated).label("stated"),
            func.count().filter(ours).label("company_side"),
            func.count().filter(ours, in_time).label("advance"),
            func.count().filter(or_(log.reason_stated, ~due), or_(~ours, in_time)).label("compliant"),
        )
        .select_from(source)
        .where(and_(*_within(cancellation_log, log.cancelled_at, user, wanted)))
        .group_by(log.recruiter)
    )


def _notice_hours_rule() -> Any:
    """The notice hours that the interview's own rules follow: those in force as it was arranged."""
    return cast(inherited("notice_hours", interviews.c.created_at, interviews), Float)
