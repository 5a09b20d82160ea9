"""Funnel limits: the published figures, scipy's distributions, and what happens to recruiters who differ by luck alone."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from domain.funnel import (
    Differences,
    Expectation,
    adjusted,
    chance_of_at_least,
    differences,
    expectation,
    limit,
    pool,
    spread,
)
from domain.proportions import Share

TEAM = Expectation(0.12)


def differs(teams: list[list[Share]]) -> float:
    return spread(sum((differences(pool(team)) for team in teams), Differences()))


@pytest.mark.parametrize(
    ("of", "alert", "alarm"), [(10, 4, 6), (20, 7, 9), (30, 8, 11), (50, 12, 15), (100, 20, 24), (200, 34, 40)]
)
def test_the_published_limits_of_a_team_of_twelve_percent(of: int, alert: int, alarm: int) -> None:
    """guides/appraisal 4.5: exact binomial, one-sided 0.025 and 0.001."""
    assert (limit(of, TEAM, 0.025), limit(of, TEAM, 0.001)) == (alert, alarm)


@pytest.mark.parametrize(("of", "chance"), [(20, 0.083), (28, 0.044), (60, 0.004), (80, 0.001)])
def test_a_quarter_cancelled_is_more_telling_the_more_interviews_there_are(of: int, chance: float) -> None:
    assert round(chance_of_at_least(of // 4, of, TEAM), 3) == chance


@given(st.integers(1, 300), st.data(), st.floats(0.01, 0.99))
def test_luck_alone_is_the_binomials_tail(of: int, data: st.DataObject, rate: float) -> None:
    hits = data.draw(st.integers(0, of))
    theirs = stats.binom.sf(hits - 1, of, rate)
    assert chance_of_at_least(hits, of, Expectation(rate)) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@given(st.integers(1, 120), st.data(), st.floats(0.02, 0.98), st.floats(0.001, 0.4))
def test_with_spread_it_is_the_beta_binomials(of: int, data: st.DataObject, rate: float, between: float) -> None:
    hits, precision = data.draw(st.integers(0, of)), 1 / between - 1
    theirs = stats.betabinom.sf(hits - 1, of, rate * precision, (1 - rate) * precision)
    assert chance_of_at_least(hits, of, Expectation(rate, between)) == pytest.approx(theirs, rel=1e-7, abs=1e-10)


@given(st.integers(1, 200), st.floats(0.01, 0.9), st.sampled_from([0.0, 0.02]), st.sampled_from([0.025, 0.001]))
def test_a_limit_is_the_first_number_that_is_unlikely_enough(
    of: int, rate: float, between: float, level: float
) -> None:
    expected = Expectation(rate, between)
    found = limit(of, expected, level)
    if found is None:
        assert chance_of_at_least(of, of, expected) > level
    else:
        assert chance_of_at_least(found, of, expected) <= level < chance_of_at_least(found - 1, of, expected)


def test_spread_widens_the_funnel() -> None:
    limits = [limit(100, Expectation(0.12, between), 0.025) or 0 for between in (0.0, 0.01, 0.05)]
    assert all(low < high for low, high in pairwise(limits))


def test_nobody_is_alone_the_team() -> None:
    assert expectation(pool([])) is None
    assert expectation(pool([Share(0, 0)])) is None
    assert differs([[Share(3, 10)]]) == 0


def test_a_team_that_never_cancelled_makes_one_cancellation_no_alarm() -> None:
    expected = expectation(pool([Share(0, 30), Share(0, 30)]))
    assert expected is not None
    assert chance_of_at_least(1, 30, expected) > 0.1


def test_what_is_usual_among_recruiters_is_found_again() -> None:
    """phi of 100 cases each at 2, 12 and 22 of 100: (10^2 * 2 / (100 * 0.12 * 0.88)) / 2 = 9.47; rho = 8.47 / 99."""
    team = [Share(2, 100), Share(12, 100), Share(22, 100)]
    assert differs([team]) == pytest.approx((200 / (100 * 0.12 * 0.88) / 2 - 1) / 99)
    assert differs([[Share(12, 100), Share(13, 100), Share(11, 100)]]) == 0, "luck explains that"
    assert 0 < differs([team, [Share(12, 100)] * 2]) < differs([team]), "seen over all teams"


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=30))
def test_chances_are_adjusted_as_benjamini_and_hochberg_do(chances: dict[str, float]) -> None:
    ours = adjusted(chances)
    theirs = stats.false_discovery_control(list(chances.values())) if chances else []
    assert list(ours) and set(ours) == set(chances) if chances else ours == {}
    assert [ours[name] for name in chances] == pytest.approx(list(theirs))


def _looked(
    chance: random.Random, teams: int, people: int, of: int, rate: float
) -> tuple[list[float], dict[str, float]]:
    """One look at recruiters who all have the same true rate: each one's chance, and the adjusted ones."""
    counted = [[Share(sum(chance.random() < rate for _ in range(of)), of) for _ in range(people)] for _ in range(teams)]
    chances = {}
    for t, team in enumerate(counted):
        for i, share in enumerate(team):
            others = team[:i] + team[i + 1 :]
            expected = expectation(pool(others), differs([*counted[:t], others, *counted[t + 1 :]]))
            assert expected is not None
            chances[f"{t}/{i}"] = chance_of_at_least(share.hits, of, expected)
    return list(chances.values()), adjusted(chances)


@pytest.mark.parametrize(("teams", "people", "of"), [(1, 3, 20), (1, 5, 60), (4, 5, 40)])
def test_honest_recruiters_are_flagged_no_more_often_than_the_level_says(teams: int, people: int, of: int) -> None:
    """3,000 recruiters of one true rate, seeded. Goal: at most 2.5 % beyond the alert limit, and any alert after the correction in
    at most 2.5 % of the looks, each but for three standard errors of so many."""
    chance, looks = random.Random(11), 3000 // (teams * people)
    raw: list[float] = []
    any_alert = 0
    for _ in range(looks):
        chances, corrected = _looked(chance, teams, people, of, 0.12)
        raw += chances
        any_alert += min(corrected.values()) <= 0.025
    assert sum(one <= 0.025 for one in raw) / len(raw) <= 0.025
    assert sum(one <= 0.001 for one in raw) / len(raw) <= 0.001 + 3 * (0.001 / len(raw)) ** 0.5
    assert any_alert / looks <= 0.025 + 3 * (0.025 * 0.975 / looks) ** 0.5


def test_the_others_rate_taken_for_certain_would_flag_twice_as_many() -> None:
    """Why `expectation` allows for it: two colleagues with 20 interviews each are no ruler."""
    chance = random.Random(12)
    flagged = 0
    for _ in range(2000):
        own, others = (sum(chance.random() < 0.12 for _ in range(of)) for of in (20, 40))
        flagged += chance_of_at_least(own, 20, Expectation(others / 40)) <= 0.025
    assert flagged / 2000 > 0.04


@settings(max_examples=50)
@given(st.floats(-1, 2), st.floats(-1, 2))
def test_an_expectation_is_a_share_and_a_spread(rate: float, between: float) -> None:
    if 0 <= rate <= 1 and 0 <= between < 1:
        assert Expectation(rate, between).rate == rate
    else:
        with pytest.raises(ValueError, match="no expectation"):
            Expectation(rate, between)
