"""Recorded lives replay on today's workflow, so that interviews under way survive a deployment; and the check can fail."""

import asyncio
import json
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowExecutionStatus, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from connect import plugin
from domain.bulk import Steering
from domain.keys import bulk_workflow_id, workflow_id
from tests.record_histories import HISTORIES, RECORDING, write
from tests.workflows.bulks import begun
from tests.workflows.paths import PATHS
from tests.workflows.world import World
from workflows.attributes import STAGE
from workflows.interview import InterviewWorkflow


def recorded(name: str) -> WorkflowHistory:
    """A history of tests/histories."""
    return WorkflowHistory.from_json(workflow_id(name), (HISTORIES / f"{name}.json").read_text())


def test_there_is_a_recorded_history_for_every_path() -> None:
    assert {path.stem for path in HISTORIES.glob("*.json")} == set(PATHS)


@pytest.mark.parametrize("name", PATHS)
async def test_a_recorded_life_replays_on_todays_workflow(name: str) -> None:
    await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(recorded(name))


@pytest.mark.parametrize("name", PATHS)
async def test_every_path_still_ends_well(world: World, name: str) -> None:
    """The same paths live: completed, and replayable from the history just made."""
    life = await PATHS[name](world)
    await life.closed()
    assert (await life.described()).status is WorkflowExecutionStatus.COMPLETED
    history = await life.handle.fetch_history()
    await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(history)
    if os.environ.get(RECORDING):
        write(name, history.to_json())


BULKS = ("bulk/finished", "bulk/stopped")


def of_bulk(name: str) -> WorkflowHistory:
    """A bulk's history of tests/histories."""
    return WorkflowHistory.from_json(bulk_workflow_id(name), (HISTORIES / f"{name}.json").read_text())


@pytest.mark.parametrize("name", BULKS)
async def test_a_recorded_bulk_replays_on_todays_workflow(name: str) -> None:
    await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(of_bulk(name))


@pytest.mark.parametrize("name", BULKS)
async def test_every_bulk_still_ends_well(world: World, name: str) -> None:
    """Paused and resumed; then either all have their turn, or it is stopped."""
    lives = [await world.invite(timedelta(days=3)) for _ in range(4)]
    bulk = await begun(world, lives, per_minute=60)
    await bulk.gone_through(1)
    await bulk.steer(Steering.PAUSE)
    await bulk.steer(Steering.RESUME)
    if name == "bulk/stopped":
        await bulk.steer(Steering.STOP)
    await asyncio.wait_for(bulk.handle.result(), 30)
    history = await bulk.handle.fetch_history()
    await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(history)
    if os.environ.get(RECORDING):
        write(name, history.to_json())


@pytest.mark.parametrize("name", ["cancelled_early", "held"])
async def test_a_workflow_that_does_something_more_no_longer_replays(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail: one command more is found."""
    show = InterviewWorkflow._show

    def and_more(self: InterviewWorkflow) -> None:
        show(self)
        workflow.upsert_search_attributes([STAGE.value_set("surprise")])

    monkeypatch.setattr(InterviewWorkflow, "_show", and_more)
    replayer = Replayer(
        workflows=[InterviewWorkflow],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=pydantic_data_converter,
    )
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(recorded(name))


def test_recorded_histories_tell_nothing_of_where_they_were_made() -> None:
    for path in HISTORIES.rglob("*.json"):
        text = path.read_text()
        assert "identity" not in text
        assert not re.search(r"\d@", text)
        assert str(Path.home()) not in text
        assert len(text) < 200_000, path.name
        assert json.loads(text)["events"]
