"""Reads of the cancellation log (R4) with the notice status that the ledger holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, any_, case, func, literal, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.paging import Place, Slice
from db.people import User
from db.tables import audit, organisations
from db.tables_interview import cancellation_log, interviews, notices
from domain.terms import NoticeState, Role


@dataclass(frozen=True)
class LogFilter:
    """What is read of the log."""

    interview: UUID | None = None
    recruiter: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    party: str | None = None
    code: str | None = None
    limit: int = 50


def reached_at() -> Any:
    """When a notice of the candidate reached them; null while it has not. An in-app message waits to be opened: it has reached them
    once they acknowledge it, as any other."""
    arrived = case((notices.c.channel != "inbox", notices.c.delivered_at))
    return func.least(arrived, notices.c.acknowledged_at)


def notice_status() -> Any:
    """Per log row: its candidate notices, the first instant at which one reached the candidate, and the first at which a
    provider took one of which nothing more is known yet."""
    known = ("acknowledged", notices.c.acknowledged_at.is_not(None))
    stands = (part for name in ("channel", "state", "detail") for part in (name, notices.c[name]))
    status = func.jsonb_build_object(*stands, *known)
    under_way = notices.c.state == str(NoticeState.ACCEPTED)
    return (
        select(
            func.coalesce(func.jsonb_agg(aggregate_order_by(status, notices.c.channel)), text("'[]'::jsonb")).label(
                "notices"
            ),
            func.min(reached_at()).label("delivered_at"),
            func.min(notices.c.accepted_at).filter(under_way).label("accepted_at"),
        )
        .where(
            notices.c.interview_id == cancellation_log.c.interview_id,
            notices.c.revision == cancellation_log.c.revision,
            notices.c.kind == "cancelled",
            notices.c.audience == "candidate",
        )
        .lateral("status")
    )


def _rows() -> Select[tuple[Any, ...]]:
    status = notice_status()
    first = func.coalesce(status.c.delivered_at, status.c.accepted_at, cancellation_log.c.cancelled_at)
    hours = func.extract("epoch", cancellation_log.c.starts_at - first) / 3600
    basis = case(
        (status.c.delivered_at.is_not(None), literal("delivered")),
        (status.c.accepted_at.is_not(None), literal("accepted")),
        else_=literal("decided"),
    )
    joined = cancellation_log.join(organisations, organisations.c.id == cancellation_log.c.organisation_id)
    return select(
        *cancellation_log.c, status.c.notices, hours.label("notice_hours"), basis.label("notice_basis")
    ).select_from(joined.join(status, literal(True)))


async def rows(conn: AsyncConnection, user: User, wanted: LogFilter) -> list[Any]:
    """Up to limit + 1 log rows this user may see, newest first."""
    query = _wanted(user, wanted).order_by(cancellation_log.c.id.desc()).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


async def page(conn: AsyncConnection, user: User, wanted: LogFilter, place: Place | None) -> Slice:
    """A page of them, by id."""
    return await paging.page(conn, _wanted(user, wanted), [cancellation_log.c.id], place, wanted.limit, descending=True)


def _wanted(user: User, wanted: LogFilter) -> Select[tuple[Any, ...]]:
    log = cancellation_log.c
    mine = (
        log.recruiter == user.login
        if user.role is Role.RECRUITER
        else literal(user.organisation) == any_(organisations.c.path)
    )
    limits = {
        "interview_id": wanted.interview,
        "recruiter": wanted.recruiter,
        "party": wanted.party,
        "reason_code": wanted.code,
    }
    found = [log[name] == value for name, value in limits.items() if value is not None]
    if wanted.since is not None:
        found.append(log.cancelled_at >= wanted.since)
    if wanted.until is not None:
        found.append(log.cancelled_at < wanted.until)
    return _rows().where(and_(mine, *found))


async def newest(conn: AsyncConnection, interview: UUID) -> Any:
    """The latest log row of one interview. Raises: NoResultFound when it was never cancelled."""
    query = _rows().where(cancellation_log.c.interview_id == interview).order_by(cancellation_log.c.id.desc())
    return (await conn.execute(query.limit(1))).one()


async def cancelled_by(conn: AsyncConnection, interview: UUID, command: str) -> bool:
    """Whether it was this command that cancelled the interview."""
    mine = (audit.c.interview_id == interview, audit.c.action == "cancelled", audit.c.command_id == UUID(command))
    return (await conn.execute(select(audit.c.id).where(*mine))).first() is not None


async def of_ids(conn: AsyncConnection, ids: Collection[int]) -> list[Any]:
    """The log rows with these ids, in their order."""
    query = _rows().where(cancellation_log.c.id.in_(ids)).order_by(cancellation_log.c.id)
    return list((await conn.execute(query)).all()) if ids else []


async def was_cancelled(conn: AsyncConnection, interview: UUID) -> bool:
    """Whether the interview's last revision ended in a cancellation."""
    last = select(interviews.c.revision).where(interviews.c.id == interview).scalar_subquery()
    row = select(cancellation_log.c.id).where(
        cancellation_log.c.interview_id == interview, cancellation_log.c.revision == last
    )
    return (await conn.execute(row)).first() is not None
