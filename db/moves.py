"""Reads of moves that wait for an answer: what candidates ask for, what was offered to them; and what was done last."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.how_many import counted
from db.interviews import visible
from db.paging import Place, Slice
from db.people import User
from db.tables import audit, users
from db.tables_interview import cancellation_log, interviews
from domain.terms import Audience, Stage

# A tab shows no more than that.
MOST_COUNTED = 100


class Waiting(StrEnum):
    """Whose answer is waited for: ours to what a candidate asks for, or the candidate's to what we offered."""

    ASKED = "asked"
    OFFERED = "offered"


_DECISIONS = (
    "moved",
    "offered",
    "asked",
    "declined",
    "withdrawn",
    "offer_withdrawn",
    "request_lapsed",
    "confirmed",
    "cancelled",
    "outcome",
)
# Requests from before their moment was kept count from the row's last change.
_ASKED_AT = func.coalesce(cast(interviews.c.request["at"].astext, DateTime(timezone=True)), interviews.c.updated_at)


async def page(conn: AsyncConnection, user: User, waiting: Waiting, place: Place | None, limit: int) -> Slice:
    """The requests that have waited longest; a `place` is when one was asked, and its id."""
    order = (_ASKED_AT, interviews.c.id)
    return await paging.page(conn, _shown(user).where(*_waiting(waiting)), order, place, limit)


async def counts(conn: AsyncConnection, user: User) -> dict[Waiting, int]:
    """How many of each wait, up to `MOST_COUNTED`."""
    return await counted(conn, {waiting: unanswered(user, waiting) for waiting in Waiting}, MOST_COUNTED)


def unanswered(user: User, waiting: Waiting) -> Select[Any]:
    """Those that wait, a row each."""
    return visible(user, literal(1).label("one")).where(*_waiting(waiting))


async def last_decision(conn: AsyncConnection, interview: UUID) -> Any | None:
    """What was decided about an interview last: action, actor with their names (None for no colleague), instant."""
    query = (
        select(audit.c.action, audit.c.actor, audit.c.at, users.c.name, users.c.name_en)
        .outerjoin_from(audit, users, users.c.login == audit.c.actor)
        .where(audit.c.interview_id == interview, audit.c.action.in_(_DECISIONS))
        .order_by(audit.c.nth.desc())
        .limit(1)
    )
    return (await conn.execute(query)).first()


async def carried_out(conn: AsyncConnection, interview: UUID, command: str) -> bool:
    """Whether this command has changed the interview already."""
    query = select(audit.c.id).where(audit.c.interview_id == interview, audit.c.command_id == UUID(command)).limit(1)
    return (await conn.execute(query)).first() is not None


def _shown(user: User) -> Select[Any]:
    present = (cancellation_log.c.interview_id == interviews.c.id) & (
        cancellation_log.c.revision == interviews.c.revision
    )
    return (
        visible(user)
        .add_columns(
            _ASKED_AT.label("asked_at"),
            cancellation_log.c.cancelled_at,
            cancellation_log.c.next_step.label("after_cancelling"),
        )
        .outerjoin(cancellation_log, present)
    )


def _waiting(waiting: Waiting) -> list[ColumnElement[bool]]:
    by = Audience.CANDIDATE if waiting is Waiting.ASKED else Audience.RECRUITER
    return [
        interviews.c.stage == str(Stage.RESCHEDULE_REQUESTED),
        interviews.c.request["by"].astext == str(by),
    ]
