"""The indicators, worked out by hand from single agreed times (R5, R11–R13)."""

from dataclasses import fields

import pytest

from domain.agreed_times import COUNTED, AgreedTime, Ending
from domain.catalogue import Attribution
from domain.kpi import INDICATORS, Counts, total
from domain.terms import Party


def cancelled(party: Party, code: str, attributable: Attribution = Attribution.NO, **flags: bool) -> AgreedTime:
    ours = party in (Party.COMPANY, Party.INTERVIEWER)
    return AgreedTime(
        Ending.CANCELLED, first=True, party=party, code=code, attributable=attributable, ours=ours, **flags
    )


HELD = AgreedTime(Ending.COMPLETED, first=True, confirmed=True)
MOVED = AgreedTime(Ending.MOVED, first=True, moved_on=True)
HELD_LATER = AgreedTime(Ending.COMPLETED)
MISSED = AgreedTime(Ending.CANDIDATE_NO_SHOW, first=True)
ABSENT = AgreedTime(Ending.INTERVIEWER_NO_SHOW, first=True)
CHECK_FAILED = cancelled(
    Party.COMPANY,
    "E_SCREEN_FAIL",
    Attribution.YES,
    asked=True,
    stated=True,
    in_time=True,
    compliant=True,
    refilled=True,
)
FROZEN_LATE = cancelled(Party.COMPANY, "E_REQ_FROZEN", asked=True, stated=True, late=True)
CLASH = cancelled(
    Party.CANDIDATE, "C_SCHEDULE", Attribution.PARTLY, asked=True, stated=True, late=True, compliant=True, moved_on=True
)
FROM_UI = cancelled(Party.COMPANY, "E_REQ_CHANGED", in_time=True, compliant=True)

# Zhang San's month: ten that ended, and an interview still open.
MONTH = [
    HELD,
    HELD,
    MOVED,
    HELD_LATER,
    MISSED,
    ABSENT,
    CHECK_FAILED,
    FROZEN_LATE,
    CLASH,
    FROM_UI,
    AgreedTime(Ending.OPEN),
]


def counted(agreed_times: list[AgreedTime], **answers: int) -> Counts:
    return Counts(**{name: sum(which.takes(one) for one in agreed_times) for name, which in COUNTED.items()}, **answers)


ZHANGSAN = counted(MONTH, answers=4, satisfied=3)


_CASES = [
    ("cancellation_rate", 4, 10),
    ("attributable_rate", 1, 10),
    ("reason_quality_rate", 3, 3),
    ("advance_notice_rate", 2, 3),
    ("compliance_rate", 3, 4),
    ("booking_accuracy", 2, 4),
    ("satisfaction", 3, 4),
    ("reschedule_rate", 2, 10),
    ("candidate_no_show_rate", 1, 5),
    ("interviewer_no_show_rate", 1, 5),
    ("candidate_last_minute_share", 1, 4),
    ("refill_rate", 1, 2),
]


@pytest.mark.parametrize(("name", "hits", "of"), _CASES)
def test_each_indicator_by_hand(name: str, hits: int, of: int) -> None:
    share = INDICATORS[name].share(ZHANGSAN)
    assert (share.hits, share.of) == (hits, of)
    assert INDICATORS[name].share(Counts()).rate is None, "of nothing there is no rate"


def test_every_indicator_has_its_case_above() -> None:
    assert [name for name, _, _ in _CASES] == list(INDICATORS)


def test_zhang_sans_cancellation_rate_is_a_quarter_and_the_teams_is_twelve_percent() -> None:
    """R13."""
    zhangsan = counted([CLASH] * 10 + [HELD] * 30)
    lisi = counted([CLASH] * 2 + [HELD] * 58)
    assert INDICATORS["cancellation_rate"].share(zhangsan).rate == 0.25
    assert INDICATORS["cancellation_rate"].share(total([zhangsan, lisi])).rate == 0.12


def test_every_count_is_of_agreed_times_or_of_answers() -> None:
    assert {field.name for field in fields(Counts)} == {*COUNTED, "given", "answers", "satisfied"}


@pytest.mark.parametrize("one", MONTH, ids=lambda one: f"{one.ending} {one.code}")
def test_what_is_counted_above_is_also_counted_below(one: AgreedTime) -> None:
    """A hit that is no case would make a share of more than all; Share would refuse it."""
    for rate in INDICATORS.values():
        rate.share(counted([one], answers=1, satisfied=1))


def test_a_few_cases_are_not_enough() -> None:
    rate = INDICATORS["cancellation_rate"]
    assert not rate.enough(counted([HELD] * 19))
    assert rate.enough(counted([HELD] * 20))


def test_a_team_of_nobody_has_counted_nothing() -> None:
    assert total([]) == Counts()
