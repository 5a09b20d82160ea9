"""A few hundred of the requests that `./run bench fuzz` sends by the ten thousand: every answer is as /openapi.json documents it."""

import asyncio
import re
from collections import Counter
from contextlib import suppress
from random import Random
from urllib.parse import parse_qsl

import httpx2
import pytest
import schemathesis
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from api.context import App
from bench.fuzz_cases import World, attempts, operations
from bench.fuzz_hooks import SENDGRID_PUBLIC, TWILIO_TOKEN, Hooks, keys
from bench.fuzz_oracle import findings
from bench.fuzz_traffic import request_of
from tests.api.conftest import Hire, client
from tests.api.desk import Desk
from web.app import app

_PER_OPERATION = 24


async def _link(sandbox_url: str, email: str) -> str:
    """The link in the candidate's invitation."""
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False) as mail:
        while True:
            letters = (await mail.get("/sandbox/messages", params={"to": email})).json()["items"]
            if found := [link for letter in letters for link in re.findall(r"/c/([\w-]{32})", letter["body"])]:
                return str(found[0])
            await asyncio.sleep(0.05)


async def _world(zhangsan: Desk, hrops: Desk, sign_in: Hire, sandbox_url: str) -> World:
    """Interviews of every kind to aim at, a candidate's link, a message."""
    who = {desk.login: desk.http.headers["authorization"].removeprefix("Bearer ") for desk in (zhangsan, hrops)}
    world = World(who, interviews=[await zhangsan.arrange() for _ in range(3)])
    await zhangsan.cancel(world.interviews[0])
    await zhangsan.arrange(candidate={"email": "fuzzed@example.com"})
    # Of nobody else: their settings and users change.
    await sign_in("fuzzed", "fuzzed")
    world.organisations, world.users = ["fuzzed"], ["fuzzed"]
    world.links = [await _link(sandbox_url, "fuzzed@example.com")]
    world.messages = [row["id"] for row in (await zhangsan.page("/inbox"))["items"]]
    return world


@pytest.mark.timeout(300)
async def test_hostile_requests_get_documented_answers(
    served: App, zhangsan: Desk, hrops: Desk, sign_in: Hire, sandbox_url: str
) -> None:
    world = await _world(zhangsan, hrops, sign_in, sandbox_url)
    schema = schemathesis.openapi.from_dict(app.openapi())
    wrong, sent = [], 0
    async with client() as http:
        for operation in operations(schema):
            for attempt in attempts(operation, _PER_OPERATION, world, "http://mianyue.test", 1):
                answer = await http.send(request_of(http, attempt))
                wrong += findings(attempt, answer)
                sent += 1
    assert sent >= 500
    assert {(finding.operation, finding.key): (finding.detail, finding.curl) for finding in wrong} == {}


def test_receipts_are_signed_as_the_providers_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the hooks would refuse the fuzz's receipts unread, and it would find nothing."""
    made = keys()
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    twilio, sendgrid = RequestValidator(made[TWILIO_TOKEN]), EventWebhook(made[SENDGRID_PUBLIC])
    signed = Counter[str]()
    for shot in Hooks("http://mianyue.test").shots(200, ["notice"], Random(1), []):
        if "sendgrid" in shot.label:
            stamp = shot.headers["X-Twilio-Email-Event-Webhook-Timestamp"]
            signature = shot.headers.get("X-Twilio-Email-Event-Webhook-Signature", "")
            with suppress(ValueError):
                signed[shot.label] += sendgrid.verify_signature(shot.content.decode(), signature, stamp)
        elif shot.headers["Content-Type"].endswith("urlencoded"):
            fields = dict(parse_qsl(shot.content.decode(), keep_blank_values=True))
            signed[shot.label] += twilio.validate(shot.url, fields, shot.headers.get("X-Twilio-Signature", ""))
    assert all(60 <= count < 100 for count in signed.values()), signed
    assert len(signed) == 2
