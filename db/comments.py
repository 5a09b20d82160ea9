"""What candidates would have us improve (R12), by a recruiter's month: only where so many answered that none can be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from db.scopes import Scope, Span, limited
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


async def comments_of(conn: AsyncConnection, scope: Scope, span: Span) -> list[Month]:
    """The whole months of the span that are over in which the recruiter had at least `SHOWN_FROM` answers, newest first.

    They come all at once, when the month is over: comments that appeared one by one would tell whose they are. Sorted by their
    text, for the same reason.
    """
    first, end = span.months()
    month = func.to_char(answers.c.day, "YYYY-MM").label("month")
    said = aggregate_order_by(surveys.c.comment, surveys.c.comment)
    same = and_(surveys.c.interview_id == answers.c.interview_id, surveys.c.revision == answers.c.revision)
    limits = [answers.c.day < end, *([answers.c.day >= first] if first is not None else [])]
    query = (
        select(
            month,
            answers.c.organisation_id,
            func.count(),
            func.array_agg(said).filter(surveys.c.comment != ""),
        )
        .join_from(answers, surveys, same)
        .where(*limited(scope, answers), *limits)
        .group_by(month, answers.c.organisation_id)
        .having(func.count() >= SHOWN_FROM)
        .order_by(month.desc(), answers.c.organisation_id)
    )
    return [Month(row[0], row[1], row[2], row[3] or []) for row in (await conn.execute(query)).all()]
