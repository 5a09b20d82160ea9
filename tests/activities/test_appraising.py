"""What the appraisal's schedules write down: alerts, reviews, scores and proposals, the same however often they run (R13, R14, R21)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db import appraisal_policies
from db.appraisal_policies import Proposal
from db.tables import organisations, policies
from db.tables_judging import alerts, reviews, scores
from db.tables_judging import appraisal_policies as versions
from domain.alerting import AlertRules
from domain.appraisal_policy import AppraisalPolicy, PolicyState, appraisal_policy_from
from domain.reweighing import ShiftRule
from domain.scoring import Item, ScoringRules
from domain.terms import Party
from tests.db.past import Recruiter

SHIFT = ShiftRule("candidate_last_minute_share", "cancellation_rate", "booking_accuracy", least=10)
POLICY = AppraisalPolicy(
    ScoringRules([Item("cancellation_rate", 60, 0.10), Item("booking_accuracy", 40, 0.80)]), AlertRules(), [SHIFT]
)
# 10:00 in Shanghai.
SEPTEMBER = datetime(2026, 9, 1, 2, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
_trees = count(1)


@dataclass(frozen=True)
class Group:
    """A group of its own with one team, so that nobody else's interviews are looked at."""

    engine: AsyncEngine
    root: str

    def recruiter(self, name: str) -> Recruiter:
        return Recruiter(self.engine, f"{self.root}-{name}", f"{self.root}-team")

    async def agree(self, policy: AppraisalPolicy, valid_from: date) -> int:
        """A policy that one person proposed and another approved."""
        async with self.engine.begin() as conn:
            wanted = Proposal(self.root, policy, valid_from, "年度方案", "hrops")
            id = await appraisal_policies.propose(conn, wanted, SEPTEMBER)
            assert id is not None
            await appraisal_policies.decide(conn, id, PolicyState.APPROVED, "admin", "", SEPTEMBER)
        return id

    async def rows(self, table: Any) -> list[Any]:
        async with self.engine.connect() as conn:
            query = select(table).where(table.c.organisation_id.like(f"{self.root}%")).order_by(*table.primary_key)
            return list((await conn.execute(query)).all())


@pytest_asyncio.fixture
async def group(engine: AsyncEngine) -> AsyncIterator[Group]:
    root = f"group{next(_trees)}"
    named = {"name": root, "name_en": root}
    async with engine.begin() as conn:
        await conn.execute(insert(organisations).values(id=root, path=[root], **named))
        team = f"{root}-team"
        await conn.execute(insert(organisations).values(id=team, parent_id=root, path=[root, team], **named))
        data = {"notice_hours": 24, "timezone": "Asia/Shanghai"}
        since = SEPTEMBER - timedelta(days=900)
        await conn.execute(insert(policies).values(organisation_id=root, version=1, valid_from=since, data=data))
    group = Group(engine, root)
    await group.agree(POLICY, date(2026, 1, 1))
    yield group


async def busy(recruiter: Recruiter, held: int, mistakes: int, since: datetime = SEPTEMBER) -> None:
    """So many interviews held, and cancelled by the recruiter's own mistake, one an hour."""
    for nth in range(held + mistakes):
        at = since + timedelta(hours=nth)
        one = await recruiter.arrange(at, at + timedelta(days=3))
        if nth < held:
            await one.end(at + timedelta(days=3, hours=1))
        else:
            await one.cancel(at + timedelta(minutes=10), "E_MISTAKE")


async def test_a_first_alert_is_a_note_and_one_that_stands_a_review(group: Group) -> None:
    """R13: October's look tells the recruiter alone; a month later the same is still so, and the manager is asked."""
    await busy(group.recruiter("zhang"), 22, 8)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    look = Appraiser(group.engine).look_for_alerts
    assert await look("2026-10-01") == 1
    [note] = await group.rows(alerts)
    assert (note.recruiter, note.level, note.follows) == (f"{group.root}-zhang", "alert", "note")
    assert (note.hits, note.cases, note.others_hits, note.others_cases) == (8, 30, 6, 120)
    assert note.reasons == {"E_MISTAKE": 8}
    assert 0.001 < note.adjusted <= 0.025
    assert (note.alert_from, note.alarm_from) == (6, 8), (
        "the funnel of one recruiter; three were looked at, so 8 is not yet an alarm"
    )
    assert await group.rows(reviews) == []
    assert await look("2026-10-01") == 0, "looking again tells nobody again"
    assert await look("2026-10-08") == 0, "the same months a week later"
    assert await look("2026-11-01") == 1
    assert [row.follows for row in await group.rows(alerts) if row.day == NOVEMBER] == ["review"]
    [task] = await group.rows(reviews)
    assert (task.recruiter, task.decision) == (f"{group.root}-zhang", None)
    assert await look("2026-12-01") == 0, "September has left the window"


async def test_an_alarm_is_a_review_at_once(group: Group) -> None:
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    assert await Appraiser(group.engine).look_for_alerts("2026-10-01") == 1
    assert [(row.level, row.follows) for row in await group.rows(alerts)] == [("alarm", "review")]
    assert len(await group.rows(reviews)) == 1


