"""Writing a change to PostgreSQL: all or nothing, once, and the database says which of two changes came first (rule 3)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.record import Recorder
from db.tables import audit
from db.tables_interview import cancellation_log, candidate_links, interviews, kpi_facts, notices
from domain.change import Fact
from domain.state import State
from domain.terms import NoticeState
from tests.activities.build import AT, cancelled, kept, opened, reminded, uuid_of, written

TABLES = (audit, interviews, cancellation_log, kpi_facts, notices, candidate_links)


async def counted(engine: AsyncEngine, state: State, tables: Sequence[Table] = TABLES) -> dict[str, int]:
    """How many rows of this interview each table has."""
    found = {}
    async with engine.connect() as conn:
        for table in tables:
            column = table.c.id if table is interviews else table.c.interview_id
            query = select(func.count()).select_from(table).where(column == uuid_of(state))
            found[table.name] = (await conn.execute(query)).scalar_one()
    return found


async def test_writing_the_same_change_again_is_harmless(engine: AsyncEngine) -> None:
    state = await kept(engine, email="a@example.com")
    first = opened(state)
    assert await written(engine, first) is None
    assert await written(engine, first) is None
    gone = cancelled(first.state)
    for _ in range(3):
        assert await written(engine, gone) is None
    assert await counted(engine, state) == {
        "audit": 2, "interviews": 1, "cancellation_log": 1, "kpi_facts": 2, "notices": 4, "candidate_links": 1,
    }  # fmt: skip


async def test_twenty_writers_of_one_change_write_it_once(engine: AsyncEngine) -> None:
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    gone = cancelled(first.state)
    assert await asyncio.gather(*(written(engine, gone) for _ in range(20))) == [None] * 20
    assert (await counted(engine, state))["cancellation_log"] == 1


async def test_a_change_that_fails_half_way_leaves_nothing(engine: AsyncEngine) -> None:
    """The last insert breaks; log, row, facts and audit of it must not stay."""
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    before = await counted(engine, state)
    gone = cancelled(first.state)
    broken = replace(gone, notices=[replace(gone.notices[0], id="00000000-0000-0000-0000-000000000000", key=None)])  # type: ignore[arg-type]
    with pytest.raises(DBAPIError):
        await written(engine, broken)
    assert await counted(engine, state) == before
    assert await written(engine, gone) is None
    assert (await counted(engine, state))["cancellation_log"] == 1


async def test_of_two_changes_at_one_place_the_first_stands_and_the_second_is_told(engine: AsyncEngine) -> None:
    """A committed step that Temporal lost is handed back, so that the workflow takes it up instead."""
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    stood, other = cancelled(first.state), cancelled(first.state, code="E_MISTAKE")
    assert await written(engine, stood) is None
    assert await written(engine, other) == stood
    assert (await written(engine, replace(stood, at=AT + timedelta(hours=9)))) == stood
    again = opened(replace(state, minutes=45))
    assert await written(engine, again) == first
    async with engine.connect() as conn:
        query = select(cancellation_log.c.reason_code).where(cancellation_log.c.interview_id == uuid_of(state))
        assert (await conn.execute(query)).scalars().all() == ["E_REQ_FROZEN"]


async def test_many_different_changes_at_one_place_leave_one(engine: AsyncEngine) -> None:
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    changes = [cancelled(first.state) for _ in range(10)] + [reminded(first.state)]
    results = await asyncio.gather(*(written(engine, change) for change in changes))
    [winner] = [change for change, lost in zip(changes, results, strict=True) if lost is None]
    assert all(lost == winner for lost in results if lost is not None)
    assert (await counted(engine, state, [audit]))["audit"] == 2


async def test_the_activity_writes_and_gives_up(engine: AsyncEngine) -> None:
    state = await kept(engine)
    recorder, env = Recorder(engine, "only-for-tests"), ActivityEnvironment()
    first = opened(state)
    assert await env.run(recorder.record, first) is None
    [notice] = [planned for planned in first.notices if planned.skipped is None]
    await env.run(recorder.give_up, notice.id, "superseded", NoticeState.SKIPPED)
    async with engine.connect() as conn:
        row = (await conn.execute(select(notices).where(notices.c.id == UUID(notice.id)))).one()
    assert (row.state, row.detail) == ("skipped", "superseded")


async def test_a_fact_of_the_same_kind_counts_once_per_revision(engine: AsyncEngine) -> None:
    """R5: a second confirmation of one revision is not a second fact."""
    state = await kept(engine)
    first = opened(state)
    await written(engine, first)
    step = reminded(first.state)
    await written(engine, replace(step, facts=[Fact("scheduled")], key=f"twice:{uuid4()}"))
    assert (await counted(engine, state, [kpi_facts]))["kpi_facts"] == 1
