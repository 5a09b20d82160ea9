"""Whatever comes to the hooks that a provider did not sign is refused before it is read, and nothing is a 5xx."""

import base64
import json
import time
from collections.abc import AsyncIterator
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr

from api.context import App
from api.problems import MEDIA
from tests.api.conftest import client
from tests.api.desk import Desk
from tests.api.post_office import PostOffice
from tests.signing import (
    OTHER_KEY,
    SENDGRID_SIGNATURE,
    SIGNATURE,
    TIMESTAMP,
    Post,
    event,
    form,
    form_post,
    public,
    sendgrid,
    twilio,
)


@pytest_asyncio.fixture(scope="module")
async def office(served: App) -> PostOffice:
    return PostOffice(served)


@pytest_asyncio.fixture(scope="module")
async def text(zhangsan: Desk, office: PostOffice) -> UUID:
    """An invitation that nobody ever sent a genuine receipt of."""
    return await office.sent(await zhangsan.arrange(candidate={"email": None}), "invite", "sms")


@pytest_asyncio.fixture(scope="module")
async def mail(zhangsan: Desk, office: PostOffice) -> UUID:
    return await office.sent(await zhangsan.arrange(candidate={"phone": None}), "invite", "email")


def refused(answer: httpx2.Response, status: int, rule: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA
    assert answer.json()["type"] == f"urn:mianyue:rule:{rule}"


async def test_no_forged_callback_of_twilio_moves_a_text_message(text: UUID, office: PostOffice) -> None:
    url, fields = office.address(text), form("delivered")
    genuine = twilio(url, fields)
    signature = genuine.headers[SIGNATURE]
    json_body = json.dumps(fields).encode()
    forgeries = [
        Post(genuine.body, {"Content-Type": "application/x-www-form-urlencoded"}),
        form_post(genuine.body, ""),
        form_post(genuine.body, "AAAA"),
        form_post(genuine.body, "%%%"),
        form_post(genuine.body, signature.lower()),
        twilio(url, fields, token="guessed"),
        twilio(url, fields, token=""),
        twilio(office.address("9cbd002a-863c-5ed1-8904-5dc244ff84cf"), fields),
        twilio(f"http://mianyue.test/hooks/twilio/{text}", fields),
        twilio(f"{url}?bodySHA256=0", fields),
        form_post(genuine.body.replace(b"delivered", b"failed"), signature),
        form_post(genuine.body + b"&ErrorCode=1", signature),
        form_post(genuine.body + b"&MessageStatus=delivered", signature),
        form_post(b"MessageStatus=failed&" + genuine.body, signature),
        Post(json_body, {"Content-Type": "application/json", SIGNATURE: signature}),
        form_post(b"\xff\xfe", signature),
        form_post(b"%FF=%FE", signature),
        form_post(b"a&" * 400_000, signature),
        form_post(b"[" * 100_000, signature),
        form_post(b"", signature),
    ]
    before = await office.counted("twilio", "forged")
    for forgery in forgeries:
        refused(await office.post(f"/hooks/twilio/{text}", forgery), 403, "signature-invalid")
    assert await office.counted("twilio", "forged") == before + len(forgeries)
    assert (await office.row(text)).state == "accepted"
    assert await office.kept(text) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Twilio-Webhooks-Signature-Settings": "key=x,algorithm=HMAC_SHA256"},
    ],
)
async def test_what_a_request_says_of_host_or_algorithm_does_not_count(
    text: UUID, office: PostOffice, headers: dict[str, str]
) -> None:
    path = f"/hooks/twilio/{text}"
    elsewhere = twilio(f"https://evil.example{path}", form("failed"))
    refused(await office.post(path, elsewhere, **headers), 403, "signature-invalid")
    genuine = twilio(office.address(text), form("sent"))
    assert (await office.post(path, genuine, **headers)).status_code == 204


async def test_a_query_that_nobody_signed_is_refused(text: UUID, office: PostOffice) -> None:
    genuine = twilio(office.address(text), form("sent"))
    refused(await office.post(f"/hooks/twilio/{text}?x=1", genuine), 403, "signature-invalid")


async def test_parameters_cut_at_another_place_are_malformed(text: UUID, office: PostOffice) -> None:
    fields = form("delivered")
    moved = {name: value for name, value in fields.items() if name != "MessageSid"} | {
        "MessageSidS": fields["MessageSid"][1:]
    }
    post = form_post(twilio(office.address(text), moved).body, twilio(office.address(text), fields).headers[SIGNATURE])
    before = await office.counted("twilio", "malformed")
    refused(await office.post(f"/hooks/twilio/{text}", post), 400, "receipt-malformed")
    assert await office.counted("twilio", "malformed") == before + 1


