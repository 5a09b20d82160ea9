"""Asking a provider what it holds of a send that nobody can be sure of: the real SDKs against the sandbox (P2)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from domain.receipts import Found, proven
from domain.terms import NoticeState
from gateways.answers import Refused, Unknown
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from sandbox.app import Conduct
from sandbox.serving import served, serving
from settings import Settings
from tests.gateways.conftest import Provider
from tests.gateways.test_email_gateway import mail
from tests.gateways.test_sms_gateway import BODY, PHONE, text


def ask_twilio(
    settings: Settings, body: str = BODY, ago: timedelta = timedelta(minutes=2), to: str = PHONE
) -> list[Found]:
    return twilio(settings, lambda gateway: gateway.find(to=to, body=body, since=datetime.now(UTC) - ago))


def recall(settings: Settings, provider_id: str) -> list[Found]:
    return twilio(settings, lambda gateway: gateway.recall(provider_id))


def twilio(settings: Settings, ask: Callable[[SmsGateway], Awaitable[list[Found]]]) -> list[Found]:
    async def once() -> list[Found]:
        gateway = SmsGateway(settings, threads=1)
        try:
            return await ask(gateway)
        finally:
            await gateway.close()

    return asyncio.run(once())


def is_it(found: list[Found], provider_id: str, state: NoticeState = NoticeState.ACCEPTED) -> bool:
    """One message, of that id, and what became of it is not a minute old."""
    [one] = found
    assert one.at is not None
    return (one.provider_id, one.state) == (provider_id, state) and abs(datetime.now(UTC) - one.at) < timedelta(
        minutes=1
    )


def ask_sendgrid(settings: Settings, op_id: str) -> list[Found]:
    async def once() -> list[Found]:
        gateway = EmailGateway(settings, threads=1)
        try:
            return await gateway.find(op_id=op_id)
        finally:
            await gateway.close()

    return asyncio.run(once())


def test_a_text_whose_answer_was_lost_is_found_by_number_and_text(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    provider.play(mode="drop_answer")
    with pytest.raises(Unknown):
        text(configured())
    [held] = provider.holds(to=PHONE)
    assert is_it(ask_twilio(configured()), held["provider_id"])


def test_a_text_of_known_id_is_asked_about_whatever_number_and_text_it_had(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    """The link in it, or the candidate's number, may have been put right since."""
    sent = text(configured())
    assert is_it(recall(configured(), sent.provider_id), sent.provider_id)
    with pytest.raises(Refused) as refused:
        recall(configured(), "SM" + "0" * 32)
    assert not refused.value.retryable


def test_a_text_that_never_left_is_not_found(provider: Provider, configured: Callable[..., Settings]) -> None:
    provider.play(mode="refuse")
    with pytest.raises(Unknown):
        text(configured())
    assert ask_twilio(configured()) == []


def test_another_text_or_an_older_one_to_the_same_number_is_not_it(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    text(configured(), body=f"{BODY}（更正）")
    text(configured())
    assert ask_twilio(configured(), body=f"{BODY}！") == []
    assert ask_twilio(configured(), ago=timedelta(minutes=-5)) == []
    assert len(ask_twilio(configured())) == 1


def test_a_request_repeated_on_the_way_shows_as_two(provider: Provider, configured: Callable[..., Settings]) -> None:
    provider.play(mode="twice")
    text(configured())
    assert len(ask_twilio(configured())) == 2


@pytest.mark.parametrize(("mode", "retryable"), [("429", True), ("bad_number", False)])
def test_a_provider_that_will_not_say_now_is_told_apart_from_one_that_never_will(
    provider: Provider, configured: Callable[..., Settings], mode: str, retryable: bool
) -> None:
    provider.play(mode=mode, on="lookup")
    with pytest.raises(Refused) as refused:
        ask_twilio(configured())
    assert refused.value.retryable is retryable


def test_a_provider_that_is_down_leaves_the_question_open(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    provider.play(mode="503", on="lookup")
    with pytest.raises(Unknown):
        ask_twilio(configured())


def test_mail_cannot_be_asked_about_without_the_add_on(provider: Provider, configured: Callable[..., Settings]) -> None:
    with pytest.raises(Refused) as refused:
        ask_sendgrid(configured(), "notice-1")
    assert (refused.value.code, refused.value.retryable) == ("no_email_activity", False)
    with pytest.raises(Refused) as refused:
        ask_sendgrid(configured(sendgrid_email_activity=True), "notice-1")
    assert (refused.value.code, refused.value.retryable) == ("http_403", False)


@pytest.fixture
def with_add_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A SendGrid account that has bought Email Activity."""
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl", Conduct(email_activity=True)) as url:
        yield Settings(twilio_api_base=url, sendgrid_api_base=url, sendgrid_email_activity=True)


def test_with_the_add_on_a_mail_is_found_by_our_own_id(with_add_on: Settings) -> None:
    sent = mail(with_add_on, op_id="notice-7")
    assert is_it(ask_sendgrid(with_add_on, "notice-7"), sent.provider_id)
    assert ask_sendgrid(with_add_on, "notice-8") == []


@pytest.mark.parametrize("at", [{}, {"last_event_time": "yesterday"}, {"last_event_time": "2026-11-25T08:00:00"}])
def test_an_answer_without_a_time_that_we_understand_is_still_an_answer(at: dict[str, str]) -> None:
    """P2: else a mail that arrived would count as not known, and be sent once more."""
    with saying({"messages": [{"msg_id": "abc.filter1", "status": "delivered", **at}]}) as url:
        found = ask_sendgrid(Settings(sendgrid_api_base=url, sendgrid_email_activity=True), "notice-7")
    assert found == [Found("abc", NoticeState.DELIVERED)]


@contextmanager
def saying(words: dict[str, Any]) -> Iterator[str]:
    """A provider that answers every question with these words."""

    async def answer(_: Request) -> JSONResponse:
        return JSONResponse(words)

    with served(Starlette(routes=[Route("/{path:path}", answer)])) as url:
        yield url


@pytest.mark.parametrize(
    ("status", "state"),
    [("delivered", "delivered"), ("undelivered", "failed"), ("not_delivered", "failed"), ("queued", "accepted")],
)
def test_a_provider_s_word_becomes_ours(status: str, state: str) -> None:
    assert proven(status) is NoticeState(state)
