"""Whose share is further from the team's than luck explains (R13): a hint, never a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from domain.funnel import (
    Differences,
    Expectation,
    Pool,
    adjusted,
    chance_of_at_least,
    differences,
    expectation,
    limit,
    pool,
    spread,
)
from domain.proportions import Share

Chance = Annotated[float, Field(gt=0, lt=0.5)]


class Level(StrEnum):
    """How far from the team's: an alert is told to the recruiter alone, an alarm is looked into by the manager."""

    ALERT = "alert"
    ALARM = "alarm"


@dataclass(frozen=True)
class AlertRules:
    """When a share is told of, part of the appraisal policy.

    indicator: the rate that is watched. window_days: how far back it is counted. least: cases below which nobody is judged, and which
    rest of the team must have at least. least_others: colleagues with cases whom somebody is held against, at least; of fewer the
    comparison would tell them each other's figures. alert, alarm: the chance (0–1) that an honest recruiter lies so far off, adjusted
    for the number of recruiters looked at. repeat_days: an alert that still stands after so long is the second one. again: the chance
    (0–1) that the cases since the first alert, taken alone, may have at most for that; so of honest recruiters who were alerted no
    larger share is alerted a second time. above: the plain
    rule "team + so much" (share 0–1), None for off: 0.05 flags one in five honest recruiters with 20 interviews.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    indicator: str = "attributable_rate"
    window_days: Annotated[int, Field(ge=7, le=366)] = 90
    least: Annotated[int, Field(ge=10, le=100_000)] = 20
    least_others: Annotated[int, Field(ge=2, le=1000)] = 3
    alert: Chance = 0.025
    alarm: Chance = 0.001
    repeat_days: Annotated[int, Field(ge=1, le=366)] = 28
    again: Annotated[float, Field(gt=0, le=1)] = 0.1
    above: Annotated[float, Field(gt=0, lt=1)] | None = None


@dataclass(frozen=True)
class Judged:
    """What one look found of one recruiter.

    others: the rest of the team. chance: of so many hits by luck (0–1), `adjusted` for the number of recruiters looked at.
    alert_from, alarm_from: hits from which a chance alone would reach the level. level None: nothing to tell. plain: told by the
    rule `above`, not by chance.
    """

    recruiter: str
    share: Share
    others: Share
    chance: float
    adjusted: float
    alert_from: int | None
    alarm_from: int | None
    level: Level | None
    plain: bool = False


def judge(teams: Mapping[str, Mapping[str, Share]], rules: AlertRules) -> dict[str, Judged]:
    """Every recruiter with cases enough, in a team with cases enough beside theirs, by login; teams by organisation.

    Each is held against the others of the team, so that nobody's own cases hide them (leave-one-out).
    """
    pools = {organisation: pool(team.values()) for organisation, team in teams.items()}
    within = {organisation: differences(together) for organisation, together in pools.items()}
    seen = []
    for organisation, team in teams.items():
        elsewhere = sum((one for name, one in within.items() if name != organisation), Differences())
        able = {login: share for login, share in team.items() if share.of >= rules.least}
        seen += [_weighed(login, able[login], pools[organisation].plus(able[login], -1), elsewhere) for login in able]
    weighed = {one.login: one for one in seen if one is not None and _comparable(one, rules)}
    chances = adjusted({login: one.chance for login, one in weighed.items()})
    return {login: _judged(one, chances[login], rules) for login, one in weighed.items()}


@dataclass(frozen=True)
class _Weighed:
    login: str
    share: Share
    others: Pool
    expected: Expectation
    chance: float


def _weighed(login: str, share: Share, others: Pool, elsewhere: Differences) -> _Weighed | None:
    expected = expectation(others, spread(elsewhere + differences(others)))
    if expected is None:
        return None
    return _Weighed(login, share, others, expected, chance_of_at_least(share.hits, share.of, expected))


def _comparable(one: _Weighed, rules: AlertRules) -> bool:
    return one.others.cases >= rules.least and one.others.people >= rules.least_others


def _judged(one: _Weighed, corrected: float, rules: AlertRules) -> Judged:
    level = Level.ALARM if corrected <= rules.alarm else Level.ALERT if corrected <= rules.alert else None
    plain = level is None and rules.above is not None and _above(one, rules.above)
    return Judged(
        recruiter=one.login,
        share=one.share,
        others=Share(one.others.hits, one.others.cases),
        chance=one.chance,
        adjusted=corrected,
        alert_from=limit(one.share.of, one.expected, rules.alert),
        alarm_from=limit(one.share.of, one.expected, rules.alarm),
        level=Level.ALERT if plain else level,
        plain=plain,
    )


def _above(one: _Weighed, by: float) -> bool:
    return one.share.hits / one.share.of > one.others.hits / one.others.cases + by
