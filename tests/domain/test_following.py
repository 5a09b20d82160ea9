"""What follows from alerts (R13): first the recruiter alone, then the manager, and a second time only for what is new."""

import random
from datetime import date, timedelta

import pytest

from domain.alerting import AlertRules, Level, judge
from domain.following import Found, Next, followed
from domain.proportions import Share

RULES = AlertRules(least_others=2)
TODAY = date(2026, 11, 2)
OTHERS = Share(60, 500)
# Every third cancelled, day after day, where the others cancel every eighth.
STILL_SO = {TODAY - timedelta(days=days): Share(1, 3) for days in range(1, 60)}
BETTER = {TODAY - timedelta(days=days): Share(1, 3) if days > 30 else Share(0, 3) for days in range(1, 60)}
A_LITTLE = {TODAY - timedelta(days=days): Share(1, 1) for days in (1, 40)}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def today(
    level: Level, before: dict[date, Next], daily: dict[date, Share] = STILL_SO, rules: AlertRules = RULES
) -> Next:
    return followed([Found(TODAY, level, OTHERS)], before, daily, rules)[TODAY]


@pytest.mark.parametrize(
    ("level", "before", "wanted"),
    [
        (Level.ALERT, {}, Next.NOTE),
        (Level.ALARM, {}, Next.REVIEW),
        (Level.ALERT, {ago(7): Next.NOTE}, Next.NOTHING),
        (Level.ALERT, {ago(30): Next.NOTE}, Next.REVIEW),
        (Level.ALARM, {ago(7): Next.NOTE}, Next.REVIEW),
        (Level.ALARM, {ago(7): Next.REVIEW}, Next.NOTHING),
        (Level.ALERT, {ago(90): Next.REVIEW}, Next.NOTE),
        (Level.ALERT, {ago(7): Next.NOTHING}, Next.NOTE),
    ],
    ids=["first", "alarm", "same months", "still so", "worse", "looked into", "long ago", "nobody was told"],
)
def test_what_follows(level: Level, before: dict[date, Next], wanted: Next) -> None:
    assert today(level, before) is wanted


def test_the_same_cases_seen_again_are_no_second_alert() -> None:
    """Windows of 90 days share 60 of them a month later: what was told of once is not held against anybody twice."""
    first = {ago(30): Next.NOTE}
    assert today(Level.ALERT, first, BETTER) is Next.NOTHING, "not one cancelled since the note"
    assert today(Level.ALERT, first, {}) is Next.NOTHING, "away since the note"
    assert today(Level.ALERT, first, A_LITTLE) is Next.NOTHING, "one of one since the note is luck one time in eight"
    assert today(Level.ALERT, first, BETTER, AlertRules(again=1)) is Next.REVIEW, "a group may want it otherwise"


def test_all_days_at_once_are_followed_in_their_order() -> None:
    found = [Found(TODAY, Level.ALERT, OTHERS), Found(ago(35), Level.ALERT, OTHERS)]
    assert followed(found, {}, STILL_SO, RULES) == {ago(35): Next.NOTE, TODAY: Next.REVIEW}


def _month(chance: random.Random, people: int, each: int) -> list[Share]:
    return [Share(sum(chance.random() < 0.12 for _ in range(each)), each) for _ in range(people)]


def _together(months: list[list[Share]]) -> dict[str, dict[str, Share]]:
    sums = [Share(sum(one.hits for one in own), sum(one.of for one in own)) for own in zip(*months, strict=True)]
    return {"team": {str(nth): share for nth, share in enumerate(sums)}}


def test_honest_recruiters_are_seldom_alerted_a_second_time() -> None:
    """Of those whom luck alone made an alert, at most one in ten a month later (seeded, but for three standard errors); were the
    same cases counted again, it would be several times as many. Alerts at 20 % instead of 2.5 %, so that there are enough of them."""
    chance, rules = random.Random(7), AlertRules(alert=0.2)
    alike = AlertRules(alert=0.2, again=1)
    alerted = second = before = 0
    first, then = date(2026, 10, 1), date(2026, 11, 1)
    for _ in range(1500):
        months = [_month(chance, 5, 20) for _ in range(4)]
        look, later = judge(_together(months[:3]), rules), judge(_together(months[1:]), rules)
        for name, one in look.items():
            if one.level is None:
                continue
            alerted += 1
            if later[name].level is Level.ALERT:
                found, daily = [Found(then, Level.ALERT, later[name].others)], {first: months[3][int(name)]}
                second += followed(found, {first: Next.NOTE}, daily, rules)[then] is Next.REVIEW
                before += followed(found, {first: Next.NOTE}, daily, alike)[then] is Next.REVIEW
    assert alerted > 100
    assert second / alerted <= 0.1 + 3 * (0.09 / alerted) ** 0.5
    assert before > 2 * second
