"""The sandbox as Twilio: its wire answers, and the real SDK reading them."""

from typing import Any

import pytest
import requests
from twilio.rest import Client  # type: ignore[import-untyped]

from tests.sandbox.conftest import Http

ACCOUNT = "AC" + "a" * 32
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
FORM = {"To": "+8613800138000", "From": "+15005550006", "Body": "您好"}


def post(http: Http, auth: Any = (ACCOUNT, "secret"), **changes: str | None) -> requests.Response:
    form = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    return http.post(f"{PATH}.json", data=form, auth=auth)


@pytest.fixture
def sdk(sandbox_url: str) -> Client:
    client = Client(ACCOUNT, "secret")
    client.api.base_url = sandbox_url
    return client


def test_an_accepted_message_is_answered_as_twilio_answers(http: Http) -> None:
    answer = post(http, StatusCallback="http://127.0.0.1:8080/hooks/twilio/n-1")
    message = answer.json()
    assert (answer.status_code, message["status"], message["num_segments"]) == (201, "queued", "1")
    assert message["sid"].startswith("SM")
    assert len(message["sid"]) == 34
    assert (message["to"], message["body"], message["account_sid"]) == (FORM["To"], FORM["Body"], ACCOUNT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": None}, 21604),
        ({"From": None}, 21603),
        ({"Body": None}, 21602),
        ({"Body": "   "}, 21602),
        ({"To": "13800138000"}, 21211),
        ({"To": "+86 138 0013 8000"}, 21211),
        ({"Body": "长" * 1601}, 21617),
        ({"StatusCallback": "not a url"}, 21609),
        ({"StatusCallback": "http://[::/n-1"}, 21609),
    ],
)
def test_a_message_twilio_would_refuse_is_refused_with_its_code(http: Http, changes: dict[str, str], code: int) -> None:
    answer = post(http, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert http.get("/sandbox/messages").json() == {"items": []}


@pytest.mark.parametrize("auth", [None, ("AC" + "b" * 32, "secret"), (ACCOUNT, "")])
def test_nobody_sends_without_signing_in(http: Http, auth: tuple[str, str] | None) -> None:
    answer = post(http, auth=auth)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert http.get(f"{PATH}.json", auth=auth).status_code == 401


@pytest.mark.parametrize("header", ["Basic ???", "Basic", "Bearer x", "Basic //8="])
def test_garbled_credentials_are_refused_not_crashed_on(http: Http, header: str) -> None:
    assert http.post(f"{PATH}.json", data=FORM, headers={"Authorization": header}).status_code == 401


@pytest.mark.parametrize(
    ("body", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("长" * 70, 1), ("长" * 71, 2), ("长" * 135, 3)]
)
def test_chinese_text_is_billed_in_parts_of_67(http: Http, body: str, parts: int) -> None:
    assert post(http, Body=body).json()["num_segments"] == str(parts)


def test_the_sdk_finds_a_lost_message_by_its_receiver_newest_first(http: Http, sdk: Client) -> None:
    """The look-up after an unknown outcome."""
    for body in ("一", "二", "三"):
        sdk.messages.create(to="+8613800138001", from_="+15005550006", body=body)
    sdk.messages.create(to="+8613800138002", from_="+15005550006", body="别人的")
    found = sdk.messages.list(to="+8613800138001")
    assert [message.body for message in found] == ["三", "二", "一"]
    assert sdk.messages(found[0].sid).fetch().body == "三"
    assert found[0].date_created is not None


def test_the_sdk_walks_through_pages(http: Http, sdk: Client) -> None:
    for number in range(7):
        sdk.messages.create(to="+8613800138003", from_="+15005550006", body=str(number))
    pages = sdk.messages.list(to="+8613800138003", page_size=3)
    assert [message.body for message in pages] == list("6543210")
    assert len(sdk.messages.list(to="+8613800138003", limit=2)) == 2


@pytest.mark.parametrize("query", [{"PageSize": "0"}, {"PageSize": "abc"}, {"Page": "9" * 5000}, {"Page": "-1"}])
def test_odd_paging_falls_back_to_the_usual(http: Http, query: dict[str, str]) -> None:
    post(http)
    answer = http.get(f"{PATH}.json", params=query, auth=(ACCOUNT, "secret"))
    assert (answer.status_code, len(answer.json()["messages"])) == (200, 1)


def test_an_unknown_message_is_not_found(http: Http) -> None:
    answer = http.get(f"{PATH}/SM{'0' * 32}.json", auth=(ACCOUNT, "secret"))
    assert (answer.status_code, answer.json()["code"]) == (404, 20404)
