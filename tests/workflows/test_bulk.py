"""Many interviews at once: each through its own Update, once, whatever happens to workers; paused, resumed and stopped at once."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import Replayer

import starter
from connect import Unanswered, plugin
from db import bulks
from domain.bulk import BulkState, Steering
from domain.commands import Command
from domain.refusals import Refused
from tests.workflows.bulks import Bulk, announced, begun
from tests.workflows.life import Life, eventually
from tests.workflows.world import World

DAYS = timedelta(days=3)
_REQUESTED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED


async def invited(world: World, how_many: int) -> list[Life]:
    """Candidates with an interview in three days."""
    return list(await asyncio.gather(*(world.invite(DAYS) for _ in range(how_many))))


async def _settled(life: Life) -> None:
    """As life.settled, also when a worker that left took a send with it: Temporal gives that up after 30 seconds."""
    with contextlib.suppress(TimeoutError):
        await life.settled()
    with contextlib.suppress(TimeoutError):
        await life.settled()
    await life.settled()


async def told_once(lives: list[Life]) -> None:
    """Every candidate has one cancellation on each channel, by what the provider took; and the log has one row."""
    await asyncio.gather(*(_settled(life) for life in lives))
    for life in lives:
        received = await life.received()
        assert (received["cancelled", "sms"], received["cancelled", "email"]) == (1, 1), life.id
        assert len(await life.log()) == 1


async def test_thirty_interviews_are_cancelled_once_each(world: World) -> None:
    lives = await invited(world, 30)
    bulk = await begun(world, lives)
    await bulk.start()  # again: nothing
    await bulk.stands(BulkState.FINISHED)
    assert await bulk.counts() == {"done": 30}
    await told_once(lives)
    [row] = await lives[7].log()
    assert (row.operator, row.reason_code, row.reason_detail) == ("zhangsan", "E_REQ_FROZEN", "岗位冻结，编制被取消")
    described = await bulk.handle.describe()
    assert await described.static_summary() == "批量取消 · 30场 · zhangsan"
    assert "30 / 30" in await bulk.details()
    history = (await bulk.handle.fetch_history()).to_json()
    assert "岗位冻结" not in history, "the reason stays in PostgreSQL"


async def test_paused_at_once_and_resumed(world: World) -> None:
    lives = await invited(world, 6)
    bulk = await begun(world, lives, per_minute=30)
    await bulk.gone_through(1)
    assert await bulk.steer(Steering.PAUSE) is BulkState.PAUSED
    assert (await bulk.row()).state_by == "zhangsan"
    before = await bulk.counts()
    assert before["pending"] >= 4
    await asyncio.sleep(2.5)
    assert before["pending"] - (await bulk.counts())["pending"] <= 1, "what was under way is finished, nothing else"
    assert "已暂停" in await bulk.details()
    assert await bulk.steer(Steering.PAUSE) is BulkState.PAUSED
    assert await bulk.steer(Steering.RESUME, "hrops") is BulkState.RUNNING
    await bulk.gone_through(3)
    assert (await bulk.row()).state_by == "hrops"
    assert await bulk.steer(Steering.STOP) is BulkState.STOPPED


async def test_stopped_for_good_leaves_the_rest_as_they_are(world: World) -> None:
    lives = await invited(world, 5)
    bulk = await begun(world, lives, per_minute=20)
    await bulk.gone_through(1)
    assert await bulk.steer(Steering.STOP) is BulkState.STOPPED
    await asyncio.wait_for(bulk.handle.result(), 10)
    counts = await bulk.counts()
    assert (counts["done"] + counts["skipped"], counts["pending"]) == (5, 0)
    stages = [(await life.row()).stage for life in lives]
    assert (stages.count("cancelled"), stages.count("invited")) == (counts["done"], counts["skipped"])
    with pytest.raises(Refused, match="已结束"):
        await bulk.steer(Steering.RESUME)
    assert (await bulk.row()).finished_at is not None


async def test_what_a_rule_refuses_is_written_down_and_the_others_go_on(world: World) -> None:
    lives = await invited(world, 4)
    await lives[0].cancel()
    only_mail = await world.invite(DAYS, phone=False)
    bulk = await begun(world, [*lives, only_mail], channels=["sms"])
    await bulk.stands(BulkState.FINISHED)
    states = [(item.state, item.rule) for item in await bulk.items()]
    assert states == [("already", ""), *[("done", "")] * 3, ("refused", "channel-unreachable")]
    assert (await only_mail.row()).stage == "invited"


async def test_times_are_offered_through_the_interview_s_own_rule(world: World) -> None:
    lives = await invited(world, 2)
    days = [(lives[0].starts_at + timedelta(days=n)).date().isoformat() for n in (1, 2)]
    bulk = await begun(world, lives, action="offer", days=days, shift_minutes=30)
    await bulk.stands(BulkState.FINISHED)
    assert await bulk.counts() == {"done": 2}
    request = (await lives[1].row()).request
    assert len(request["options"]) == 2
    assert (await lives[1].received())["options_offered", "sms"] <= 1


async def test_a_worker_that_is_away_in_the_middle_loses_and_doubles_nothing(world: World) -> None:
    lives = await invited(world, 12)
    bulk = await begun(world, lives, per_minute=240)
    await bulk.gone_through(4)
    async with world.office.away():
        assert (await bulk.row()).state == "running"
    await bulk.stands(BulkState.FINISHED)
    assert await bulk.counts() == {"done": 12}
    await told_once(lives)


async def test_stopped_by_request_cancellation_in_the_temporal_ui(world: World) -> None:
    bulk = await begun(world, await invited(world, 4), per_minute=20)
    await bulk.gone_through(1)
    await bulk.handle.cancel()
    await asyncio.wait_for(bulk.handle.result(), 10)
    assert (await bulk.handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    row = await bulk.row()
    assert (row.state, row.state_by) == ("stopped", "temporal-ui")


def _out_of_reach(monkeypatch: pytest.MonkeyPatch, state: BulkState) -> tuple[asyncio.Event, asyncio.Event]:
    """PostgreSQL is away whenever that is to be written: set once somebody tried, and to be set when it is back."""
    tried, back, write = asyncio.Event(), asyncio.Event(), bulks.mark

    async def mark(conn: AsyncConnection, id: UUID, wanted: BulkState, by: str, at: datetime) -> None:
        if wanted is state and not back.is_set():
            tried.set()
            raise OperationalError("UPDATE", {}, ConnectionError())
        await write(conn, id, wanted, by, at)

    monkeypatch.setattr("db.bulks.mark", mark)
    return tried, back


async def _request_cancellation(bulk: Bulk) -> None:
    """Press the button, and wait until the workflow has seen it: while it writes, it looks up every few seconds only."""
    await bulk.handle.cancel()

    async def seen() -> bool:
        events = [event.event_type async for event in bulk.handle.fetch_history_events()]
        after = events[events.index(_REQUESTED) :] if _REQUESTED in events else []
        return EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED in after

    await eventually(seen, "a workflow that has seen the request")
    await asyncio.sleep(0.5)


async def test_its_end_is_written_though_it_is_stopped_in_the_temporal_ui_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would run for good by its record, and nobody could erase any of its candidates."""
    tried, back = _out_of_reach(monkeypatch, BulkState.FINISHED)
    bulk = await begun(world, await invited(world, 2))
    await asyncio.wait_for(tried.wait(), 15)
    await _request_cancellation(bulk)
    back.set()
    await asyncio.wait_for(bulk.handle.result(), 15)
    row = await bulk.row()
    assert (row.state, row.state_by, await bulk.counts()) == ("finished", "", {"done": 2})
    await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(await bulk.handle.fetch_history())


