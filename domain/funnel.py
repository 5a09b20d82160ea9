"""Funnel limits (Spiegelhalter 2005): how many cases are more than luck explains, against the rest of the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, lgamma

from scipy.special import bdtrc

from domain.proportions import JEFFREYS, Share

PHI_FROM = 1.2
MOST_SPREAD = 0.5
# A term so much smaller than the sum changes nothing in it any more.
_NOTHING = 1e-18


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


@dataclass(frozen=True)
class Pool:
    """Several people's cases, as the sums that tell how much they differ; so one of many is left out in one step.

    people: those with any cases. squares: their numbers of cases, squared. per_case: their hits, squared, per case.
    """

    people: int = 0
    hits: int = 0
    cases: int = 0
    squares: int = 0
    per_case: float = 0.0

    def plus(self, share: Share, times: int = 1) -> "Pool":
        """With this person, too; `times` -1: without."""
        if share.of == 0:
            return self
        return Pool(
            self.people + times,
            self.hits + times * share.hits,
            self.cases + times * share.of,
            self.squares + times * share.of**2,
            self.per_case + times * share.hits**2 / share.of,
        )


def pool(shares: Iterable[Share]) -> Pool:
    """These people together."""
    found = Pool()
    for share in shares:
        found = found.plus(share)
    return found


def chance_of_at_least(hits: int, of: int, expected: Expectation) -> float:
    """The probability, 0–1, that luck alone gives at least so many: the binomial's tail, exact; the beta-binomial's with spread."""
    if hits <= 0:
        return 1.0
    if hits > of:
        return 0.0
    if expected.spread == 0 or expected.rate in (0, 1):
        return float(bdtrc(hits - 1, of, expected.rate))
    precision = 1 / expected.spread - 1
    a, b = expected.rate * precision, (1 - expected.rate) * precision
    # From the middle outwards terms only shrink: what is beyond counting is left away, and nothing is lost to underflow.
    if hits > of * expected.rate:
        return _tail(hits, of, a, b)
    return 1 - _tail(of - hits + 1, of, b, a)


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


def expectation(others: Pool, between: float = 0.0) -> Expectation | None:
    """What the others lead one to expect of somebody; None when they have no cases.

    The rate is theirs together. `between` (0–1) is how much recruiters differ anyway, as `spread` finds it; that the rate is only
    an estimate is allowed as well: taken for certain, the rate of two colleagues flags 5 % of those who differ from them by luck.
    """
    if others.cases == 0:
        return None
    # Half a hit more keeps a team without any from making the first one impossible.
    rate = (others.hits + JEFFREYS) / (others.cases + 2 * JEFFREYS)
    # Cases of one person resemble each other where people differ: they tell less of the pooled rate than their number says.
    known = others.cases**2 / (others.cases + (others.squares - others.cases) * between)
    return Expectation(rate, between + (1 - between) / (known + 1))


@dataclass(frozen=True)
class Differences:
    """How far the people of a team, or of several, lie apart: squared distances in units of luck, how many can differ freely, and
    the number of cases that counts per person, once for each of these."""

    squares: float = 0.0
    free: int = 0
    weight: float = 0.0

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(self.squares + other.squares, self.free + other.free, self.weight + other.weight)


def differences(team: Pool) -> Differences:
    """Within one team; none where nobody can differ."""
    if team.people < 2 or team.hits in (0, team.cases):
        return Differences()
    rate = team.hits / team.cases
    # Each one's squared distance from the common rate; on average one per person but one.
    squares = (team.per_case - team.hits * rate) / (rate * (1 - rate))
    # The mean number of cases, less what unequal numbers take away.
    return Differences(squares, team.people - 1, team.cases - team.squares / team.cases)


def spread(seen: Differences) -> float:
    """How much recruiters differ within their teams anyway: the intra-class correlation (0–1) by the method of moments; 0 while luck
    explains what is seen (phi up to 1.2). Seen over all teams together, because a single one is too small to show it."""
    squares, free, weight = seen.squares, seen.free, seen.weight
    if not free or squares / free <= PHI_FROM or weight <= free:
        return 0.0
    return min((squares / free - 1) / (weight / free - 1), MOST_SPREAD)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Each chance as Benjamini and Hochberg (1995) adjust it for the number of people looked at: at most q are false at level q."""
    ranked = sorted(chances.items(), key=lambda item: item[1], reverse=True)
    found: dict[str, float] = {}
    least = 1.0
    for above, (name, chance) in enumerate(ranked):
        least = min(least, chance * len(ranked) / (len(ranked) - above))
        found[name] = least
    return found


def _tail(hits: int, of: int, a: float, b: float) -> float:
    """The beta-binomial's chance of `hits` or more, these being more than its mean: term by term, each made from the one before."""
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    term = exp(ways + _log_beta(hits + a, of - hits + b) - _log_beta(a, b))
    whole = term
    for k in range(hits, of):
        term *= (of - k) / (k + 1) * (k + a) / (of - k - 1 + b)
        whole += term
        if term < whole * _NOTHING:
            break
    return min(1.0, whole)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
