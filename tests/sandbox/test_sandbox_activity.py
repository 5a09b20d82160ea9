"""SendGrid's paid look-ups: closed without the add-on; with it, a mail is found by its op id or its message id."""

from collections.abc import Iterator

import pytest

from sandbox.app import Conduct
from sandbox.courier import Patience
from sandbox.receipts import ReceiptRule
from sandbox.serving import serving
from tests.sandbox.conftest import Http
from tests.sandbox.test_sandbox_sendgrid import MAIL

KEY = {"Authorization": "Bearer SG.x"}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Http]:
    """Has bought the add-on; its mails bounce while the sender waits, and its events reach nobody."""
    bounces = ReceiptRule(outcome="bounced", when="early")
    conduct = Conduct(receipts=bounces, events_url="no address", patience=Patience(total=0), email_activity=True)
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl", conduct) as url:
        yield Http(url)


def found(http: Http, query: str, **more: str) -> list[dict[str, str]]:
    answer = http.get("/v3/messages", params={"query": query, **more}, headers=KEY)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["messages"])


def test_without_the_add_on_nothing_is_shown(http: Http) -> None:
    assert http.get("/v3/messages", params={"query": "unique_args['op_id']=\"n-5\""}, headers=KEY).status_code == 403
    assert http.get("/v3/messages").status_code == 401


def test_a_mail_is_found_with_what_became_of_it(account: Http) -> None:
    sent = account.post("/v3/mail/send", json=MAIL, headers=KEY).headers["X-Message-Id"]
    (by_notice,) = found(account, "unique_args['op_id']=\"n-5\"", limit="10")
    assert by_notice["msg_id"].startswith(f"{sent}.filter")
    assert (by_notice["status"], by_notice["to_email"], by_notice["subject"]) == (
        "not_delivered",
        "zhang@example.com",
        "面试邀请",
    )
    assert found(account, f'msg_id LIKE "{sent}%"') == [by_notice]
    assert found(account, "unique_args['op_id']=\"n-6\"") == []


@pytest.mark.parametrize(
    "query", [{}, {"query": "op_id=n-5"}, {"query": "unique_args['op_id']=\"n\"", "limit": "0"}, {"query": "x" * 9000}]
)
def test_a_query_that_sendgrid_would_not_understand_is_a_400(account: Http, query: dict[str, str]) -> None:
    answer = account.get("/v3/messages", params=query, headers=KEY)
    assert (answer.status_code, bool(answer.json()["errors"])) == (400, True)


def test_a_look_up_can_fail(account: Http) -> None:
    account.put("/sandbox/faults", json={"mode": "429", "on": "lookup", "channel": "email", "times": 1})
    assert account.get("/v3/messages", headers=KEY).status_code == 429
    assert account.post("/v3/mail/send", json=MAIL, headers=KEY).status_code == 202
