"""R10: what is pushed stays true when something comes between: a change, another run, a worker that restarts, somebody who stops it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import CancelledError

from activities import names
from activities.push import Pusher
from db import pushing
from domain.pushing import Became, PushState, Settled
from gateways.appraisal import AppraisalGateway
from tests.db.past import Past
from tests.group import SEPTEMBER, founded
from tests.push.conftest import Office, Receiver, Run, cancelled, counts


class Hung(Pusher):
    """Activities of a worker that hangs once before it sends; `meanwhile` is what happens in that time."""

    def __init__(
        self, engine: AsyncEngine, gateway: AppraisalGateway | None, meanwhile: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(engine, gateway)
        self._meanwhile: Callable[[], Awaitable[None]] | None = meanwhile

    @activity.defn(name=names.SEND_PUSH)
    async def send(self, message: str) -> str | None:
        """Hangs, then sends."""
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().send(message)


@pytest_asyncio.fixture
async def gateway(office: Office) -> AsyncIterator[AppraisalGateway]:
    """To the receiver."""
    gateway = AppraisalGateway(office.config)
    yield gateway
    await gateway.close()


async def arrives(office: Office, past: Past) -> None:
    """The notice arrives, and a run takes that in."""
    await past.told(SEPTEMBER + timedelta(hours=20))
    async with office.engine.begin() as conn:
        assert await pushing.take(conn, 10, datetime.now(UTC)) > 0


async def failed_once(run: Run) -> None:
    """Waits until the run's send is to be tried again."""
    async with asyncio.timeout(20):
        while True:
            pending = (await run.describe()).raw_description.pending_activities
            if any(one.activity_type.name == names.SEND_PUSH and one.attempt > 1 for one in pending):
                return
            await asyncio.sleep(0.05)


async def turned_away(office: Office, receiver: Receiver, rest: int) -> Run:
    """A run with one cancellation, which the receiver does not take at first: it asks for so many seconds' rest."""
    await cancelled(await founded(office.engine))
    receiver.play("503", times=1, retry_after=rest)
    return await office.begin()


@pytest_asyncio.fixture
async def failed(office: Office, receiver: Receiver, gateway: AppraisalGateway) -> Run:
    """A run whose send has failed once, and its worker is gone."""
    run = await turned_away(office, receiver, 1)
    async with office.worker(run, Pusher(office.engine, gateway)):
        await failed_once(run)
    return run


async def test_the_rest_of_an_overtaken_message_is_sent_all_the_same(
    office: Office, receiver: Receiver, gateway: AppraisalGateway
) -> None:
    """Two cancellations in one message; the notice of one arrives before it leaves, so it is not sent: nor is the other one yet."""
    group = await founded(office.engine)
    told, _ = await cancelled(group), await cancelled(group, hours=3)
    worker = Hung(office.engine, gateway, lambda: arrives(office, told))
    assert await office.run(worker) == counts(pushed=2)
    assert sorted(item["version"] for item in receiver.items) == [1, 2]
    assert receiver.times == [1, 1]
    assert await office.push() == counts()


async def test_a_message_that_was_overtaken_while_it_was_sent_settles_what_it_told(
    office: Office, receiver: Receiver, gateway: AppraisalGateway
) -> None:
    group = await founded(office.engine)
    told, _ = await cancelled(group), await cancelled(group, hours=3)
    worker = Pusher(office.engine, gateway)
    message = (await worker.prepare()).message
    assert message is not None
    assert await worker.send(message) == ""
    await arrives(office, told)
    assert await worker.settle(Settled(message, PushState.PUSHED)) == Became(PushState.PUSHED, 1)
    assert await worker.settle(Settled(message, PushState.PUSHED)) == Became(PushState.PUSHED, 0)
    assert await office.push() == counts(pushed=1)
    assert sorted(item["version"] for item in receiver.items) == [1, 2]


async def test_what_is_left_of_a_message_that_was_refused_whole_was_not_refused_alone(
    office: Office, receiver: Receiver, gateway: AppraisalGateway
) -> None:
    """The bad item of two was mended meanwhile: nobody has seen yet what the receiver says to the other one."""
    group = await founded(office.engine)
    mended, _ = await cancelled(group), await cancelled(group, hours=3)
    worker = Pusher(office.engine, gateway)
    message = (await worker.prepare()).message
    assert message is not None
    receiver.play("bad_number", times=1)
    assert await worker.send(message) == "http_400"
    await arrives(office, mended)
    assert await worker.settle(Settled(message, PushState.REFUSED, "http_400")) == Became(PushState.WAITING, 1)
    assert await office.push() == counts(pushed=2)


async def test_a_worker_that_restarts_in_mid_push_goes_on(office: Office, receiver: Receiver, failed: Run) -> None:
    assert await office.numbers() == {"waiting": 1}
    restarted = AppraisalGateway(office.config)
    async with office.worker(failed, Pusher(office.engine, restarted)):
        assert await failed.result() == counts(pushed=1)
    await restarted.close()
    assert receiver.times == [1]


async def test_a_worker_that_restarts_without_the_address_marks_nothing_as_pushed(
    office: Office, receiver: Receiver, failed: Run
) -> None:
    """Its settings were lost, or push is being turned off: what another worker has prepared was not sent and waits."""
    async with office.worker(failed, Pusher(office.engine, None)):
        assert await failed.result() == counts(waiting=1)
    assert (await office.numbers(), await office.errors()) == ({"waiting": 1}, {"not_configured"})
    assert receiver.items == []
    assert await office.push() == counts(pushed=1)
    assert receiver.times == [1]


async def test_a_run_that_somebody_cancels_ends_and_its_message_waits(
    office: Office, receiver: Receiver, gateway: AppraisalGateway
) -> None:
    """In the Temporal UI, because the receiver asks for half an hour."""
    run = await turned_away(office, receiver, 1800)
    async with office.worker(run, Pusher(office.engine, gateway)):
        await failed_once(run)
        await run.cancel()
        with pytest.raises(WorkflowFailureError) as failure:
            await run.result()
    assert isinstance(failure.value.cause, CancelledError)
    assert (await office.numbers(), await office.errors()) == ({"waiting": 1}, {""})
    assert await office.push() == counts(pushed=1)
