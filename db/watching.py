"""What the monitor reads of single rows: notices, phone tasks and interviews that something should have happened to."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Column, ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import policy_of
from db.planning import written
from db.tables_interview import interviews, notices
from domain.findings import Finding, FindingKind, Thresholds
from domain.phone import CALLED_OFF
from domain.policy import DeliveryRules
from domain.terms import Channel, NoticeState

_log = structlog.get_logger()


def standing(*states: NoticeState) -> ColumnElement[bool]:
    """Notices in these states, said so that the index of unsettled ones serves it."""
    return notices.c.state.in_([written(state) for state in states])


_NOT_BY_PHONE = notices.c.channel != written(Channel.PHONE)
_BY_PHONE = notices.c.channel == written(Channel.PHONE)
_NOTICE = (
    notices.c.id,
    notices.c.organisation_id,
    notices.c.channel,
    notices.c.state,
    notices.c.detail,
    notices.c.attempted_at,
    notices.c.deadline,
)
# A look at a message on its way is not written down when nothing has changed: its time in the database says little.
_LOOKING = or_(interviews.c.next_step.like("pursue:%"), interviews.c.next_step == "await_told")
_INTERVIEW = (interviews.c.id, interviews.c.organisation_id, interviews.c.next_step)


async def overdue_notices(
    conn: AsyncConnection, known: Collection[str], limits: Thresholds, now: datetime
) -> list[Finding]:
    """Notices that should have left, and attempts that never ended. `known` are the subjects found before."""
    rows = await _rows(conn, _NOTICE, _overdue(limits, now), notices.c.created_at, known, limits)
    return [_of_notice(FindingKind.NOTICE_OVERDUE, row) for row in rows]


def _overdue(limits: Thresholds, now: datetime) -> ColumnElement[bool]:
    since = now - limits.overdue
    late = and_(standing(NoticeState.INTENT), or_(notices.c.due_at < since, notices.c.deadline < now))
    hung = and_(standing(NoticeState.ATTEMPTING), notices.c.attempted_at < since)
    return and_(standing(NoticeState.INTENT, NoticeState.ATTEMPTING), _NOT_BY_PHONE, or_(late, hung))


async def overdue_by_channel(
    conn: AsyncConnection, limits: Thresholds, now: datetime
) -> list[tuple[tuple[str, ...], int]]:
    """((channel,), number of overdue notices), counted without any worker's help."""
    query = select(notices.c.channel, func.count()).where(_overdue(limits, now)).group_by(notices.c.channel)
    return [((channel,), number) for channel, number in (await conn.execute(query)).all()]


async def unknown_notices(
    conn: AsyncConnection, known: Collection[str], limits: Thresholds, now: datetime
) -> list[Finding]:
    """Sends that nobody could settle: neither a receipt nor the provider's answer, nor a person."""
    old = notices.c.attempted_at < now - limits.unknown_residue
    unread = notices.c.acknowledged_at.is_(None)
    rows = await _rows(
        conn, _NOTICE, and_(standing(NoticeState.UNKNOWN), old, unread), notices.c.created_at, known, limits
    )
    rules = await _rules(conn, rows, now)
    wait = {id: timedelta(minutes=rule.unknown_minutes) + limits.unknown_residue for id, rule in rules.items()}
    left = [row for row in rows if row.attempted_at < now - wait.get(row.organisation_id, limits.unknown_residue)]
    return [_of_notice(FindingKind.NOTICE_UNKNOWN, row) for row in left]


async def overdue_phone_tasks(
    conn: AsyncConnection, known: Collection[str], limits: Thresholds, now: datetime
) -> list[Finding]:
    """Phone tasks that are still wanted and closer to their deadline than the policy's alarm time, or past it."""
    wanted = and_(notices.c.deadline.is_not(None), notices.c.detail != CALLED_OFF)
    task = and_(_BY_PHONE, standing(NoticeState.INTENT, NoticeState.ATTEMPTING), wanted)
    rows = await _rows(conn, _NOTICE, task, notices.c.deadline, known, limits)
    rules = await _rules(conn, rows, now)
    alarm = {id: timedelta(hours=rule.alarm_hours) for id, rule in rules.items()}
    urgent = [row for row in rows if row.deadline < now + alarm.get(row.organisation_id, timedelta())]
    return [_of_notice(FindingKind.PHONE_TASK_OVERDUE, row) for row in urgent]


