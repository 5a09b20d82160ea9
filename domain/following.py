"""What follows from a recruiter's alerts (R13): a private note, a review task or nothing more; the same in whatever order days are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.alerting import AlertRules, Level
from domain.funnel import chance_of_at_least, expectation, pool
from domain.proportions import Share


class Next(StrEnum):
    """What a look leads to."""

    NOTHING = "nothing"
    NOTE = "note"
    REVIEW = "review"


@dataclass(frozen=True)
class Found:
    """An alert as a look found it: the day after its window, how far off, and the others of the team."""

    day: date
    level: Level
    others: Share


def followed(
    found: Sequence[Found], before: Mapping[date, Next], daily: Mapping[date, Share], rules: AlertRules
) -> dict[date, Next]:
    """What each of one recruiter's alerts leads to, by its day: an alert is a private note; an alarm, or a second alert, is a review.

    `before`: what followed from the alerts of earlier days. `daily`: the recruiter's own cases by the day on which they ended. What
    was told within the last window is not told again: looks of the same months see the same cases. So an alert is a second one
    only `repeat_days` after the first, and only when the cases since then, taken alone, are unusual as well.
    """
    steps = dict(before)
    for one in sorted(found, key=lambda one: one.day):
        since = one.day - timedelta(days=rules.window_days)
        told = {day: step for day, step in steps.items() if since < day < one.day and step is not Next.NOTHING}
        steps[one.day] = _next(one, told, daily, rules)
    return {one.day: steps[one.day] for one in found}


def _next(one: Found, told: Mapping[date, Next], daily: Mapping[date, Share], rules: AlertRules) -> Next:
    if Next.REVIEW in told.values():
        return Next.NOTHING
    if one.level is Level.ALARM:
        return Next.REVIEW
    if not told:
        return Next.NOTE
    first = min(told)
    second = one.day - first >= timedelta(days=rules.repeat_days) and _again(one, first, daily, rules)
    return Next.REVIEW if second else Next.NOTHING


def _again(one: Found, first: date, daily: Mapping[date, Share], rules: AlertRules) -> bool:
    """Whether the cases that the first alert did not see are by themselves as rare by luck as the policy asks."""
    fresh = pool(share for day, share in daily.items() if first <= day < one.day)
    expected = expectation(pool([one.others]))
    return expected is not None and chance_of_at_least(fresh.hits, fresh.cases, expected) <= rules.again
