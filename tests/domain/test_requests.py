"""What candidates may ask for: by when it is answered and by whom."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.labels import mask_email, mask_number
from domain.policy import RequestRules
from domain.requests import RequestKind, due_at, may_handle
from domain.terms import Role

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
RULES = RequestRules(human_interview_hours=24, deletion_days=15, copy_days=7)


@pytest.mark.parametrize(
    ("kind", "starts_in", "due_in"),
    [
        (RequestKind.HUMAN_INTERVIEW, timedelta(days=3), timedelta(hours=24)),
        (RequestKind.HUMAN_INTERVIEW, timedelta(hours=5), timedelta(hours=5)),
        (RequestKind.HUMAN_INTERVIEW, timedelta(hours=-5), timedelta(hours=24)),  # objected to after it was held
        (RequestKind.DELETION, timedelta(hours=5), timedelta(days=15)),
        (RequestKind.COPY, timedelta(hours=5), timedelta(days=7)),
    ],
)
def test_a_request_is_due_by_the_policy_and_about_the_interviewer_before_it(
    kind: RequestKind, starts_in: timedelta, due_in: timedelta
) -> None:
    assert due_at(kind, RULES, AT, AT + starts_in) == AT + due_in


def test_personal_data_are_for_hr_operations_and_who_interviews_for_the_recruiter_too() -> None:
    for role in Role:
        assert may_handle(role, RequestKind.HUMAN_INTERVIEW)
        for kind in (RequestKind.DELETION, RequestKind.COPY):
            assert may_handle(role, kind) is (role in (Role.HROPS, Role.ADMIN))


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+8613900138001", "+86139****8001"), ("5550100", "****"), ("+442079460958", "+4420****0958")],
)
def test_a_number_shows_enough_for_its_owner(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize(("address", "shown"), [("wangming@example.com", "w***@example.com"), ("a@b.cn", "a***@b.cn")])
def test_a_mail_address_shows_enough_for_its_owner(address: str, shown: str) -> None:
    assert mask_email(address) == shown
