"""A bulk's record: what was asked for is written once; only where it stands, and what came of each interview, goes on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from db import bulks
from db.intake import KeyReused
from domain.bulk import BulkState, Came, ItemState
from tests.activities.build import AT, kept, opened, written


async def asked(engine: AsyncEngine, interviews: int = 2) -> tuple[dict[str, Any], list[UUID]]:
    """A bulk's row and its interviews, written."""
    ids = []
    for _ in range(interviews):
        state = await kept(engine)
        await written(engine, opened(state))
        ids.append(UUID(state.interview_id))
    row = {
        "id": uuid4(),
        "organisation_id": "mianyue-sh",
        "action": "cancel",
        "created_by": "zhangsan",
        "audience": "recruiter",
        "selected": {"ids": interviews},
        "reason_code": "E_REQ_FROZEN",
        "reason_detail": "岗位冻结",
        "party": "company",
        "per_minute": 120,
        "total": interviews,
        "fingerprint": "x",
        "created_at": AT,
    }
    async with engine.begin() as conn:
        await bulks.keep(conn, row, ids)
    return row, ids


async def counts(engine: AsyncEngine, id: UUID) -> dict[ItemState, int]:
    async with engine.connect() as conn:
        return (await bulks.counts(conn, [id]))[id]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bulks SET reason_detail = '别的原因'",
        "UPDATE bulks SET created_by = 'lisi', state = 'paused'",
        "DELETE FROM bulks",
        "TRUNCATE bulks CASCADE",
        "UPDATE bulk_items SET interview_id = gen_random_uuid()",
        "DELETE FROM bulk_items",
        "TRUNCATE bulk_items",
        "UPDATE bulk_steps SET by = 'lisi'",
        "DELETE FROM bulk_steps",
        "TRUNCATE bulk_steps",
    ],
)
async def test_nobody_rewrites_what_was_asked_for(engine: AsyncEngine, statement: str) -> None:
    row, _ = await asked(engine)
    async with engine.begin() as conn:
        await bulks.mark(conn, row["id"], BulkState.PAUSED, "zhangsan", AT)
    async with engine.connect() as conn:
        with pytest.raises(IntegrityError, match="append-only"):
            await conn.execute(text(statement))


async def test_the_same_bulk_again_changes_nothing_and_another_one_is_refused(engine: AsyncEngine) -> None:
    row, ids = await asked(engine)
    async with engine.begin() as conn:
        await bulks.keep(conn, row, ids)
    assert await counts(engine, row["id"]) == {ItemState.PENDING: 2}
    async with engine.begin() as conn:
        with pytest.raises(KeyReused):
            await bulks.keep(conn, row | {"fingerprint": "y"}, ids)


async def test_what_came_of_an_interview_stays_and_what_failed_has_another_turn(engine: AsyncEngine) -> None:
    row, ids = await asked(engine, 3)

    async def settle(nth: int, came: Came, at: datetime = AT) -> None:
        async with engine.begin() as conn:
            await bulks.settle(conn, row["id"], ids[nth], came, at)

    async def mark(state: BulkState) -> None:
        async with engine.begin() as conn:
            await bulks.mark(conn, row["id"], state, "zhangsan", AT)

    await settle(0, Came(ItemState.DONE))
    await settle(0, Came(ItemState.FAILED, "no-answer-yet"))
    await settle(1, Came(ItemState.FAILED, "no-answer-yet"))
    assert await counts(engine, row["id"]) == {ItemState.DONE: 1, ItemState.FAILED: 1, ItemState.PENDING: 1}
    await mark(BulkState.RUNNING)
    assert await counts(engine, row["id"]) == {ItemState.DONE: 1, ItemState.PENDING: 2}
    await mark(BulkState.STOPPED)
    assert await counts(engine, row["id"]) == {ItemState.DONE: 1, ItemState.SKIPPED: 2}
    # Its command was under way when the bulk was stopped, and the truth counts.
    await settle(2, Came(ItemState.DONE))
    assert await counts(engine, row["id"]) == {ItemState.DONE: 2, ItemState.SKIPPED: 1}


async def test_who_paused_it_stays_known_after_somebody_else_has_stopped_it(engine: AsyncEngine) -> None:
    row, _ = await asked(engine)
    steering = [
        (BulkState.RUNNING, ""),
        (BulkState.PAUSED, "zhangsan"),
        (BulkState.RUNNING, "hrops"),
        (BulkState.STOPPED, "chenjing"),
    ]
    wanted = [(str(state), by, AT + timedelta(minutes=nth)) for nth, (state, by) in enumerate(steering)]
    async with engine.begin() as conn:
        for nth, (state, by) in enumerate(steering):
            for _ in range(2):  # an activity whose answer was lost is done again
                await bulks.mark(conn, row["id"], state, by, AT + timedelta(minutes=nth))
        assert [tuple(step) for step in await bulks.steps(conn, row["id"])] == wanted


@pytest.mark.parametrize("over", [BulkState.STOPPED, BulkState.FINISHED])
@pytest.mark.parametrize("later", [BulkState.RUNNING, BulkState.PAUSED, BulkState.STOPPED, BulkState.FINISHED])
async def test_a_bulk_that_is_over_is_marked_no_more(engine: AsyncEngine, over: BulkState, later: BulkState) -> None:
    row, ids = await asked(engine)
    async with engine.begin() as conn:
        await bulks.settle(conn, row["id"], ids[0], Came(ItemState.FAILED, "no-answer-yet"), AT)
        await bulks.mark(conn, row["id"], over, "zhangsan", AT)
        query = text("SELECT state, state_by, finished_at FROM bulks WHERE id = :id")
        before = (await conn.execute(query, {"id": row["id"]})).one()
        left = (await bulks.counts(conn, [row["id"]]))[row["id"]]
        await bulks.mark(conn, row["id"], later, "lisi", AT + timedelta(days=91))
        assert (await conn.execute(query, {"id": row["id"]})).one() == before
        assert (await bulks.counts(conn, [row["id"]]))[row["id"]] == left
