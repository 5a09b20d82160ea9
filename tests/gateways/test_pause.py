"""429 with Retry-After is obeyed by everything that waits for the provider, not only by the notice that was told."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from gateways.answers import Refused, Sent
from gateways.email import EmailGateway
from gateways.pause import LONGEST_SECONDS, Pause
from gateways.sms import SmsGateway
from settings import Settings
from tests.gateways.conftest import Provider

Gateway = SmsGateway | EmailGateway
Open = Callable[[Settings], Gateway]
CHANNELS: dict[str, Open] = {
    "sms": lambda settings: SmsGateway(settings, threads=1),
    "email": lambda settings: EmailGateway(settings, threads=1),
}


async def send(gateway: Gateway, number: int) -> Sent | Refused:
    """One notice; what came of it."""
    try:
        if isinstance(gateway, SmsGateway):
            return await gateway.send(op_id=f"n{number}", to=f"+86138001380{number:02d}", body="【面约】面试提醒")
        texts: dict[str, Any] = {"subject": "面试提醒", "text": "明日面试", "html": "<p>明日面试</p>"}
        return await gateway.send(op_id=f"n{number}", to=f"c{number}@example.com", **texts)
    except Refused as refused:
        return refused


@pytest.mark.parametrize("channel", CHANNELS)
async def test_nobody_calls_a_busy_provider_before_it_wants_to_be_called(
    provider: Provider, configured: Callable[..., Settings], channel: str
) -> None:
    """The sandbox refuses one request only: any other that came would be taken and show in its ledger."""
    provider.play(mode="429", channel=channel, retry_after=2, times=1)
    gateway = CHANNELS[channel](configured())
    try:
        told, *waiting = await asyncio.gather(*(send(gateway, number) for number in range(6)))
        assert isinstance(told, Refused)
        assert (told.retryable, told.retry_after_seconds) == (True, 2)
        for answer in waiting:
            assert isinstance(answer, Refused)
            assert (answer.code, answer.retryable) == ("paused", True)
            assert answer.retry_after_seconds is not None
            assert 1 < answer.retry_after_seconds <= 2
        await asyncio.sleep(1)
        later = await send(gateway, 7)
        assert isinstance(later, Refused)
        assert provider.holds() == []
        assert later.retry_after_seconds is not None
        await asyncio.sleep(later.retry_after_seconds + 0.01)
        assert isinstance(await send(gateway, 8), Sent)
        assert [held["notice_id"] for held in provider.holds()] == ["n8"]
    finally:
        await gateway.close()


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_refusal_without_a_wish_or_for_good_pauses_nothing(
    provider: Provider, configured: Callable[..., Settings], channel: str
) -> None:
    gateway = CHANNELS[channel](configured())
    try:
        for mode in ("429", "bad_number"):
            provider.play(mode=mode, channel=channel, times=1)
            assert isinstance(await send(gateway, 1), Refused)
            assert isinstance(await send(gateway, 2), Sent)
    finally:
        await gateway.close()


async def test_one_provider_does_not_wait_for_the_other(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    provider.play(mode="429", channel="sms", retry_after=60)
    sms, email = SmsGateway(configured()), EmailGateway(configured())
    try:
        assert isinstance(await send(sms, 1), Refused)
        assert isinstance(await send(email, 1), Sent)
    finally:
        await sms.close()
        await email.close()


def test_a_pause_lasts_an_hour_at_most_and_the_longest_wish_counts() -> None:
    pause = Pause()
    pause.obey(lambda: Refused("http_429", True, 86_400.0))
    first = pause.obey(lambda: Sent("never"))
    assert isinstance(first, Refused)
    assert first.retry_after_seconds is not None
    assert LONGEST_SECONDS - 1 < first.retry_after_seconds <= LONGEST_SECONDS
    both = Pause()
    answers = iter([Refused("http_429", True, 30.0), Refused("http_429", True, 2.0)])

    def at_once() -> Refused:
        """A second call that was already under way when the first was refused."""
        outer = next(answers)
        for inner in answers:
            both.obey(lambda inner=inner: inner)  # type: ignore[misc]
        return outer

    both.obey(at_once)
    left = both.obey(lambda: Sent("never"))
    assert isinstance(left, Refused)
    assert left.retry_after_seconds is not None
    assert left.retry_after_seconds > 29