async def test_what_the_company_decided_alerts_of_nobody(group: Group) -> None:
    """A frozen position: half of the recruiter's interviews, and not one of them the recruiter's doing."""
    zhang = group.recruiter("zhang")
    await busy(zhang, 15, 0)
    for nth in range(15):
        one = await zhang.arrange(SEPTEMBER, SEPTEMBER + timedelta(days=4, minutes=nth))
        await one.cancel(SEPTEMBER + timedelta(hours=1), "E_REQ_FROZEN")
    await busy(group.recruiter("li"), 40, 0)
    assert await Appraiser(group.engine).look_for_alerts("2026-10-01") == 0


async def test_a_months_scores(group: Group) -> None:
    """R14: 2 of 30 cancelled (met, +1 at 60 %); all others held at their first time (met, +1 at 40 %). Too few: no score."""
    await busy(group.recruiter("zhang"), 28, 2)
    await busy(group.recruiter("li"), 5, 0)
    await busy(group.recruiter("wang"), 20, 10)
    score = Appraiser(group.engine).score_month
    assert await score("2026-10-01") >= 3
    found = {row.recruiter.split("-")[1]: row for row in await group.rows(scores)}
    assert {name: (row.total, row.counted) for name, row in found.items()} == {
        "zhang": (1.0, 100),
        "li": (None, 0),
        # 10 of 30 cancelled: -0.5 at 60 %; 20 held at the first time, 10 mistakes: 2/3 under 80 %: -0.5 at 40 %.
        "wang": (-0.5, 100),
    }
    line = found["wang"].data["lines"][0]
    assert (line["indicator"], line["hits"], line["of"], line["points"]) == ("cancellation_rate", 10, 30, -0.5)
    assert await score("2026-10-01") == 0
    assert await score("2026-10-09") == 0, "late is the same"
    late = await group.recruiter("li").arrange(SEPTEMBER, SEPTEMBER + timedelta(days=20))
    await late.end(SEPTEMBER + timedelta(days=20, hours=1))
    assert await score("2026-10-10") == 1, "a fact of the month that came late changes its score, on record"
    assert [row.nth for row in await group.rows(scores) if row.recruiter.endswith("-li")] == [1, 2]


async def test_a_month_is_scored_by_the_policy_of_that_month(group: Group) -> None:
    await busy(group.recruiter("zhang"), 24, 6)
    softer = replace(POLICY, scoring=ScoringRules([Item("cancellation_rate", 100, 0.5)]))
    await group.agree(softer, date(2026, 10, 1))
    await Appraiser(group.engine).score_month("2026-10-01")
    [row] = await group.rows(scores)
    assert row.total == pytest.approx(0.1), "6 of 30 cancelled: -0.5 at 60 %; 24 of 30 held at their time: +1 at 40 %"


async def last_minute(recruiter: Recruiter, late: int, early: int, since: datetime) -> None:
    """Candidates cancel for a clash, so many inside the notice hours."""
    for nth in range(late + early):
        start = since + timedelta(days=3, hours=nth)
        one = await recruiter.arrange(since, start)
        await one.cancel(start - timedelta(hours=5 if nth < late else 40), "C_SCHEDULE", Party.CANDIDATE)


async def test_weights_are_proposed_when_candidates_cancel_less_at_the_last_minute(group: Group) -> None:
    """R21: 60 % → 30 %; the system proposes, somebody approves, and the same is not proposed again."""
    zhang = group.recruiter("zhang")
    await last_minute(zhang, 24, 16, SEPTEMBER - timedelta(days=120))
    await last_minute(zhang, 12, 28, SEPTEMBER)
    began = await group.agree(POLICY, date(2026, 7, 1))
    propose = Appraiser(group.engine).propose_weights
    assert await propose("2026-08-01") == 0, "the policy is not a window old"
    assert await propose("2026-10-01") == 1
    assert await propose("2026-10-01") == await propose("2026-11-01") == 0
    [proposal] = [row for row in await group.rows(versions) if row.state == "proposed"]
    assert (proposal.proposed_by, proposal.valid_from) == ("system", NOVEMBER)
    items = appraisal_policy_from(proposal.data).scoring.items
    assert [(item.indicator, item.weight) for item in items] == [("cancellation_rate", 55), ("booking_accuracy", 45)]
    assert proposal.evidence["before"] == {"hits": 24, "of": 40, "from": "2026-04-02", "to": "2026-07-01"}
    assert proposal.evidence["after"] == {"hits": 12, "of": 40, "from": "2026-07-03", "to": "2026-10-01"}
    assert proposal.key.startswith(f"{began}:")
    async with group.engine.begin() as conn:
        await appraisal_policies.decide(conn, proposal.id, PolicyState.APPROVED, "admin", "", SEPTEMBER)
        standing = await appraisal_policies.in_force(conn, f"{group.root}-team", NOVEMBER)
    assert standing.id == proposal.id
