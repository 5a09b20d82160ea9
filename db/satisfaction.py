"""What may be told of survey answers (R12): never so few that somebody could guess who gave them, however figures are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import FromClause, Integer, cast, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from db.agreed_times import answers_of
from db.rollup import IDS, calendars_of
from db.scopes import By, Scope, Span, limited
from db.tables_appraisal import answers
from domain.kpi import SHOWN_FROM


@dataclass(frozen=True)
class Told:
    """Answers, and those of them that were satisfied."""

    answers: int
    satisfied: int


async def told(conn: AsyncConnection, scope: Scope, span: Span, by: By, new: Sequence[UUID]) -> dict[str, Told]:
    """The answers of whole months that are over, of recruiters who had at least `SHOWN_FROM` in that month; by key.

    Whatever is asked is a sum of the same recruiter's months, each large enough: nothing smaller is left when one figure is taken
    from another. So single days tell nothing, nor does a month that goes on. `new` are the interviews of which the stored answers
    may not know the newest.
    """
    if by is By.DAY:
        return {}
    rows = answers if not new else _current()
    given = {"ids": list(new)} | await calendars_of(conn) if new else {}
    first, end = span.months()
    month = func.to_char(rows.c.day, "YYYY-MM")
    many = func.count()
    limits = [rows.c.day < end, *([rows.c.day >= first] if first is not None else [])]
    query = (
        select(
            rows.c.recruiter,
            rows.c.organisation_id.label("organisation"),
            month.label("month"),
            many.label("answers"),
            func.sum(cast(rows.c.satisfied, Integer)).label("satisfied"),
        )
        .where(*limited(scope, rows), *limits)
        .group_by(rows.c.recruiter, rows.c.organisation_id, month)
        .having(many >= SHOWN_FROM)
    )
    found: dict[str, Told] = {}
    for row in (await conn.execute(query, given)).mappings():
        key = str(row[str(by)])
        before = found.get(key, Told(0, 0))
        found[key] = Told(before.answers + row["answers"], before.satisfied + row["satisfied"])
    return found


def _current() -> FromClause:
    stored = select(answers).where(answers.c.interview_id.not_in(IDS))
    fresh = answers_of(IDS).subquery("fresh")
    return union_all(stored, select(*(fresh.c[column.name] for column in answers.c))).subquery("current")