async def stalled_interviews(
    conn: AsyncConnection, known: Collection[str], limits: Thresholds, now: datetime
) -> list[Finding]:
    """Open interviews whose next step is overdue, or that have none."""
    overdue = and_(interviews.c.closed_at.is_(None), interviews.c.next_at < now - limits.stalled, ~_LOOKING)
    # next_at first: the index of open interviews has it, and without a step there is no time of one either.
    endless = and_(interviews.c.closed_at.is_(None), interviews.c.next_at.is_(None), interviews.c.next_step.is_(None))
    rows = await _rows(conn, _INTERVIEW, overdue, interviews.c.next_at, known, limits)
    rows += await _rows(conn, _INTERVIEW, endless, interviews.c.next_at, known, limits)
    kind = FindingKind.INTERVIEW_STALLED
    return [Finding(kind, str(row.id), row.organisation_id, row.next_step or "no_step") for row in rows]


async def open_interviews(conn: AsyncConnection, limits: Thresholds, now: datetime) -> list[UUID]:
    """Those whose next step comes first: an interview without its workflow drifts to their front by itself.

    One whose next step is a look drifts there with its workflow too: of these, others each time.
    """
    query = select(interviews.c.id).where(interviews.c.closed_at.is_(None))
    query = query.where(interviews.c.created_at < now - limits.started)
    steps = query.where(or_(interviews.c.next_step.is_(None), ~_LOOKING)).order_by(
        interviews.c.next_at.asc().nulls_last()
    )
    looks = query.where(_LOOKING).order_by(func.random())
    return [id for some in (steps, looks) for id in (await conn.execute(some.limit(limits.most))).scalars()]


async def still_open(conn: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, str]:
    """The organisations of those of these interviews that are not closed."""
    query = select(interviews.c.id, interviews.c.organisation_id)
    query = query.where(interviews.c.id.in_(ids), interviews.c.closed_at.is_(None))
    return {row.id: row.organisation_id for row in (await conn.execute(query)).all()}


async def _rows(
    conn: AsyncConnection,
    columns: Sequence[Column[Any]],
    wrong: ColumnElement[bool],
    order: Column[Any],
    known: Collection[str],
    limits: Thresholds,
) -> list[Any]:
    """The first rows for which `wrong` is true; and those found before for which it still is, however many came before them."""
    id = columns[0]
    rows = list((await conn.execute(select(*columns).where(wrong).order_by(order, id).limit(limits.most))).all())
    rest = {UUID(subject) for subject in known} - {row.id for row in rows}
    if rest:
        rows += (await conn.execute(select(*columns).where(wrong, id.in_(rest)))).all()
    return rows


async def _rules(conn: AsyncConnection, rows: Sequence[Any], now: datetime) -> dict[str, DeliveryRules]:
    """The delivery rules of the organisations that own these rows."""
    found = {id: await _delivery(conn, id, now) for id in sorted({row.organisation_id for row in rows})}
    return {id: rules for id, rules in found.items() if rules is not None}


async def _delivery(conn: AsyncConnection, organisation: str, now: datetime) -> DeliveryRules | None:
    """None also for a policy that nobody can read: one organisation's mistake must not blind the watch for all."""
    try:
        return (await policy_of(conn, organisation, now)).delivery
    except (LookupError, ValueError):
        _log.error("policy unreadable", organisation=organisation)
        return None


def _of_notice(kind: FindingKind, row: Any) -> Finding:
    detail = ":".join(filter(None, (row.channel, row.state, row.detail)))
    return Finding(kind, str(row.id), row.organisation_id, detail)
