"""What few cases can tell: intervals and chances, against published examples and scipy's own statistics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.proportions import Share, chance_at_most, difference, wilson

shares = st.integers(0, 400).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


def test_four_of_five_in_time_may_be_anything_from_a_third_to_nearly_all() -> None:
    """guides: "提前通知率 ≥ 85 %" with 4 of 5."""
    found = wilson(Share(4, 5))
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (0.376, 0.964)


@given(shares.filter(lambda share: share.of > 0), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_wilsons(share: Share, level: float) -> None:
    ours = wilson(share, level)
    theirs = stats.binomtest(share.hits, share.of).proportion_ci(level, method="wilson")
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert 0 <= ours.low <= share.hits / share.of <= ours.high <= 1


def test_no_cases_have_no_interval() -> None:
    assert wilson(Share(0, 0)) is None
    assert difference(Share(0, 0), Share(1, 2)) is None
    assert Share(0, 0).rate is None


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 - 48/80; 9/10 - 3/10; 10/10 - 0/20
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 20), (10, 10), 0.6791, 1.0),
    ],
)
def test_a_difference_has_newcombes_interval(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = difference(Share(*one), Share(*other))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(shares, shares)
def test_a_difference_the_other_way_round_is_its_mirror(one: Share, other: Share) -> None:
    there, back = difference(one, other), difference(other, one)
    if there is None or back is None:
        assert 0 in (one.of, other.of)
    else:
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
        assert -1 <= there.low <= there.high <= 1


@given(shares, st.floats(0, 1))
def test_the_chance_to_meet_a_target_is_the_posteriors(share: Share, target: float) -> None:
    theirs = stats.beta.cdf(target, share.hits + 0.5, share.of - share.hits + 0.5)
    assert chance_at_most(share, target) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("hits", "of"), [(-1, 4), (5, 4), (1, 0)])
def test_more_hits_than_cases_are_no_share(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(hits, of)


@pytest.mark.parametrize("limit", [-0.1, 1.1, float("nan")])
def test_a_target_is_a_share(limit: float) -> None:
    with pytest.raises(ValueError, match="no share"):
        chance_at_most(Share(1, 2), limit)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_lies_between_none_and_all(level: float) -> None:
    with pytest.raises(ValueError, match="no level"):
        wilson(Share(1, 2), level)
