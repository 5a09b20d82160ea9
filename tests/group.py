"""A group of organisations of a test's own, with one team and a policy, so that nobody else's interviews are looked at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db import appraisal_policies
from db.appraisal_policies import Proposal
from db.tables import organisations, policies
from db.tables_judging import alerts, scores
from db.tables_judging import appraisal_policies as versions
from domain.alerting import AlertRules
from domain.appraisal_policy import AppraisalPolicy, PolicyState
from domain.reweighing import ShiftRule
from domain.scoring import Item, ScoringRules
from domain.terms import Party
from tests.db.past import Recruiter

SHIFT = ShiftRule("candidate_last_minute_share", "cancellation_rate", "booking_accuracy", least=10)
POLICY = AppraisalPolicy(
    ScoringRules([Item("cancellation_rate", 60, 0.10), Item("booking_accuracy", 40, 0.80)]),
    AlertRules(least_others=2),
    [SHIFT],
)
# 10:00 in Shanghai.
SEPTEMBER = datetime(2026, 9, 1, 2, tzinfo=UTC)
OCTOBER = SEPTEMBER + timedelta(days=30)
_groups = count(1)


@dataclass(frozen=True)
class Group:
    """The group."""

    engine: AsyncEngine
    root: str

    @property
    def team(self) -> str:
        """The id of its one team."""
        return f"{self.root}-team"

    def recruiter(self, name: str) -> Recruiter:
        return Recruiter(self.engine, f"{self.root}-{name}", self.team)

    async def agree(self, policy: AppraisalPolicy, valid_from: date) -> int:
        """A policy that one person proposed and another approved."""
        async with self.engine.begin() as conn:
            wanted = Proposal(self.root, policy, valid_from, "年度方案", "hrops")
            id = await appraisal_policies.propose(conn, wanted, SEPTEMBER)
            assert id is not None
            await appraisal_policies.decide(conn, id, PolicyState.APPROVED, "admin", "", SEPTEMBER)
        return id

    async def look(self, day: str) -> int:
        """Look for alerts, as the schedule does of every group; how many notes and reviews this one has more."""
        before = await self._told()
        await Appraiser(self.engine).look_for_alerts(day)
        return await self._told() - before

    async def score(self, day: str) -> int:
        """Score the month before; how many scores this group has more."""
        before = len(await self.rows(scores))
        await Appraiser(self.engine).score_month(day)
        return len(await self.rows(scores)) - before

    async def propose(self, day: str) -> int:
        """Propose weights; how many versions this group has more."""
        before = len(await self.rows(versions))
        await Appraiser(self.engine).propose_weights(day)
        return len(await self.rows(versions)) - before

    async def _told(self) -> int:
        return len([row for row in await self.rows(alerts) if row.follows != "nothing"])

    async def rows(self, table: Any) -> list[Any]:
        """The table's rows of this group, in order."""
        async with self.engine.connect() as conn:
            mine = table.c.organisation_id.in_([self.root, self.team, f"{self.root}-west"])
            query = select(table).where(mine).order_by(*table.primary_key)
            return list((await conn.execute(query)).all())


async def founded(engine: AsyncEngine) -> Group:
    """A new group with `POLICY`."""
    group = Group(engine, f"group{next(_groups)}")
    async with engine.begin() as conn:
        for id, parent in ((group.root, None), (group.team, group.root)):
            path = [group.root] if parent is None else [group.root, id]
            row = insert(organisations).values(id=id, parent_id=parent, path=path, name=id, name_en=id)
            await conn.execute(row)
        data = {"notice_hours": 24, "timezone": "Asia/Shanghai"}
        since = SEPTEMBER - timedelta(days=900)
        await conn.execute(insert(policies).values(organisation_id=group.root, version=1, valid_from=since, data=data))
    await group.agree(POLICY, date(2026, 1, 1))
    return group


async def busy(recruiter: Recruiter, held: int, mistakes: int, since: datetime = SEPTEMBER) -> None:
    """So many interviews held, and cancelled by the recruiter's own mistake, one an hour."""
    for nth in range(held + mistakes):
        at = since + timedelta(hours=nth)
        one = await recruiter.arrange(at, at + timedelta(days=3))
        if nth < held:
            await one.end(at + timedelta(days=3, hours=1))
        else:
            await one.cancel(at + timedelta(minutes=10), "E_MISTAKE")


async def last_minute(recruiter: Recruiter, late: int, early: int, since: datetime) -> None:
    """Candidates cancel for a clash, so many inside the notice hours."""
    for nth in range(late + early):
        start = since + timedelta(days=3, hours=nth)
        one = await recruiter.arrange(since, start)
        await one.cancel(start - timedelta(hours=5 if nth < late else 40), "C_SCHEDULE", Party.CANDIDATE)
