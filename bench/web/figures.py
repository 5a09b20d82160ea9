"""Figures, scores and appraisal policies of `./run bench web`, made by the application's own functions from the rows that were written."""

from datetime import UTC, date, datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench.web.people import HR, TEAM
from db import appraisal_policies, scoring
from db.appraisal_policies import Proposal
from db.rollup import BATCH, roll_up
from db.seed import ROOT
from db.tables import organisations
from db.trees import tree_of
from domain.appraisal_policy import PolicyState

_TOUCHED = (
    "TRUNCATE kpi_touched",
    "INSERT INTO kpi_touched (organisation_id, interview_id) SELECT organisation_id, id FROM interviews ORDER BY id",
)
SCORED = tuple(date(2026, month, 1) for month in range(4, 10))
_BEGINS = date(2031, 1, 1)
_OF_ONE = 25
_PROPOSER, _SECOND = "hrops", "admin"


async def count(engine: AsyncEngine) -> None:
    """Roll everything up, as the schedule does, and score half a year."""
    async with engine.begin() as conn:
        # Each row of an interview has touched it; rolled up, it is once.
        for statement in _TOUCHED:
            await conn.execute(text(statement))
    rolled = 1
    while rolled:
        async with engine.begin() as conn:
            await conn.execute(text("SET LOCAL statement_timeout = 0"))
            rolled = await roll_up(conn, BATCH)
    for month in SCORED:
        async with engine.begin() as conn:
            tree = await tree_of(conn, ROOT, month)
            assert tree is not None
            await scoring.score_month(conn, tree, month, "facts", datetime.now(UTC))


async def propose(conn: AsyncConnection) -> None:
    """A proposal of somebody else's for every organisation, more of one's own, and versions that the recruiter has not acknowledged."""
    at = datetime.now(UTC)
    policy = (await appraisal_policies.in_force(conn, ROOT, at.date())).policy
    below = select(organisations.c.id).where(organisations.c.path[2].like("s%"), organisations.c.id != TEAM)
    for organisation in (await conn.execute(below)).scalars().all():
        await appraisal_policies.propose(conn, Proposal(organisation, policy, _BEGINS, "提案", _PROPOSER), at)
    for _ in range(_OF_ONE):
        await appraisal_policies.propose(conn, Proposal(ROOT, policy, _BEGINS, "提案", HR), at)
        id = await appraisal_policies.propose(conn, Proposal(TEAM, policy, at.date(), "提案", _PROPOSER), at)
        assert id is not None
        await appraisal_policies.decide(conn, id, PolicyState.APPROVED, _SECOND, "", at)
