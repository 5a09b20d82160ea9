"""Judging by sums and term from term says what the formulas say that are written out: every colleague, every term, one by one."""

from math import exp, lgamma

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alerting import AlertRules, judge
from domain.funnel import MOST_SPREAD, PHI_FROM, Expectation, chance_of_at_least, limit
from domain.proportions import JEFFREYS, Share

Teams = dict[str, dict[str, Share]]


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def tail(hits: int, of: int, expected: Expectation) -> float:
    """The beta-binomial's chance of at least so many, every term by itself."""
    precision = 1 / expected.spread - 1
    a, b = expected.rate * precision, (1 - expected.rate) * precision
    terms = [
        exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + log_beta(k + a, of - k + b) - log_beta(a, b))
        for k in range(hits, of + 1)
    ]
    return min(1.0, sum(terms)) if hits > 0 else 1.0


def between(teams: list[list[Share]]) -> float:
    """The intra-class correlation, from each person's own distance."""
    squares, free, weight = 0.0, 0, 0.0
    for team in teams:
        seen = [share for share in team if share.of]
        cases, hits = sum(share.of for share in seen), sum(share.hits for share in seen)
        if len(seen) < 2 or hits in (0, cases):
            continue
        rate = hits / cases
        squares += sum((share.hits - share.of * rate) ** 2 / (share.of * rate * (1 - rate)) for share in seen)
        free += len(seen) - 1
        weight += cases - sum(share.of**2 for share in seen) / cases
    if not free or squares / free <= PHI_FROM or weight <= free:
        return 0.0
    return min((squares / free - 1) / (weight / free - 1), MOST_SPREAD)


def expected_of(others: list[Share], elsewhere: list[list[Share]]) -> Expectation:
    cases, hits, usual = sum(one.of for one in others), sum(one.hits for one in others), between([*elsewhere, others])
    known = cases**2 / sum(one.of * (1 + (one.of - 1) * usual) for one in others)
    return Expectation((hits + JEFFREYS) / (cases + 2 * JEFFREYS), usual + (1 - usual) / (known + 1))


_share = st.integers(0, 90).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
_team = st.dictionaries(st.text("abc", min_size=1, max_size=3), _share, max_size=6)


@settings(max_examples=300)
@given(st.dictionaries(st.text("tu", min_size=1, max_size=2), _team, max_size=4))
def test_leaving_one_out_by_sums_is_leaving_one_out(teams: Teams) -> None:
    named = {team: {f"{team}/{name}": share for name, share in people.items()} for team, people in teams.items()}
    found = judge(named, AlertRules(least_others=2))
    for team, people in named.items():
        elsewhere = [list(others.values()) for name, others in named.items() if name != team]
        for login, share in people.items():
            others = [one for name, one in people.items() if name != login]
            assert (login in found) is (
                share.of >= 20 and sum(one.of for one in others) >= 20 and sum(one.of > 0 for one in others) >= 2
            )
            if login in found:
                chance = tail(share.hits, share.of, expected_of(others, elsewhere))
                assert found[login].chance == pytest.approx(chance, rel=1e-9, abs=1e-9)
                assert found[login].others == Share(sum(one.hits for one in others), sum(one.of for one in others))


@settings(max_examples=300)
@given(st.integers(1, 400), st.data(), st.floats(0.005, 0.995), st.floats(1e-4, 0.9))
def test_every_term_from_the_one_before_is_every_term(of: int, data: st.DataObject, rate: float, usual: float) -> None:
    hits, expected = data.draw(st.integers(0, of)), Expectation(rate, usual)
    assert chance_of_at_least(hits, of, expected) == pytest.approx(tail(hits, of, expected), rel=1e-9, abs=1e-9)


@given(st.integers(1, 200), st.floats(0.01, 0.6), st.floats(0.002, 0.2), st.sampled_from([0.025, 0.001]))
def test_limits_are_those_of_every_term(of: int, rate: float, usual: float, level: float) -> None:
    expected = Expectation(rate, usual)
    first = next((hits for hits in range(of + 1) if tail(hits, of, expected) <= level), None)
    assert limit(of, expected, level) == first


def test_thousands_of_cases_are_no_trouble() -> None:
    """Where single terms are too small for any number, what they add up to is still right."""
    expected = Expectation(0.12, 0.001)
    assert chance_of_at_least(1, 20_000, expected) == pytest.approx(1)
    assert chance_of_at_least(20_000, 20_000, expected) == 0
    assert 0.4 < chance_of_at_least(2400, 20_000, expected) < 0.6
