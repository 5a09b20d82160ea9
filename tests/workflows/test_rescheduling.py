"""Stories of moving an interview (R8): one workflow, one live time, one revision more for every move."""

import asyncio
from datetime import timedelta

import pytest

from domain.refusals import Refused
from domain.terms import Stage
from tests.workflows.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_candidate_cancels_for_a_clash_picks_a_time_and_the_recruiter_approves(world: World) -> None:
    """R8 from end to end: window, pick, approval, new timers; the old time's reminders never come."""
    life = await world.invite(3 * DAY)
    assert (await life.cancel_for_a_clash()).stage is Stage.CANCELLED
    [row] = await life.log()
    assert row.next_step == "offer_reschedule"
    new = life.starts_at + DAY
    assert (await life.ask(new)).result == "requested"
    [wanted] = await life.notices("approval_wanted")
    assert (wanted.recipient, wanted.state) == ("zhangsan", "delivered")
    answer = await life.approve()
    assert (answer.result, answer.stage, answer.revision, answer.starts_at) == ("moved", Stage.INVITED, 2, new)
    await life.until(life.starts_at + HOUR)
    await life.until(new - HOUR + timedelta(minutes=1), "r2:remind:1440", "r2:remind:60")
    reminders = [*await life.notices("confirm_request"), *await life.notices("reminder")]
    assert {notice.revision for notice in reminders} == {2}
    assert min(notice.created_at for notice in reminders) >= new - DAY
    assert (await life.received())[("moved", "email")] == 1
    described = await life.described()
    assert (described.id, described.history_length > 0) == (f"interview-{life.id}", True)
    executions = [w async for w in world.client.list_workflows(f"WorkflowId = '{life.handle.id}'")]
    assert len(executions) == 1
    attributes = await life.attributes()
    assert attributes["Revision"] == 2
    assert "CancelReason" not in attributes


