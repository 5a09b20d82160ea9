"""What may be told of survey answers (R12): never so few that somebody could guess who gave them, however figures are put together."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import FromClause, Integer, Select, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.rollup import Touched, current
from db.scopes import By, Scope, Span, limited
from db.tables_appraisal import answers
from domain.kpi import SHOWN_FROM


@dataclass(frozen=True)
class Told:
    """How many answers were given; those of them that may be told of, and how many of these were satisfied."""

    given: int = 0
    answers: int = 0
    satisfied: int = 0


async def told(conn: AsyncConnection, scope: Scope, span: Span, by: By, new: Touched) -> dict[str, Told]:
    """Of whole months that are over, by key: how many answers were given, and what they say where the recruiter had at least
    `SHOWN_FROM` in that month.

    Whatever is asked is a sum of the same recruiter's months, each large enough: nothing smaller is left when one figure is taken
    from another. So single days tell nothing, nor does a month that goes on, not even that somebody has answered; nor anything while
    the stored answers are behind, because what came later would be told alone.
    """
    if by is By.DAY or new.behind:
        return {}
    rows = current(answers, new)
    found: dict[str, Told] = {}
    for one in (await conn.execute(months_over(rows, scope, span), new.given)).mappings():
        before, enough = found.get(one[str(by)], Told()), one["answers"] >= SHOWN_FROM
        found[one[str(by)]] = replace(
            before,
            given=before.given + one["answers"],
            answers=before.answers + one["answers"] * enough,
            satisfied=before.satisfied + one["satisfied"] * enough,
        )
    return found


def months_over(rows: FromClause, scope: Scope, span: Span) -> Select[Any]:
    """A recruiter's whole months in one organisation that are over, with how many answered and how many of them were satisfied."""
    first, end = span.months()
    month = month_of(rows)
    limits = [rows.c.day < end, *([rows.c.day >= first] if first is not None else [])]
    return (
        select(
            rows.c.recruiter,
            rows.c.organisation_id.label("organisation"),
            month.label("month"),
            func.count().label("answers"),
            func.sum(cast(rows.c.satisfied, Integer)).label("satisfied"),
        )
        .where(*limited(scope, rows), *limits)
        .group_by(rows.c.recruiter, rows.c.organisation_id, month)
    )


def month_of(rows: FromClause) -> Any:
    """The month of an answer as "2026-11"."""
    return func.to_char(rows.c.day, "YYYY-MM")
