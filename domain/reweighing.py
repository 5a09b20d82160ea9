"""Weights that adapt (R21): from when on a fall of an indicator moves weight from one item to another; a human approves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import ConfigDict, Field

from domain.kpi import INDICATORS, Counts
from domain.proportions import Interval, Share, difference
from domain.scoring import Item, ScoringRules


@dataclass(frozen=True)
class ShiftRule:
    """When `indicator` has fallen by at least the share `fall` of what it was (0.5 = halved), move `points` of weight.

    The fall must be more than chance. least: cases in each period. taken_from keeps at least `keeps` percent.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    indicator: str
    taken_from: str
    given_to: str
    fall: Annotated[float, Field(gt=0, le=1)] = 0.5
    points: Annotated[float, Field(gt=0, le=50)] = 5.0
    keeps: Annotated[float, Field(ge=0, le=100)] = 5.0
    least: Annotated[int, Field(ge=10)] = 30


@dataclass(frozen=True)
class Proposal:
    """New weights with the evidence for them: the indicator before and after, and the interval of its change (shares)."""

    rule: ShiftRule
    before: Share
    after: Share
    change: Interval
    items: list[Item]


def proposals(rules: ScoringRules, shifts: Sequence[ShiftRule], before: Counts, after: Counts) -> list[Proposal]:
    """What the rules suggest, each for itself; an empty list when nothing fell that far, or not for certain."""
    found = (_proposal(rules, shift, before, after) for shift in shifts)
    return [one for one in found if one is not None]


def _proposal(rules: ScoringRules, shift: ShiftRule, before: Counts, after: Counts) -> Proposal | None:
    indicator = INDICATORS[shift.indicator]
    was, now = indicator.share(before), indicator.share(after)
    change = difference(was, now)
    if change is None or was.rate is None or now.rate is None or min(was.of, now.of) < shift.least:
        return None
    # 60 % to 30 % is a half, whatever binary fractions make of it.
    fell = was.rate - now.rate >= shift.fall * was.rate - 1e-12 and now.rate < was.rate
    if not fell or change.high >= 0:
        return None
    items = _shifted(rules.items, shift)
    return Proposal(shift, was, now, change, items) if items is not None else None


def _shifted(items: Sequence[Item], shift: ShiftRule) -> list[Item] | None:
    """The items with the weight moved; None when there is nothing left to take or nobody to take it from or give it to."""
    weight = {item.indicator: item.weight for item in items}
    if shift.taken_from not in weight or shift.given_to not in weight:
        return None
    moved = min(shift.points, weight[shift.taken_from] - shift.keeps)
    if moved <= 0:
        return None
    by = {shift.taken_from: -moved, shift.given_to: moved}
    return [replace(item, weight=item.weight + by.get(item.indicator, 0.0)) for item in items]
