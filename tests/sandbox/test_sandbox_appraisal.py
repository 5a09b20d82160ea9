"""The reference receiver: takes only what is signed and fresh, keeps the newest version of each item, counts every message."""

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox import appraisal
from sandbox.app import Conduct
from sandbox.keys import Signing, sendgrid_private_key, twilio_token
from sandbox.serving import serving
from tests.sandbox.conftest import SECRET, Http

TYPE = "mianyue.appraisal.v1"


def item(id: str = "7", version: int = 1, **more: Any) -> dict[str, Any]:
    return {"kind": "cancellation", "id": id, "version": version, "organisation": "sh", "recruiter": "zhang", **more}


def body_of(*items: Any) -> bytes:
    return json.dumps({"type": TYPE, "items": items}).encode()


def signed(id: str, body: bytes, at: int | None = None, key: str = SECRET) -> dict[str, str]:
    at = int(time.time()) if at is None else at
    mac = hmac.new(key.encode(), f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": signature}


def post(http: Http, id: str, body: bytes, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post("/appraisal", data=body, headers={**signed(id, body), **named})


def held(http: Http, **query: str) -> dict[str, int]:
    return {one["id"]: one["version"] for one in http.get("/sandbox/appraisal", params=query).json()["items"]}


@pytest.fixture
def receiver(provider: Http) -> Http:
    """The stand-in that shares `SECRET`, with nothing taken."""
    provider.delete("/sandbox/appraisal")
    return provider


def test_what_is_signed_is_taken_and_shown(receiver: Http) -> None:
    answer = post(receiver, "msg_1", body_of(item(code="E_REQ_FROZEN"), item("8")))
    assert (answer.status_code, answer.json()) == (200, {"items": 2, "newer": 2})
    shown = receiver.get("/sandbox/appraisal", params={"id": "7"}).json()
    assert shown["items"] == [item(code="E_REQ_FROZEN")]
    [message] = shown["messages"]
    assert (message["id"], message["times"]) == ("msg_1", 1)


def test_a_repeat_is_answered_alike_and_only_counted(receiver: Http) -> None:
    body = body_of(item())
    for _ in range(3):
        assert post(receiver, "msg_1", body).status_code == 200
    assert held(receiver) == {"7": 1}
    assert [message["times"] for message in receiver.get("/sandbox/appraisal").json()["messages"]] == [3]


def test_the_higher_version_stays_in_whatever_order_they_come(receiver: Http) -> None:
    for nth, version in enumerate((2, 1, 3, 3, 2)):
        assert post(receiver, f"msg_{nth}", body_of(item(version=version))).status_code == 200
    assert held(receiver) == {"7": 3}
    post(receiver, "msg_both", body_of(item(version=5), item(version=4)))
    assert held(receiver) == {"7": 5}


@pytest.mark.parametrize(
    "change",
    [
        {"webhook_signature": ""},
        {"webhook_signature": "v1,AAAA"},
        {"webhook_signature": "v1a,AAAA v2,BBBB"},
        {"webhook_id": "msg_2"},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "9" * 40},
        {"webhook_timestamp": str(int(time.time()) - 3)},
    ],
)
def test_what_is_not_signed_so_is_refused(receiver: Http, change: dict[str, str]) -> None:
    assert post(receiver, "msg_1", body_of(item()), **change).status_code == 401
    assert held(receiver) == {}


@pytest.mark.parametrize(("age", "status"), [(-400, 401), (-290, 200), (290, 200), (400, 401)])
def test_a_message_of_another_time_is_refused(receiver: Http, age: int, status: int) -> None:
    """Somebody who has recorded one can't play it back later."""
    body = body_of(item())
    headers = signed("msg_1", body, int(time.time()) - age)
    assert receiver.post("/appraisal", data=body, headers=headers).status_code == status


def test_another_secret_is_refused_and_one_right_signature_of_several_is_enough(receiver: Http) -> None:
    """While a secret is changed, both sign."""
    body = body_of(item())
    wrong = signed("msg_1", body, key="x" * 32)
    assert receiver.post("/appraisal", data=body, headers=wrong).status_code == 401
    right = signed("msg_1", body)
    both = f"{wrong['webhook-signature']} {right['webhook-signature']}"
    assert receiver.post("/appraisal", data=body, headers={**right, "webhook-signature": both}).status_code == 200


def test_one_id_is_one_message(receiver: Http) -> None:
    post(receiver, "msg_1", body_of(item()))
    assert post(receiver, "msg_1", body_of(item(version=2))).status_code == 409
    assert held(receiver) == {"7": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 5000,
        b"\xff",
        json.dumps({"type": "other", "items": [item()]}).encode(),
        body_of(),
        body_of(7),
        body_of(item() | {"version": "1"}),
        body_of(item() | {"version": True}),
        body_of(item() | {"kind": "survey"}),
        body_of({"kind": "score", "id": "zhang/2026-09", "version": 1}),
        body_of(*[item(str(n)) for n in range(101)]),
    ],
)
def test_a_body_that_is_not_as_agreed_is_a_422(receiver: Http, body: bytes) -> None:
    assert post(receiver, "msg_1", body).status_code == 422
    assert held(receiver) == {}


def test_a_huge_body_is_a_413(receiver: Http) -> None:
    assert post(receiver, "msg_1", b"x" * 1_000_001).status_code == 413


def test_what_was_taken_outlives_a_restart(tmp_path: Path) -> None:
    conduct = Conduct(signing=Signing(twilio_token(SECRET), sendgrid_private_key(SECRET), SECRET.encode()))
    with serving(tmp_path / "sandbox.jsonl", conduct) as url:
        for nth in (1, 1, 2):
            post(Http(url), f"msg_{nth}", body_of(item(version=nth)))
        before = Http(url).get("/sandbox/appraisal").json()
    with serving(tmp_path / "sandbox.jsonl", conduct) as url:
        assert Http(url).get("/sandbox/appraisal").json() == before
        assert [message["times"] for message in before["messages"]] == [2, 1]


def test_what_is_not_signed_is_not_parsed(receiver: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever copies this receiver shows strangers no parser; only a fault for it needs to know whom a message tells of."""
    parsed: list[bytes] = []

    def read(body: bytes) -> list[dict[str, Any]] | None:
        parsed.append(body)
        return items_of(body)

    items_of = appraisal._items
    monkeypatch.setattr(appraisal, "_items", read)
    receiver.put("/sandbox/faults", json={"channel": "sms", "mode": "503", "to": "zhang"})
    body = body_of(item())
    assert post(receiver, "msg_1", body, webhook_signature="v1,AAAA").status_code == 401
    assert post(receiver, "msg_1", b"x" * 1_000_001).status_code == 413
    assert parsed == []
    assert post(receiver, "msg_1", body).status_code == 200
    assert parsed == [body]
    receiver.put("/sandbox/faults", json={"channel": "appraisal", "mode": "503", "to": "zhang"})
    assert post(receiver, "msg_2", body, webhook_signature="v1,AAAA").status_code == 503
    receiver.delete("/sandbox/faults")


def test_faults_of_messages_do_not_hit_a_push(receiver: Http) -> None:
    """Whoever tests the sending of notices must not have a push use up the faults."""
    receiver.put("/sandbox/faults", json={"mode": "503", "times": 1})
    assert post(receiver, "msg_1", body_of(item())).status_code == 200
    receiver.put("/sandbox/faults", json={"channel": "appraisal", "mode": "429", "retry_after": 5})
    answer = post(receiver, "msg_2", body_of(item("8")))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert held(receiver) == {"7": 1}
