"""Lists exactly the rows behind a figure (P3), newest first; counts them by reason code; the middle of their notice hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from db.counting import condition
from db.interviews import visible
from db.people import User
from db.rollup import Touched, current, touched
from db.scopes import Scope, Span, limited, within
from db.tables import candidates
from db.tables_appraisal import agreed_times
from db.tables_interview import interviews
from domain.agreed_times import COUNTED


@dataclass(frozen=True)
class Place:
    """The last row of the page before: its instant, interview and revision."""

    at: datetime
    interview: UUID
    revision: int


async def rows(
    conn: AsyncConnection,
    scope: Scope,
    span: Span,
    names: Sequence[str],
    after: Place | None,
    limit: int,
    new: Touched,
    code: str | None = None,
) -> list[Any]:
    """Up to limit + 1 agreed times that any of these counts counts, with the interview's position; as the facts stand now. `code`:
    only those with this reason."""
    ended = current(agreed_times, new)
    wanted = or_(false(), *(condition(COUNTED[name], ended) for name in names))
    query = (
        select(ended, interviews.c.position)
        .join(interviews, interviews.c.id == ended.c.interview_id)
        .where(wanted, *limited(scope, ended), *within(span, ended))
        .order_by(ended.c.at.desc(), ended.c.interview_id.desc(), ended.c.revision.desc())
        .limit(limit + 1)
    )
    if code is not None:
        query = query.where(ended.c.code == code)
    if after is not None:
        place = tuple_(ended.c.at, ended.c.interview_id, ended.c.revision)
        query = query.where(place < tuple_(after.at, after.interview, after.revision))
    return list((await conn.execute(query, new.given)).all())


async def by_code(conn: AsyncConnection, scope: Scope, span: Span, name: str, new: Touched) -> dict[str, int]:
    """How many of the agreed times that this count counts have each reason code."""
    ended = current(agreed_times, new)
    query = (
        select(ended.c.code, func.count().label("number"))
        .where(condition(COUNTED[name], ended), ended.c.code.is_not(None), *limited(scope, ended), *within(span, ended))
        .group_by(ended.c.code)
        .order_by(ended.c.code)
    )
    return {row.code: row.number for row in (await conn.execute(query, new.given)).all()}


async def median_notice_hours(
    conn: AsyncConnection, scope: Scope, span: Span, new: Touched | None = None
) -> float | None:
    """The middle of the notice hours of company-side cancellations; one whose notice never arrived, or came after the start, had 0.

    None when there was no such cancellation. `new`: what is touched, when the caller has asked already.
    """
    new = new or await touched(conn)
    ended = current(agreed_times, new)
    hours = func.greatest(func.coalesce(ended.c.notice_hours, 0.0), 0.0)
    query = select(func.percentile_cont(0.5).within_group(hours)).where(
        ended.c.ending == "cancelled", ended.c.ours, *limited(scope, ended), *within(span, ended)
    )
    found: float | None = (await conn.execute(query, new.given)).scalar_one()
    return found


async def interviews_of(conn: AsyncConnection, user: User, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Candidate and zone of those of these interviews that this user may see, by id."""
    query = visible(user, interviews.c.id, candidates.c.name, interviews.c.timezone)
    return {row.id: row for row in (await conn.execute(query.where(interviews.c.id.in_(list(ids))))).all()}
