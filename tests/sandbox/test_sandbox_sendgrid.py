"""The sandbox as SendGrid: what it takes, what it refuses and with which field."""

import copy
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Http

MAIL: dict[str, Any] = {
    "personalizations": [{"to": [{"email": "zhang@example.com"}], "custom_args": {"op_id": "n-5"}}],
    "from": {"email": "hr@example.com"},
    "subject": "面试邀请",
    "content": [{"type": "text/plain", "value": "您好"}, {"type": "text/html", "value": "<p>您好</p>"}],
}


def post(http: Http, mail: Any, token: str = "Bearer SG.x") -> requests.Response:
    return http.post("/v3/mail/send", json=mail, headers={"Authorization": token} if token else {})


def changed(path: str, value: Any) -> dict[str, Any]:
    mail: Any = copy.deepcopy(MAIL)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = mail
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return dict(mail)


def test_an_accepted_mail_is_answered_202_with_its_id(http: Http) -> None:
    answer = post(http, MAIL)
    assert (answer.status_code, answer.content) == (202, b"")
    (held,) = http.get("/sandbox/messages", params={"channel": "email"}).json()["items"]
    assert (held["provider_id"], held["notice_id"]) == (answer.headers["X-Message-Id"], "n-5")
    assert (held["subject"], held["body"], held["html"]) == ("面试邀请", "您好", "<p>您好</p>")


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("from", None, "from.email"),
        ("from.email", "nobody", "from.email"),
        ("personalizations", [], "personalizations"),
        ("personalizations", [7], "personalizations.0.to"),
        ("personalizations.0.to", [], "personalizations.0.to"),
        ("personalizations.0.to.0.email", "zhang", "personalizations.0.to.0.email"),
        ("personalizations.0.custom_args", "x", "personalizations.0.custom_args"),
        ("subject", None, "subject"),
        ("subject", "a\r\nBcc: x@example.com", "subject"),
        ("content", None, "content"),
        ("content.0.value", "", "content"),
        ("content", [{"type": "text/html", "value": "a"}, {"type": "text/plain", "value": "b"}], "content"),
        ("attachments", "x", "attachments"),
        ("attachments", [{"content": "%%%", "filename": "a.ics"}], "attachments.0.content"),
    ],
)
def test_a_mail_sendgrid_would_refuse_is_refused_with_the_field(http: Http, path: str, value: Any, field: str) -> None:
    answer = post(http, changed(path, value))
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert http.get("/sandbox/messages").json() == {"items": []}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_a_body_that_is_no_mail_is_a_400(http: Http, body: bytes) -> None:
    answer = http.post("/v3/mail/send", data=body, headers={"Authorization": "Bearer SG.x"})
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.parametrize("token", ["", "Bearer ", "Basic abc"])
def test_nobody_sends_without_a_key(http: Http, token: str) -> None:
    assert post(http, MAIL, token).status_code == 401


def test_odd_characters_are_kept_and_shown(http: Http) -> None:
    text = "emoji 🙂 nul \u0000 rtl \u202e lone \ud800"
    post(http, changed("content.0.value", text))
    assert http.get("/sandbox/messages").json()["items"][0]["body"] == text


def test_each_receiver_of_a_mail_is_an_entry(http: Http) -> None:
    people = [{"email": "a@example.com"}, {"email": "b@example.com"}]
    post(http, changed("personalizations.0.to", people))
    assert [held["to"] for held in http.get("/sandbox/messages").json()["items"]] == ["a@example.com", "b@example.com"]
