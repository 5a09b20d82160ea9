"""Quiet failure is impossible: everything that should have happened and did not is found within a minute, and closed when it did."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert
from structlog.testing import capture_logs
from temporalio import workflow
from temporalio.client import Client, ScheduleOverlapPolicy, WorkflowHandle
from temporalio.worker import Worker

import upkeep
from db import watching
from db.tables import policies
from domain.findings import Thresholds
from domain.keys import workflow_id
from domain.phone import CALLED_OFF
from tests.monitor.conftest import ZONE, Watch
from tests.monitor.rows import SHENZHEN, ago, change, change_interview, interview, many, notice, receipt


async def test_a_reminder_that_nobody_sends_is_found_and_closed_once_it_left(watch: Watch) -> None:
    of = await interview(watch.engine)
    late = await notice(watch.engine, of, due_at=ago(minutes=3))
    worthless = await notice(watch.engine, of, deadline=ago(seconds=1))
    hung = await notice(watch.engine, of, state="attempting", attempted_at=ago(minutes=3))
    fresh = await notice(watch.engine, of, due_at=ago(minutes=1))
    ahead = await notice(watch.engine, of, due_at=ago(hours=-3))
    with capture_logs() as logged:
        await watch.look()
    for id in (late, worthless, hung):
        assert await watch.open(id) == ["notice_overdue"]
    assert await watch.open(fresh) == await watch.open(ahead) == []
    told = {line["subject"] for line in logged if line["event"] == "finding" and line["log_level"] == "warning"}
    assert {late, worthless, hung} <= told
    for id in (late, worthless, hung):
        await change(watch.engine, id, state="accepted", accepted_at=ago())
    with capture_logs() as logged:
        await watch.look()
    for id in (late, worthless, hung):
        assert await watch.open(id) == []
    assert [line for line in logged if line.get("subject") in (late, worthless, hung)] == []


async def test_a_send_that_stays_unknown_is_left_to_people(watch: Watch) -> None:
    """The policy waits two minutes for a receipt, the provider is asked, then ten more pass."""
    of = await interview(watch.engine)
    old = await notice(watch.engine, of, state="unknown", detail="read_timeout", attempted_at=ago(minutes=13))
    young = await notice(watch.engine, of, state="unknown", attempted_at=ago(minutes=11))
    await watch.look()
    assert await watch.open(old) == ["notice_unknown"]
    assert (await watch.rows(old))[0].detail == "sms:unknown:read_timeout"
    assert await watch.open(young) == []
    await change(watch.engine, old, state="delivered", delivered_at=ago())
    await watch.look()
    assert await watch.open(old) == []


async def test_a_phone_task_nobody_took_is_found_before_the_candidate_leaves_home(watch: Watch) -> None:
    """The policy's alarm time is three hours."""
    of = await interview(watch.engine)
    near = await notice(watch.engine, of, channel="phone", deadline=ago(hours=-2.9))
    past = await notice(watch.engine, of, channel="phone", state="attempting", deadline=ago(minutes=1))
    far = await notice(watch.engine, of, channel="phone", deadline=ago(hours=-3.1), due_at=ago(hours=1))
    await watch.look()
    assert await watch.open(near) == await watch.open(past) == ["phone_task_overdue"]
    assert await watch.open(far) == [], "an open phone task is no overdue notice either"
    await change(watch.engine, near, state="delivered", delivered_at=ago())
    await change(watch.engine, past, state="failed")
    await watch.look()
    assert await watch.open(near) == await watch.open(past) == []


async def test_a_call_that_the_interview_needs_no_more_is_no_alarm(watch: Watch) -> None:
    """Called off while a recruiter was on it, who then never said how it ended: nobody can take it any more, or should."""
    of = await interview(watch.engine)
    over: dict[str, Any] = {
        "state": "attempting",
        "detail": CALLED_OFF,
        "taken_by": "zhangsan",
        "taken_at": ago(hours=1),
    }
    left = await notice(watch.engine, of, channel="phone", deadline=ago(minutes=1), **over)
    await watch.look()
    assert await watch.open(left) == []