async def test_recruiter_declines_and_the_old_time_stands(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.confirm()
    await life.ask(life.starts_at + DAY)
    answer = await life.decline()
    assert (answer.stage, answer.revision, answer.starts_at) == (Stage.CONFIRMED, 1, life.starts_at)
    await life.until(life.starts_at - DAY + timedelta(minutes=1), "r1:remind:1440")
    assert (await life.received())[("request_declined", "email")] == 1
    assert [notice.kind for notice in await life.notices(step="remind:1440")] == ["reminder"]


async def test_a_declined_request_of_a_cancelled_interview_is_told_to_the_candidate(world: World) -> None:
    """P1: somebody who waits for an answer gets one."""
    life = await world.invite(3 * DAY)
    await life.cancel_for_a_clash()
    await life.ask(life.starts_at + DAY)
    assert (await life.decline()).stage is Stage.CANCELLED
    await life.settled()
    assert (await life.received())[("request_declined", "email")] == 1
    assert (await life.row()).stage == "cancelled"


async def test_silent_recruiter_is_reminded_after_4_hours_and_hr_operations_after_24(world: World) -> None:
    life = await world.invite(5 * DAY)
    await life.ask(life.starts_at + DAY)
    asked = await life.now()
    await life.forward(4 * HOUR - timedelta(minutes=1))
    assert await life.notices("approval_overdue") == []
    await life.forward(timedelta(minutes=2))
    [reminded] = await life.notices("approval_overdue")
    assert (reminded.recipient, reminded.audience) == ("zhangsan", "recruiter")
    await life.until(asked + 24 * HOUR + timedelta(minutes=1))
    overdue = await life.notices("approval_overdue")
    assert sorted(notice.audience for notice in overdue) == ["hrops", "recruiter", "recruiter"]
    assert {notice.state for notice in overdue} == {"delivered"}
    assert (await life.approve()).revision == 2


async def test_a_wish_without_a_time_is_chased_too(world: World) -> None:
    """R8: whoever asks waits for the recruiter, with a time named or not."""
    life = await world.invite(5 * DAY)
    await life.ask()
    await life.forward(24 * HOUR + timedelta(minutes=1))
    overdue = await life.notices("approval_overdue")
    assert sorted(notice.audience for notice in overdue) == ["hrops", "recruiter", "recruiter"]


async def test_a_request_nobody_answers_lapses_and_the_old_time_stands(world: World) -> None:
    life = await world.invite(5 * DAY)
    await life.ask(life.starts_at - 3 * DAY)
    await life.until(life.starts_at - 3 * DAY + timedelta(minutes=1))
    row = await life.row()
    assert (row.stage, row.revision, row.starts_at, row.request) == ("invited", 1, life.starts_at, None)
    assert (await life.received())[("request_declined", "email")] == 1
    with pytest.raises(Refused) as refused:
        await life.approve()
    assert refused.value.rule == "no-request"


async def test_a_lapsed_request_of_a_cancelled_interview_is_told_and_the_life_ends(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.cancel_for_a_clash()
    await life.ask(life.starts_at - 2 * DAY)
    await life.until(life.starts_at - 2 * DAY + timedelta(minutes=1))
    assert (await life.row()).stage == "cancelled"
    assert (await life.received())[("request_declined", "email")] == 1
    await life.forward(8 * DAY)
    await life.closed()


async def test_an_option_that_has_passed_cannot_be_picked_or_approved(world: World) -> None:
    life = await world.invite(5 * DAY)
    soon, later = life.starts_at - 4 * DAY, life.starts_at + DAY
    await life.offer(soon, later)
    await life.until(soon + HOUR)
    for late in (life.ask(soon), life.approve(soon)):
        with pytest.raises(Refused) as refused:
            await late
        assert refused.value.rule == "option-passed"
    assert (await life.ask(later)).revision == 2


async def test_candidate_takes_an_offered_time_in_good_time_and_it_holds_at_once(world: World) -> None:
    life = await world.invite(3 * DAY)
    options = [life.starts_at + n * DAY for n in (1, 2, 3)]
    assert (await life.offer(*options)).stage is Stage.RESCHEDULE_REQUESTED
    await life.settled()
    [offered] = await life.notices("options_offered")
    assert "原定时间仍然有效" in offered.body
    answer = await life.ask(options[1])
    assert (answer.result, answer.revision, answer.starts_at) == ("moved", 2, options[1])
    assert await life.notices("approval_wanted") == []


async def test_inside_24_hours_an_offered_time_needs_the_recruiter(world: World) -> None:
    """R6."""
    life = await world.invite(20 * HOUR)
    option = life.starts_at + 2 * DAY
    await life.offer(option)
    answer = await life.ask(option)
    assert (answer.result, answer.stage, answer.revision) == ("requested", Stage.RESCHEDULE_REQUESTED, 1)
    assert (await life.approve()).starts_at == option


async def test_a_time_the_recruiter_did_not_offer_waits_for_approval(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.offer(life.starts_at + DAY)
    free = life.starts_at + timedelta(days=1, hours=3)
    assert (await life.ask(free)).result == "requested"
    assert (await life.approve()).starts_at == free


async def test_moving_to_an_earlier_time_arms_its_reminders(world: World) -> None:
    life = await world.invite(5 * DAY)
    earlier = life.starts_at - 3 * DAY
    assert (await life.move(earlier)).revision == 2
    await life.until(earlier + timedelta(minutes=1), "r2:remind:1440", "r2:remind:60")
    received = await life.received()
    assert received[("confirm_request", "sms")] == received[("reminder", "sms")] == 1
    assert {notice.revision for notice in await life.notices("confirm_request")} == {2}


async def test_twelve_moves_leave_one_live_time(world: World) -> None:
    life = await world.invite(3 * DAY)
    for n in range(1, 13):
        assert (await life.move(life.starts_at + n * HOUR)).revision == n + 1
    final = life.starts_at + 12 * HOUR
    await life.until(final - HOUR + timedelta(minutes=1), "r13:remind:1440", "r13:remind:60")
    row = await life.row()
    assert (row.revision, row.starts_at, row.first_starts_at) == (13, final, life.starts_at)
    reminders = [*await life.notices("confirm_request"), *await life.notices("reminder")]
    assert {notice.revision for notice in reminders} == {13}
    moves = [fact for fact in await life.facts() if fact.kind == "moved"]
    assert [fact.revision for fact in moves] == list(range(2, 14))


async def test_after_a_reminder_of_the_old_time_the_new_time_is_reminded_again(world: World) -> None:
    life = await world.invite(2 * DAY)
    await life.forward(DAY + timedelta(minutes=1), "r1:remind:1440")
    await life.move(life.starts_at + 3 * DAY)
    await life.until(life.starts_at + 2 * DAY + timedelta(minutes=1), "r2:remind:1440")
    asked = await life.notices("confirm_request", channel="sms")
    assert [(notice.revision, notice.state) for notice in asked] == [(1, "accepted"), (2, "accepted")]


async def test_a_candidate_who_confirms_after_all_withdraws_the_wish_and_the_recruiter_hears_of_it(
    world: World,
) -> None:
    life = await world.invite(3 * DAY)
    await life.confirm()
    await life.ask(life.starts_at + DAY)
    assert (await life.confirm()).stage is Stage.CONFIRMED
    assert len(await life.notices("candidate_confirmed")) == 2
    assert (await life.row()).request is None


async def test_the_time_to_ask_again_is_over_after_the_window(world: World) -> None:
    life = await world.invite(10 * DAY)
    await life.cancel_for_a_clash()
    await life.forward(timedelta(hours=71))
    assert (await life.row()).stage == "cancelled"
    await life.ask()
    await life.forward(timedelta(hours=1, minutes=1))
    with pytest.raises(Refused) as refused:
        await life.ask(life.starts_at)
    assert refused.value.rule == "window-closed"


async def test_cancelled_moved_and_cancelled_again_leaves_two_log_rows(world: World) -> None:
    """R18: every path leaves the log."""
    life = await world.invite(3 * DAY)
    await life.cancel()
    await life.settled()
    assert (await life.move(life.starts_at + DAY)).stage is Stage.INVITED
    await life.cancel("E_MISTAKE")
    await life.settled()
    assert [(row.revision, row.reason_code) for row in await life.log()] == [(1, "E_REQ_FROZEN"), (2, "E_MISTAKE")]
    received = await life.received()
    assert received[("cancelled", "sms")] == 2
    kinds = [(fact.revision, fact.kind) for fact in await life.facts()]
    assert kinds == [(1, "scheduled"), (1, "cancelled"), (2, "moved"), (2, "cancelled")]


async def test_impossible_times_are_refused_by_name(world: World) -> None:
    life = await world.invite(3 * DAY)
    at = life.starts_at
    calls = {
        "unchanged": life.move(at),
        "starts-in-past": life.move(at - 4 * DAY),
        "too-far-ahead": life.move(at + 400 * DAY),
        "options-invalid": life.offer(at + DAY, at + DAY),
        "option-passed": life.ask(at - 4 * DAY),
        "no-request": life.decline(),
    }
    for rule, call in calls.items():
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.rule == rule
    assert [row.key for row in await life.audit()] == ["opened"]


async def test_two_approvals_and_a_direct_move_at_once_leave_one_live_time(world: World) -> None:
    """Every answer that says moved is one revision; who came second is told what stands."""
    life = await world.invite(3 * DAY)
    picked, other = life.starts_at + DAY, life.starts_at + 2 * DAY
    await life.ask(picked)
    answers = await asyncio.gather(life.approve(), life.approve(), life.move(other), return_exceptions=True)
    moved = [a for a in answers if not isinstance(a, BaseException)]
    refused = [a for a in answers if isinstance(a, Refused)]
    assert len(moved) + len(refused) == 3
    assert {r.rule for r in refused} == {"no-request"}
    row = await life.row()
    assert row.revision == 1 + len(moved)
    last = max(moved, key=lambda answer: answer.revision)
    assert (row.starts_at, row.stage) == (last.starts_at, "invited")
    assert sorted(answer.revision for answer in moved) == list(range(2, 2 + len(moved)))
    await life.until(row.starts_at - HOUR + timedelta(minutes=1), f"r{row.revision}:remind:60")
    assert {notice.revision for notice in await life.notices("confirm_request")} == {row.revision}


async def test_the_second_of_two_approvals_is_told_that_nothing_waits(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.ask(life.starts_at + DAY)
    assert (await life.approve(key="6f6f7d3c-3f9d-4c56-9f0f-0c5b6a5d2f10")).revision == 2
    assert (await life.approve(key="6f6f7d3c-3f9d-4c56-9f0f-0c5b6a5d2f10")).revision == 2
    with pytest.raises(Refused) as refused:
        await life.approve()
    assert refused.value.rule == "no-request"
    assert (await life.row()).revision == 2
