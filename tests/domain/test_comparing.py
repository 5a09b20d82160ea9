"""Before and after (R17): the article's case, and how many interviews it takes to know."""

import pytest

from domain.comparing import Compared, Verdict, compare, sentence
from domain.kpi import Counts
from domain.terms import Locale


def of(before: Counts, after: Counts, name: str) -> Compared:
    return next(one for one in compare(before, after) if one.indicator.name == name)


# The article's case in 500 interviews a quarter: 18 % → 9 %, 52 % → 81 %, all in order.
BEFORE = Counts(decided=500, cancelled=90, compliant=70, answers=50, satisfied=26)
AFTER = Counts(decided=500, cancelled=45, compliant=45, answers=100, satisfied=81)


def test_the_case_of_the_article() -> None:
    rate = of(BEFORE, AFTER, "cancellation_rate")
    assert rate.verdict is Verdict.BETTER
    assert sentence(rate, Locale.ZH) == (
        "取消率由 18% 降至 9%（变化 -13.2 至 -4.8 个百分点，95% 置信区间），改善超出偶然波动。"
    )
    satisfied = of(BEFORE, AFTER, "satisfaction")
    assert satisfied.verdict is Verdict.BETTER
    assert sentence(satisfied, Locale.EN).startswith("Candidate satisfaction rose from 52% to 81%")
    compliance = of(BEFORE, AFTER, "compliance_rate")
    assert (compliance.after.rate, compliance.verdict) == (1.0, Verdict.BETTER)


def test_the_same_shares_of_few_interviews_may_be_chance() -> None:
    """guides: 18 % → 9 % takes about 225 interviews per period to be seen with 80 % power."""
    few = of(Counts(decided=50, cancelled=9), Counts(decided=55, cancelled=5), "cancellation_rate")
    assert few.verdict is Verdict.CHANCE
    assert "可能只是偶然波动" in sentence(few, Locale.ZH)
    many = of(Counts(decided=222, cancelled=40), Counts(decided=222, cancelled=20), "cancellation_rate")
    assert many.verdict is Verdict.BETTER


def test_a_rise_of_the_cancellation_rate_is_a_decline() -> None:
    assert of(AFTER, BEFORE, "cancellation_rate").verdict is Verdict.WORSE
    assert of(AFTER, BEFORE, "satisfaction").verdict is Verdict.WORSE


@pytest.mark.parametrize("counts", [Counts(), Counts(decided=19, cancelled=2)])
def test_too_few_cases_say_nothing(counts: Counts) -> None:
    found = of(counts, AFTER, "cancellation_rate")
    assert found.verdict is Verdict.TOO_FEW
    assert "数据不足" in sentence(found, Locale.ZH)
    assert "too few" in sentence(found, Locale.EN)


def test_the_same_rate_twice_is_said_so() -> None:
    found = of(BEFORE, BEFORE, "cancellation_rate")
    assert sentence(found, Locale.ZH).startswith("取消率前后均为 18%，看不出变化")
    assert "18% in both periods" in sentence(found, Locale.EN)


def test_the_same_rate_in_both_periods_is_no_change() -> None:
    none = of(Counts(decided=400), Counts(decided=500), "cancellation_rate")
    assert none.verdict is Verdict.SAME
    assert "前后均为 0%" in sentence(none, Locale.ZH)
