"""What the appraisal's schedules do: keep the daily counts, look for alerts, score months, propose weights (R13, R14, R21)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities import names
from activities.database import transaction
from db import alerting, appraisal_policies, figure_rows, figures, rollup, scoring
from db.appraisal_policies import Proposal
from db.scopes import By, Scope
from db.trees import Tree, counts_of, trees
from domain.alerting import AlertRules, Judged, Level, judge
from domain.clock import local_day, next_month
from domain.following import Found, Next, followed
from domain.kpi import INDICATORS, Counts, total
from domain.proportions import Share
from domain.reweighing import proposals

_BATCH = 2000


class Appraiser:
    """The schedules' activities. Each depends on the given day and the facts: late, or again, it tells nobody twice."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @activity.defn(name=names.ROLL_UP)
    async def roll_up(self) -> int:
        """Take a batch of touched interviews into account; how many there were, 0 when the daily counts are complete."""
        async with transaction(self._engine) as conn:
            return await rollup.roll_up(conn, _BATCH)

    @activity.defn(name=names.LOOK_FOR_ALERTS)
    async def look_for_alerts(self, day: str) -> int:
        """Look at the window before this day (ISO date); how many alerts were new."""
        looked = date.fromisoformat(day)
        return await self._in_every_tree(looked, looked, lambda conn, tree: _look(conn, tree, looked))

    @activity.defn(name=names.SCORE_MONTH)
    async def score_month(self, day: str) -> int:
        """Score the month before the one of this day (ISO date); how many scores are new or changed."""
        over = date.fromisoformat(day).replace(day=1)
        month = (over - timedelta(days=1)).replace(day=1)
        at = datetime.now(UTC)
        return await self._in_every_tree(
            month, over, lambda conn, tree: scoring.score_month(conn, tree, month, "facts", at)
        )

    @activity.defn(name=names.PROPOSE_WEIGHTS)
    async def propose_weights(self, day: str) -> int:
        """Propose other weights where a rule of the policy asks for it (R21); how many proposals are new."""
        looked = date.fromisoformat(day)
        return await self._in_every_tree(looked, looked, lambda conn, tree: _propose(conn, tree, looked))

    async def _in_every_tree(
        self, policy_of: date, over: date, work: Callable[[AsyncConnection, Tree], Awaitable[int]]
    ) -> int:
        """Each group in a transaction of its own, under its policy of a day; a group where `over` has not begun waits for its time."""
        async with transaction(self._engine) as conn:
            found = await trees(conn, policy_of)
        new = 0
        for tree in found:
            if over <= local_day(datetime.now(UTC), tree.zone):
                async with transaction(self._engine) as conn:
                    new += await work(conn, tree)
        return new


async def _look(conn: AsyncConnection, tree: Tree, day: date) -> int:
    rules = tree.standing.policy.alerts
    indicator = INDICATORS[rules.indicator]
    look = alerting.Look(indicator.name, day, rules.window_days, tree.standing.id, rules.above)
    await alerting.alone(conn, tree.root)
    counted = await counts_of(conn, tree, look.since, day)
    teams: dict[str, dict[str, Share]] = {}
    for login, team in tree.teams.items():
        teams.setdefault(team, {})[login] = indicator.share(counted.get(login, Counts()))
    new = 0
    # A tenth of a second for five hundred recruiters: the worker has other things to do meanwhile.
    found = await asyncio.to_thread(judge, teams, rules)
    for judged in found.values():
        if judged.level is not None:
            new += await _tell(conn, tree, look, judged, rules)
    return new


async def _tell(conn: AsyncConnection, tree: Tree, look: alerting.Look, judged: Judged, rules: AlertRules) -> bool:
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
    await alerting.keep(conn, look, judged, tree.teams[judged.recruiter], step, reasons, at)
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


async def _propose(conn: AsyncConnection, tree: Tree, day: date) -> int:
    """The rules compare the window before `day` with the one before the weights in force began to hold; with the window before it,
    when those came with the installation."""
    standing = tree.standing
    days = timedelta(days=standing.policy.alerts.window_days)
    began = await appraisal_policies.began(conn, standing.id) or day - days
    if began > day - days:
        return 0
    before = total((await counts_of(conn, tree, began - days, began)).values())
    after = total((await counts_of(conn, tree, day - days, day)).values())
    new = 0
    today = local_day(datetime.now(UTC), tree.zone)
    for found in proposals(standing.policy.scoring, standing.policy.shifts, before, after):
        rule = found.rule
        key = f"{standing.id}:{rule.indicator}:{rule.taken_from}:{rule.given_to}:"
        if await appraisal_policies.was_answered(conn, key, today):
            continue
        evidence = {
            "indicator": rule.indicator,
            "before": {"hits": found.before.hits, "of": found.before.of, "from": str(began - days), "to": str(began)},
            "after": {"hits": found.after.hits, "of": found.after.of, "from": str(day - days), "to": str(day)},
            "change": {"low": found.change.low, "high": found.change.high},
        }
        scoring_rules = replace(standing.policy.scoring, items=found.items)
        wanted = Proposal(
            organisation=tree.root,
            policy=replace(standing.policy, scoring=scoring_rules),
            valid_from=next_month(max(day, today)),
            why=f"shift:{rule.indicator}",
            by="system",
            evidence=evidence,
            key=key + day.isoformat(),
        )
        new += await appraisal_policies.propose(conn, wanted, datetime.now(UTC)) is not None
    return new
