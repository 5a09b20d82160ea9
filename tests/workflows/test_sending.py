"""Stories of bad days at the providers: nothing doubled, nothing guessed, and the interview's life goes on (P1, P2)."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.terms import Stage
from tests.workflows.life import Life, eventually, states
from tests.workflows.world import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def sms(life: Life, mode: str, **more: Any) -> dict[str, Any]:
    return {"channel": "sms", "to": life.phone, "mode": mode, **more}


def mail(life: Life, mode: str, **more: Any) -> dict[str, Any]:
    return {"channel": "email", "to": life.email, "mode": mode, **more}


async def one_day_before(life: Life) -> None:
    """Go to the first reminder without waiting for its sends."""
    await life.settled()
    await life.idle()
    await life.overslept(life.starts_at - DAY)
    await life.done("r1:remind:1440")


async def attempting(life: Life, kind: str, channel: str) -> None:
    """Wait until the notice is in the provider's hands."""

    async def begun() -> bool:
        return [n.state for n in await life.notices(kind, channel=channel)] == ["attempting"]

    await eventually(begun, f"{kind} being sent")


async def test_cancelled_while_a_slow_reminder_is_on_its_way(world: World) -> None:
    """The cancellation is answered at once; its notice follows what was on its way and nothing is reminded after it."""
    life = await world.invite(2 * DAY)
    await life.settled()
    await world.fault(sms(life, "slow", seconds=1.5, times=1))
    await one_day_before(life)
    await attempting(life, "confirm_request", "sms")
    began = time.monotonic()
    answer = await life.cancel()
    answered = datetime.now(UTC)
    assert answer.stage is Stage.CANCELLED
    assert time.monotonic() - began < 1.0
    await life.settled()
    texts = [m["notice_id"] for m in await life.accepted() if m["channel"] == "sms"]
    kinds = {str(notice.id): notice.kind for notice in await life.notices()}
    assert [kinds[id] for id in texts] == ["confirm_request", "cancelled"]
    assert all(notice.attempted_at < answered for notice in await life.notices("confirm_request"))
    await life.forward(2 * DAY)
    assert await life.notices("reminder") == []


async def test_a_busy_provider_is_asked_again_and_takes_it_once(world: World) -> None:
    life = await world.invite()
    await life.settled()
    await world.fault(sms(life, "429", times=2), mail(life, "429", times=1, retry_after=1))
    await life.cancel()
    await life.forward(2 * MINUTE)
    told = await life.notices("cancelled")
    assert states(told) == {"sms": "accepted", "email": "accepted", "inbox": "delivered"}
    tries = {notice.channel: notice.attempts for notice in told}
    assert (tries["sms"], tries["inbox"]) == (3, 0)
    # Retry-After is real time here and the wait between two attempts is not: some are made, and held back, in between.
    assert tries["email"] >= 2
    received = await life.received()
    assert (received[("cancelled", "sms")], received[("cancelled", "email")]) == (1, 1)


@pytest.mark.parametrize("mode", ["503_after", "drop_answer", "truncate", "500", "refuse"])
async def test_an_answer_that_leaves_doubt_is_unknown_and_never_sent_again(world: World, mode: str) -> None:
    """Design rule 4: whether it was taken only the provider knows."""
    life = await world.invite()
    await life.settled()
    await world.fault(sms(life, mode), mail(life, mode))
    await life.cancel()
    await life.settled()
    await world.fault()
    await life.forward(DAY)
    told = await life.notices("cancelled")
    assert states(told) == {"sms": "unknown", "email": "unknown", "inbox": "delivered"}
    assert all(notice.detail and notice.attempts == 1 for notice in told if notice.channel != "inbox")
    taken = 0 if mode in ("500", "refuse") else 1
    received = await life.received()
    assert (received[("cancelled", "sms")], received[("cancelled", "email")]) == (taken, taken)
    assert len(await life.log()) == 1


async def test_a_number_that_does_not_exist_is_refused_and_the_life_goes_on(world: World) -> None:
    life = await world.invite(2 * DAY)
    await life.settled()
    await world.fault(sms(life, "bad_number"))
    await life.until(life.starts_at - DAY + MINUTE, "r1:remind:1440")
    asked = {notice.channel: (notice.state, notice.detail) for notice in await life.notices("confirm_request")}
    assert asked == {"sms": ("refused", "twilio_21211"), "email": ("accepted", "")}
    assert (await life.confirm()).stage is Stage.CONFIRMED
    assert (await life.cancel()).stage is Stage.CANCELLED
    await life.settled()
    assert states(await life.notices("cancelled"))["email"] == "accepted"


async def test_mail_down_until_the_interview_is_given_up_with_the_reason(world: World) -> None:
    """A notice whose time is over is closed as refused, so that HR sees who was never told."""
    life = await world.announce(6 * MINUTE)
    await world.fault(mail(life, "429"))
    await life.done("opened")
    await life.forward(7 * MINUTE)
    [invite] = await life.notices("invite")
    assert (invite.state, invite.detail) == ("refused", "deadline")
    assert invite.attempts > 1
    assert (await life.received()) == {}
    assert (await life.row()).stage == "invited"


async def test_the_calendar_entry_of_a_cancellation_follows_that_of_the_invitation(world: World) -> None:
    """One UID for life, SEQUENCE rising, METHOD CANCEL at the end (RFC 5546)."""
    life = await world.invite()
    await life.settled()
    await life.move(life.starts_at + DAY)
    await life.settled()
    await life.cancel()
    await life.settled()
    mails = [m for m in await life.accepted() if m["channel"] == "email"]
    types = [m["attachments"][0]["type"] for m in mails]
    assert [t.partition("method=")[2] for t in types] == ["REQUEST", "REQUEST", "CANCEL"]
