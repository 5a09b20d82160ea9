"""Which cancellations are refused, and whom one is put down to (R5–R7)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import decide
from domain.catalogue import CATALOGUE
from domain.commands import Cancel
from domain.decide import reachable
from domain.refusals import Refused
from domain.terms import Channel, NoticeKind, Party
from tests.domain.build import (
    AT,
    EMAIL,
    HOUR,
    INBOX,
    SMS,
    START,
    cancel,
    invited,
    told,
)

LATE = START - 23 * HOUR


def test_a_code_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide.cancelled(invited(), replace(cancel(), code="X_WHIM"), AT)
    assert refused.value.rule == "unknown-code"


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("code", CATALOGUE)
def test_nobody_books_a_reason_on_a_party_it_does_not_belong_to(code: str, party: Party) -> None:
    command = cancel(code, party=party)
    if party in CATALOGUE[code].parties:
        assert decide.cancelled(invited(), command, START).result == "cancelled"
    else:
        with pytest.raises(Refused) as refused:
            decide.cancelled(invited(), command, START)
        assert refused.value.rule == "party-mismatch"


def test_nobody_is_put_down_as_absent_before_the_interview_has_begun() -> None:
    """An absence stated beforehand would be a cancellation that looks like nobody's fault."""
    with pytest.raises(Refused) as refused:
        decide.cancelled(invited(), cancel("C_NO_SHOW"), START - timedelta(seconds=1))
    assert refused.value.rule == "not-started"


@pytest.mark.parametrize(
    ("reach", "wanted", "used"),
    [
        ([SMS, INBOX], [EMAIL], None),
        ([SMS, INBOX], [], None),
        ([SMS, INBOX], [SMS, EMAIL], [SMS]),
        ([EMAIL, INBOX], [INBOX], None),
        ([INBOX], [INBOX], [INBOX]),
    ],
)
def test_channels_that_cannot_reach_the_candidate_are_refused(
    reach: list[Channel], wanted: list[Channel], used: list[Channel] | None
) -> None:
    command: Cancel = cancel("E_FILLED", channels=wanted)
    if used is not None:
        assert told(decide.cancelled(invited(reach=reach), command, AT)) == [(NoticeKind.CANCELLED, c) for c in used]
        return
    with pytest.raises(Refused) as refused:
        decide.cancelled(invited(reach=reach), command, AT)
    assert refused.value.rule == "channel-unreachable"


@pytest.mark.parametrize(
    ("phone", "email", "reach"),
    [
        ("+86139", "a@b", [SMS, EMAIL, INBOX]),
        ("+86139", None, [SMS, INBOX]),
        (None, "a@b", [EMAIL, INBOX]),
        ("", "", [INBOX]),
    ],
)
def test_contacts_decide_the_reach(phone: str | None, email: str | None, reach: list[Channel]) -> None:
    assert reachable(phone, email) == reach


def test_a_failed_check_is_the_companys_decision_even_when_the_candidate_gave_the_cause() -> None:
    """Otherwise a late one would drop out of the company's notice hours (R6, R11)."""
    decision = decide.cancelled(invited(), cancel("E_SCREEN_FAIL", party=Party.CANDIDATE), LATE)
    cancellation = decision.state.cancellation
    assert cancellation is not None
    assert (cancellation.party, cancellation.late, cancellation.next_step) == (Party.COMPANY, True, "future_priority")
