"""Recruiters against their team (R13): everybody's cases and rate with the limits within which luck explains them. Nobody is ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.kpi import GroupFigures
from domain.alerting import AlertRules, Level, judge
from domain.funnel import Expectation, differences, expectation, limit, pool, spread
from domain.kpi import INDICATORS, Better
from domain.proportions import Share
from web.console.figure_words import FigureWords
from web.console.periods import Trail
from web.console.visitor import Visitor

_PLACES = 24


@dataclass(frozen=True)
class Peer:
    """One recruiter. level: outside the limits; judged: whether there are cases and colleagues enough to say so."""

    login: str
    name: str
    figures: GroupFigures
    level: Level | None
    judged: bool
    rows: str


@dataclass(frozen=True)
class Peers:
    """Everybody by name, the rate of all together, and what the chart is drawn from (None of too few)."""

    indicator: str
    people: list[Peer]
    rate: float | None
    chart: dict[str, Any] | None


def peers(
    items: Sequence[GroupFigures],
    teams: Mapping[str, str],
    indicator: str,
    rules: AlertRules,
    trail: Trail,
    visitor: Visitor,
) -> Peers:
    """Those with cases of this indicator; `teams`: the organisation of each login."""
    bad = {one.key: _bad(one, indicator) for one in items if one.fractions[indicator].denominator}
    grouped: dict[str, dict[str, Share]] = {}
    for login, share in bad.items():
        grouped.setdefault(teams.get(login, ""), {})[login] = share
    found = judge(grouped, rules)
    people = [
        Peer(
            one.key,
            one.name,
            one,
            found[one.key].level if one.key in found else None,
            one.key in found,
            replace(trail, recruiter=one.key).to(indicator),
        )
        for one in items
        if one.key in bad
    ]
    people.sort(key=lambda one: (one.name, one.login))
    whole = pool(bad.values())
    rate = whole.hits / whole.cases if whole.cases else None
    shown = rate if rate is None or _low(indicator) else 1 - rate
    # Whoever lies outside would widen the limits that they are held against.
    inside = [bad[one.login] for one in people if one.level is None] or list(bad.values())
    return Peers(indicator, people, shown, _chart(people, inside, indicator, shown, rules, visitor))


def _low(indicator: str) -> bool:
    return INDICATORS[indicator].better is Better.LOW


def _bad(one: GroupFigures, indicator: str) -> Share:
    """What is bad when it is much: the hits of what should be low, the misses of what should be high."""
    share = one.fractions[indicator]
    return Share(share.numerator if _low(indicator) else share.denominator - share.numerator, share.denominator)


def _chart(
    people: Sequence[Peer], inside: list[Share], indicator: str, rate: float | None, rules: AlertRules, visitor: Visitor
) -> dict[str, Any] | None:
    together = pool(inside)
    expected = expectation(together, spread(differences(together)))
    if len(people) < 2 or expected is None or rate is None:
        return None
    words = FigureWords(visitor.locale)
    most = max(one.figures.fractions[indicator].denominator for one in people)
    places = sorted({max(1, round(most * 1.08 * nth / _PLACES)) for nth in range(1, _PLACES + 1)})
    return {
        "kind": "funnel",
        "label": visitor.say("每位招聘人员的%(name)s与界限", name=words.title(indicator)),
        "xName": visitor.say("计入的例数"),
        "average": rate,
        "averageName": visitor.say("全体 %(rate)s", rate=words.percent(rate)),
        "points": [_dot(one, indicator, words, visitor) for one in people],
        "limits": [
            {"name": visitor.say("提示界限"), "at": _limits(places, expected, rules.alert, indicator)},
            {"name": visitor.say("严重界限"), "at": _limits(places, expected, rules.alarm, indicator)},
        ],
    }


def _dot(one: Peer, indicator: str, words: FigureWords, visitor: Visitor) -> dict[str, Any]:
    share = one.figures.fractions[indicator]
    rate = share.numerator / share.denominator
    told = visitor.say(
        "%(name)s：%(rate)s（%(hits)s/%(of)s），95%% 区间 %(interval)s",
        name=one.name,
        rate=words.percent(rate),
        hits=share.numerator,
        of=share.denominator,
        interval=words.interval(share),
    )
    return {
        "name": one.name,
        "x": share.denominator,
        "y": rate,
        "text": told,
        "link": one.rows,
        "level": str(one.level or ""),
    }


def _limits(places: Sequence[int], expected: Expectation, level: float, indicator: str) -> list[list[float]]:
    """The limit's rate by number of cases, where so many cases can reach it at all."""
    found = [(of, limit(of, expected, level)) for of in places]
    return [[of, hits / of if _low(indicator) else 1 - hits / of] for of, hits in found if hits is not None]
