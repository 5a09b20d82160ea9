"""A group that moves its calendar to another zone is counted anew by itself, and says so meanwhile (R10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.calendars import latest_day
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


async def move_to(group: Group, zone: str, version: int = 2) -> None:
    """HR operations give the group another zone."""
    row = {"organisation_id": group.root, "version": version, "valid_from": datetime(2026, 9, 30, tzinfo=UTC)}
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
        assert (await touched(conn, group.root)).behind, "the stored days are still those of Shanghai"
        assert not (await touched(conn, "mianyue")).behind, "which is nothing to another group"
    await rolled(engine)
    async with engine.connect() as conn:
        assert not (await touched(conn, group.root)).behind
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


@pytest.mark.parametrize("second", ["Asia/Tokyo", "Asia/Shanghai"], ids=["a third zone", "the first again"])
async def test_a_large_group_moves_batch_by_batch_and_may_think_again_meanwhile(
    engine: AsyncEngine, second: str
) -> None:
    """Half of it is made anew for New York when HR operations choose Tokyo, or Shanghai after all: everything is made for that."""
    group = await founded(engine)
    for nth in range(5):
        one = await group.recruiter("zhang").arrange(LATE - timedelta(days=1), LATE + timedelta(days=3, hours=nth))
        await one.cancel(LATE)
    await rolled(engine)
    await move_to(group, "America/New_York")
    async with engine.begin() as conn:
        assert await roll_up(conn, 3) == 3
    await move_to(group, second, version=3)
    done: list[int] = []
    while not done or done[-1]:
        async with engine.begin() as conn:
            done.append(await roll_up(conn, 3))
    assert done == [3, 2, 0]
    assert await cancelled_on(group, second, 8) == 5


@pytest.mark.parametrize("wrong", ["Mars/Base", "8", "asia/shanghai"])
async def test_a_zone_that_does_not_exist_stops_nobody(engine: AsyncEngine, wrong: str) -> None:
    """Typed by hand into a policy: the group counts by the usual zone, and all others as ever."""
    group, other = await founded(engine), await founded(engine)
    await move_to(group, wrong)
    for each in (group, other):
        one = await each.recruiter("zhang").arrange(LATE - timedelta(days=1), LATE + timedelta(days=3))
        await one.cancel(LATE)
    await rolled(engine)
    assert [await cancelled_on(each, "Asia/Shanghai", 8) for each in (group, other)] == [1, 1]
    assert await other.score("2026-10-01") == 1
    async with engine.connect() as conn:
        assert await latest_day(conn, LATE) >= date(2026, 9, 8)
