"""Figures of a test's own recruiters, asked of the database; the days and spans that its pasts lie in."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from db.figures import counts
from db.rollup import roll_up
from db.scopes import Scope, Span
from db.tables_appraisal import kpi_days
from domain.agreed_times import COUNTED
from domain.kpi import Counts

ZONE = "Asia/Shanghai"
# Monday, 10:00 in Shanghai.
START = datetime(2026, 9, 7, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
ALWAYS = Span(None, None, ZONE, NOW, with_open=True)


def september() -> Span:
    return Span(
        datetime(2026, 8, 31, 16, tzinfo=UTC), datetime(2026, 9, 30, 16, tzinfo=UTC), ZONE, NOW, with_open=False
    )


async def figures(engine: AsyncEngine, login: str, span: Span = ALWAYS) -> Counts:
    async with engine.connect() as conn:
        return (await counts(conn, Scope(login, None), span)).get(login, Counts())


async def rolled(engine: AsyncEngine) -> int:
    """Roll up everything that waits; the number of interviews."""
    whole = 0
    while True:
        async with engine.begin() as conn:
            done = await roll_up(conn, 500)
        whole += done
        if not done:
            return whole


async def stored(engine: AsyncEngine, login: str) -> Counts:
    """What the daily rows alone say."""
    async with engine.connect() as conn:
        rows = (await conn.execute(select(kpi_days).where(kpi_days.c.recruiter == login))).mappings().all()
    return sum((Counts(**{name: row[name] for name in COUNTED}) for row in rows), Counts())
