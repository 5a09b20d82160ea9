"""Receipts: what the providers report of accepted messages, signed as theirs, in the order and number asked for."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from sandbox.app import Conduct
from sandbox.courier import Patience
from sandbox.keys import Signing, sendgrid_private_key, sendgrid_public_key, twilio_token
from sandbox.serving import serving
from tests.sandbox.conftest import Http
from tests.sandbox.receiver import Post, Receiver, receiving
from tests.sandbox.test_sandbox_sendgrid import MAIL
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM, PATH

SECRET = "a secret of this installation, made for these tests"
QUIET = 0.3  # seconds in which a receipt that must not come would have come


@pytest.fixture(scope="module")
def web() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def provider_url(web: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    conduct = Conduct(
        signing=Signing(twilio_token(SECRET), sendgrid_private_key(SECRET)),
        events_url=f"{web.url}/hooks/sendgrid",
        patience=Patience(first=0.05, longest=0.1, total=2.0),
    )
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl", conduct) as url:
        yield url


@pytest.fixture
def provider(provider_url: str, web: Receiver) -> Iterator[Http]:
    http = Http(provider_url)
    for path in ("messages", "faults", "receipts"):
        http.delete(f"/sandbox/{path}")
    web.posts.clear()
    web.answers.clear()
    yield http
    http.close()


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


class TestTextMessages:
    def test_the_receipts_of_a_delivered_one_are_twilios_own(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered")
        sent = sms(provider, web)
        posts = web.wait_for(2)
        assert statuses(posts) == ["sent", "delivered"]
        for post in posts:
            form = form_of(post)
            assert post.path == "/hooks/twilio/n-1"
            assert RequestValidator(twilio_token(SECRET)).validate(
                web.url + post.path, form, post.headers["x-twilio-signature"]
            )
            assert (form["MessageSid"], form["SmsSid"], form["AccountSid"]) == (sent["sid"], sent["sid"], ACCOUNT)
            assert (form["To"], form["From"], form["SmsStatus"]) == (FORM["To"], FORM["From"], form["MessageStatus"])
            assert "ErrorCode" not in form

    @pytest.mark.parametrize(
        ("fields", "expected", "code"),
        [
            ({"outcome": "undelivered"}, ["sent", "undelivered"], "30003"),
            ({"outcome": "undelivered", "error_code": 30005}, ["sent", "undelivered"], "30005"),
            ({"outcome": "bounced"}, ["sent", "undelivered"], "30003"),
            ({"outcome": "failed"}, ["failed"], "30008"),
        ],
    )
    def test_one_that_does_not_arrive_says_why_in_the_receipt_and_on_look_up(
        self, provider: Http, web: Receiver, fields: dict[str, Any], expected: list[str], code: str
    ) -> None:
        rule(provider, **fields)
        sid = sms(provider, web)["sid"]
        posts = web.wait_for(len(expected))
        assert statuses(posts) == expected
        assert [form_of(post).get("ErrorCode") for post in posts] == [None] * (len(expected) - 1) + [code]
        found = looked_up(provider, sid)
        assert (found["status"], found["error_code"]) == (expected[-1], int(code))
        assert (found["date_sent"] is None) == (expected == ["failed"])

    def test_a_messaging_service_is_named(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered")
        sms(provider, web, From="", MessagingServiceSid="MG" + "1" * 32)
        assert form_of(web.wait_for(1)[0])["MessagingServiceSid"] == "MG" + "1" * 32

    def test_without_a_callback_only_the_look_up_knows(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered")
        sid = sms(provider, web, StatusCallback="")["sid"]
        time.sleep(QUIET)
        assert (looked_up(provider, sid)["status"], web.posts) == ("delivered", [])


class TestMails:
    def test_the_events_of_a_delivered_one_are_sendgrids_own(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered")
        message_id = email(provider)
        (post,) = web.wait_for(1)
        assert post.path == "/hooks/sendgrid"
        stamp = post.headers["x-twilio-email-event-webhook-timestamp"]
        signature = post.headers["x-twilio-email-event-webhook-signature"]
        verifier = EventWebhook(sendgrid_public_key(SECRET))
        assert verifier.verify_signature(post.body.decode(), signature, stamp)
        assert not verifier.verify_signature(post.body.decode() + " ", signature, stamp)
        assert abs(int(stamp) - time.time()) < 10
        first, last = events([post])
        assert (first["event"], last["event"]) == ("processed", "delivered")
        for event in (first, last):
            assert (event["email"], event["op_id"]) == ("zhang@example.com", "n-5")
            assert event["sg_message_id"].startswith(f"{message_id}.filter")
        assert first["sg_event_id"] != last["sg_event_id"]

    @pytest.mark.parametrize(
        ("outcome", "expected", "kind"),
        [
            ("bounced", ["processed", "bounce"], "bounce"),
            ("undelivered", ["processed", "deferred", "bounce"], "blocked"),
            ("dropped", ["dropped"], None),
            ("failed", ["dropped"], None),
        ],
    )
    def test_one_that_does_not_arrive_says_why(
        self, provider: Http, web: Receiver, outcome: str, expected: list[str], kind: str | None
    ) -> None:
        rule(provider, outcome=outcome)
        email(provider)
        told = events(web.wait_for(1))
        assert [event["event"] for event in told] == expected
        assert told[-1]["reason"]
        assert told[-1].get("type") == kind

    def test_several_mails_share_a_post(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered", delay_seconds=0.5)
        for number in range(10):
            email(provider, f"n-{number}")
        time.sleep(1)
        assert len(web.posts) < 10
        assert sorted(event["op_id"] for event in events(web.posts)) == sorted(
            f"n-{n}" for n in range(10) for _ in "12"
        )


class TestWhenAndHowOften:
    @pytest.mark.parametrize("send", [sms, lambda provider, _: email(provider)])
    def test_an_early_receipt_comes_before_the_answer(self, provider: Http, web: Receiver, send: Any) -> None:
        rule(provider, outcome="delivered", when="early", delay_seconds=9)
        send(provider, web)
        answered = time.monotonic()
        assert web.posts
        assert all(post.at < answered for post in web.posts)
        told = provider.get("/sandbox/receipts/sent").json()["items"]
        assert [(receipt["answered"], receipt["attempt"]) for receipt in told] == [(204, 1)] * 2

    def test_a_late_receipt_comes_after_its_delay(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered", delay_seconds=0.4)
        sid = sms(provider, web)["sid"]
        answered = time.monotonic()
        assert looked_up(provider, sid)["status"] == "queued"
        assert web.wait_for(2)[0].at - answered > 0.3

    def test_a_doubled_receipt_is_the_same_twice(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered", copies=2)
        sms(provider, web)
        assert statuses(web.wait_for(4)) == ["sent", "sent", "delivered", "delivered"]
        email(provider)
        first, second = web.wait_for(2, "/hooks/sendgrid")
        assert first.body == second.body

    def test_reversed_receipts_bring_the_end_first_and_the_look_up_stays_right(
        self, provider: Http, web: Receiver
    ) -> None:
        rule(provider, outcome="delivered", order="reversed")
        sid = sms(provider, web)["sid"]
        assert statuses(web.wait_for(2)) == ["delivered", "sent"]
        assert looked_up(provider, sid)["status"] == "delivered"
        email(provider)
        assert [event["event"] for event in events(web.wait_for(1, "/hooks/sendgrid"))] == ["delivered", "processed"]

    def test_a_provider_that_never_says(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="none")
        sid = sms(provider, web)["sid"]
        email(provider)
        time.sleep(QUIET)
        assert (web.posts, looked_up(provider, sid)["status"]) == ([], "queued")

    def test_without_a_rule_this_provider_says_nothing(self, provider: Http, web: Receiver) -> None:
        sms(provider, web)
        email(provider)
        time.sleep(QUIET)
        assert web.posts == []

    def test_a_receipt_not_taken_is_sent_again_with_a_signature_that_holds(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="failed")
        web.answers = [503, 500, 302]
        sms(provider, web)
        web.wait_for(4)
        email(provider)
        web.wait_for(5)
        time.sleep(QUIET)
        told = provider.get("/sandbox/receipts/sent", params={"notice_id": "n-1"}).json()["items"]
        assert [(r["status"], r["answered"], r["attempt"]) for r in told] == [
            ("failed", 503, 1),
            ("failed", 500, 2),
            ("failed", 302, 3),
            ("failed", 204, 4),
        ]
        (mail,) = provider.get("/sandbox/receipts/sent", params={"notice_id": "n-5"}).json()["items"]
        assert (mail["channel"], mail["status"], mail["answered"]) == ("email", "dropped", 204)

    def test_patience_with_a_receiver_that_is_down_ends(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="failed")
        sms(provider, web, StatusCallback="http://127.0.0.1:9/hooks/twilio/n-1")
        time.sleep(2.5)
        tries = provider.get("/sandbox/receipts/sent").json()["items"]
        assert {receipt["answered"] for receipt in tries} == {None}
        time.sleep(QUIET)
        assert len(provider.get("/sandbox/receipts/sent").json()["items"]) == len(tries) > 10

    def test_forgetting_the_messages_stops_their_receipts(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered", delay_seconds=0.2)
        sms(provider, web)
        email(provider)
        provider.delete("/sandbox/messages")
        time.sleep(2 * QUIET)
        assert web.posts == []
        assert provider.get("/sandbox/receipts/sent").json() == {"items": []}


class TestRules:
    def test_the_first_that_hits_decides(self, provider: Http, web: Receiver) -> None:
        rules = [
            {"outcome": "failed", "to": FORM["To"], "times": 1, "delay_seconds": 0},
            {"outcome": "none", "channel": "email"},
            {"outcome": "delivered", "delay_seconds": 0},
        ]
        assert provider.put("/sandbox/receipts", json=rules).status_code == 200
        sms(provider, web)
        assert statuses(web.wait_for(1)) == ["failed"]
        sms(provider, web, "n-2")
        email(provider)
        time.sleep(QUIET)
        assert statuses(web.posts[1:]) == ["sent", "delivered"]

    def test_they_are_listed_and_lifted(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="bounced", channel="email", copies=3)
        (listed,) = provider.get("/sandbox/receipts").json()["items"]
        assert (listed["outcome"], listed["channel"], listed["copies"], listed["share"]) == ("bounced", "email", 3, 1.0)
        assert provider.delete("/sandbox/receipts").status_code == 204
        assert provider.get("/sandbox/receipts").json() == {"items": []}

    @pytest.mark.parametrize(
        ("body", "field", "problem"),
        [
            (b"{}", "0.outcome", "missing"),
            (b'{"outcome": "lost"}', "0.outcome", "literal_error"),
            (b'{"outcome": "none", "copies": 21}', "0.copies", "less_than_equal"),
            (b'{"outcome": "none", "copies": "2"}', "0.copies", "int_type"),
            (
                b'[{"outcome": "none"}, {"outcome": "none", "delay_seconds": -1}]',
                "1.delay_seconds",
                "greater_than_equal",
            ),
            (b'{"outcome": "none", "when": "soon"}', "0.when", "literal_error"),
            (b'{"outcome": "none", "delay": 1}', "0.delay", "extra_forbidden"),
            (b"[", "", "json_invalid"),
        ],
    )
    def test_a_bad_one_is_explained_and_the_old_ones_stay(
        self, provider: Http, web: Receiver, body: bytes, field: str, problem: str
    ) -> None:
        rule(provider, outcome="none")
        answer = provider.put("/sandbox/receipts", data=body)
        assert answer.status_code == 422
        assert (field, problem) in [(error["field"], error["rule"]) for error in answer.json()["errors"]]
        assert len(provider.get("/sandbox/receipts").json()["items"]) == 1


class TestWithFaults:
    @pytest.mark.parametrize("mode", ["503_after", "truncate", "late_answer", "drop_answer"])
    def test_what_was_taken_is_reported_whatever_became_of_the_answer(
        self, provider: Http, web: Receiver, mode: str
    ) -> None:
        rule(provider, outcome="delivered")
        provider.put("/sandbox/faults", json={"mode": mode, "seconds": 0.1})
        try:
            form = {**FORM, "StatusCallback": f"{web.url}/hooks/twilio/n-1"}
            provider.post(f"{PATH}.json", data=form, auth=(ACCOUNT, "x"))
        except OSError:
            assert mode == "drop_answer"
        assert statuses(web.wait_for(2)) == ["sent", "delivered"]

    def test_a_request_repeated_on_the_way_is_two_messages_with_receipts_of_their_own(
        self, provider: Http, web: Receiver
    ) -> None:
        rule(provider, outcome="delivered")
        provider.put("/sandbox/faults", json={"mode": "twice"})
        sms(provider, web)
        email(provider)
        held = provider.get("/sandbox/messages").json()["items"]
        assert [(message["channel"], message["notice_id"]) for message in held] == [
            ("sms", "n-1"),
            ("sms", "n-1"),
            ("email", "n-5"),
            ("email", "n-5"),
        ]
        assert len({message["provider_id"] for message in held}) == 4
        posts = web.wait_for(4, "/hooks/twilio")
        assert {form_of(post)["MessageSid"] for post in posts} == {m["provider_id"] for m in held[:2]}


def test_receipts_still_to_come_do_not_hold_up_the_end(tmp_path: Path, web: Receiver) -> None:
    with serving(tmp_path / "sandbox.jsonl") as url:
        rule(Http(url), outcome="delivered", delay_seconds=3600)
        sms(Http(url), web)
        began = time.monotonic()
    assert time.monotonic() - began < 2


def test_what_became_of_a_message_outlives_a_restart_and_an_old_journal_still_opens(
    tmp_path: Path, web: Receiver
) -> None:
    journal = tmp_path / "sandbox.jsonl"
    old = '{"channel": "sms", "to": "+8613800138000", "body": "旧", "provider_id": "SMold", "sender": "+1", "notice_id": "", '
    journal.write_text(
        old + '"subject": "", "html": "", "attachments": [], "accepted_at": "2025-01-01T00:00:00+00:00"}\n'
    )
    web.posts.clear()
    with serving(journal) as url:
        provider = Http(url)
        rule(provider, outcome="undelivered")
        sid = sms(provider, web)["sid"]
        web.wait_for(2)
        before = looked_up(provider, sid)
        assert (before["status"], looked_up(provider, "SMold")["status"]) == ("undelivered", "queued")
    with serving(journal) as url:
        assert looked_up(Http(url), sid) == before
        assert len(Http(url).get("/sandbox/messages").json()["items"]) == 2
