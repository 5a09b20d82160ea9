"""Whose turn it is to be asked (R12): by number or address, across the group, once a season; the same question, the same answer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.surveying import take_turn
from db.tables import candidates, organisations
from db.tables_interview import interviews

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
DAY = timedelta(days=1)


async def interview(
    engine: AsyncEngine, phone: str | None = None, email: str | None = None, organisation: str = "mianyue-sh"
) -> UUID:
    """Somebody's interview; every one with a row of its own for the candidate, as the API writes them."""
    id, person = uuid4(), uuid4()
    owner = {"organisation_id": organisation}
    async with engine.begin() as conn:
        await conn.execute(
            insert(candidates).values(**owner, id=person, name="王小明", phone=phone, email=email, locale="zh-CN")
        )
        times = dict.fromkeys(("first_starts_at", "starts_at", "created_at", "updated_at"), NOW)
        what = {"position": "岗位", "stage": "cancelled", "revision": 1, "minutes": 30, "timezone": "Asia/Shanghai"}
        people = {"candidate_id": person, "recruiter": "zhangsan", "created_by": "zhangsan"}
        await conn.execute(insert(interviews).values(**owner, **what, **times, **people, id=id))
    return id


async def asked(engine: AsyncEngine, id: UUID, at: datetime = NOW, revision: int = 1) -> bool:
    async with engine.begin() as conn:
        return await take_turn(conn, id, revision, at, 90)


def number() -> str:
    return f"+861{uuid4().int % 10**10:010d}"


@pytest.mark.parametrize("by", ["phone", "email"])
async def test_a_person_is_known_by_number_or_address(engine: AsyncEngine, by: str) -> None:
    same = {"phone": number()} if by == "phone" else {"email": f"{uuid4()}@example.com"}
    first = await interview(engine, **same)
    # A mail address is the same in capitals.
    second = await interview(engine, **{by: same[by].upper()}, organisation="mianyue-sz")
    assert await asked(engine, first)
    assert await asked(engine, first), "asked again because its answer was lost: it still is its turn"
    assert not await asked(engine, second), "also in another subsidiary of the group"
    assert not await asked(engine, second, NOW + 89 * DAY)
    assert await asked(engine, second, NOW + 91 * DAY)


async def test_a_new_time_of_the_same_interview_asks_not_again(engine: AsyncEngine) -> None:
    one = await interview(engine)
    assert await asked(engine, one)
    assert not await asked(engine, one, NOW + 3 * DAY, revision=2)


async def test_people_without_number_and_address_are_nobody_elses_like(engine: AsyncEngine) -> None:
    first, second = await interview(engine), await interview(engine)
    assert (await asked(engine, first), await asked(engine, second)) == (True, True)


async def test_another_group_asks_for_itself(engine: AsyncEngine) -> None:
    phone, other = number(), f"group-{uuid4()}"
    async with engine.begin() as conn:
        await conn.execute(insert(organisations).values(id=other, path=[other], name=other, name_en=other))
    ours, theirs = await interview(engine, phone), await interview(engine, phone, organisation=other)
    assert (await asked(engine, ours), await asked(engine, theirs)) == (True, True)
    async with engine.begin() as conn:
        rows = await conn.execute(
            text("SELECT count(*) FROM survey_turns WHERE interview_id IN (:a, :b)"), {"a": ours, "b": theirs}
        )
        assert rows.scalar_one() == 2
