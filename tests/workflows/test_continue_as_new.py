"""The valve for very long lives: on a server that suggests a new run early, no command and no notice is lost or doubled."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

import starter
from connect import SEARCH_ATTRIBUTES, plugin
from domain.bulk import BulkState, Steering
from domain.terms import Stage
from settings import Settings
from tests.workflows.bulks import begun
from tests.workflows.office import Office
from tests.workflows.world import World

_SUGGESTED_AT = "limit.historyCount.suggestContinueAsNew=60"


@pytest_asyncio.fixture
async def crowded(engine: AsyncEngine, config: Settings, sandbox_url: str) -> AsyncIterator[World]:
    """A server that suggests to continue as new after 60 events instead of 4 096; its clocks run as usual."""
    beside = Path(sys.executable).parent / "temporal"
    env = await WorkflowEnvironment.start_local(
        plugins=[plugin()],
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=str(beside) if beside.exists() else shutil.which("temporal"),
        dev_server_log_level="error",
        dev_server_extra_args=["--dynamic-config-value", _SUGGESTED_AT],
    )
    office = Office(env.client, engine, config)
    await office.open()
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as http:
        yield World(env, engine, http, office)
    await office.close()
    await env.shutdown()
    # As in the session's own fixture: leaving at once can crash the interpreter's end (sdk-python issue 300).
    await asyncio.sleep(0.1)


async def test_a_life_of_many_commands_goes_on_in_new_runs_and_loses_nothing(crowded: World) -> None:
    life = await crowded.invite(timedelta(days=3))
    for n in range(1, 9):
        answers = await asyncio.gather(*(life.move(life.starts_at + timedelta(hours=2 * n + k)) for k in (0, 1)))
        assert sorted(answer.revision for answer in answers) == [2 * n, 2 * n + 1]
        await life.settled()
        await life.idle()
    key = str(uuid4())
    first, again = await life.cancel(key=key), await life.cancel(key=key)
    assert first == again
    assert (first.result, first.stage, first.revision) == ("cancelled", Stage.CANCELLED, 17)
    await life.settled()
    described = await life.described()
    assert described.run_id != described.raw_description.workflow_execution_info.first_run_id
    assert described.status is WorkflowExecutionStatus.RUNNING
    assert [row.revision for row in await life.log()] == [17]
    ids = [message["notice_id"] for message in await life.accepted()]
    assert len(ids) == len(set(ids))
    assert (await life.received())[("cancelled", "sms")] == 1
    assert [row.nth for row in await life.audit()] == list(range(1, 19))
    await life.survey()
    assert (await life.row()).stage == "closed"


async def looks_until_a_new_run(crowded: World) -> int:
    """How often one interview can be told of news before it goes on in a new run."""
    life = await crowded.invite(timedelta(days=3), followed=True)
    await life.settled()
    await life.idle()
    first = (await life.described()).run_id
    for count in range(1, 60):
        await starter.look(crowded.client, life.id)
        await life.idle()
        if (await life.described()).run_id != first:
            return count
    raise AssertionError("no new run")


async def test_news_that_comes_as_a_new_run_begins_is_not_lost(crowded: World) -> None:
    """P1: else the bounce is seen when the message's time is up, hours later."""
    last = await looks_until_a_new_run(crowded)
    life = await crowded.invite(timedelta(days=3), followed=True)
    await life.settled()
    await life.idle()
    for _ in range(last - 1):
        await starter.look(crowded.client, life.id)
        await life.idle()
    await crowded.receipt(life, "invite", "email", "bounce", "550")
    await life.done("r1:pursue:invite:1")


async def test_a_long_bulk_goes_on_in_new_runs_and_cancels_everybody_once(crowded: World) -> None:
    lives = [await crowded.invite(timedelta(days=3)) for _ in range(24)]
    bulk = await begun(crowded, lives, per_minute=240)
    await bulk.gone_through(12)
    assert await bulk.steer(Steering.PAUSE) is BulkState.PAUSED
    assert await bulk.steer(Steering.RESUME) is BulkState.RUNNING
    await bulk.stands(BulkState.FINISHED)
    assert await bulk.counts() == {"done": 24}
    described = await bulk.handle.describe()
    assert described.run_id != described.raw_description.workflow_execution_info.first_run_id
    for life in lives:
        await life.settled()
        assert (await life.received())["cancelled", "sms"] == 1
