"""What the holidays table says for an organisation: its own word, else the nearest ancestor's; nobody else's (R8, R23)."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest_asyncio
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db import holidays
from db.tables import organisations
from domain.workdays import DayKind, OwnDay
from tests.db.test_policy_inheritance import subsidiary

AT = datetime(2026, 11, 26, tzinfo=UTC)
FIRST, SECOND = date(2033, 1, 31), date(2033, 2, 12)
FESTIVAL, MADE_UP = OwnDay(DayKind.HOLIDAY, "春节"), OwnDay(DayKind.MAKEUP_WORKDAY, "春节调休")


@pytest_asyncio.fixture
async def conn(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """What a test sets is gone after it: days of the group would hold in every other test."""
    async with engine.connect() as conn:
        yield conn
        await conn.rollback()


async def own_day(conn: AsyncConnection, organisation: str, day: date) -> OwnDay | None:
    found = (await holidays.set_days(conn, organisation, day, day)).get(day)
    return found.own if found is not None else None


async def test_a_subsidiary_inherits_what_it_does_not_say_itself(conn: AsyncConnection) -> None:
    middle = await subsidiary(conn, "mianyue")
    leaf = await subsidiary(conn, "mianyue", middle)
    await holidays.put(conn, "mianyue", {FIRST: FESTIVAL, SECOND: MADE_UP}, "file", "hrops", AT)
    await holidays.put(conn, middle, {SECOND: OwnDay(DayKind.HOLIDAY, "检修")}, "put", "hr", AT)
    found = await holidays.set_days(conn, leaf, FIRST, SECOND)
    assert {day: (one.own.name, one.organisation, one.set_by) for day, one in found.items()} == {
        FIRST: ("春节", "mianyue", "hrops"),
        SECOND: ("检修", middle, "hr"),
    }
    assert await own_day(conn, "mianyue", SECOND) == MADE_UP
    assert await holidays.remove(conn, middle, SECOND)
    assert not await holidays.remove(conn, middle, SECOND)
    assert await own_day(conn, leaf, SECOND) == MADE_UP


async def test_another_group_and_another_branch_hear_nothing(conn: AsyncConnection) -> None:
    branch, other = await subsidiary(conn, "mianyue"), await subsidiary(conn, "mianyue")
    elsewhere = {"id": "elsewhere-days", "path": ["elsewhere-days"], "name": "x", "name_en": "x"}
    await conn.execute(insert(organisations).values(elsewhere))
    await holidays.put(conn, branch, {FIRST: FESTIVAL}, "put", "hr", AT)
    for organisation in (other, "mianyue", "elsewhere-days"):
        assert await own_day(conn, organisation, FIRST) is None
