"""Stories of messages that do not arrive: the next channel, the provider asked, sent again by decision, a call, an alarm (P1, P2)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

import starter
from db.tables_interview import notices
from db.tables_notices import notice_decisions
from domain.commands import Acknowledge
from domain.terms import Audience, Channel, NoticeKind, Stage
from tests.workflows.life import Life, eventually, states
from tests.workflows.test_sending import mail, sms
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def called(world: World, life: Life, kind: str) -> None:
    """Somebody has called the candidate."""
    row = update(notices).where(notices.c.interview_id == UUID(life.id), notices.c.kind == kind)
    async with world.engine.begin() as conn:
        await conn.execute(row.where(notices.c.channel == "phone").values(state="delivered"))
    await starter.look(world.client, life.id)


async def decisions(world: World, life: Life) -> list[tuple[str, str]]:
    """What was decided about this interview's notices, in order."""
    query = select(notice_decisions).where(notice_decisions.c.interview_id == UUID(life.id))
    async with world.engine.connect() as conn:
        rows = (await conn.execute(query.order_by(notice_decisions.c.id))).all()
    return [(row.decision, row.because) for row in rows]


async def has(life: Life, kind: str, channel: str, **wanted: Any) -> None:
    """Wait until the ledger has such a notice."""

    async def there() -> bool:
        return bool(await life.notices(kind, channel=channel, **wanted))

    await eventually(there, f"{kind} on {channel} {wanted}")


async def test_a_mail_that_bounced_is_followed_by_a_text_message_within_the_minute(world: World) -> None:
    life = await world.invite(followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "bounce", "550")
    await has(life, "invite", "sms", state="accepted")
    [text] = await life.notices("invite", channel="sms")
    [first] = await life.notices("invite", channel="email")
    assert (text.after_id, text.because, text.nth) == (first.id, "bounce_550", 1)
    assert "邀您参加" in text.body
    assert await decisions(world, life) == [("next_channel", "bounce_550")]


async def test_what_is_not_delivered_in_time_goes_to_the_next_channel_by_itself(world: World) -> None:
    """No receipt at all: the workflow's own timer notices."""
    life = await world.invite(followed=True)
    await life.settled()
    await life.idle()
    await life.forward(119 * MINUTE)
    assert await life.notices("invite", channel="sms") == []
    await life.forward(2 * MINUTE, "r1:pursue:invite:1")
    assert states(await life.notices("invite")) == {"email": "accepted", "sms": "accepted"}


async def test_a_provider_whose_receipts_cannot_reach_us_is_asked_and_nobody_is_told_twice(world: World) -> None:
    """The hook's address was wrong for a day; Twilio itself knows that the text arrived."""
    number = "+8613912093341"
    await world.arrives(number)
    life = await world.invite(
        followed=True, number=number, channels={NoticeKind.INVITE: [[Channel.SMS, Channel.EMAIL]]}
    )
    await life.settled()
    await life.idle()
    await life.forward(120 * MINUTE + timedelta(seconds=20))
    await has(life, "invite", "sms", state="delivered", looked="found")
    await life.idle()
    await life.forward(2 * MINUTE)
    assert states(await life.notices("invite", audience="candidate")) == {"sms": "delivered"}
    assert await decisions(world, life) == []


async def test_delivered_in_time_costs_one_look_and_nothing_else(world: World) -> None:
    life = await world.invite(followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "delivered")
    await life.idle()
    await life.forward(5 * HOUR)
    assert [row.key for row in await life.audit()] == ["opened"]
    assert states(await life.notices("invite")) == {"email": "delivered"}


async def test_a_send_that_hangs_is_found_at_the_provider_and_not_repeated(world: World) -> None:
    """P2: the answer was lost, the message was not."""
    life = await world.invite(followed=True, email=False)
    await life.settled()
    await world.receipt(life, "invite", "sms", "delivered")
    await world.fault(sms(life, "drop_answer", times=1))
    await life.cancel()
    await life.settled()
    assert states(await life.notices("cancelled", channel="sms")) == {"sms": "unknown"}
    await life.idle()
    await life.forward(3 * MINUTE)
    await has(life, "cancelled", "sms", state="accepted", looked="found")
    assert (await life.received())[("cancelled", "sms")] == 1
    assert await decisions(world, life) == []


async def test_a_cancellation_that_never_left_is_sent_again_by_decision(world: World) -> None:
    """P1: the candidate must hear of it; the ledger says that and why it was sent twice."""
    life = await world.invite(followed=True, email=False)
    await life.settled()
    await world.receipt(life, "invite", "sms", "delivered")
    await world.fault(sms(life, "refuse", times=1))
    await life.cancel()
    await life.settled()
    await life.idle()
    await life.forward(3 * MINUTE)
    await has(life, "cancelled", "sms", generation=2, state="accepted")
    assert (await life.received())[("cancelled", "sms")] == 1
    assert await decisions(world, life) == [("sent_again", "unknown:not_found")]