async def test_a_policy_that_cannot_be_read_does_not_blind_the_watch_for_everybody(watch: Watch) -> None:
    of = await interview(watch.engine, organisation=SHENZHEN)
    theirs = await notice(watch.engine, of, SHENZHEN, channel="phone", deadline=ago(minutes=1))
    ours = await notice(watch.engine, await interview(watch.engine), due_at=ago(minutes=3))
    mistaken = {"organisation_id": SHENZHEN, "version": 1, "valid_from": ago(hours=1), "data": {"delivery": "oops"}}
    async with watch.engine.begin() as conn:
        await conn.execute(insert(policies).values(mistaken))
    with capture_logs() as logged:
        await watch.look()
    assert await watch.open(theirs) == ["phone_task_overdue"]
    assert await watch.open(ours) == ["notice_overdue"]
    assert {"event": "policy unreadable", "organisation": SHENZHEN, "log_level": "error"} in logged
    async with watch.engine.begin() as conn:
        await conn.execute(insert(policies).values({**mistaken, "version": 2, "data": {}}))
    for id in (theirs, ours):
        await change(watch.engine, id, state="failed")


async def test_an_interview_that_stands_still_is_found(watch: Watch) -> None:
    overdue = await interview(watch.engine, next_at=ago(minutes=6))
    endless = await interview(watch.engine, next_step=None, next_at=None)
    waiting = await interview(watch.engine, next_step="wait", next_at=None)
    punctual = await interview(watch.engine, next_at=ago(minutes=4))
    looking = await interview(watch.engine, next_step="pursue:invite", next_at=ago(hours=5))
    asking = await interview(watch.engine, next_step="await_told", next_at=ago(hours=70))
    await watch.look()
    for id in (overdue, endless):
        assert await watch.open(id) == ["interview_stalled"]
    for id in (waiting, punctual, looking, asking):
        assert await watch.open(id) == []
    await change_interview(watch.engine, overdue, next_step="remind:120", next_at=ago(hours=-20))
    await change_interview(watch.engine, endless, closed_at=ago())
    await watch.look()
    assert await watch.open(overdue) == await watch.open(endless) == []


@workflow.defn(sandboxed=False)
class Waiting:
    """Stands for an interview: runs until it is told to end."""

    def __init__(self) -> None:
        self.over = False

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: self.over)

    @workflow.signal
    def end(self) -> None:
        self.over = True


@workflow.defn(sandboxed=False)
class Broken:
    """A workflow whose code cannot go on until it is mended."""

    mended = False

    @workflow.run
    async def run(self) -> None:
        if not Broken.mended:
            raise RuntimeError("a mistake in the code")


async def begun(client: Client, kind: Any, id: str) -> WorkflowHandle[Any, Any]:
    return await client.start_workflow(kind.run, id=id, task_queue="stand-ins")


async def test_an_interview_without_its_workflow_is_found_and_one_with_it_is_not(watch: Watch) -> None:
    well, absent, ended, killed, new = [await interview(watch.engine) for _ in range(5)]
    await change_interview(watch.engine, new, created_at=ago(seconds=30))
    async with Worker(watch.client, task_queue="stand-ins", workflows=[Waiting]):
        running, over, terminated = [
            await begun(watch.client, Waiting, workflow_id(str(id))) for id in (well, ended, killed)
        ]
        await over.signal(Waiting.end)
        await over.result()
        await terminated.terminate()
        await watch.look()
        assert await watch.open(workflow_id(str(well))) == []
        assert await watch.open(workflow_id(str(new))) == [], "Temporal's list comes a little later"
        for id, why in ((absent, "absent"), (ended, "completed"), (killed, "terminated")):
            [row] = await watch.rows(workflow_id(str(id)))
            assert (row.kind, row.detail) == ("workflow_problem", f"not_running:{why}")
            assert row.organisation_id == "mianyue-sh"
        for id in (ended, killed):
            await change_interview(watch.engine, id, closed_at=ago())
        await begun(watch.client, Waiting, workflow_id(str(absent)))
        await watch.look()
        for id in (absent, ended, killed):
            assert await watch.open(workflow_id(str(id))) == []
        await running.terminate()


async def test_interviews_whose_message_is_on_its_way_hide_no_other(watch: Watch) -> None:
    """No provider sends receipts: their next look is long past in the database, and they must neither fill the front nor be left out."""
    looking = {await interview(watch.engine, next_step="pursue:invite", next_at=ago(days=900)) for _ in range(3)}
    lost = await interview(watch.engine, next_at=ago(days=800))
    asked: set[UUID] = set()
    async with watch.engine.connect() as conn:
        for _ in range(60):
            found = await watching.open_interviews(conn, Thresholds(most=2), ago())
            assert lost in found
            asked |= looking & set(found)
    assert asked == looking
    for id in (*looking, lost):
        await change_interview(watch.engine, id, closed_at=ago())