async def test_a_stop_is_written_though_it_is_stopped_in_the_temporal_ui_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, back = _out_of_reach(monkeypatch, BulkState.STOPPED)
    bulk = await begun(world, await invited(world, 3), per_minute=20)
    await bulk.gone_through(1)
    await bulk.steer(Steering.PAUSE)
    with pytest.raises(Unanswered):
        await bulk.steer(Steering.STOP)
    assert tried.is_set()
    await _request_cancellation(bulk)
    back.set()
    await asyncio.wait_for(bulk.handle.result(), 15)
    assert (await bulk.handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    row = await bulk.row()
    assert (row.state, row.state_by) == ("stopped", "zhangsan")


async def test_what_nobody_answers_is_tried_again_when_it_is_resumed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = await invited(world, 3)
    deaf, send = {lives[1].id}, starter.put_through

    async def unanswered(client: Client, interview: str, command: Command) -> Any:
        return None if interview in deaf else await send(client, interview, command)

    monkeypatch.setattr("worker.put_through", unanswered)
    monkeypatch.setattr("activities.bulk._MOST_ATTEMPTS", 2)
    async with world.office.away():
        bulk: Bulk = await announced(world, lives)
    await bulk.start()
    await bulk.stands(BulkState.PAUSED)
    assert [(item.state, item.rule) for item in await bulk.items()] == [
        ("done", ""),
        ("failed", "no-answer-yet"),
        ("done", ""),
    ]
    assert (await bulk.row()).state_by == ""
    deaf.clear()
    assert await bulk.steer(Steering.RESUME) is BulkState.RUNNING
    await bulk.stands(BulkState.FINISHED)
    assert await bulk.counts() == {"done": 3}
    monkeypatch.undo()
    async with world.office.away():
        pass
