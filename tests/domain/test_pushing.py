"""What is told to another appraisal system, and the ids and fingerprints that must never drift."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from domain.pushing import (
    body_of,
    cancellation_data,
    fingerprint,
    message_id,
    recruiter_and_month,
    score_data,
    score_id,
    stumbles,
)

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
LINE = {
    "indicator": "satisfaction",
    "hits": 3,
    "of": 5,
    "target": 0.8,
    "weight": 20.0,
    "points": None,
    "weighted": None,
}


def log_row(**change: Any) -> Any:
    row = {"organisation_id": "sh", "recruiter": "zhang", "interview_id": "i", "revision": 1, "cancelled_at": AT}
    row |= {"starts_at": AT, "operator": "zhang", "party": "company", "reason_code": "E_REQ_FROZEN", "late": False}
    row |= {"reason_stated": True, "notice_hours": 25.123, "notice_basis": "delivered", "notices": []}
    return SimpleNamespace(**row | change)


def score_row(*lines: dict[str, Any]) -> Any:
    row = {"organisation_id": "sh", "recruiter": "zhang", "month": date(2026, 9, 1), "total": 0.5, "counted": 100.0}
    return SimpleNamespace(**row, data={"lines": list(lines)}, because="month", policy_id=1, made_at=AT)


def test_a_message_is_the_same_bytes_and_the_same_id_whenever_it_is_made() -> None:
    body = body_of([{"kind": "score", "id": "张/2026-09", "version": 1}])
    assert body == '{"items":[{"id":"张/2026-09","kind":"score","version":1}],"type":"mianyue.appraisal.v1"}'.encode()
    assert message_id(body) == "msg_52c3084f6a980950365da1aa6176ffb5"
    assert body_of([{"version": 1, "id": "张/2026-09", "kind": "score"}]) == body


def test_the_same_data_have_the_same_fingerprint_and_others_another() -> None:
    row = log_row()
    assert fingerprint(cancellation_data(row)) == fingerprint(cancellation_data(log_row()))
    assert fingerprint(cancellation_data(row)) != fingerprint(cancellation_data(log_row(notice_basis="accepted")))


@pytest.mark.parametrize(
    ("error", "runs", "one_of_them"),
    [("http_500", 3, True), ("http_500", 2, False), ("http_503", 9, False), ("read_timeout", 9, False)],
)
def test_a_receiver_that_fails_again_and_again_may_do_so_over_one_item(
    error: str, runs: int, one_of_them: bool
) -> None:
    assert stumbles(error, runs) is one_of_them


@pytest.mark.parametrize("login", ["zhang", "zhang/san", "z/2026-01"])
def test_a_scores_id_names_recruiter_and_month(login: str) -> None:
    assert recruiter_and_month(score_id(login, date(2026, 9, 1))) == (login, date(2026, 9, 1))


def test_a_code_is_told_in_both_languages() -> None:
    told = cancellation_data(log_row())
    assert told["label"]["zh-CN"] == "该岗位已冻结，暂停招聘，面试取消"
    assert "frozen" in told["label"]["en"]
    assert told["notice_hours"] == 25.12


def test_an_old_row_with_a_code_that_is_no_more_holds_up_nothing() -> None:
    assert cancellation_data(log_row(reason_code="OLD"))["label"] is None
    assert score_data(score_row({**LINE, "indicator": "old"}))["lines"] == [{**LINE, "indicator": "old"}]
