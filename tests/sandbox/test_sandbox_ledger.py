"""The outside ledger: what was accepted can be asked for, and outlives a restart, even a sudden one."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sandbox.ledger import Ledger, Message
from sandbox.serving import serving
from tests.sandbox.conftest import Http
from tests.sandbox.test_sandbox_sendgrid import MAIL
from tests.sandbox.test_sandbox_twilio import ACCOUNT, FORM, PATH

PRIVATE = ("13800138000", "zhang@example.com", "您好", "n-5")


def send_both(http: Http) -> None:
    assert http.post(f"{PATH}.json", data=FORM, auth=(ACCOUNT, "x")).status_code == 201
    assert http.post("/v3/mail/send", json=MAIL, headers={"Authorization": "Bearer x"}).status_code == 202


def test_messages_are_listed_oldest_first_and_filtered(http: Http) -> None:
    send_both(http)
    send_both(http)

    def channels(**query: str) -> list[str]:
        return [item["channel"] for item in http.get("/sandbox/messages", params=query).json()["items"]]

    assert channels() == ["sms", "email", "sms", "email"]
    assert channels(to=FORM["To"]) == ["sms", "sms"]
    assert channels(notice_id="n-5") == ["email", "email"]
    assert channels(notice_id="n-5", channel="sms") == []
    assert channels(limit="1") == ["sms"]
    assert channels(to="nobody@example.com") == []


def test_every_item_has_the_fields_of_the_contract(http: Http) -> None:
    send_both(http)
    for item in http.get("/sandbox/messages").json()["items"]:
        assert {"channel", "to", "subject", "body", "notice_id", "accepted_at"} <= item.keys()
        assert item["accepted_at"].endswith("+00:00")


@pytest.mark.parametrize("limit", ["", "-1", "many", "1.5", "9" * 5000])
def test_a_bad_limit_is_a_422(http: Http, limit: str) -> None:
    answer = http.get("/sandbox/messages", params={"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "limit")


def test_health_counts_messages_and_forgetting_empties_the_ledger(http: Http) -> None:
    send_both(http)
    assert http.get("/sandbox/health").json() == {"status": "ok", "messages": 2}
    http.delete("/sandbox/messages")
    assert http.get("/sandbox/health").json() == {"status": "ok", "messages": 0}


def test_accepted_messages_survive_a_restart_and_forgetting_does_too(tmp_path: Path) -> None:
    journal = tmp_path / "deep" / "sandbox.jsonl"
    with serving(journal) as url:
        send_both(Http(url))
        before = Http(url).get("/sandbox/messages").json()
    with serving(journal) as url:
        assert Http(url).get("/sandbox/messages").json() == before
        Http(url).delete("/sandbox/messages")
        send_both(Http(url))
    with serving(journal) as url:
        assert len(Http(url).get("/sandbox/messages").json()["items"]) == 2


def test_a_line_cut_short_by_a_crash_is_dropped_and_the_next_is_whole(tmp_path: Path) -> None:
    journal = tmp_path / "sandbox.jsonl"
    ledger = Ledger()
    ledger.open(journal)
    ledger.accept(Message("sms", "+8613800138000", "一", "SM1", "+1"))
    ledger.close()
    journal.write_bytes(journal.read_bytes() + b'{"channel": "sms", "to"')
    ledger.open(journal)
    ledger.accept(Message("sms", "+8613800138000", "二", "SM2", "+1"))
    ledger.close()
    assert [json.loads(line)["body"] for line in journal.read_text().splitlines()] == ["一", "二"]


def test_a_killed_sandbox_has_lost_nothing_it_answered_for_and_printed_nothing_private(tmp_path: Path) -> None:
    """Run as in production: `uvicorn sandbox.app:app` with its access log on."""
    log = (tmp_path / "log").open("wb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "sandbox.app:app", "--port", str(port)],
        env={
            **os.environ,
            "MIANYUE_HOME": str(tmp_path),
            "MIANYUE_SANDBOX_EVENTS_URL": "http://127.0.0.1:9/hooks/sendgrid",
        },
        cwd=Path(__file__).parents[2],
        stdout=log,
        stderr=log,
    )
    try:
        http = Http(f"http://127.0.0.1:{port}")
        wait_for(http)
        send_both(http)
        http.put("/sandbox/faults", json={"mode": "truncate"})
        http.post(f"{PATH}.json", data=FORM, auth=(ACCOUNT, "x"))
        http.get("/sandbox/messages", params={"to": FORM["To"]})
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        log.close()
    with serving(tmp_path / "sandbox.jsonl") as url:
        assert len(Http(url).get("/sandbox/messages").json()["items"]) == 3
    printed = (tmp_path / "log").read_text()
    assert "startup complete" in printed
    assert [private for private in PRIVATE if private in printed] == []


def wait_for(http: Http) -> None:
    for _ in range(200):
        try:
            http.get("/sandbox/health")
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise TimeoutError
