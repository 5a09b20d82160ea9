"""Receipts: what the providers report of accepted messages, signed as theirs, and what a look-up knows of it."""

import time
from pathlib import Path
from typing import Any

import pytest
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from sandbox.keys import sendgrid_public_key, twilio_token
from sandbox.serving import serving
from tests.sandbox.conftest import SECRET, Http
from tests.sandbox.receiver import Receiver
from tests.sandbox.reports import QUIET, email, events, form_of, looked_up, rule, sms, statuses
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM


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

    def test_a_sender_that_takes_no_receipt_does_not_hold_up_the_message(self, provider: Http, web: Receiver) -> None:
        rule(provider, outcome="delivered")
        web.answers = [503] * 20
        sid = sms(provider, web)["sid"]
        web.wait_for(1)
        assert looked_up(provider, sid)["status"] == "delivered"


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