async def test_a_workflow_whose_code_fails_again_and_again_is_found_until_it_is_mended(watch: Watch) -> None:
    Broken.mended = False
    async with Worker(watch.client, task_queue="stand-ins", workflows=[Broken]):
        stuck = await begun(watch.client, Broken, "broken-one")
        async with asyncio.timeout(40):
            while not await watch.open("broken-one"):
                await asyncio.sleep(0.3)
                await watch.look()
        [row] = await watch.rows("broken-one")
        assert (row.kind, row.organisation_id) == ("workflow_problem", None)
        assert row.detail.startswith("WorkflowTaskFailed")
        Broken.mended = True
        await stuck.result()
    await watch.look()
    assert await watch.open("broken-one") == []


async def test_a_provider_without_receipts_is_found_until_the_first_one_comes(watch: Watch) -> None:
    of = await interview(watch.engine)
    sent: dict[str, Any] = {"state": "accepted", "channel": "email", "attempted_at": ago(minutes=30)}
    few = await many(watch.engine, of, 9, accepted_at=ago(minutes=30), **sent)
    await many(watch.engine, of, 5, accepted_at=ago(minutes=5), **sent)
    await many(watch.engine, of, 5, accepted_at=ago(minutes=70), **sent)
    await watch.look()
    assert "receipts_silent" not in await watch.open("email"), "nine in the time that counts are too few to say"
    await notice(watch.engine, of, accepted_at=ago(minutes=11), **sent)
    await watch.look()
    assert "receipts_silent" in await watch.open("email")
    await receipt(watch.engine, few[0], "sendgrid")
    await watch.look()
    assert "receipts_silent" not in await watch.open("email")


async def test_a_provider_that_refuses_too_much_is_found_while_it_does(watch: Watch) -> None:
    of = await interview(watch.engine)
    recent: dict[str, Any] = {"channel": "email", "attempted_at": ago(minutes=3), "attempts": 1, "due_at": ago()}
    failed = await many(watch.engine, of, 6, state="refused", detail="http_401", **recent)
    failed += await many(watch.engine, of, 2, state="unknown", detail="read_timeout", **recent)
    failed += await many(watch.engine, of, 2, state="intent", detail="http_429", **recent)
    await watch.look()
    assert "provider_refusing" in await watch.open("email")
    for id in failed:
        await change(watch.engine, id, state="accepted", accepted_at=ago())
    await watch.look()
    assert "provider_refusing" not in await watch.open("email")


async def test_looking_again_changes_nothing_but_when_it_was_seen_last(watch: Watch) -> None:
    of = await interview(watch.engine)
    late = await notice(watch.engine, of, due_at=ago(minutes=3))
    await watch.look()
    [first] = await watch.rows(late)
    found = [await watch.look() for _ in range(3)]
    assert found[0] == found[1] == found[2]
    [again] = await watch.rows(late)
    assert (again.id, again.first_seen, again.closed_at) == (first.id, first.first_seen, None)
    assert again.last_seen > first.last_seen
    await change(watch.engine, late, state="skipped")
    await watch.look()
    await change(watch.engine, late, state="intent")
    await watch.look()
    closed, reopened = await watch.rows(late)
    assert closed.closed_at is not None
    assert reopened.closed_at is None, "what comes back is a new finding, so that its history stays"


async def test_the_schedule_is_set_up_once_and_brought_up_to_date(watch: Watch) -> None:
    before = await watch.schedule.describe()
    for _ in range(3):
        await upkeep.ensure_schedules(watch.client, ZONE)
    after = await watch.schedule.describe()
    assert after.schedule.state.paused, "what an operator paused stays paused"
    assert before.info.created_at == after.info.created_at
    assert after.schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
    assert after.schedule.policy.catchup_window == timedelta(minutes=1)
    assert [each.every for each in after.schedule.spec.intervals] == [timedelta(minutes=1)]


@pytest.mark.parametrize("kind", ["notice", "interview"])
async def test_nothing_personal_is_kept_of_what_is_found(watch: Watch, kind: str) -> None:
    of = await interview(watch.engine, next_at=ago(minutes=6))
    late = await notice(watch.engine, of, due_at=ago(minutes=3), body="王小明您好")
    await watch.look()
    for row in await watch.rows(late if kind == "notice" else of):
        assert UUID(row.subject)
        assert "王小明" not in row.detail