async def test_a_mail_nobody_can_ask_about_is_sent_again_when_it_must_arrive(world: World) -> None:
    """SendGrid answers such questions only as a paid add-on."""
    life = await world.invite(followed=True, phone=False)
    await life.settled()
    await world.receipt(life, "invite", "email", "delivered")
    await world.fault(mail(life, "503_after", times=1))
    await life.cancel()
    await life.settled()
    await life.idle()
    await life.forward(3 * MINUTE)
    await has(life, "cancelled", "email", generation=2, state="accepted")
    assert (await life.received())[("cancelled", "email")] == 2
    assert await decisions(world, life) == [("sent_again", "unknown:cannot_say")]


async def test_a_survey_that_may_have_left_is_never_repeated(world: World) -> None:
    life = await world.invite(followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "delivered")
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "email", "delivered")
    await life.idle()
    await world.fault(mail(life, "drop_answer", times=1))
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    await life.idle()
    await life.forward(30 * MINUTE)
    assert states(await life.notices("survey")) == {"email": "unknown"}
    assert (await life.received())[("survey", "email")] == 1
    assert await decisions(world, life) == [("not_sent_again", "unknown:cannot_say")]


async def test_nobody_reached_means_a_call_and_near_the_start_an_alarm(world: World) -> None:
    """The article's candidate who drove 30 km for nothing."""
    life = await world.invite(30 * HOUR, followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "delivered")
    await world.fault(sms(life, "bad_number"), mail(life, "bad_number"))
    await life.cancel()
    await has(life, "cancelled", "phone", state="intent")
    await has(life, "phone_wanted", "inbox")
    [call] = await life.notices("cancelled", channel="phone")
    assert "取消" in call.body
    assert "【" not in call.body
    assert call.deadline is not None
    assert await life.notices("may_be_coming") == []
    await life.idle()
    await life.until(life.starts_at - 3 * HOUR + MINUTE)
    await has(life, "may_be_coming", "inbox", audience="hrops")
    assert len(await life.notices("may_be_coming")) == 2
    await called(world, life, "cancelled")
    await life.idle()
    await life.forward(MINUTE, "r1:pursue:cancelled:3")


async def test_a_call_that_nobody_made_in_time_is_on_record_as_given_up(world: World) -> None:
    """The candidate was never told: nothing may say that no call was needed."""
    life = await world.invite(5 * HOUR, followed=True)
    await life.settled()
    await world.fault(sms(life, "bad_number"), mail(life, "bad_number"))
    await life.cancel()
    await has(life, "cancelled", "phone", state="intent")
    await life.forward(5 * HOUR + MINUTE)
    await has(life, "cancelled", "phone", state="skipped", detail="time_over")
    assert (await decisions(world, life))[-1] == ("given_up", "time_over")


async def test_a_candidate_who_clicks_has_been_told(world: World) -> None:
    life = await world.invite(30 * HOUR, followed=True)
    await life.settled()
    await world.fault(sms(life, "bad_number"), mail(life, "bad_number"))
    await life.cancel()
    await has(life, "cancelled", "phone", state="intent")
    answer = await starter.send(
        world.client, life.id, Acknowledge(str(uuid4()), "candidate", Audience.CANDIDATE, revision=1)
    )
    assert (answer.result, answer.stage) == ("acknowledged", Stage.CANCELLED)
    [call] = await life.notices("cancelled", channel="phone")
    assert (call.state, call.detail) == ("skipped", "no_longer_wanted")
    assert all(row.acknowledged_at for row in await life.notices("cancelled") if row.channel in ("sms", "email"))


async def test_the_phone_task_of_an_invitation_ends_when_the_interview_is_cancelled(world: World) -> None:
    life = await world.announce(followed=True)
    await world.fault(sms(life, "bad_number"), mail(life, "bad_number"))
    await life.done("opened")
    await has(life, "invite", "phone", state="intent")
    await world.fault()
    await life.cancel()
    await has(life, "invite", "phone", state="skipped", detail="no_longer_wanted")
    assert states(await life.notices("cancelled"))["email"] in ("intent", "attempting", "accepted")


@pytest.mark.parametrize("channel", ["sms", "email"])
async def test_a_provider_down_for_an_hour_sends_the_message_another_way(world: World, channel: str) -> None:
    """With the interview at hand ten minutes are enough to lose patience; what never left is called back."""
    other = {"sms": "email", "email": "sms"}[channel]
    life = await world.announce(20 * HOUR, followed=True, channels={"invite": [[channel, other]]})
    await world.fault({"channel": channel, "mode": "429"})
    await life.done("opened")
    await life.forward(11 * MINUTE, "r1:pursue:invite:1")
    assert states(await life.notices("invite")) == {channel: "skipped", other: "accepted"}
