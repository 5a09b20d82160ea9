"""What the appraisal's schedules do: keep the daily counts, look for alerts, score months, propose weights (R13, R14, R21).

Each depends on the given day and the facts alone: late, or again, it gives the same and tells nobody twice.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities import names
from activities.database import transaction
from db import alerting, appraisal_policies, figure_rows, figures, rollup, scoring
from db.appraisal_policies import InForce, Proposal
from db.calendars import zones_of_roots
from db.figures import Scope, Span
from domain.alerting import Next, follows, judge
from domain.appraisal_policy import AppraisalPolicy
from domain.clock import zone_of
from domain.kpi import INDICATORS, Counts, total
from domain.proportions import Share
from domain.reweighing import proposals
from domain.scoring import ScoringRules, score

_BATCH = 2000


@dataclass(frozen=True)
class Tree:
    """A group of organisations with its calendar and policy on a day, and its recruiters with their teams."""

    root: str
    zone: str
    standing: InForce
    teams: dict[str, str]


class Appraiser:
    """The schedules' activities."""

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
        async with transaction(self._engine) as conn:
            return sum([await self._look(conn, tree, looked) for tree in await trees(conn, looked)])

    @activity.defn(name=names.SCORE_MONTH)
    async def score_month(self, day: str) -> int:
        """Score the month before the one of this day (ISO date); how many scores are new or changed."""
        month = (date.fromisoformat(day).replace(day=1) - timedelta(days=1)).replace(day=1)
        async with transaction(self._engine) as conn:
            return sum([await score_tree(conn, tree, month, "facts") for tree in await trees(conn, month)])

    @activity.defn(name=names.PROPOSE_WEIGHTS)
    async def propose_weights(self, day: str) -> int:
        """Propose other weights where a rule of the policy asks for it (R21); how many proposals are new."""
        looked = date.fromisoformat(day)
        async with transaction(self._engine) as conn:
            return sum([await _propose(conn, tree, looked) for tree in await trees(conn, looked)])

    async def _look(self, conn: AsyncConnection, tree: Tree, day: date) -> int:
        rules = tree.standing.policy.alerts
        indicator = INDICATORS[rules.indicator]
        look = alerting.Look(indicator.name, day, rules.window_days, tree.standing.id, rules.above)
        counted = await _counts(conn, tree, look.since, day)
        teams: dict[str, dict[str, Share]] = {}
        for login, team in tree.teams.items():
            teams.setdefault(team, {})[login] = indicator.share(counted.get(login, Counts()))
        new = 0
        for login, judged in judge(teams, rules).items():
            told = await alerting.told_before(conn, login, look)
            step = follows(judged.level, told, day, rules)
            if step is not Next.NOTHING:
                reasons = await figure_rows.tally(
                    conn, Scope(login, None), _days(tree, look.since, day), indicator.hits, "code"
                )
                new += await alerting.keep(conn, look, judged, tree.teams[login], step, reasons, datetime.now(UTC))
        return new


async def score_tree(conn: AsyncConnection, tree: Tree, month: date, because: str) -> int:
    """Score the month of everybody who did anything in it; how many scores are new or changed."""
    counted = await _counts(conn, tree, month, _next_month(month))
    out = await scoring.left_out(conn, month)
    policies: dict[str, InForce] = {}
    new = 0
    for login, team in tree.teams.items():
        if login not in counted:
            continue
        if team not in policies:
            policies[team] = await appraisal_policies.in_force(conn, team, month)
        found = score(counted[login], _without(policies[team].policy, out.get(login, set())))
        new += await scoring.keep(conn, login, team, month, policies[team].id, found, because, datetime.now(UTC))
    return new


async def _propose(conn: AsyncConnection, tree: Tree, day: date) -> int:
    """The rules compare the window before `day` with the one before the weights in force began to hold; with the window before it,
    when those came with the installation."""
    standing = tree.standing
    days = timedelta(days=standing.policy.alerts.window_days)
    began = await appraisal_policies.began(conn, standing.id) or day - days
    if began > day - days:
        return 0
    before = total((await _counts(conn, tree, began - days, began)).values())
    after = total((await _counts(conn, tree, day - days, day)).values())
    new = 0
    for found in proposals(standing.policy.scoring, standing.policy.shifts, before, after):
        rule = found.rule
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
            valid_from=_next_month(day),
            why=f"shift:{rule.indicator}",
            by="system",
            evidence=evidence,
            key=f"{standing.id}:{rule.indicator}:{rule.taken_from}:{rule.given_to}",
        )
        new += await appraisal_policies.propose(conn, wanted, datetime.now(UTC)) is not None
    return new


def _without(policy: AppraisalPolicy, names: set[str]) -> ScoringRules:
    return replace(policy.scoring, items=[item for item in policy.scoring.items if item.indicator not in names])


async def trees(conn: AsyncConnection, day: date) -> list[Tree]:
    """Every group that has a policy on this day; the others judge nobody."""
    found = []
    for root, zone in sorted((await zones_of_roots(conn)).items()):
        try:
            standing = await appraisal_policies.in_force(conn, root, day)
        except LookupError:
            continue
        found.append(Tree(root, zone, standing, await alerting.teams_of(conn, root)))
    return found


async def _counts(conn: AsyncConnection, tree: Tree, since: date, until: date) -> dict[str, Counts]:
    """By recruiter, of whole days of the tree's calendar that are over."""
    scope = Scope(None, await figures.below(conn, tree.root, tree.root))
    return await figures.counts(conn, scope, _days(tree, since, until))


def _days(tree: Tree, since: date, until: date) -> Span:
    first, last = (datetime.combine(day, time(), zone_of(tree.zone)) for day in (since, until))
    return Span(first, last, tree.zone, going_on=False)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
