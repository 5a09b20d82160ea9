"""Appraisal gateway: signed as Standard Webhooks has it, and every answer told apart; the receiver is the sandbox's."""

import asyncio
import base64
import hashlib
import hmac
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from gateways.answers import Refused, Unknown
from gateways.appraisal import AppraisalGateway, gateway_of, signature
from settings import Settings

KEY = b"only-for-tests-only-for-tests-32"
BODY = '{"type":"mianyue.appraisal.v1","items":[{"label":"岗位冻结"}]}'.encode()


class Peer:
    """Answers every post with one status and keeps what came."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status, self.headers = status, headers
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.url = ""


@contextmanager
def peer(status: int, trickle: int = 0, **headers: str) -> Iterator[Peer]:
    """`trickle`: bytes of its answer's body, one each half a second."""
    found = Peer(status, {name.replace("_", "-"): value for name, value in headers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.posts.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(trickle))
            self.end_headers()
            for _ in range(trickle):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
                time.sleep(0.5)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/appraisal"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def push(url: str, *messages: str, secret: str = KEY.decode(), **changes: Any) -> None:
    async def once() -> None:
        config = Settings(appraisal_url=url, appraisal_secret=SecretStr(secret), **changes)
        gateway = AppraisalGateway(config)
        try:
            for message in messages or ("msg_1",):
                await gateway.push(message, BODY)
        finally:
            await gateway.close()

    asyncio.run(once())


def test_the_published_example_of_standard_webhooks() -> None:
    """The example of its reference libraries: theirs verify what we sign."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("secret", [KEY.decode(), f"whsec_{base64.b64encode(KEY).decode()}"])
def test_what_arrives_is_signed_with_the_key_at_the_time_of_sending(secret: str) -> None:
    with peer(200) as receiver:
        push(receiver.url, "msg_1", "msg_1", secret=secret)
    [(headers, body), (again, _)] = receiver.posts
    assert (body, headers["content-type"]) == (BODY, "application/json")
    assert headers["webhook-id"] == again["webhook-id"] == "msg_1"
    at = headers["webhook-timestamp"]
    assert abs(int(at) - time.time()) < 5
    mac = hmac.new(KEY, b"msg_1." + at.encode() + b"." + BODY, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac.digest()).decode()}"


@pytest.mark.parametrize("secret", [KEY.decode(), f"whsec_{base64.b64encode(KEY).decode()}"])
def test_the_code_in_the_receivers_guide_verifies_what_we_send(secret: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "push.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    written: dict[str, Any] = {}
    exec(code, written)
    with peer(200) as receiver:
        push(receiver.url, secret=secret)
    [(headers, body)] = receiver.posts
    assert written["is_ours"](headers, body, secret)
    assert not written["is_ours"](headers, body + b" ", secret)
    assert not written["is_ours"](headers, body, "y" * 32)
    assert not written["is_ours"](headers | {"webhook-timestamp": "1"}, body, secret)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
def test_a_4xx_is_for_good(status: int) -> None:
    with peer(status) as receiver, pytest.raises(Refused) as refused:
        push(receiver.url)
    assert (refused.value.code, refused.value.retryable) == (f"http_{status}", False)


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_rest_gets_it_and_nothing_is_sent_before(status: int) -> None:
    with peer(status, Retry_After="7") as receiver:
        with pytest.raises(Refused) as refused:
            push(receiver.url)
        assert (refused.value.code, refused.value.retryable) == (f"http_{status}", True)
        assert refused.value.retry_after_seconds == 7
        config = Settings(appraisal_url=receiver.url, appraisal_secret=SecretStr(KEY.decode()))

        async def twice() -> list[str]:
            gateway = AppraisalGateway(config)
            codes = []
            for message in ("msg_1", "msg_2"):
                with pytest.raises(Refused) as refused:
                    await gateway.push(message, BODY)
                codes.append(refused.value.code)
            await gateway.close()
            return codes

        assert asyncio.run(twice()) == [f"http_{status}", "paused"]
    assert len(receiver.posts) == 2


def test_a_503_without_a_wish_is_for_later() -> None:
    with peer(503) as receiver, pytest.raises(Refused) as refused:
        push(receiver.url)
    assert (refused.value.retryable, refused.value.retry_after_seconds) == (True, None)


def test_an_answer_counts_when_its_head_is_there_however_slowly_the_rest_comes() -> None:
    """Half a second between bytes is within the timeout each time: the body would hold the thread for ten seconds."""
    with peer(200, trickle=20) as receiver:
        begun = time.monotonic()
        push(receiver.url, "msg_1", "msg_2", provider_timeout_seconds=1)
        assert time.monotonic() - begun < 1
    assert [headers["webhook-id"] for headers, _ in receiver.posts] == ["msg_1", "msg_2"]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 500, 502, 504])
def test_anything_else_may_have_been_taken_and_no_redirect_is_followed(status: int) -> None:
    with peer(200) as elsewhere, peer(status, Location=elsewhere.url) as receiver, pytest.raises(Unknown) as unknown:
        push(receiver.url)
    assert unknown.value.why == f"http_{status}"
    assert elsewhere.posts == []


def test_nobody_there_is_for_later() -> None:
    with peer(200) as receiver:
        url = receiver.url
    with pytest.raises(Refused) as refused:
        push(url)
    assert (refused.value.code, refused.value.retryable) == ("connection_refused", True)


def test_where_no_address_is_set_nothing_is_pushed() -> None:
    assert gateway_of(Settings()) is None


@pytest.mark.parametrize(
    ("url", "secret", "told"),
    [
        ("http://hr.example.com/appraisal", KEY.decode(), "MIANYUE_APPRAISAL_URL must be https"),
        ("ftp://hr.example.com/appraisal", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("hr.example.com/appraisal", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("https://user:pass@hr.example.com/", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("https://hr.example.com:port/", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("https://[hr.example.com/", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("https://hr.example.com/a b", KEY.decode(), "MIANYUE_APPRAISAL_URL must look like"),
        ("https://hr.example.com/appraisal", "", "MIANYUE_APPRAISAL_SECRET must have at least 32 characters"),
        ("https://hr.example.com/appraisal", "x" * 31, "MIANYUE_APPRAISAL_SECRET must have at least 32 characters"),
        ("https://hr.example.com/appraisal", "whsec_" + "!" * 40, "MIANYUE_APPRAISAL_SECRET must have base64"),
        ("https://hr.example.com/appraisal", "whsec_" + "A" * 28, "MIANYUE_APPRAISAL_SECRET must have base64"),
    ],
)
def test_an_address_or_a_secret_that_will_not_do_is_named(url: str, secret: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as error:
        AppraisalGateway(Settings(appraisal_url=url, appraisal_secret=SecretStr(secret)))
    assert not secret or secret not in str(error.value)


@pytest.mark.parametrize(
    "url", ["https://hr.example.com/a", "http://127.0.0.1:9/a", "http://localhost/a", "http://[::1]:9/"]
)
def test_https_anywhere_and_http_on_this_machine_will_do(url: str) -> None:
    Settings(appraisal_url=url, appraisal_secret=SecretStr(KEY.decode())).check_appraisal()


def test_without_an_address_the_secret_is_nobodys_business(configured: Callable[..., Settings]) -> None:
    configured(appraisal_secret=SecretStr("short")).check_appraisal()
