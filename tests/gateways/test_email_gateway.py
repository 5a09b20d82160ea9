"""E-mail gateway: the real SendGrid SDK over HTTP against the sandbox."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from gateways.answers import Refused, Sent, Unknown
from gateways.email import EmailGateway
from settings import Settings
from tests.gateways.conftest import Provider

ADDRESS = "zhang.san@example.com"
MAIL: dict[str, Any] = {
    "op_id": "notice-7",
    "to": ADDRESS,
    "subject": "面试取消通知",
    "text": "张三您好，该岗位招聘计划调整，面试取消。",
    "html": "<p>张三您好，该岗位招聘计划调整，面试取消。</p>",
}


def mail(settings: Settings, **changes: Any) -> Sent:
    async def once() -> Sent:
        gateway = EmailGateway(settings, threads=2)
        try:
            return await gateway.send(**{**MAIL, **changes})
        finally:
            await gateway.close()

    return asyncio.run(once())


@contextmanager
def peer(status: int, headers: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Another emulator or a proxy: its address, and the method of every request it got."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.command)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def test_a_cancellation_mail_reaches_the_provider_with_its_notice_id(
    provider: Provider, configured: Callable[..., Settings]
) -> None:
    """R3, R7: reason and next step travel by mail, in text and HTML."""
    sent = mail(configured())
    (held,) = provider.holds(to=ADDRESS)
    assert {name: held[name] for name in ("channel", "subject", "notice_id", "body", "html")} == {
        "channel": "email",
        "subject": MAIL["subject"],
        "notice_id": "notice-7",
        "body": MAIL["text"],
        "html": MAIL["html"],
    }
    assert sent.provider_id == held["provider_id"]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_invitation_rides_along_as_a_calendar_file(
    provider: Provider, configured: Callable[..., Settings], method: str
) -> None:
    ics = "BEGIN:VCALENDAR\r\nSUMMARY:面试\r\nEND:VCALENDAR\r\n"
    mail(configured(), ics=ics.encode(), ics_method=method)
    (held,) = provider.holds()
    assert held["attachments"] == [{"name": "interview.ics", "type": f"text/calendar; method={method}", "text": ics}]


@pytest.mark.parametrize("header", ["subject", "to"])
def test_a_line_break_in_a_header_is_refused_before_the_call(
    provider: Provider, configured: Callable[..., Settings], header: str
) -> None:
    """A header smuggled in through a candidate's name never leaves the house."""
    with pytest.raises(Refused) as refused:
        mail(configured(), **{header: "a@example.com\r\nBcc: everyone@example.com"})
    assert (refused.value.code, refused.value.retryable) == ("line_break_in_header", False)
    assert provider.holds() == []


@pytest.mark.parametrize(
    "address", ["zhang.san_at_example", "张三", "", "Zhang <zhang@example.com>", "zhang@localhost"]
)
def test_a_bad_address_is_named_as_such_without_repeating_it(
    provider: Provider, configured: Callable[..., Settings], address: str
) -> None:
    with pytest.raises(Refused) as refused:
        mail(configured(), to=address)
    assert (refused.value.code, refused.value.retryable) == ("bad_address", False)
    assert "zhang" not in repr(refused.value)


def test_a_text_the_sdk_takes_for_an_api_key_is_refused_not_crashed_on(configured: Callable[..., Settings]) -> None:
    with pytest.raises(Refused, match="api_key_in_text"):
        mail(configured(), text="SG.abc.def")


def test_another_refusal_keeps_its_status(configured: Callable[..., Settings]) -> None:
    with pytest.raises(Refused, match="http_400"):
        mail(configured(), text="")


def test_a_provider_that_names_no_message_id_still_took_the_mail(configured: Callable[..., Settings]) -> None:
    """The sandbox mode answers 200, and the official description knows no X-Message-Id."""
    with peer(200, {}) as (url, seen):
        assert mail(configured(sendgrid_api_base=url)) == Sent(provider_id="")
    assert seen == ["POST"]


def test_a_redirect_is_not_followed_into_a_false_success(configured: Callable[..., Settings]) -> None:
    with (
        peer(200, {}) as (portal, visits),
        peer(302, {"Location": portal}) as (url, seen),
        pytest.raises(Unknown, match="http_302"),
    ):
        mail(configured(sendgrid_api_base=url))
    assert (seen, visits) == (["POST"], [])


def test_neither_the_mail_nor_the_key_is_logged_at_debug(
    provider: Provider, configured: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mail(configured(sendgrid_api_key="SG.key-of-ours"))
    for private in (ADDRESS, "张三", "SG.key-of-ours"):
        assert private not in caplog.text


def test_many_mails_go_over_few_connections(provider: Provider, configured: Callable[..., Settings]) -> None:
    async def several() -> list[Sent]:
        gateway = EmailGateway(configured(), threads=4)
        sent = await asyncio.gather(*(gateway.send(**{**MAIL, "op_id": f"n{i}"}) for i in range(30)))
        await gateway.close()
        return sent

    sent = asyncio.run(several())
    assert len({one.provider_id for one in sent}) == 30
    assert sorted(held["notice_id"] for held in provider.holds()) == sorted(f"n{i}" for i in range(30))


@pytest.mark.parametrize("page", ["", "https://hr.example.cn/c/Zk3vQ8s1/messages"])
def test_a_mail_says_in_its_header_where_mails_are_stopped(
    configured: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Without List-Unsubscribe-Post: one careless press in a mail program must not keep a cancellation from arriving."""
    handed: list[dict[str, Any]] = []

    def took(client: object, body: dict[str, Any]) -> Sent:
        handed.append(body)
        return Sent("taken")

    monkeypatch.setattr("gateways.email._attempt", took)
    mail(configured(), unsubscribe=page)
    assert handed[0].get("headers") == ({"List-Unsubscribe": f"<{page}>"} if page else None)
