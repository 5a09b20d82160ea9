"""Weights that adapt (R21): the article's example, and when nothing is proposed."""

from dataclasses import replace

import pytest

from domain.kpi import Counts
from domain.reweighing import Proposal, ShiftRule, proposals
from domain.scoring import Item, ScoringRules

RULES = ScoringRules(
    [Item("cancellation_rate", 15, 0.1), Item("booking_accuracy", 5, 0.8), Item("compliance_rate", 80, 0.9)]
)
SHIFT = ShiftRule("candidate_last_minute_share", "cancellation_rate", "booking_accuracy")


def weights(found: Proposal) -> dict[str, float]:
    return {item.indicator: item.weight for item in found.items}


def cancelled(last_minute: int, of: int) -> Counts:
    return Counts(cancelled=of, candidate_last_minute=last_minute)


def test_reminders_halved_the_last_minute_cancellations() -> None:
    """R21: 60 % to 30 %; the cancellation rate weighs 15 → 10 %, booking accuracy 5 → 10 %."""
    [found] = proposals(RULES, [SHIFT], cancelled(60, 100), cancelled(30, 100))
    assert weights(found) == {
        "cancellation_rate": 10,
        "booking_accuracy": 10,
        "compliance_rate": 80,
    }
    assert (found.before.rate, found.after.rate) == (0.6, 0.3)
    assert found.change.high < 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (cancelled(60, 100), cancelled(31, 100)),
        (cancelled(30, 100), cancelled(60, 100)),
        (cancelled(12, 20), cancelled(3, 20)),
        (cancelled(4, 100), cancelled(2, 100)),
        (cancelled(0, 100), cancelled(0, 100)),
        (Counts(), cancelled(30, 100)),
    ],
    ids=["not half", "rose", "too few", "may be luck", "never any", "nothing before"],
)
def test_nothing_is_proposed(before: Counts, after: Counts) -> None:
    assert proposals(RULES, [SHIFT], before, after) == []


def test_an_item_keeps_its_least_weight() -> None:
    low = ScoringRules([replace(RULES.items[0], weight=7), *RULES.items[1:]])
    [found] = proposals(low, [SHIFT], cancelled(60, 100), cancelled(20, 100))
    assert weights(found)["cancellation_rate"] == 5
    lowest = ScoringRules([replace(RULES.items[0], weight=5), *RULES.items[1:]])
    assert proposals(lowest, [SHIFT], cancelled(60, 100), cancelled(20, 100)) == []


def test_a_policy_without_the_item_is_left_alone() -> None:
    assert proposals(ScoringRules(RULES.items[1:]), [SHIFT], cancelled(60, 100), cancelled(20, 100)) == []
