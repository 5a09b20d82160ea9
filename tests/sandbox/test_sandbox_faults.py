"""Fault rules: whom they hit, how often, and that a bad rule is explained."""

import time
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import Http
from tests.sandbox.test_sandbox_sendgrid import MAIL
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM, PATH


def play(http: Http, *rules: dict[str, Any]) -> None:
    assert http.put("/sandbox/faults", json=list(rules)).status_code == 200


def sms(http: Http, to: str = FORM["To"]) -> int:
    return http.post(f"{PATH}.json", data={**FORM, "To": to}, auth=(ACCOUNT, "x")).status_code


def email(http: Http) -> int:
    return http.post("/v3/mail/send", json=MAIL, headers={"Authorization": "Bearer x"}).status_code


def held(http: Http) -> int:
    return len(http.get("/sandbox/messages").json()["items"])


@pytest.mark.parametrize(("mode", "status"), [("429", 429), ("500", 500), ("503", 503), ("bad_number", 400)])
def test_a_provider_that_fails_at_its_edge_holds_nothing(http: Http, mode: str, status: int) -> None:
    play(http, {"mode": mode})
    assert (sms(http), email(http), held(http)) == (status, status, 0)


def test_a_provider_that_accepts_and_then_fails_holds_the_message(http: Http) -> None:
    play(http, {"mode": "503_after"})
    assert (sms(http), email(http), held(http)) == (503, 503, 2)


@pytest.mark.parametrize(("mode", "kept"), [("refuse", 0), ("drop_answer", 2)])
def test_a_dropped_connection_carries_no_answer_at_all(http: Http, mode: str, kept: int) -> None:
    play(http, {"mode": mode})
    for send in (sms, email):
        with pytest.raises(requests.ConnectionError, match=r"Remote end closed|aborted"):
            send(http)
    assert held(http) == kept


def test_a_truncated_answer_ends_in_the_middle(http: Http) -> None:
    play(http, {"mode": "truncate"})
    answer = http.post(f"{PATH}.json", data=FORM, auth=(ACCOUNT, "x"))
    assert answer.status_code == 201
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        email(http)
    assert held(http) == 2


@pytest.mark.parametrize("mode", ["slow", "late_answer"])
def test_a_late_answer_comes_after_the_seconds_asked_for(http: Http, mode: str) -> None:
    play(http, {"mode": mode, "seconds": 0.3})
    answer = http.post(f"{PATH}.json", data=FORM, auth=(ACCOUNT, "x"))
    assert answer.status_code == 201
    assert answer.elapsed.total_seconds() >= 0.3


def test_a_request_held_on_the_way_is_silent_and_then_dead_and_nobody_took_it(http: Http) -> None:
    play(http, {"mode": "hold", "seconds": 0.3})
    for send in (sms, email):
        began = time.monotonic()
        with pytest.raises(requests.ConnectionError, match=r"Remote end closed|aborted"):
            send(http)
        assert time.monotonic() - began >= 0.3
    assert held(http) == 0


def test_a_request_repeated_on_the_way_is_taken_twice_and_answered_once(http: Http) -> None:
    play(http, {"mode": "twice"})
    assert (sms(http), email(http), held(http)) == (201, 202, 4)


@pytest.mark.parametrize(("mode", "status"), [("429", 429), ("500", 500)])
def test_look_ups_fail_on_their_own_and_sends_do_not(http: Http, mode: str, status: int) -> None:
    play(http, {"mode": mode, "on": "lookup", "channel": "sms"})
    sid = http.post(f"{PATH}.json", data=FORM, auth=(ACCOUNT, "x")).json()["sid"]
    assert email(http) == 202
    for path in (f"{PATH}.json", f"{PATH}/{sid}.json"):
        assert http.get(path, auth=(ACCOUNT, "x")).status_code == status
    play(http, {"mode": mode})
    assert http.get(f"{PATH}/{sid}.json", auth=(ACCOUNT, "x")).status_code == 200
    assert sms(http) == status


def test_a_slow_look_up_answers_in_the_end(http: Http) -> None:
    play(http, {"mode": "slow", "on": "lookup", "seconds": 0.3, "to": FORM["To"]})
    sms(http)
    answer = http.get(f"{PATH}.json", params={"To": FORM["To"]}, auth=(ACCOUNT, "x"))
    assert (answer.status_code, len(answer.json()["messages"])) == (200, 1)
    assert answer.elapsed.total_seconds() >= 0.3


def test_a_rule_hits_only_its_channel_and_receiver(http: Http) -> None:
    play(http, {"mode": "503", "channel": "sms", "to": "+8613800138009"})
    assert (sms(http, "+8613800138009"), sms(http), email(http)) == (503, 201, 202)


def test_a_rule_is_spent_after_its_times(http: Http) -> None:
    play(http, {"mode": "429", "times": 2, "retry_after": 7})
    assert [sms(http) for _ in range(4)] == [429, 429, 201, 201]


def test_retry_after_is_sent_when_asked_for(http: Http) -> None:
    play(http, {"mode": "429", "retry_after": 7})
    assert http.post("/v3/mail/send", json=MAIL).headers["Retry-After"] == "7"


def test_the_first_rule_that_hits_decides_and_ok_shields(http: Http) -> None:
    play(http, {"mode": "ok", "channel": "sms"}, {"mode": "503"})
    assert (sms(http), email(http)) == (201, 503)


def test_the_same_seed_plays_the_same_faults(http: Http) -> None:
    rounds = []
    for seed in (4, 4, 5):
        play(http, {"mode": "503", "share": 0.3, "seed": seed})
        rounds.append([sms(http) for _ in range(40)])
    assert rounds[0] == rounds[1] != rounds[2]
    assert 3 <= rounds[0].count(503) <= 24


def test_rules_are_listed_replaced_and_lifted(http: Http) -> None:
    http.put("/sandbox/faults", json={"mode": "503"})
    play(http, {"mode": 429, "channel": "email"})
    (rule,) = http.get("/sandbox/faults").json()["items"]
    assert (rule["mode"], rule["channel"], rule["share"]) == ("429", "email", 1.0)
    assert http.delete("/sandbox/faults").status_code == 204
    assert http.get("/sandbox/faults").json() == {"items": []}


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        (b'{"mode": "explode"}', "0.mode", "literal_error"),
        (b"{}", "0.mode", "missing"),
        (b'{"mode": "429", "on": "hearing"}', "0.on", "literal_error"),
        (b'{"mode": "429", "share": 2}', "0.share", "less_than_equal"),
        (b'{"mode": "429", "share": NaN}', "0.share", "less_than_equal"),
        (b'[{"mode": "ok"}, {"mode": "429", "times": -1}]', "1.times", "greater_than_equal"),
        (b'{"mode": "429", "chanel": "sms"}', "0.chanel", "extra_forbidden"),
        (b"not json", "", "json_invalid"),
        (b"7", "", "list_type"),
    ],
)
def test_a_bad_rule_is_answered_with_field_and_rule(http: Http, body: bytes, field: str, rule: str) -> None:
    answer = http.put("/sandbox/faults", data=body)
    assert answer.status_code == 422
    assert (field, rule) in [(error["field"], error["rule"]) for error in answer.json()["errors"]]
