"""A look at a group's recruiters for alerts (R13): each held against the others of the team, told once, with its evidence."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from db import alerting, figure_rows, figures
from db.alerting import Look
from db.appraisal_policies import InForce
from db.rollup import Touched, touched
from db.scopes import By, Scope
from db.trees import Census, Tree
from domain.alerting import AlertRules, Judged, Level, judge
from domain.following import Found, Next, followed
from domain.kpi import INDICATORS, Indicator
from domain.proportions import Share


@dataclass(frozen=True)
class _Ground:
    """What is looked at, by which rules, and what the stored figures do not know yet."""

    tree: Tree
    look: Look
    rules: AlertRules
    new: Touched

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.look.indicator]


async def look_for_alerts(conn: AsyncConnection, tree: Tree, day: date) -> int:
    """Look at the window before this day, teams under one policy together and by its rules; how many alerts were new."""
    await alerting.alone(conn, tree.root)
    census = Census(tree, await touched(conn, tree.root))
    return sum([await _look_under(conn, census, standing, day) for standing in tree.policies()])


async def _look_under(conn: AsyncConnection, census: Census, standing: InForce, day: date) -> int:
    rules = standing.policy.alerts
    look = Look(rules.indicator, day, rules.window_days, standing.id, rules.above)
    ground = _Ground(census.tree, look, rules, census.new)
    members = await census.under(conn, standing, look.since, day)
    teams: dict[str, dict[str, Share]] = {}
    for login, member in members.items():
        teams.setdefault(member.team, {})[login] = ground.indicator.share(member.counts)
    # A tenth of a second for five hundred recruiters: the worker has other things to do meanwhile.
    found = await asyncio.to_thread(judge, teams, rules)
    told = [(judged, members[login].team) for login, judged in found.items() if judged.level is not None]
    return sum([await _tell(conn, ground, judged, team) for judged, team in told])


async def _tell(conn: AsyncConnection, ground: _Ground, judged: Judged, team: str) -> bool:
    """Keep an alert with what follows from it, and from later ones where an earlier day is made up for; whether somebody is told."""
    assert judged.level is not None
    look = ground.look
    known = await alerting.known(conn, judged.recruiter, look)
    if any(one.day == look.day for one in known):
        return False
    settled = {one.day: Next(one.follows) for one in known if one.day < look.day or one.answered}
    later = [one for one in known if one.day not in settled]
    found = [Found(one.day, Level(one.level), Share(one.others_hits, one.others_cases)) for one in later]
    found.append(Found(look.day, judged.level, judged.others))
    daily = await _daily(conn, ground, judged.recruiter, max(one.day for one in found)) if known else {}
    steps = followed(found, settled, daily, ground.rules)
    at, step = datetime.now(UTC), steps[look.day]
    window = ground.tree.span(look.since, look.day)
    hits = ground.indicator.hits
    reasons = await figure_rows.by_code(conn, Scope(judged.recruiter, None), window, hits, ground.new)
    await alerting.keep(conn, look, judged, team, step, reasons, at)
    for one in later:
        if steps[one.day] is not Next(one.follows):
            await alerting.settle(conn, one, steps[one.day], at)
    return step is not Next.NOTHING


async def _daily(conn: AsyncConnection, ground: _Ground, recruiter: str, until: date) -> dict[date, Share]:
    """The recruiter's cases of every day from the window's first on, `until` not included."""
    span = ground.tree.span(ground.look.since, until)
    counted = await figures.counts(conn, Scope(recruiter, None), span, By.DAY, ground.new)
    return {date.fromisoformat(day): ground.indicator.share(one) for day, one in counted.items()}
