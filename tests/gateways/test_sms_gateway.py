"""SMS gateway: the real Twilio SDK over HTTP against the sandbox."""

import asyncio
import logging
import socket
from collections.abc import Callable

import pytest

from gateways.answers import Refused, Sent, Unknown
from gateways.sms import SmsGateway
from settings import Settings
from tests.gateways.conftest import Provider

PHONE = "+8613800138000"
BODY = "【面约】张三您好，明日14:00的面试已取消，改期请查收邮件。"


def text(settings: Settings, op_id: str = "notice-1", to: str = PHONE, body: str = BODY) -> Sent:
    async def once() -> Sent:
        gateway = SmsGateway(settings, threads=2)
        try:
            return await gateway.send(op_id=op_id, to=to, body=body)
        finally:
            await gateway.close()

    return asyncio.run(once())


def test_a_cancellation_sms_reaches_the_provider_with_its_notice_id(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    """R3: the candidate is told; the provider's copy can be traced to our notice."""
    sent = text(configured())
    (held,) = provider.holds(to=PHONE)
    assert (held["channel"], held["body"], held["notice_id"]) == ("sms", BODY, "notice-1")
    assert sent.provider_id == held["provider_id"]
    assert sent.provider_id.startswith("SM")


def test_an_odd_notice_id_survives_the_callback_address(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    text(configured(), op_id="interview-1:invite/2 版本")
    assert [held["notice_id"] for held in provider.holds()] == ["interview-1:invite/2 版本"]


def test_without_an_account_the_sandbox_of_the_settings_is_used() -> None:
    settings = Settings(twilio_account_sid="", twilio_api_base="", sandbox_port=1)
    with pytest.raises(Refused) as refused:
        text(settings)
    assert (refused.value.code, refused.value.retryable) == ("connection_refused", True)


def test_with_an_account_and_no_base_twilio_itself_is_addressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped at the socket: nothing leaves this machine."""
    asked: list[str] = []

    def nobody(host: str, *_args: object, **_kwargs: object) -> list[object]:
        asked.append(host)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(Refused, match="dns_failure"):
        text(Settings(twilio_account_sid="AC" + "1" * 32, twilio_auth_token="x", twilio_api_base=""))
    assert asked == ["api.twilio.com"]


def test_a_messaging_service_can_be_the_sender(provider: Provider, configured: Callable[..., Settings]) -> None:
    text(configured(twilio_from="MG" + "0" * 32))
    assert [held["sender"] for held in provider.holds()] == ["MG" + "0" * 32]


@pytest.mark.parametrize(
    ("to", "body", "code"),
    [("not-a-number", BODY, "twilio_21211"), (PHONE, " ", "twilio_21602"), (PHONE, "长" * 1601, "twilio_21617")],
)
def test_what_twilio_would_never_take_is_refused_for_good(
    provider: Provider, configured: Callable[..., Settings], to: str, body: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        text(configured(), to=to, body=body)
    assert (refused.value.code, refused.value.retryable) == (code, False)
    assert provider.holds() == []


def test_text_that_cannot_travel_is_refused_before_the_call(configured: Callable[..., Settings]) -> None:
    with pytest.raises(Refused, match="text_not_encodable"):
        text(configured(), body="\ud800")


def test_a_mistyped_base_address_stops_the_start(configured: Callable[..., Settings]) -> None:
    with pytest.raises(ValueError, match="TWILIO_API_BASE"):
        SmsGateway(configured(twilio_api_base="localhost:8090"))


def test_a_provider_that_accepts_but_answers_nonsense_is_unknown(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    """Any other 200 on that address, a captive portal say, is no proof either way."""
    provider.play(mode="truncate", channel="sms")
    with pytest.raises(Unknown, match="unreadable_answer"):
        text(configured())


def test_a_company_proxy_does_not_come_between_us_and_this_machine(
    provider: Provider, configured: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    text(configured())
    assert len(provider.holds()) == 1


def test_nothing_personal_is_logged_even_at_debug(
    provider: Provider, configured: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text(configured(twilio_account_sid="AC" + "1" * 32, twilio_auth_token="token-of-ours"))
    for private in (PHONE, PHONE[1:], "张三", "token-of-ours"):
        assert private not in caplog.text
