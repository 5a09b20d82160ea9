"""What candidates would have us improve (R12), by a recruiter's month: only where so many answered that none can be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from db.rollup import Touched, current
from db.satisfaction import month_of, months_over
from db.scopes import Scope, Span
from db.tables_appraisal import answers
from db.tables_interview import surveys
from domain.kpi import SHOWN_FROM


@dataclass(frozen=True)
class Month:
    """A recruiter's month in one organisation: how many answered, and what some of them wrote, in no order of time."""

    month: str
    organisation: str
    answers: int
    comments: Sequence[str]


async def comments_of(conn: AsyncConnection, scope: Scope, span: Span, new: Touched) -> list[Month]:
    """The whole months of the span that are over in which the recruiter had at least `SHOWN_FROM` answers, newest first.

    They come all at once, when the month is over: comments that appeared one by one would tell whose they are; so none while the
    stored answers are behind. Sorted by their text, for the same reason.
    """
    if new.behind:
        return []
    rows = current(answers, new)
    enough = months_over(rows, scope, span).having(func.count() >= SHOWN_FROM).subquery("enough")
    theirs = and_(
        rows.c.recruiter == enough.c.recruiter,
        rows.c.organisation_id == enough.c.organisation,
        month_of(rows) == enough.c.month,
    )
    same = and_(surveys.c.interview_id == rows.c.interview_id, surveys.c.revision == rows.c.revision)
    said = func.array_agg(aggregate_order_by(surveys.c.comment, surveys.c.comment)).filter(surveys.c.comment != "")
    cell = (enough.c.month, enough.c.organisation, enough.c.answers)
    query = (
        select(*cell, said)
        .select_from(rows.join(enough, theirs).join(surveys, same))
        .group_by(*cell)
        .order_by(enough.c.month.desc(), enough.c.organisation)
    )
    return [Month(row[0], row[1], row[2], row[3] or []) for row in (await conn.execute(query, new.given)).all()]
