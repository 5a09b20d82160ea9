"""Scores: the article's rule by hand, gentler ones beside it, and policies that cannot be (R14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpi import Counts
from domain.scoring import Item, Method, ScoringRules, mistakes, score

RATE = Item("cancellation_rate", 15, 0.10)
REASONS = Item("reason_quality_rate", 85, 0.90)


def counts(cancelled: int, interviews: int, stated: int | None = None) -> Counts:
    return Counts(
        decided=interviews,
        cancelled=cancelled,
        reasons_due=cancelled,
        stated=cancelled if stated is None else stated,
    )


@pytest.mark.parametrize(("cancelled", "points"), [(9, 1.0), (10, 1.0), (11, -0.5)])
def test_the_articles_rule(cancelled: int, points: float) -> None:
    """R14: weight 15 %, target ≤ 10 %; one point when it is met, half a point off when not."""
    found = score(counts(cancelled, 100), ScoringRules([RATE, REASONS], least=5))
    [line, _] = found.lines
    assert line.points == points
    assert line.weighted == pytest.approx(points * 0.15)


def test_a_whole_score_by_hand() -> None:
    """12 of 100 cancelled: -0.5 at 15 %; 11 of 12 reasons usable (91.7 %): +1 at 85 %."""
    found = score(counts(12, 100, stated=11), ScoringRules([RATE, REASONS], least=10))
    assert found.total == pytest.approx(-0.5 * 0.15 + 1 * 0.85)
    assert found.counted == 100


def test_too_few_cases_cost_nobody_anything() -> None:
    found = score(counts(3, 30, stated=0), ScoringRules([RATE, REASONS]))
    assert [line.points for line in found.lines] == [1.0, None], "3 reasons are 数据不足"
    assert (found.counted, found.total) == (15, 1.0)
    nothing = score(counts(1, 5), ScoringRules([RATE, REASONS]))
    assert (nothing.counted, nothing.total) == (0, None)


@pytest.mark.parametrize(
    ("cancelled", "points"), [(7, 1.0), (8, 1.0), (9, 0.625), (10, 0.25), (11, -0.125), (12, -0.5), (20, -0.5)]
)
def test_a_band_has_no_cliff(cancelled: int, points: float) -> None:
    item = Item("cancellation_rate", 100, 0.10, method=Method.BAND, band=0.02)
    assert score(counts(cancelled, 100), ScoringRules([item])).total == pytest.approx(points)


def test_the_posterior_asks_how_likely_the_target_is_met() -> None:
    """Exactly on target with 20 or 200 interviews: about as likely below as above, and never a whole point lost to luck."""
    item = Item("cancellation_rate", 100, 0.10, method=Method.POSTERIOR)
    few, many = (score(counts(n // 10, n), ScoringRules([item])).total or 0 for n in (20, 200))
    assert 0.15 < few < 0.45
    assert 0.2 < many < 0.4
    assert score(counts(0, 200), ScoringRules([item])).total == pytest.approx(1, abs=1e-4)
    assert score(counts(60, 200), ScoringRules([item])).total == pytest.approx(-0.5, abs=1e-4)
    high = Item("reason_quality_rate", 100, 0.90, method=Method.POSTERIOR)
    assert score(counts(100, 400, stated=100), ScoringRules([high])).total == pytest.approx(1, abs=1e-3)


@given(
    st.sampled_from(list(Method)),
    st.integers(20, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.integers(0, of), st.just(of))),
)
def test_fewer_cancellations_never_score_less(method: Method, case: tuple[int, int, int]) -> None:
    one, other, of = case
    item = Item("cancellation_rate", 100, 0.10, method=method)
    better, worse = (score(counts(n, of), ScoringRules([item])).total for n in sorted((one, other)))
    assert better is not None
    assert worse is not None
    assert -0.5 - 1e-9 <= worse <= better + 1e-9 <= 1 + 2e-9


@pytest.mark.parametrize(
    ("items", "wrong"),
    [
        ([RATE, REASONS], []),
        ([RATE], ["weights-not-100 15"]),
        ([], ["weights-not-100 0"]),
        ([Item("nonsense", 100, 0.1)], ["unknown-indicator nonsense"]),
        ([Item("satisfaction", 50, 0.8)] * 2, ["indicator-twice satisfaction"]),
        ([Item("satisfaction", 100, 0.8, met=0, missed=1)], ["missed-above-met satisfaction"]),
        ([Item("satisfaction", 33.3, 0.8), Item("cancellation_rate", 66.7, 0.1)], []),
    ],
)
def test_a_policy_that_cannot_be_is_named(items: list[Item], wrong: list[str]) -> None:
    assert mistakes(ScoringRules(items)) == wrong
