"""Receipt rules: when receipts come, how often and in which order, also beside faults; a bad rule is explained."""

import time
from typing import Any

import pytest

from tests.sandbox.conftest import Http
from tests.sandbox.receiver import Receiver
from tests.sandbox.reports import QUIET, email, events, form_of, looked_up, rule, sms, statuses
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM, PATH


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
