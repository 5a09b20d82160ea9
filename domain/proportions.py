"""What a share counted in few cases can tell: its interval, the interval of a difference, the chance that it meets a target."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from scipy.special import betainc

LEVEL = 0.95
JEFFREYS = 0.5


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included; shares are 0–1, differences of shares -1–1."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies in it."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Share:
    """`hits` of `of` cases. Raises: ValueError unless 0 <= hits <= of."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.of:
            raise ValueError(f"{self.hits} of {self.of} is no share")

    @property
    def rate(self) -> float | None:
        """0–1; None of no cases."""
        return self.hits / self.of if self.of else None


def wilson(share: Share, level: float = LEVEL) -> Interval | None:
    """The score interval of a share (Wilson 1927): honest also for 0 of n and n of n; None of no cases."""
    n = share.of
    if n == 0:
        return None
    z = _z(level)
    p, shrink = share.hits / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / shrink
    half = z / shrink * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # What rounding adds beyond 0 and 1 is not there.
    return Interval(0.0 if share.hits == 0 else middle - half, 1.0 if share.hits == n else middle + half)


def difference(before: Share, after: Share, level: float = LEVEL) -> Interval | None:
    """The interval of after minus before (Newcombe 1998, method 10: from both Wilson intervals); None when either has no cases."""
    was, now = wilson(before, level), wilson(after, level)
    if was is None or now is None or before.rate is None or after.rate is None:
        return None
    change = after.rate - before.rate
    down = sqrt((after.rate - now.low) ** 2 + (was.high - before.rate) ** 2)
    up = sqrt((now.high - after.rate) ** 2 + (before.rate - was.low) ** 2)
    return Interval(change - down, change + up)


def chance_at_most(share: Share, limit: float) -> float:
    """The probability, 0–1, that the true rate is at most `limit` after what was seen, nothing being known before (Jeffreys' prior).

    Raises: ValueError when the limit is no share.
    """
    if not 0 <= limit <= 1:
        raise ValueError(f"{limit} is no share")
    return float(betainc(share.hits + JEFFREYS, share.of - share.hits + JEFFREYS, limit))


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"{level} is no level")
    return NormalDist().inv_cdf(0.5 + level / 2)
