"""The dashboard's questions and, beside each, the same asked of the facts in plain SQL, and a bare count of the period's facts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import figure_rows, figures, reasons
from db.agreed_times import agreed_times_of
from db.calendars import DEFAULT_ZONE
from db.counting import sums
from db.rollup import calendars_of, touched
from db.scopes import By, Scope, Span, limited, within
from db.tables_interview import interviews, kpi_facts
from domain.clock import midnights
from domain.insight import Dimension

Ask = Callable[[AsyncConnection], Awaitable[Any]]


@dataclass(frozen=True)
class Question:
    """One view of a dashboard: what it is called, and how it is asked."""

    name: str
    ask: Ask


def year(last: date) -> Span:
    """The year that ends with this day."""
    begins, ends = midnights(last.replace(year=last.year - 1), last, DEFAULT_ZONE)
    return Span(begins, ends, DEFAULT_ZONE, now=ends, with_open=False)


def questions(scope: Scope, span: Span) -> list[Question]:
    """What a dashboard of this scope asks."""
    found = [
        Question("indicators by recruiter", lambda conn: figures.counts(conn, scope, span)),
        Question("indicators by month", lambda conn: figures.counts(conn, scope, span, By.MONTH)),
        Question("indicators by team", lambda conn: figures.counts(conn, scope, span, By.ORGANISATION)),
        Question("median notice hours", lambda conn: figure_rows.median_notice_hours(conn, scope, span)),
        Question("rows behind a figure", lambda conn: _rows(conn, scope, span)),
    ]
    return found + [Question(f"reasons by {by}", _reasons(scope, span, by)) for by in Dimension]


async def _rows(conn: AsyncConnection, scope: Scope, span: Span) -> Any:
    return await figure_rows.rows(conn, scope, span, ["late_cancelled"], None, 50, await touched(conn))


def _reasons(scope: Scope, span: Span, by: Dimension) -> Ask:
    return lambda conn: reasons.tally(conn, scope, span, by)


async def plain(conn: AsyncConnection, scope: Scope, span: Span) -> dict[str, int]:
    """The indicators' counts without anything stored: every interview of the scope made into agreed times, and counted."""
    ids = select(interviews.c.id).where(*limited(scope, interviews))
    made = agreed_times_of(ids).subquery()
    found = (
        (await conn.execute(select(*sums(made)).where(*within(span, made)), await calendars_of(conn))).mappings().one()
    )
    return dict(found)


async def bare(conn: AsyncConnection, scope: Scope, span: Span) -> int:
    """`SELECT count(*)` of the period's facts."""
    query = select(func.count()).select_from(kpi_facts)
    limits = [kpi_facts.c.at >= span.since, kpi_facts.c.at < span.until]
    found: int = (await conn.execute(query.where(*limited(scope, kpi_facts), *limits))).scalar_one()
    return found
