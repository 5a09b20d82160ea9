"""A step that PostgreSQL committed and Temporal lost (a dropped task, a killed worker): the workflow takes it up, never against it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from db import recording
from domain import rescheduling
from domain.change import Change
from domain.commands import Cancel, Offer
from domain.refusals import Refused
from domain.terms import Audience, Party, Stage
from starter import preview_cancel
from tests.workflows.life import Life, states
from tests.workflows.world import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def lost_cancellation(world: World, life: Life, key: str) -> None:
    """Commit what the workflow would have committed, without the workflow."""
    await life.settled()
    command = Cancel(key, "zhangsan", Audience.RECRUITER, Party.COMPANY, "E_MISTAKE")
    change = (await preview_cancel(world.client, life.id, command)).change
    assert change is not None
    async with world.engine.begin() as conn:
        await recording.write(conn, change, "unused")


async def test_another_cancel_meets_the_one_that_was_committed_and_its_notices_leave(world: World) -> None:
    life = await world.invite(3 * DAY)
    key = str(uuid4())
    await lost_cancellation(world, life, key)
    answer = await life.cancel("E_REQ_FROZEN")
    assert (answer.result, answer.stage) == ("already_cancelled", Stage.CANCELLED)
    assert (await life.cancel("E_MISTAKE", key=key)).result == "cancelled"
    await life.settled()
    assert [row.reason_code for row in await life.log()] == ["E_MISTAKE"]
    assert states(await life.notices("cancelled")) == {"sms": "accepted", "email": "accepted", "inbox": "delivered"}
    assert (await life.attributes())["CancelReason"] == "E_MISTAKE"


async def test_a_confirmation_that_comes_after_it_is_refused(world: World) -> None:
    life = await world.invite(3 * DAY)
    await lost_cancellation(world, life, str(uuid4()))
    with pytest.raises(Refused) as refused:
        await life.confirm()
    assert refused.value.rule == "interview-cancelled"
    await life.settled()
    assert (await life.row()).stage == "cancelled"


async def test_the_reminder_that_is_due_next_is_not_sent_but_the_cancellation_is(world: World) -> None:
    life = await world.invite(2 * DAY)
    await lost_cancellation(world, life, str(uuid4()))
    await life.until(life.starts_at - DAY + MINUTE)
    await life.forward(3 * timedelta(hours=1), "r1:survey")
    received = await life.received()
    assert (received[("cancelled", "sms")], received[("confirm_request", "sms")]) == (1, 0)
    assert await life.notices("confirm_request") == []


async def test_a_bounce_that_meets_a_lost_offer_is_not_forgotten(world: World) -> None:
    """P1: the offer is taken up first, then the message goes its next way, not hours later when its time is up."""
    life = await world.invite(3 * DAY, followed=True)
    await life.settled()
    await life.idle()
    before = TypeAdapter(Change).validate_python((await life.audit())[-1].change).state
    offer = Offer(str(uuid4()), "zhangsan", [life.starts_at + DAY])
    lost = rescheduling.offered(before, offer, await life.now()).change
    assert lost is not None
    async with world.engine.begin() as conn:
        await recording.write(conn, lost, "unused")
    await world.receipt(life, "invite", "email", "bounce", "550")
    await life.done("r1:pursue:invite:1")
    await life.settled()
    assert states(await life.notices("invite")) == {"email": "failed", "sms": "accepted"}
    assert states(await life.notices("options_offered")) == {"email": "accepted"}
