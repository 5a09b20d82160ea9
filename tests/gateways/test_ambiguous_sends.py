"""What we conclude from a broken send, beside what the provider holds: never 'failed' when it may have been taken."""

import asyncio
import socket
import time
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from gateways.answers import Refused, Sent, Unknown
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from tests.gateways.conftest import Provider

PEOPLE = {"sms": "+8613911112222", "email": "li.si@example.com"}
SECRET = "李四您好"


def send(channel: str, settings: Settings, times: int = 1, threads: int = 16) -> list[Any]:
    """The outcomes, exceptions among them, of sends that start together."""

    async def together() -> list[Any]:
        if channel == "sms":
            sms = SmsGateway(settings, threads)
            calls = [sms.send(op_id=f"op-{i}", to=PEOPLE["sms"], body=SECRET) for i in range(times)]
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
            await sms.close()
            return outcomes
        email = EmailGateway(settings, threads)
        mails = [
            email.send(op_id=f"op-{i}", to=PEOPLE["email"], subject=SECRET, text=SECRET, html=SECRET)
            for i in range(times)
        ]
        outcomes = await asyncio.gather(*mails, return_exceptions=True)
        await email.close()
        return outcomes

    return asyncio.run(together())


FAULTS = [
    ("429", "Refused", True, 0),
    ("bad_number", "Refused", False, 0),
    ("500", "Unknown", "http_500", 0),
    ("503", "Unknown", "http_503", 0),
    ("refuse", "Unknown", "connection_lost", 0),
    ("drop_answer", "Unknown", "connection_lost", 1),
    ("late_answer", "Unknown", "read_timeout", 1),
    ("503_after", "Unknown", "http_503", 1),
]


@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize(("mode", "outcome", "detail", "held"), FAULTS)
def test_each_fault_is_judged_as_the_provider_could_have_it(
    provider: Provider,
    configured: Callable[..., Settings],
    channel: str,
    mode: str,
    outcome: str,
    detail: Any,
    held: int,
) -> None:
    """`times=1` shows hidden retries too: a second attempt would find a healthy provider and succeed."""
    provider.play(mode=mode, channel=channel, times=1, seconds=1.2)
    (answer,) = send(channel, configured(provider_timeout_seconds=0.4))
    assert type(answer).__name__ == outcome
    assert (answer.retryable if isinstance(answer, Refused) else answer.why) == detail
    assert len(provider.holds(channel=channel)) == held


@pytest.mark.parametrize(("channel", "why"), [("sms", "unreadable_answer"), ("email", "connection_lost")])
def test_a_truncated_answer_leaves_it_unknown(
    provider: Provider, configured: Callable[..., Settings], channel: str, why: str
) -> None:
    provider.play(mode="truncate", channel=channel, times=1)
    (answer,) = send(channel, configured())
    assert isinstance(answer, Unknown)
    assert (answer.why, len(provider.holds())) == (why, 1)


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_provider_that_asks_for_time_is_heard(
    provider: Provider, configured: Callable[..., Settings], channel: str
) -> None:
    provider.play(mode="429", retry_after=17)
    (answer,) = send(channel, configured())
    assert (type(answer), answer.retryable, answer.retry_after_seconds) == (Refused, True, 17.0)


@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize(
    ("base", "code"), [("http://provider.invalid", "dns_failure"), ("http://127.0.0.1:1", "connection_refused")]
)
def test_a_provider_never_reached_has_certainly_taken_nothing(
    configured: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, channel: str, base: str, code: str
) -> None:
    ask = socket.getaddrinfo

    def unknown_to_dns(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == "provider.invalid":
            raise socket.gaierror
        return ask(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", unknown_to_dns)
    (answer,) = send(channel, configured(twilio_api_base=base, sendgrid_api_base=base))
    assert isinstance(answer, Refused)
    assert (answer.code, answer.retryable) == (code, True)


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_silent_provider_is_given_up_in_time(
    provider: Provider, configured: Callable[..., Settings], channel: str
) -> None:
    provider.play(mode="slow", channel=channel, seconds=3)
    began = time.monotonic()
    (answer,) = send(channel, configured(provider_timeout_seconds=0.5))
    assert isinstance(answer, Unknown)
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize("mode", ["429", "bad_number", "503", "drop_answer", "truncate"])
def test_no_failure_text_names_the_person_or_the_message(
    provider: Provider, configured: Callable[..., Settings], channel: str, mode: str
) -> None:
    """Failure texts end in workflow histories and logs, in clear."""
    provider.play(mode=mode)
    (answer,) = send(channel, configured())
    told = "".join(traceback.format_exception(answer)) + repr(answer)
    assert answer.__cause__ is None
    assert answer.__context__ is None
    for private in (PEOPLE[channel], PEOPLE[channel].lstrip("+"), SECRET):
        assert private not in told


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_twenty_sends_at_once_do_not_queue_behind_each_other(
    provider: Provider, configured: Callable[..., Settings], channel: str
) -> None:
    provider.play(mode="slow", seconds=0.3)
    began = time.monotonic()
    answers = send(channel, configured(), times=20)
    assert all(isinstance(answer, Sent) for answer in answers)
    assert len(provider.holds()) == 20
    assert time.monotonic() - began < 2.0


def test_the_event_loop_keeps_running_while_a_provider_is_slow(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    provider.play(mode="slow", seconds=0.5)

    async def ticks_during_send() -> int:
        gateway = SmsGateway(configured(), threads=1)
        sending = asyncio.create_task(gateway.send(op_id="op", to=PEOPLE["sms"], body=SECRET))
        ticks = 0
        while not sending.done():
            await asyncio.sleep(0.01)
            ticks += 1
        await sending
        await gateway.close()
        return ticks

    assert asyncio.run(ticks_during_send()) >= 15
