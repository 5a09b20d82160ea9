"""Funnel limits (Spiegelhalter 2005): how many cases are more than luck explains, against the rest of the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma

from scipy.special import bdtrc

from domain.proportions import JEFFREYS, Share

PHI_FROM = 1.2
MOST_SPREAD = 0.5


@dataclass(frozen=True)
class Expectation:
    """What somebody's share is held against: the others' `rate` (0–1), and how far an honest one may lie from it.

    spread: the intra-class correlation (0 = luck alone, under 1): how much recruiters of one team differ anyway, and how surely
    the others' rate is known at all.
    """

    rate: float
    spread: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1 or not 0 <= self.spread < 1:
            raise ValueError(f"no expectation: rate {self.rate}, spread {self.spread}")


def chance_of_at_least(hits: int, of: int, expected: Expectation) -> float:
    """The probability, 0–1, that luck alone gives at least so many: the binomial's tail, exact; the beta-binomial's with spread."""
    if hits <= 0:
        return 1.0
    if hits > of:
        return 0.0
    if expected.spread == 0 or expected.rate in (0, 1):
        return float(bdtrc(hits - 1, of, expected.rate))
    return min(1.0, sum(_beta_binomial(k, of, expected) for k in range(hits, of + 1)))


def limit(of: int, expected: Expectation, level: float) -> int | None:
    """The fewest hits of `of` whose chance is at most `level` (0–1); None when not even all of them are that unlikely."""
    low, high = 0, of + 1
    while low < high:
        middle = (low + high) // 2
        if chance_of_at_least(middle, of, expected) <= level:
            high = middle
        else:
            low = middle + 1
    return low if low <= of else None


def expectation(others: Sequence[Share], between: float = 0.0) -> Expectation | None:
    """What the others lead one to expect of somebody; None when they have no cases.

    The rate is theirs together. `between` (0–1) is how much recruiters differ anyway, as `spread` finds it; that the rate is only
    an estimate is allowed as well: taken for certain, the rate of two colleagues flags 5 % of those who differ from them by luck.
    """
    cases, hits = sum(share.of for share in others), sum(share.hits for share in others)
    if cases == 0:
        return None
    # Half a hit more keeps a team without any from making the first one impossible.
    rate = (hits + JEFFREYS) / (cases + 2 * JEFFREYS)
    # Cases of one person resemble each other where people differ: they tell less of the pooled rate than their number says.
    known = cases**2 / sum(share.of * (1 + (share.of - 1) * between) for share in others)
    return Expectation(rate, between + (1 - between) / (known + 1))


def spread(teams: Sequence[Sequence[Share]]) -> float:
    """How much recruiters differ within their teams anyway: the intra-class correlation (0–1) by the method of moments; 0 while luck
    explains what is seen (phi up to 1.2). Seen over all teams together, because a single one is too small to show it."""
    squares, free, weight = 0.0, 0, 0.0
    for team in teams:
        seen = [share for share in team if share.of]
        distance = _squares(seen)
        if distance is not None:
            squares, free = squares + distance, free + len(seen) - 1
            weight += _typical(seen) * (len(seen) - 1)
    if not free or squares / free <= PHI_FROM or weight <= free:
        return 0.0
    return min((squares / free - 1) / (weight / free - 1), MOST_SPREAD)


def _squares(seen: Sequence[Share]) -> float | None:
    """The squared distances from the common rate in units of luck; on average one per person but one. None where nothing can differ."""
    cases, hits = sum(share.of for share in seen), sum(share.hits for share in seen)
    if len(seen) < 2 or hits in (0, cases):
        return None
    rate = hits / cases
    return sum((share.hits - share.of * rate) ** 2 / (share.of * rate * (1 - rate)) for share in seen)


def _typical(seen: Sequence[Share]) -> float:
    """The number of cases per person that counts for the moments: the mean, less what unequal numbers take away."""
    cases = sum(share.of for share in seen)
    return (cases - sum(share.of**2 for share in seen) / cases) / (len(seen) - 1)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Each chance as Benjamini and Hochberg (1995) adjust it for the number of people looked at: at most q are false at level q."""
    ranked = sorted(chances.items(), key=lambda item: item[1], reverse=True)
    found: dict[str, float] = {}
    least = 1.0
    for above, (name, chance) in enumerate(ranked):
        least = min(least, chance * len(ranked) / (len(ranked) - above))
        found[name] = least
    return found


def _beta_binomial(hits: int, of: int, expected: Expectation) -> float:
    precision = 1 / expected.spread - 1
    a, b = expected.rate * precision, (1 - expected.rate) * precision
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return exp(ways + _log_beta(hits + a, of - hits + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
