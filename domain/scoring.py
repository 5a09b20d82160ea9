"""What a month's indicators are worth under a policy of weights, targets and points (R14); few cases are not scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from domain.kpi import INDICATORS, Better, Counts
from domain.proportions import Share, chance_at_most


class Method(StrEnum):
    """How a rate becomes points.

    cliff: all points at the target, none beyond it. band: in proportion inside the band around the target. posterior: by the
    probability that the true rate meets the target, so that luck at the edge costs little.
    """

    CLIFF = "cliff"
    BAND = "band"
    POSTERIOR = "posterior"


@dataclass(frozen=True)
class Item:
    """One line of the policy: an indicator's weight (percent), target (share 0–1), points when it is met and when it is missed."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    indicator: str
    weight: Annotated[float, Field(gt=0, le=100)]
    target: Annotated[float, Field(ge=0, le=1)]
    met: Annotated[float, Field(ge=-10, le=10)] = 1.0
    missed: Annotated[float, Field(ge=-10, le=10)] = -0.5
    method: Method = Method.CLIFF
    band: Annotated[float, Field(gt=0, le=0.5)] = 0.02


@dataclass(frozen=True)
class ScoringRules:
    """The items with their weights; `least`: an item with fewer cases is 数据不足 and is left out of the score."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    items: Annotated[Sequence[Item], Field(max_length=50)] = field(default_factory=list)
    least: Annotated[int, Field(ge=1)] = 20


@dataclass(frozen=True)
class Line:
    """An item's part of a score. points None: too few cases. weighted: points times the weight (0–1) that counted."""

    indicator: str
    share: Share
    target: float
    weight: float
    points: float | None
    weighted: float | None


@dataclass(frozen=True)
class Score:
    """Every item's line and their sum; `total` None when nothing could be scored. counted: the weight (percent) of what could."""

    lines: list[Line]
    counted: float
    total: float | None


def score(counts: Counts, rules: ScoringRules) -> Score:
    """The score of one period. Items without cases enough lose no points and win none: the others' weights make up the whole."""
    judged = [(item, share, _points(item, share, rules.least)) for item, share in _shares(counts, rules)]
    counted = sum(item.weight for item, _, points in judged if points is not None)
    lines = [
        Line(
            item.indicator,
            share,
            item.target,
            item.weight,
            points,
            points * item.weight / counted if points is not None else None,
        )
        for item, share, points in judged
    ]
    parts = [line.weighted for line in lines if line.weighted is not None]
    return Score(lines, counted, sum(parts) if parts else None)


def mistakes(rules: ScoringRules) -> list[str]:
    """What is wrong with the rules as a whole, as codes with what they are about; an empty list when nothing is."""
    names = [item.indicator for item in rules.items]
    found = [f"unknown-indicator {name}" for name in names if name not in INDICATORS]
    found += [f"indicator-twice {name}" for name in dict.fromkeys(names) if names.count(name) > 1]
    total = sum(item.weight for item in rules.items)
    if abs(total - 100) > 1e-6:
        found.append(f"weights-not-100 {total:g}")
    found += [f"missed-above-met {item.indicator}" for item in rules.items if item.missed > item.met]
    return found


def _shares(counts: Counts, rules: ScoringRules) -> list[tuple[Item, Share]]:
    return [(item, INDICATORS[item.indicator].share(counts)) for item in rules.items]


def _points(item: Item, share: Share, least: int) -> float | None:
    rate = share.rate
    if rate is None or share.of < least:
        return None
    perfect = item.target == (0 if _low(item) else 1) and _gain(item, rate) >= 0
    return item.missed + (item.met - item.missed) * (1.0 if perfect else _METHODS[item.method](item, share, rate))


def _cliff(item: Item, share: Share, rate: float) -> float:
    return 1.0 if _gain(item, rate) >= 0 else 0.0


def _band(item: Item, share: Share, rate: float) -> float:
    return min(1.0, max(0.0, 0.5 + _gain(item, rate) / (2 * item.band)))


def _posterior(item: Item, share: Share, rate: float) -> float:
    below = chance_at_most(share, item.target)
    return below if _low(item) else 1 - below


def _gain(item: Item, rate: float) -> float:
    """How far the rate is on the good side of the target; a rounding error decides nothing."""
    gain = item.target - rate if _low(item) else rate - item.target
    return 0.0 if abs(gain) < 1e-12 else gain


def _low(item: Item) -> bool:
    return INDICATORS[item.indicator].better is Better.LOW


_METHODS = {Method.CLIFF: _cliff, Method.BAND: _band, Method.POSTERIOR: _posterior}
