"""The recruiter's figures, worked out by hand."""

import pytest

from domain.kpi import (
    RATES,
    Counts,
    advance_notice_rate,
    attributable_rate,
    cancellation_rate,
    compliance_rate,
    reason_quality_rate,
    satisfaction,
    total,
)

# Zhang San's month: 40 interviews, 10 cancelled in 11 cancellations (one came back and was cancelled again).
ZHANGSAN = Counts(
    interviews=40,
    cancelled=10,
    attributable_cancelled=4,
    late_cancelled=3,
    cancellations=11,
    reasons_due=11,
    stated=10,
    company_side=6,
    advance=3,
    compliant=7,
    survey_answers=4,
    satisfaction_sum=(5 - 1) / 4 + (4.5 - 1) / 4 + (3 - 1) / 4 + (1 - 1) / 4,
)
# Li Si's: 60 interviews, 2 cancelled, both stated, one by the company and in time; nobody answered the survey.
LISI = Counts(
    interviews=60, cancelled=2, cancellations=2, reasons_due=2, stated=2, company_side=1, advance=1, compliant=2
)


def test_zhang_sans_cancellation_rate_is_a_quarter_and_the_teams_is_twelve_percent() -> None:
    assert cancellation_rate(ZHANGSAN).rate == 0.25
    assert cancellation_rate(total([ZHANGSAN, LISI])).rate == 0.12, "R13"


def test_only_what_the_recruiter_answers_for_is_attributed() -> None:
    assert attributable_rate(ZHANGSAN).rate == 0.1


def test_reason_quality_counts_every_cancellation() -> None:
    assert reason_quality_rate(ZHANGSAN).rate == pytest.approx(0.9091, abs=1e-4)
    assert reason_quality_rate(total([ZHANGSAN, LISI])).rate == pytest.approx(12 / 13)


def test_advance_notice_asks_only_of_the_companys_own_cancellations() -> None:
    assert advance_notice_rate(ZHANGSAN).rate == 0.5
    assert advance_notice_rate(LISI).rate == 1.0


def test_compliance_needs_both_rules() -> None:
    assert compliance_rate(ZHANGSAN).rate == pytest.approx(7 / 11)


def test_satisfaction_goes_from_the_worst_score_to_the_best() -> None:
    assert satisfaction(ZHANGSAN).rate == pytest.approx((1 + 0.875 + 0.5 + 0) / 4)
    assert satisfaction(Counts(survey_answers=1, satisfaction_sum=0.0)).rate == 0
    assert satisfaction(Counts(survey_answers=2, satisfaction_sum=2.0)).rate == 1


@pytest.mark.parametrize("name", list(RATES))
def test_a_rate_of_nothing_is_no_number(name: str) -> None:
    fraction = RATES[name](Counts())
    assert fraction.rate is None
    assert (fraction.numerator, fraction.denominator) == (0, 0)


@pytest.mark.parametrize("name", list(RATES))
def test_every_rate_lies_between_none_and_all(name: str) -> None:
    for counts in (ZHANGSAN, LISI, total([ZHANGSAN, LISI])):
        rate = RATES[name](counts).rate
        assert rate is None or 0 <= rate <= 1


def test_a_team_of_nobody_has_counted_nothing() -> None:
    assert total([]) == Counts()
