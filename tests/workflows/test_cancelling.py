"""Stories of cancelling (R2–R7, R9, R18): one log row, told on every channel, with what to do next."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.refusals import Refused
from domain.terms import Audience, Channel, Outcome, Party, Stage
from starter import Ended
from tests.workflows.life import states
from tests.workflows.world import NAME, World


async def test_company_cancels_in_time_and_the_candidate_is_told_on_every_channel(world: World) -> None:
    """R3, R4, R5."""
    life = await world.invite(timedelta(days=3))
    answer = await life.cancel(texts={"reason_detail": "岗位冻结", "remark": "候选人希望改期至下周三"})
    await life.settled()
    assert (answer.result, answer.stage, answer.revision) == ("cancelled", Stage.CANCELLED, 1)
    [row] = await life.log()
    assert (row.operator, row.party, row.reason_code, row.reason_detail) == (
        "zhangsan", "company", "E_REQ_FROZEN", "岗位冻结",
    )  # fmt: skip
    assert (row.remark, row.late, row.reason_stated) == ("候选人希望改期至下周三", False, True)
    assert row.decided_hours == pytest.approx(72, abs=0.1)
    told = await life.notices("cancelled")
    assert states(told) == {"sms": "accepted", "email": "accepted", "inbox": "delivered"}
    assert all("该岗位招聘计划调整" in notice.body for notice in told if notice.channel != "sms")
    assert not any("抱歉" in notice.body or "候选人希望改期" in notice.body for notice in told)
    assert [(fact.kind, fact.late) for fact in await life.facts()] == [("scheduled", None), ("cancelled", False)]


async def test_late_company_cancel_is_recorded_apologises_and_offers_priority(world: World) -> None:
    """R6: inside 24 h it is still possible, but flagged."""
    life = await world.invite(timedelta(hours=23))
    await life.cancel("E_SCREEN_FAIL", texts={"reason_detail": "背景调查未通过", "justification": "复核昨晚才完成"})
    await life.settled()
    [row] = await life.log()
    assert (row.late, row.next_step, row.justification) == (True, "future_priority", "复核昨晚才完成")
    assert row.decided_hours == pytest.approx(23, abs=0.1)
    told = await life.notices("cancelled")
    assert all("抱歉" in notice.body for notice in told)
    assert any("优先" in notice.body for notice in told)
    assert not any("背景调查" in notice.body for notice in told)
    assert (await life.attributes())["LateNotice"] is True


async def test_exactly_24_hours_ahead_is_in_time(world: World) -> None:
    """R6: a cancellation 24 h and a little ahead is in time, a little less is late."""
    early, late = await asyncio.gather(
        world.invite(timedelta(hours=24, seconds=20)), world.invite(timedelta(hours=23, minutes=59, seconds=59))
    )
    await asyncio.gather(early.cancel(), late.cancel())
    assert [row.late for row in await early.log() + await late.log()] == [False, True]


async def test_fifty_cancels_at_once_by_two_recruiters_are_one(world: World) -> None:
    """P2: one log row, one notice per channel, one answer for all."""
    life = await world.invite(timedelta(days=2))
    await life.settled()
    calls = [life.cancel(actor=("zhangsan", "wangfang")[n % 2], key=str(uuid4())) for n in range(50)]
    answers = await asyncio.gather(*calls)
    await life.settled()
    assert sorted({a.result for a in answers}) == ["already_cancelled", "cancelled"]
    assert [a.result for a in answers].count("cancelled") == 1
    assert {(a.stage, a.revision, a.starts_at) for a in answers} == {(Stage.CANCELLED, 1, life.starts_at)}
    assert len(await life.log()) == 1
    assert (await life.received()) == {("invite", "email"): 1, ("cancelled", "sms"): 1, ("cancelled", "email"): 1}
    assert [fact.kind for fact in await life.facts()].count("cancelled") == 1


async def test_the_same_idempotency_key_gets_the_first_answer_again(world: World) -> None:
    life = await world.invite()
    key = str(uuid4())
    first, again = await life.cancel(key=key), await life.cancel(key=key)
    assert first == again
    assert first.result == "cancelled"
    assert len(await life.log()) == 1


async def test_only_the_wanted_channels_are_used(world: World) -> None:
    """R2: the recruiter may choose the channels."""
    life = await world.invite()
    await life.cancel(channels=[Channel.SMS])
    await life.settled()
    assert states(await life.notices("cancelled")) == {"sms": "accepted"}


async def test_a_channel_that_cannot_reach_the_candidate_is_refused_and_nothing_is_cancelled(world: World) -> None:
    """P1: a cancellation must not go unnoticed."""
    life = await world.invite(phone=False)
    with pytest.raises(Refused) as refused:
        await life.cancel(channels=[Channel.SMS])
    assert refused.value.rule == "channel-unreachable"
    assert await life.log() == []
    assert (await life.row()).stage == "invited"


async def test_candidate_gives_up_late_and_the_recruiter_is_told(world: World) -> None:
    """R6: a candidate can always say that they will not come; inside 24 h it is recorded as late."""
    life = await world.invite(timedelta(hours=5))
    said = {"reason_detail": "候选人已接受其他 offer"}
    await life.cancel("C_OTHER_OFFER", Party.CANDIDATE, Audience.CANDIDATE, texts=said)
    await life.settled()
    [row] = await life.log()
    assert (row.operator, row.party, row.late, row.next_step) == ("candidate", "candidate", True, "close")
    [told] = await life.notices("candidate_cancelled")
    assert (told.recipient, told.state) == ("zhangsan", "delivered")
    assert NAME in told.body
    assert not any("抱歉" in notice.body for notice in await life.notices("cancelled"))


async def test_a_code_of_the_other_party_is_refused(world: World) -> None:
    """R9: who caused it and why must agree."""
    life = await world.invite()
    with pytest.raises(Refused, match="party"):
        await life.cancel("C_ILLNESS", Party.COMPANY)
    assert await life.log() == []


async def test_an_interview_with_an_outcome_cannot_be_cancelled(world: World) -> None:
    life = await world.invite(timedelta(minutes=30))
    await life.forward(timedelta(minutes=31))
    await life.outcome(Outcome.COMPLETED)
    with pytest.raises(Refused) as refused:
        await life.cancel()
    assert refused.value.rule == "interview-ended"


async def test_after_the_life_has_closed_every_command_is_told_so(world: World) -> None:
    life = await world.invite()
    await life.cancel()
    await life.survey()
    await life.closed()
    for command in (life.cancel(), life.confirm(), life.move(life.starts_at), life.survey()):
        with pytest.raises(Ended):
            await command
    assert len(await life.log()) == 1


async def test_cancelling_calls_back_what_has_not_left_yet(world: World) -> None:
    """P2: the invitation still waiting for the provider is not sent after the cancellation."""
    life = await world.announce()
    await world.fault({"channel": "email", "to": life.email, "mode": "429"})
    await life.done("opened")
    await life.cancel()
    await world.fault()
    await life.settled()
    [invite] = await life.notices("invite")
    assert (invite.state, invite.detail) in {("skipped", "superseded"), ("accepted", "")}
    sent = [message["notice_id"] for message in await life.accepted()]
    cancelled = {str(notice.id) for notice in await life.notices("cancelled", channel="email")}
    assert sent[-1] in cancelled or invite.state == "skipped"
    assert (await life.received())[("cancelled", "email")] == 1
