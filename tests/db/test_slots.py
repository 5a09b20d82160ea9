"""Which interviews take time in a period, to the minute, and whose (R8)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.people import user_of
from db.slots import engagements
from db.tables import candidates
from db.tables_interview import interviews

SINCE = datetime(2027, 1, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def interview(
    conn: AsyncConnection, at: datetime, minutes: int = 60, email: str = "", candidate: UUID | None = None, **more: Any
) -> UUID:
    """An interview of zhangsan's with somebody new, unless a candidate's row is named."""
    id, person = uuid4(), candidate or uuid4()
    home = {"organisation_id": "mianyue-sh"}
    if candidate is None:
        row = home | {"id": person, "name": "王小明", "email": email or f"{id}@example.com", "locale": "zh-CN"}
        await conn.execute(insert(candidates).values(row))
    times = dict.fromkeys(("first_starts_at", "starts_at", "created_at", "updated_at"), at)
    what = {"position": "岗位", "stage": "invited", "revision": 1, "minutes": minutes, "timezone": "Asia/Shanghai"}
    people = {"recruiter": "zhangsan", "created_by": "zhangsan", "candidate_id": person}
    await conn.execute(insert(interviews).values(home | times | what | people | {"id": id} | more))
    return id


async def found(conn: AsyncConnection, of: UUID) -> list[UUID | None]:
    """Who takes time in the eight hours."""
    user = await user_of(conn, "zhangsan")
    assert user is not None
    return [one.id for one in await engagements(conn, user, of, SINCE, SINCE + 8 * HOUR)]


async def test_what_reaches_into_the_period_counts_and_what_only_touches_it_does_not(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        who = f"面试官{uuid4().hex[:8]}"
        this = await interview(conn, SINCE + 2 * HOUR, interviewer=who)
        longest = await interview(conn, SINCE - 8 * HOUR + timedelta(minutes=1), 480, interviewer=who)
        await interview(conn, SINCE - HOUR, interviewer=who)
        last = await interview(conn, SINCE + 8 * HOUR - timedelta(minutes=1), interviewer=who)
        await interview(conn, SINCE + 8 * HOUR, interviewer=who)
        await interview(conn, SINCE + HOUR, interviewer=f"{who}.")
        assert await found(conn, this) == [longest, last]


async def test_only_interviews_that_stand_take_time(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        who = f"面试官{uuid4().hex[:8]}"
        this = await interview(conn, SINCE + 24 * HOUR, interviewer=who)
        standing = [
            await interview(conn, SINCE + n * HOUR, interviewer=who, stage=stage)
            for n, stage in enumerate(("invited", "confirmed", "reschedule_requested"))
        ]
        for stage in ("cancelled", "closed", "completed", "no_show"):
            await interview(conn, SINCE + HOUR, interviewer=who, stage=stage)
        assert await found(conn, this) == standing


async def test_one_interview_that_takes_both_peoples_time_is_one(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        who, email = f"面试官{uuid4().hex[:8]}", f"{uuid4().hex}@example.com"
        this = await interview(conn, SINCE + 24 * HOUR, interviewer=who, email=email)
        both = await interview(conn, SINCE, interviewer=who, email=email)
        user = await user_of(conn, "zhangsan")
        assert user is not None
        [one] = await engagements(conn, user, this, SINCE, SINCE + HOUR)
        assert (one.id, one.taken.interviewer, one.taken.candidate) == (both, True, True)


async def test_the_candidates_own_row_counts_without_number_or_address(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        person = uuid4()
        row = {"id": person, "organisation_id": "mianyue-sh", "name": "李四", "locale": "zh-CN"}
        await conn.execute(insert(candidates).values(row))
        names = [f"面试官{uuid4().hex[:8]}" for _ in range(3)]
        this = await interview(conn, SINCE + 24 * HOUR, candidate=person, interviewer=names[0])
        other = await interview(conn, SINCE, candidate=person, interviewer=names[1])
        await interview(conn, SINCE, interviewer=names[2])
        assert await found(conn, this) == [other]
