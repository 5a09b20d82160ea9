"""What may be told of survey answers (R12): never so few that somebody could guess who gave them, however figures are put together."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import FromClause, Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.rollup import Touched, current
from db.scopes import By, Scope, Span, key_of, limited, within
from db.tables_appraisal import answers
from domain.kpi import SHOWN_FROM


@dataclass(frozen=True)
class Told:
    """How many answers were given; those of them that may be told of, and how many of these were satisfied."""

    given: int = 0
    answers: int = 0
    satisfied: int = 0


async def told(conn: AsyncConnection, scope: Scope, span: Span, by: By, new: Touched) -> dict[str, Told]:
    """How many answers were given, by key; and what they say, of whole months that are over, where the recruiter had at least
    `SHOWN_FROM` in that month.

    Whatever is asked is a sum of the same recruiter's months, each large enough: nothing smaller is left when one figure is taken
    from another. So single days tell nothing, nor does a month that goes on.
    """
    rows = current(answers, new)
    key = key_of(by, rows).label("key")
    every = select(key, func.count().label("given")).where(*limited(scope, rows), *within(span, rows)).group_by(key)
    found = {row.key: Told(given=row.given) for row in (await conn.execute(every, new.given)).all()}
    if found and by is not By.DAY:
        for one in await _cells(conn, rows, scope, span, new.given):
            before = found.get(one[str(by)], Told())
            more = {"answers": before.answers + one["answers"], "satisfied": before.satisfied + one["satisfied"]}
            found[one[str(by)]] = replace(before, **more)
    return found


async def _cells(conn: AsyncConnection, rows: FromClause, scope: Scope, span: Span, given: dict[str, Any]) -> list[Any]:
    """Every recruiter's month that is large enough."""
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
    return list((await conn.execute(query, given)).mappings())
