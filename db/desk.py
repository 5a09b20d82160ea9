"""Reads of the console's interview list: the pages of its views with what each row shows, and how many each view holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from db.interviews import InterviewFilter, conditions, visible
from db.people import User
from db.tables import audit
from db.tables_interview import cancellation_log, interviews
from domain.state import LIVE
from domain.terms import Outcome, Stage

# More than anybody counts by eye: a view that holds more says "1000+".
MOST_COUNTED = 1000


class View(StrEnum):
    """What the list shows: what is to come (R1), what waits for somebody, what is over."""

    OPEN = "open"
    WAITING = "waiting"
    REQUESTS = "requests"
    OVER = "over"
    CANCELLED = "cancelled"
    DONE = "done"
    ALL = "all"


NEWEST_FIRST = frozenset({View.OVER, View.CANCELLED, View.DONE, View.ALL})


@dataclass(frozen=True)
class Place:
    """The row that a page continues from: its start and id; `back` for the page before it."""

    starts_at: datetime
    id: UUID
    back: bool = False


@dataclass(frozen=True)
class Moments:
    """The present instant, and when today began for who is looking."""

    now: datetime
    today: datetime


async def rows(
    conn: AsyncConnection, user: User, view: View, wanted: InterviewFilter, place: Place | None, at: Moments
) -> tuple[list[Any], bool]:
    """The page in its own order, and whether there is more in the direction it was asked for. `wanted.after` is not looked at."""
    query = _shown(user).where(*conditions(replace(wanted, after=None)), *_of_view(view, at))
    descending = (view in NEWEST_FIRST) != (place is not None and place.back)
    order = (interviews.c.starts_at, interviews.c.id)
    if place is not None:
        here = tuple_(place.starts_at, place.id)
        query = query.where(tuple_(*order) < here if descending else tuple_(*order) > here)
    query = query.order_by(*(column.desc() if descending else column.asc() for column in order)).limit(wanted.limit + 1)
    found = list((await conn.execute(query)).all())
    page, more = found[: wanted.limit], len(found) > wanted.limit
    return (page[::-1] if place is not None and place.back else page), more


async def row(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One interview's row as this user may see it, or None."""
    return (await conn.execute(_shown(user).where(interviews.c.id == id))).first()


async def counts(conn: AsyncConnection, user: User, wanted: InterviewFilter, at: Moments) -> Mapping[View, int]:
    """How many interviews each view holds under these filters, counted up to `MOST_COUNTED`."""
    parts = []
    for view in View:
        found = visible(user, literal(1).label("one")).where(
            *conditions(replace(wanted, after=None)), *_of_view(view, at)
        )
        parts.append(select(func.count()).select_from(found.limit(MOST_COUNTED).subquery()).scalar_subquery())
    numbers = (await conn.execute(select(*parts))).one()
    return dict(zip(View, numbers, strict=True))


def _shown(user: User) -> Select[tuple[Any, ...]]:
    """The interview's columns, the cancellation of its present time, and who confirmed that time and when."""
    present = (cancellation_log.c.interview_id == interviews.c.id) & (
        cancellation_log.c.revision == interviews.c.revision
    )
    confirmed = (
        select(audit.c.at, audit.c.actor)
        .where(
            audit.c.interview_id == interviews.c.id,
            audit.c.revision == interviews.c.revision,
            audit.c.action == "confirmed",
        )
        .order_by(audit.c.nth.desc())
        .limit(1)
        .lateral("confirmed")
    )
    return (
        visible(user)
        .add_columns(
            cancellation_log.c.cancelled_at,
            cancellation_log.c.reason_code,
            cancellation_log.c.party,
            cancellation_log.c.late,
            cancellation_log.c.operator,
            confirmed.c.at.label("confirmed_at"),
            confirmed.c.actor.label("confirmed_by"),
        )
        .outerjoin(cancellation_log, present)
        .outerjoin(confirmed, literal(True))
    )


def _of_view(view: View, at: Moments) -> list[ColumnElement[bool]]:
    live = interviews.c.stage.in_([str(stage) for stage in LIVE])
    # The list joins the log, too; this one looks for itself.
    log = cancellation_log.alias()
    cancelled = exists().where(log.c.interview_id == interviews.c.id, log.c.revision == interviews.c.revision)
    if view is View.OPEN:
        return [live, interviews.c.starts_at >= at.today]
    if view is View.WAITING:
        return [interviews.c.stage == str(Stage.INVITED), interviews.c.starts_at >= at.now]
    if view is View.REQUESTS:
        return [interviews.c.stage == str(Stage.RESCHEDULE_REQUESTED)]
    if view is View.OVER:
        return [live, _ends() <= at.now, interviews.c.starts_at <= at.now]
    if view is View.CANCELLED:
        return [
            or_(interviews.c.stage == str(Stage.CANCELLED), and_(interviews.c.stage == str(Stage.CLOSED), cancelled))
        ]
    if view is View.DONE:
        return [interviews.c.outcome.in_([str(outcome) for outcome in Outcome])]
    return []


def _ends() -> ColumnElement[datetime]:
    return interviews.c.starts_at + interviews.c.minutes * literal(timedelta(minutes=1))
