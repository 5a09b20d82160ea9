"""What HR operations see and press in the Temporal UI: "Request Cancellation", summaries, details, filters (R18, R25)."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.commands import Confirm
from domain.terms import Audience, Locale, Outcome
from tests.workflows.life import Life, eventually, states
from tests.workflows.test_sending import attempting, mail, one_day_before, sms
from tests.workflows.world import NAME, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def request_cancellation(life: Life, reason: str = "") -> None:
    """Press the button; the UI gives no answer, so look at the log."""
    rows = len(await life.log())
    await life.handle.cancel(reason=reason)

    async def logged() -> bool:
        return len(await life.log()) > rows

    await eventually(logged, "a log row")
    await life.settled()


async def test_request_cancellation_with_a_reason_is_a_full_cancellation(world: World) -> None:
    """R18: the same log, facts and notices as any other way."""
    life = await world.invite(3 * DAY)
    await request_cancellation(life, "岗位冻结，暂停招聘")
    [row] = await life.log()
    assert (row.operator, row.reason_code, row.party) == ("temporal-ui", "E_REQ_FROZEN", "company")
    assert row.reason_stated is True
    assert states(await life.notices("cancelled")) == {"sms": "accepted", "email": "accepted", "inbox": "delivered"}
    assert [n.recipient for n in await life.notices("candidate_cancelled")] == ["zhangsan"]
    assert await life.notices("reason_wanted") == []
    assert [fact.kind for fact in await life.facts()] == ["scheduled", "cancelled"]
    await life.survey()
    await life.closed()
    assert (await life.described()).status is WorkflowExecutionStatus.COMPLETED


@pytest.mark.parametrize("reason", ["", "其他", "个人原因"])
async def test_without_a_usable_reason_it_is_marked_and_the_recruiter_is_asked_for_one(
    world: World, reason: str
) -> None:
    """P3, R7: a vague reason never passes for a stated one."""
    life = await world.invite(3 * DAY)
    await request_cancellation(life, reason)
    [row] = await life.log()
    assert (row.reason_stated, row.reason_detail[:9]) == (False, "未写明具体原因 /")
    assert [n.recipient for n in await life.notices("reason_wanted")] == ["zhangsan"]
    [fact] = [fact for fact in await life.facts() if fact.kind == "cancelled"]
    assert fact.stated is False


async def test_requested_while_a_send_runs_the_send_ends_and_the_cancellation_follows(world: World) -> None:
    life = await world.invite(2 * DAY)
    await life.settled()
    await world.fault(sms(life, "slow", seconds=1.0, times=1))
    await one_day_before(life)
    await attempting(life, "confirm_request", "sms")
    await request_cancellation(life, "面试官突发疾病")
    assert (await life.row()).stage == "cancelled"
    assert states(await life.notices("confirm_request"))["sms"] == "accepted"
    assert states(await life.notices("cancelled"))["sms"] == "accepted"


async def test_requested_before_any_worker_saw_the_interview_it_is_still_logged(world: World) -> None:
    async with world.office.away():
        life = await world.announce(3 * DAY)
        await life.handle.cancel(reason="岗位冻结，暂停招聘")
    await eventually(lambda: _has_log(life), "a log row")
    await life.settled()
    assert (await life.row()).stage == "cancelled"


async def _has_log(life: Life) -> bool:
    return bool(await life.log())


async def test_requested_for_a_cancelled_or_finished_interview_it_changes_nothing(world: World) -> None:
    cancelled, over = await asyncio.gather(world.invite(), world.invite(30 * MINUTE))
    await cancelled.cancel()
    await over.forward(2 * HOUR, "r1:ask_outcome:0")
    await asyncio.gather(cancelled.handle.cancel(reason="岗位冻结"), over.handle.cancel(reason="岗位冻结"))

    async def refused() -> bool:
        return "⚠" in await over.details()

    await eventually(refused, "the refusal in the details")
    await over.outcome(Outcome.COMPLETED)
    await asyncio.gather(cancelled.survey(), over.survey())
    await asyncio.gather(cancelled.closed(), over.closed())
    await over.handle.cancel(reason="岗位冻结")
    assert (len(await cancelled.log()), len(await over.log())) == (1, 0)
    assert (await over.described()).status is WorkflowExecutionStatus.COMPLETED


async def test_requested_at_the_very_end_it_does_not_lose_notices_on_their_way(world: World) -> None:
    """The life is closed, but the mail is still waiting for a busy provider."""
    life = await world.invite()
    await life.settled()
    await world.fault(mail(life, "429"))
    await life.cancel()
    await life.survey()
    await life.handle.cancel(reason="岗位冻结")

    async def seen() -> bool:
        now = (await life.described()).raw_description
        return now.workflow_extended_info.cancel_requested and not now.HasField("pending_workflow_task")

    await eventually(seen, "the request with the workflow")
    await world.fault()
    await life.forward(2 * MINUTE)
    await life.closed()
    assert states(await life.notices("cancelled"))["email"] == "accepted"
    assert (await life.described()).status is WorkflowExecutionStatus.COMPLETED


async def test_requested_a_second_time_after_a_new_time_was_found_it_works_again(world: World) -> None:
    """R18: Temporal takes one cancel request per run, so a revived interview goes on in a new one."""
    life = await world.invite(3 * DAY)
    await request_cancellation(life, "面试官突发疾病")
    await life.move(life.starts_at + DAY)
    await life.settled()

    async def afresh() -> bool:
        return (await life.described()).run_id != first

    first = (await life.described()).raw_description.workflow_execution_info.first_run_id
    await eventually(afresh, "a new run")
    assert "第2版" in await life.details()
    await request_cancellation(life, "岗位冻结，暂停招聘")
    assert [(row.revision, row.reason_code) for row in await life.log()] == [(1, "E_INTERVIEWER"), (2, "E_REQ_FROZEN")]


async def test_hr_finds_an_interview_by_its_attributes(world: World) -> None:
    life = await world.invite(3 * DAY, recruiter="lisi")
    start = await life.attributes()
    assert start["InterviewAt"].replace(microsecond=0) == life.starts_at.replace(microsecond=0)
    assert [start[name] for name in ("InterviewStage", "RecruiterId", "Tenant", "Revision")] == [
        "invited", "lisi", "mianyue-sz", 1,
    ]  # fmt: skip
    await life.confirm()
    assert (await life.attributes())["InterviewStage"] == "confirmed"
    await life.cancel("E_FILLED", actor="lisi")
    query = f"WorkflowId = '{life.handle.id}' AND CancelParty = 'company' AND CancelReason = 'E_FILLED' AND LateNotice = false"

    async def found() -> bool:
        return len([one async for one in world.client.list_workflows(query)]) == 1

    await eventually(found, "the interview in the list")


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.ZH, ["邀约", "提前24小时提醒", "取消", "发送满意度问卷", "阶段", "面试时间"]),
        (Locale.EN, ["invitation", "reminder 24 h before", "cancel", "send the survey", "Stage", "Interview"]),
    ],
)
async def test_timers_activities_and_details_speak_the_organisations_language(
    world: World, locale: Locale, words: list[str]
) -> None:
    life = await world.invite(3 * DAY, locale=locale)
    await life.settled()
    shown = await life.details()
    await life.until(life.starts_at - DAY + MINUTE, "r1:remind:1440")
    await life.cancel()
    await life.forward(3 * HOUR, "r1:survey")
    shown += await life.details()
    described = await life.described()
    lines = [*await summaries(life), shown, await described.static_summary() or ""]
    for word in words:
        assert any(word in line for line in lines), word
    assert "欧**明" in lines[-1]
    chinese = [line for line in await summaries(life) if any("\u4e00" <= c <= "\u9fff" for c in line)]
    assert bool(chinese) is (locale is Locale.ZH)


async def summaries(life: Life) -> list[str]:
    """The one-line summaries of every timer and activity in the history; the first event's is the workflow's own."""
    found: list[Payload] = [e.user_metadata.summary for e in (await life.handle.fetch_history()).events[1:]]
    return [json.loads(payload.data) for payload in found if payload.data]


async def test_no_personal_data_reaches_temporal(world: World) -> None:
    """R25, design rule 5: names, numbers, addresses and free text stay in PostgreSQL."""
    life = await world.invite(2 * DAY)
    await life.until(life.starts_at - DAY + MINUTE, "r1:remind:1440")
    said = {
        "reason_detail": "突发感冒发烧，独一无二的病情说明",
        "remark": "独一无二的备注",
        "justification": "独一无二",
    }
    await life.cancel("E_MISTAKE", texts=said)
    await life.ask(life.starts_at + DAY)
    await life.decline()
    await life.forward(3 * HOUR, "r1:survey")
    await life.survey()
    history = b"".join(e.SerializeToString() for e in (await life.handle.fetch_history()).events)
    history += (await life.described()).raw_description.SerializeToString()
    for secret in (NAME, NAME[1:], life.phone, life.email, "感冒", "独一无二", "meet.example"):
        assert secret is not None
        assert secret.encode() not in history, secret
        assert json.dumps(secret)[1:-1].encode() not in history, secret
    assert b"E_MISTAKE" in history


async def test_a_command_typed_by_hand_that_could_never_be_written_is_refused_and_blocks_nobody(world: World) -> None:
    life = await world.invite()
    for id, actor in (("abc", "x"), (str(uuid4()), "a\0b"), (str(uuid4()), "")):
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await life.handle.execute_update("confirm", Confirm(id, actor, Audience.HROPS))
        assert isinstance(failed.value.cause, ApplicationError)
        assert failed.value.cause.type == "bad-command"
    assert (await life.confirm()).result == "confirmed"
