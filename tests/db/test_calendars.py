"""A group that moves its calendar to another zone is counted anew by itself, and says so meanwhile (R10)."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.figures import counts
from db.rollup import roll_up, touched
from db.scopes import By, Scope, Span
from db.tables import policies
from db.tables_appraisal import agreed_times
from domain.clock import midnights
from tests.group import Group, founded

# 23:00 on 7 September in New York, 11:00 on the 8th in Shanghai.
LATE = datetime(2026, 9, 8, 3, tzinfo=UTC)


async def rolled(engine: AsyncEngine) -> None:
    done = 1
    while done:
        async with engine.begin() as conn:
            done = await roll_up(conn, 500)


async def move_to(group: Group, zone: str) -> None:
    """HR operations give the group another zone."""
    row = {"organisation_id": group.root, "version": 2, "valid_from": datetime(2026, 9, 30, tzinfo=UTC)}
    async with group.engine.begin() as conn:
        await conn.execute(insert(policies).values(**row, data={"notice_hours": 24, "timezone": zone}))


async def cancelled_on(group: Group, zone: str, day: int) -> int:
    """How many were cancelled on this day of September."""
    begins, ends = midnights(date(2026, 9, day), date(2026, 9, day), zone)
    span = Span(begins, ends, zone, now=datetime(2026, 11, 1, tzinfo=UTC), with_open=False)
    async with group.engine.connect() as conn:
        found = await counts(conn, Scope(f"{group.root}-zhang", None), span, By.RECRUITER)
    return sum(one.cancelled for one in found.values())


async def test_another_zone_moves_what_was_counted_to_its_days(engine: AsyncEngine) -> None:
    group = await founded(engine)
    one = await group.recruiter("zhang").arrange(LATE - timedelta(days=1), LATE + timedelta(days=3))
    await one.cancel(LATE)
    await rolled(engine)
    assert await cancelled_on(group, "Asia/Shanghai", 8) == 1
    await move_to(group, "America/New_York")
    async with engine.connect() as conn:
        assert (await touched(conn)).behind, "the stored days are still those of Shanghai"
    await rolled(engine)
    async with engine.connect() as conn:
        assert not (await touched(conn)).behind
        stored = select(agreed_times.c.day).where(agreed_times.c.interview_id == one.id)
        assert (await conn.execute(stored)).scalar_one() == date(2026, 9, 7)
    assert await cancelled_on(group, "America/New_York", 7) == 1
    assert await cancelled_on(group, "America/New_York", 8) == 0


async def test_a_group_that_keeps_its_zone_is_not_counted_anew(engine: AsyncEngine) -> None:
    group = await founded(engine)
    one = await group.recruiter("zhang").arrange(LATE - timedelta(days=1), LATE + timedelta(days=3))
    await one.cancel(LATE)
    await rolled(engine)
    await move_to(group, "Asia/Shanghai")
    async with engine.begin() as conn:
        assert await roll_up(conn, 500) == 0
