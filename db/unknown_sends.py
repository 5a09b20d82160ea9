"""Sends of which nobody knows whether they left: the list that HR works off, and what a person found out about one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.decisions import decided
from db.paging import Place, Slice
from db.people import User
from db.tables import candidates, organisations
from db.tables_interview import interviews, notices
from domain.terms import Audience, Channel, NoticeState, Role

NOT_DELIVERED = "settled_not_delivered"
# No attempt lasts so long: one that is still under way was cut off by a crash.
_CUT_OFF = timedelta(minutes=2)
_SINCE = func.coalesce(notices.c.attempted_at, notices.c.created_at)
_OTHER = notices.alias("other")
_TOLD_BY = (
    select(_OTHER.c.channel)
    .where(
        _OTHER.c.interview_id == notices.c.interview_id,
        _OTHER.c.revision == notices.c.revision,
        _OTHER.c.step == notices.c.step,
        _OTHER.c.audience == notices.c.audience,
        _OTHER.c.state == str(NoticeState.DELIVERED),
        # What lies on the candidate's page is there at once, whether or not anybody reads it.
        _OTHER.c.channel != str(Channel.INBOX),
    )
    .order_by(_OTHER.c.delivered_at)
    .limit(1)
    .scalar_subquery()
)


class NotUnknown(Exception):
    """It is known by now what became of the notice."""


@dataclass(frozen=True)
class UnknownFilter:
    """A page of them at the instant `at`, oldest first; `place` is a (since, id)."""

    at: datetime
    place: Place | None = None
    limit: int = 50


def _visible(user: User) -> Select[Any]:
    """Notices to candidates: of a recruiter's own interviews, for the others of their organisation and below."""
    joined = (
        notices.join(interviews, interviews.c.id == notices.c.interview_id)
        .join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
    )
    query = select(
        notices.c.id,
        notices.c.interview_id,
        notices.c.organisation_id,
        notices.c.revision,
        candidates.c.name.label("candidate"),
        notices.c.kind,
        notices.c.channel,
        notices.c.state,
        notices.c.detail,
        _SINCE.label("since"),
        notices.c.looked,
        notices.c.looked_at,
        _TOLD_BY.label("told_by"),
        interviews.c.position,
        interviews.c.recruiter,
        interviews.c.starts_at,
        interviews.c.timezone,
    ).select_from(joined)
    mine = (
        interviews.c.recruiter == user.login
        if user.role is Role.RECRUITER
        else literal(user.organisation) == any_(organisations.c.path)
    )
    return query.where(mine, notices.c.audience == str(Audience.CANDIDATE))


def _doubtful(at: datetime) -> ColumnElement[bool]:
    cut_off = and_(notices.c.state == str(NoticeState.ATTEMPTING), notices.c.attempted_at < at - _CUT_OFF)
    carried = notices.c.channel.in_([str(Channel.SMS), str(Channel.EMAIL)])
    # Whoever acted on the page has read it, however it came: nothing is left to ask.
    unread = notices.c.acknowledged_at.is_(None)
    return and_(carried, unread, or_(notices.c.state == str(NoticeState.UNKNOWN), cut_off))


async def unknown_sends(conn: AsyncConnection, user: User, wanted: UnknownFilter) -> Slice:
    """The page, the oldest first."""
    query = _visible(user).where(_doubtful(wanted.at))
    return await paging.page(conn, query, [_SINCE, notices.c.id], wanted.place, wanted.limit)


def waiting(user: User, at: datetime) -> Select[Any]:
    """All of them, to be counted."""
    return _visible(user).where(_doubtful(at)).with_only_columns(notices.c.id)


async def notice(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """A notice to a candidate that this user may settle, whatever its state, or None."""
    return (await conn.execute(_visible(user).where(notices.c.id == id))).first()


async def settle(conn: AsyncConnection, user: User, row: Any, came: bool, remark: str, at: datetime, key: str) -> None:
    """Write what a person found out. One that came counts as delivered when it was sent, the only time at which it can have left.

    Raises: NotUnknown when a receipt or somebody else was first.
    """
    found: dict[str, Any] = (
        {"state": str(NoticeState.DELIVERED), "detail": "", "delivered_at": _SINCE}
        if came
        else {"state": str(NoticeState.FAILED), "detail": NOT_DELIVERED}
    )
    said = {"remark": remark} if remark else {}
    changed = update(notices).where(notices.c.id == row.id, _doubtful(at)).values(found | said)
    if (await conn.execute(changed.returning(notices.c.id))).first() is None:
        raise NotUnknown
    decision = "settled_came" if came else "settled_not_came"
    await decided(conn, row.id, decision, at, actor=user.login, because=row.detail, key=f"{decision}:{key}")
