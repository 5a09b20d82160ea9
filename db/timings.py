"""How late notices left and how long they were on their way, counted into buckets by the database, a span of time at a time."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_interview import notices

SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)


@dataclass(frozen=True)
class Counted:
    """Notices within a span: `number` of them, of which `timed` have a duration; `below[i]` took at most SECONDS[i],
    `seconds` in all."""

    number: int = 0
    timed: int = 0
    seconds: float = 0.0
    below: tuple[int, ...] = (0,) * len(SECONDS)


By = dict[tuple[str, ...], Counted]
Reader = Callable[[AsyncConnection, datetime, datetime], Awaitable[By]]


async def lateness(conn: AsyncConnection, since: datetime, until: datetime) -> By:
    """By channel and kind: from due to accepted, of those accepted after `since` and not after `until`."""
    labels = (notices.c.channel, notices.c.kind)
    return await _counted(conn, _query(labels, notices.c.due_at, notices.c.accepted_at, since, until), len(labels))


async def delivery(conn: AsyncConnection, since: datetime, until: datetime) -> By:
    """By channel: from accepted to delivered, of those delivered after `since` and not after `until`."""
    labels = (notices.c.channel,)
    query = _query(labels, notices.c.accepted_at, notices.c.delivered_at, since, until)
    return await _counted(conn, query, len(labels))


def _query(
    labels: Sequence[ColumnElement[str]],
    start: ColumnElement[datetime],
    end: ColumnElement[datetime],
    since: datetime,
    until: datetime,
) -> Select[Any]:
    # A clock that is a little behind would give a negative duration, and a sum that falls.
    seconds = func.greatest(func.date_part("epoch", end - start), 0).label("seconds")
    spans = select(*labels, cast(seconds, Float).label("seconds")).where(end > since, end <= until).subquery()
    took = spans.c.seconds
    figures = (func.count(), func.count(took), func.coalesce(func.sum(took), 0.0))
    below = (func.count().filter(took <= limit) for limit in SECONDS)
    named = [spans.c[label.name] for label in labels]
    return select(*named, *figures, *below).group_by(*named)


async def _counted(conn: AsyncConnection, query: Select[Any], labels: int) -> By:
    rows = [tuple(row) for row in (await conn.execute(query)).all()]
    return {row[:labels]: _of(*row[labels:]) for row in rows}


def _of(number: int, timed: int, seconds: float, *below: int) -> Counted:
    return Counted(number, timed, seconds, below)
