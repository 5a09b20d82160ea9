"""Proposes other weights where a rule of the policy asks for it (R21), with the figures of before and after; people decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from db import appraisal_policies
from db.appraisal_policies import InForce, Proposal
from db.rollup import touched
from db.trees import Census, Tree
from domain.clock import local_day, next_month
from domain.kpi import Counts, total
from domain.reweighing import proposals


async def propose(conn: AsyncConnection, tree: Tree, day: date) -> int:
    """Propose other weights where the facts before this day ask for it (R21); how many proposals are new."""
    census = Census(tree, await touched(conn, tree.root))
    return sum([await _propose_under(conn, census, standing, day) for standing in tree.policies()])


async def _propose_under(conn: AsyncConnection, census: Census, standing: InForce, day: date) -> int:
    """The rules compare the window before `day` with the one before the weights in force began to hold (with the window before it,
    when those came with the installation): of the teams under this policy, proposed to whose it is."""
    days = timedelta(days=standing.policy.alerts.window_days)
    began = await appraisal_policies.began(conn, standing.id) or day - days
    if began > day - days:
        return 0
    before = await _together(conn, census, standing, began - days, began)
    after = await _together(conn, census, standing, day - days, day)
    proposed = 0
    today = local_day(datetime.now(UTC), census.tree.zone)
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
            organisation=standing.organisation,
            policy=replace(standing.policy, scoring=scoring_rules),
            valid_from=next_month(max(day, today)),
            why=f"shift:{rule.indicator}",
            by="system",
            evidence=evidence,
            key=key + day.isoformat(),
        )
        proposed += await appraisal_policies.propose(conn, wanted, datetime.now(UTC)) is not None
    return proposed


async def _together(conn: AsyncConnection, census: Census, standing: InForce, since: date, until: date) -> Counts:
    members = await census.under(conn, standing, since, until)
    return total(one.counts for one in members.values())
