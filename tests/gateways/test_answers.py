"""How an HTTP status or a broken connection is judged."""

import asyncio
import pickle
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from gateways.answers import Refused, Unknown, http_failure, network_failure
from gateways.pool import Pool


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_client_error_will_not_get_better_by_itself(status: int) -> None:
    answer = http_failure(status)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.retryable) == (f"http_{status}", False)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_some_refusals_ask_to_come_back(status: int) -> None:
    answer = http_failure(status)
    assert isinstance(answer, Refused)
    assert answer.retryable


@pytest.mark.parametrize("status", [301, 302, 500, 502, 503, 504])
def test_server_errors_and_redirects_prove_nothing(status: int) -> None:
    answer = http_failure(status)
    assert isinstance(answer, Unknown)
    assert answer.why == f"http_{status}"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30.0), ("0", 0.0), ("", None), ("-5", None), ("soon", None), ("inf", None), ("٣", None), ("1.5", None)],
)
def test_retry_after_in_seconds(header: str, seconds: float | None) -> None:
    answer = http_failure(429, {"Retry-After": header})
    assert isinstance(answer, Refused)
    assert answer.retry_after_seconds == seconds


def test_retry_after_as_a_date() -> None:
    soon = http_failure(429, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)})
    past = http_failure(429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert isinstance(soon, Refused)
    assert isinstance(past, Refused)
    assert soon.retry_after_seconds is not None
    assert 50 < soon.retry_after_seconds <= 60
    assert past.retry_after_seconds == 0.0


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (requests.ReadTimeout("+8613800138000"), "read_timeout"),
        (requests.ConnectionError("reset"), "connection_lost"),
        (requests.exceptions.ChunkedEncodingError(), "connection_lost"),
    ],
)
def test_a_connection_that_broke_midway_is_unknown(error: requests.RequestException, why: str) -> None:
    answer = network_failure(error)
    assert isinstance(answer, Unknown)
    assert str(answer) == f"unknown: {why}"


def test_a_connection_never_made_is_a_refusal_worth_a_retry() -> None:
    answers = [network_failure(requests.ConnectTimeout()), network_failure(requests.exceptions.ProxyError())]
    assert [(type(a), str(a)) for a in answers] == [
        (Refused, "refused: connect_timeout"),
        (Refused, "refused: proxy_failure"),
    ]


def test_answers_travel_between_processes() -> None:
    refused = pickle.loads(pickle.dumps(Refused("twilio_21211", False, 3.0)))
    assert (refused.code, refused.retryable, refused.retry_after_seconds) == ("twilio_21211", False, 3.0)


def test_no_layer_below_the_ledger_repeats_a_post() -> None:
    """A repeated POST is a second SMS: neither scheme has an adapter that retries."""

    async def retries() -> list[tuple[object, object]]:
        pool: Pool[requests.Session] = Pool("probe", 1, lambda session: session)
        session = await pool.run(lambda session: session)
        await pool.close()
        return [(adapter.max_retries.total, adapter.max_retries.read) for adapter in session.adapters.values()]  # type: ignore[attr-defined]

    assert asyncio.run(retries()) == [(0, False), (0, False)]
