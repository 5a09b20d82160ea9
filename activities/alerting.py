"""A look at a group's recruiters for alerts (R13): each held against the others of the team, told once, with its evidence."""

import asyncio
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from db import alerting, figure_rows, figures
from db.appraisal_policies import InForce
from db.scopes import By, Scope
from db.trees import Tree, members_under
from domain.alerting import AlertRules, Judged, Level, judge
from domain.following import Found, Next, followed
from domain.kpi import INDICATORS
from domain.proportions import Share


async def look(conn: AsyncConnection, tree: Tree, day: date) -> int:
    """Look at the window before this day, teams under one policy together and by its rules; how many alerts were new."""
    await alerting.alone(conn, tree.root)
    return sum([await _look_under(conn, tree, standing, day) for standing in tree.policies()])


async def _look_under(conn: AsyncConnection, tree: Tree, standing: InForce, day: date) -> int:
    rules = standing.policy.alerts
    indicator = INDICATORS[rules.indicator]
    look = alerting.Look(indicator.name, day, rules.window_days, standing.id, rules.above)
    members = await members_under(conn, tree, standing, look.since, day)
    teams: dict[str, dict[str, Share]] = {}
    for login, member in members.items():
        teams.setdefault(member.team, {})[login] = indicator.share(member.counts)
    new = 0
    # A tenth of a second for five hundred recruiters: the worker has other things to do meanwhile.
    found = await asyncio.to_thread(judge, teams, rules)
    for login, judged in found.items():
        if judged.level is not None:
            new += await _tell(conn, tree, look, judged, members[login].team, rules)
    return new


async def _tell(
    conn: AsyncConnection, tree: Tree, look: alerting.Look, judged: Judged, team: str, rules: AlertRules
) -> bool:
    """Keep an alert with what follows from it, and from later ones where an earlier day is made up for; whether somebody is told."""
    assert judged.level is not None
    known = await alerting.known(conn, judged.recruiter, look)
    if any(one.day == look.day for one in known):
        return False
    before = {one.day: Next(one.follows) for one in known if one.day < look.day}
    later = [one for one in known if one.day > look.day]
    found = [Found(one.day, Level(one.level), Share(one.others_hits, one.others_cases)) for one in later]
    found.append(Found(look.day, judged.level, judged.others))
    daily = await _daily(conn, tree, look, judged.recruiter, max(one.day for one in found)) if known else {}
    steps = followed(found, before, daily, rules)
    at, step = datetime.now(UTC), steps[look.day]
    window = tree.span(look.since, look.day)
    reasons = await figure_rows.by_code(conn, Scope(judged.recruiter, None), window, INDICATORS[look.indicator].hits)
    await alerting.keep(conn, look, judged, team, step, reasons, at)
    for one in later:
        if steps[one.day] is not Next(one.follows):
            await alerting.settle(conn, one, steps[one.day], at)
    return step is not Next.NOTHING


async def _daily(
    conn: AsyncConnection, tree: Tree, look: alerting.Look, recruiter: str, until: date
) -> dict[date, Share]:
    """The recruiter's cases of every day from the window's first on, `until` not included."""
    counted = await figures.counts(conn, Scope(recruiter, None), tree.span(look.since, until), By.DAY)
    return {date.fromisoformat(day): INDICATORS[look.indicator].share(one) for day, one in counted.items()}
