"""What the appraisal's schedules do: keep the daily counts, look for alerts, score months, propose weights (R13, R14, R21)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities import names
from activities.alerting import look_for_alerts
from activities.database import transaction
from activities.proposing import propose
from db import rollup, scoring
from db.calendars import zones_of_roots
from db.trees import Tree, tree_of
from domain.clock import local_day


class Appraiser:
    """The schedules' activities. Each depends on the given day and the facts: late, or again, it tells nobody twice."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @activity.defn(name=names.ROLL_UP)
    async def roll_up(self) -> int:
        """Take a batch of touched interviews into account; how many there were, 0 when the daily counts are complete."""
        async with transaction(self._engine) as conn:
            return await rollup.roll_up(conn, rollup.BATCH)

    @activity.defn(name=names.LOOK_FOR_ALERTS)
    async def look_for_alerts(self, day: str) -> int:
        """Look at the window before this day (ISO date); how many alerts were new."""
        looked = date.fromisoformat(day)
        return await self._in_every_tree(looked, looked, lambda conn, tree: look_for_alerts(conn, tree, looked))

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
        return await self._in_every_tree(looked, looked, lambda conn, tree: propose(conn, tree, looked))

    async def _in_every_tree(
        self, policy_of: date, over: date, work: Callable[[AsyncConnection, Tree], Awaitable[int]]
    ) -> int:
        """Each group in a transaction of its own, under its policy of a day; a group where `over` has not begun waits for its time.

        Raises: what the first one failed with, when all others are done; the retry finds nothing new in those.
        """
        async with transaction(self._engine) as conn:
            zones = await zones_of_roots(conn)
        new, failures = 0, []
        for root, zone in sorted(zones.items()):
            try:
                async with transaction(self._engine) as conn:
                    tree = await tree_of(conn, root, policy_of, zone)
                    if tree is not None and over <= local_day(datetime.now(UTC), tree.zone):
                        new += await work(conn, tree)
            except Exception as error:  # noqa: BLE001 (what is wrong with one group must not keep the others from theirs)
                failures.append(error)
        if failures:
            raise failures[0]
        return new