async def test_no_forged_post_of_sendgrid_moves_a_mail(mail: UUID, office: PostOffice) -> None:
    now, events = int(time.time()), [event(mail)]
    genuine = sendgrid(events)
    kind = {"Content-Type": "application/json"}
    signature = genuine.headers[SENDGRID_SIGNATURE]
    shifted = sendgrid(events, str(now))
    forgeries = [
        Post(genuine.body, kind),
        Post(genuine.body, kind | {SENDGRID_SIGNATURE: signature}),
        Post(genuine.body, kind | {TIMESTAMP: str(now)}),
        Post(genuine.body, genuine.headers | {SENDGRID_SIGNATURE: "A"}),
        Post(genuine.body, genuine.headers | {SENDGRID_SIGNATURE: base64.b64encode(b"x").decode()}),
        Post(json.dumps(events, indent=1).encode(), genuine.headers),
        Post(genuine.body.replace(b"delivered", b"bounce"), genuine.headers),
        Post(shifted.body[1:], shifted.headers | {TIMESTAMP: f"{now}["}),
        sendgrid(events, key=OTHER_KEY),
        sendgrid(events, str(now - 24 * 3600)),
        sendgrid(events, str(now - 310)),
        sendgrid(events, str(now + 310)),
        sendgrid(events, "yesterday"),
        sendgrid(events, ""),
        Post(b"\xff", genuine.headers),
        Post(b"[" * 100_000, genuine.headers),
        Post(b"", genuine.headers),
    ]
    before = await office.counted("sendgrid", "forged")
    for forgery in forgeries:
        refused(await office.post("/hooks/sendgrid", forgery), 403, "signature-invalid")
    assert await office.counted("sendgrid", "forged") == before + len(forgeries)
    assert (await office.row(mail)).state == "accepted"
    assert await office.kept(mail) == []


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"null", b'"x"', b"[" * 100_000, b'{"a":' * 50_000, b"9" * 10_000, b'["\\ud800', b"[NaN"]
)
async def test_what_sendgrid_signed_and_nobody_can_read_is_malformed(office: PostOffice, body: bytes) -> None:
    refused(await office.post("/hooks/sendgrid", sendgrid(body)), 400, "receipt-malformed")


async def test_a_batch_of_strange_things_is_taken_and_counted(office: PostOffice, mail: UUID) -> None:
    strange = b'["\\ud800", NaN, {"op_id": "\\u0000"}, {"op_id": {"a": []}}, [[[]]], 1e999, {"\\ud800": "\\udfff"}]'
    assert (await office.post("/hooks/sendgrid", sendgrid(strange))).status_code == 204
    deep = json.dumps(event(mail, "processed"))[:-1].encode() + b', "x": ' + b"[" * 500 + b"]" * 500 + b"}"
    assert (await office.post("/hooks/sendgrid", sendgrid(b"[" + deep + b"]"))).status_code == 204
    assert await office.kept(mail) == ["processed"]


@pytest.mark.parametrize("path", ["/hooks/sendgrid", "/hooks/twilio/9cbd002a-863c-5ed1-8904-5dc244ff84cf"])
async def test_more_than_a_megabyte_is_not_taken_in(served: App, path: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65_536

    async with client() as http:
        refused(await http.post(path, content=b"x" * 1_048_577), 413, "body-too-large")
        refused(await http.post(path, content=endless()), 413, "body-too-large")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_posts_are_receipts(served: App, method: str) -> None:
    async with client() as http:
        assert (await http.request(method, "/hooks/sendgrid")).status_code == 405


async def test_the_description_tells_what_a_hook_takes(served: App) -> None:
    async with client() as http:
        paths = (await http.get("/openapi.json")).json()["paths"]
    for path, kind in (("/hooks/sendgrid", "json"), ("/hooks/twilio/{notice_id}", "x-www-form-urlencoded")):
        operation = paths[path]["post"]
        assert list(operation["requestBody"]["content"]) == [f"application/{kind}"]
        assert {"204", "400", "403", "413", "503"} <= set(operation["responses"])
        assert "security" not in operation
        assert operation["description"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"twilio_auth_token": SecretStr("")}, "TWILIO_AUTH_TOKEN"),
        ({"sendgrid_webhook_key": ""}, "SENDGRID_WEBHOOK_KEY"),
        ({"sendgrid_webhook_key": "-----BEGIN PUBLIC KEY-----"}, "SENDGRID_WEBHOOK_KEY"),
        ({"sendgrid_webhook_key": public(OTHER_KEY)[:-8]}, "SENDGRID_WEBHOOK_KEY"),
    ],
)
async def test_the_web_process_does_not_start_without_what_it_verifies_with(
    served: App, change: dict[str, object], named: str
) -> None:
    served.settings.check_hooks()
    with pytest.raises(ValueError, match=f"^{named} must be .+$"):
        served.settings.model_copy(update=change).check_hooks()
