"""Reads of the console's interview list: the pages of its views with what each row shows, and how many each view holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.how_many import counted, counting
from db.interviews import Columns, InterviewFilter, cancelled, conditions, own, visible
from db.paging import Place, Slice
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


# What tells in which views an interview is, and its place there.
_LOOKED_AT = ("id", "stage", "revision", "starts_at", "minutes", "outcome")
NEWEST_FIRST = frozenset({View.OVER, View.CANCELLED, View.DONE, View.ALL})


@dataclass(frozen=True)
class Moments:
    """The present instant, and when today began for who is looking."""

    now: datetime
    today: datetime


async def looked(
    conn: AsyncConnection, user: User, view: View, wanted: InterviewFilter, place: Place | None, at: Moments
) -> tuple[Slice, Mapping[View, int]]:
    """A page of the view in its own order, and what every view holds under these filters; a `place` is an interview's start and id.
    `wanted.after` is not looked at.

    Page and counts are one query, so that a text is looked for once; and the page is picked before anything is joined to it.
    """
    found = _found(user, wanted)
    order = (found.c.starts_at, found.c.id)
    chosen = select(found.c.id).where(*_of_view(view, at, found.c))
    ids = func.array(paging.picking(chosen, order, place, wanted.limit, view in NEWEST_FIRST).scalar_subquery())
    counts = counting(_views(found, at).values(), MOST_COUNTED)
    picked, *numbers = (await conn.execute(select(ids, *counts))).one()
    part = paging.sliced(picked, place, wanted.limit)
    rows = await conn.execute(_shown(user).where(interviews.c.id.in_(part.rows)))
    known = {row.id: row for row in rows.all()}
    shown = replace(part, rows=[known[id] for id in part.rows if id in known])
    return shown, dict(zip(View, numbers, strict=True))


async def row(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One interview's row as this user may see it, or None."""
    return (await conn.execute(_shown(user).where(interviews.c.id == id))).first()


async def counts(conn: AsyncConnection, user: User, wanted: InterviewFilter, at: Moments) -> Mapping[View, int]:
    """How many interviews each view holds under these filters, counted up to `MOST_COUNTED`."""
    return await counted(conn, _views(_found(user, wanted), at), MOST_COUNTED)


def _found(user: User, wanted: InterviewFilter) -> CTE:
    every = select(*(interviews.c[name] for name in _LOOKED_AT))
    found = every.where(own(user), *conditions(replace(wanted, after=None))).cte("found")
    # It holds what a text is found in, which is looked for once; without one, each view finds its first rows by an index.
    return found if wanted.text else found.prefix_with("NOT MATERIALIZED")


def _views(found: CTE, at: Moments) -> dict[View, Select[Any]]:
    return {view: select(literal(1)).select_from(found).where(*_of_view(view, at, found.c)) for view in View}


def _shown(user: User) -> Select[tuple[Any, ...]]:
    """The interview's columns, the cancellation of its present time, who confirmed that time and when, and the notice hours (R6) that
    the interview was arranged with: a later policy changes nothing about it."""
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
    arranged = audit.alias("arranged")
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
            arranged.c.change["state", "policy", "notice_hours"].as_float().label("notice_hours"),
        )
        .outerjoin(cancellation_log, present)
        .outerjoin(confirmed, literal(True))
        .outerjoin(arranged, (arranged.c.interview_id == interviews.c.id) & (arranged.c.nth == 1))
    )


def _of_view(view: View, at: Moments, of: Columns) -> list[ColumnElement[bool]]:
    live = of.stage.in_([str(stage) for stage in LIVE])
    if view is View.OPEN:
        return [live, of.starts_at >= at.today]
    if view is View.WAITING:
        return [of.stage == str(Stage.INVITED), of.starts_at >= at.now]
    if view is View.REQUESTS:
        return [of.stage == str(Stage.RESCHEDULE_REQUESTED)]
    if view is View.OVER:
        ends = of.starts_at + of.minutes * literal(timedelta(minutes=1))
        return [live, ends <= at.now, of.starts_at <= at.now]
    if view is View.CANCELLED:
        return [or_(of.stage == str(Stage.CANCELLED), and_(of.stage == str(Stage.CLOSED), cancelled(of)))]
    if view is View.DONE:
        return [of.outcome.in_([str(outcome) for outcome in Outcome])]
    return []
