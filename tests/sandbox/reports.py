"""Provider and web process of the receipts' tests: sends to the one, reads what the other was told."""

import json
from typing import Any
from urllib.parse import parse_qsl

from tests.sandbox.conftest import Http
from tests.sandbox.receiver import Post, Receiver
from tests.sandbox.test_sandbox_sendgrid import MAIL
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM, PATH

QUIET = 0.3  # seconds in which a receipt that must not come would have come


def rule(provider: Http, **fields: Any) -> None:
    answer = provider.put("/sandbox/receipts", json={"delay_seconds": 0, **fields})
    assert answer.status_code == 200, answer.text


def sms(provider: Http, web: Receiver, notice: str = "n-1", **changes: str) -> dict[str, Any]:
    form = {**FORM, "StatusCallback": f"{web.url}/hooks/twilio/{notice}", **changes}
    answer = provider.post(f"{PATH}.json", data=form, auth=(ACCOUNT, "x"))
    assert answer.status_code == 201
    return dict(answer.json())


def email(provider: Http, notice: str = "n-5") -> str:
    mail = {**MAIL, "personalizations": [{**MAIL["personalizations"][0], "custom_args": {"op_id": notice}}]}
    answer = provider.post("/v3/mail/send", json=mail, headers={"Authorization": "Bearer x"})
    assert answer.status_code == 202
    return answer.headers["X-Message-Id"]


def form_of(post: Post) -> dict[str, str]:
    return dict(parse_qsl(post.body.decode(), keep_blank_values=True))


def statuses(posts: list[Post]) -> list[str]:
    return [form_of(post)["MessageStatus"] for post in posts]


def events(posts: list[Post]) -> list[dict[str, Any]]:
    return [event for post in posts for event in json.loads(post.body)]


def looked_up(provider: Http, sid: str) -> dict[str, Any]:
    return dict(provider.get(f"{PATH}/{sid}.json", auth=(ACCOUNT, "x")).json())
