"""What the appraisal's schedules write down: alerts, reviews, scores and proposals, the same however often they run (R13, R14, R21)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from db import alerting, appraisal_policies
from db.tables_judging import alerts, reviews, scores
from db.tables_judging import appraisal_policies as versions
from domain.appraisal_policy import PolicyState, appraisal_policy_from
from domain.scoring import Item, ScoringRules
from tests.group import OCTOBER, POLICY, SEPTEMBER, Group, busy, founded, last_minute

NOVEMBER = date(2026, 11, 1)


@pytest_asyncio.fixture
async def group(engine: AsyncEngine) -> AsyncIterator[Group]:
    yield await founded(engine)


async def test_a_first_alert_is_a_note_and_one_that_stands_a_review(group: Group) -> None:
    """R13: October's look tells the recruiter alone; October itself is no better, and in November the manager is asked."""
    await busy(group.recruiter("zhang"), 22, 8)
    await busy(group.recruiter("zhang"), 12, 3, OCTOBER)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    look = group.look
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


async def test_what_was_told_of_once_is_not_held_against_anybody_twice(group: Group) -> None:
    """R13: nothing cancelled in October; that November's window still holds September makes no second alert."""
    await busy(group.recruiter("zhang"), 22, 8)
    await busy(group.recruiter("zhang"), 6, 0, OCTOBER)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    look = group.look
    assert (await look("2026-10-01"), await look("2026-11-01")) == (1, 0)
    assert [(row.level, row.follows) for row in await group.rows(alerts) if row.day == NOVEMBER] == [
        ("alert", "nothing")
    ]
    assert await group.rows(reviews) == []


@pytest.mark.parametrize(
    ("september", "october"),
    [((22, 8), (12, 3)), ((18, 6), (18, 12))],
    ids=["an alert, and still so", "an alarm after an alert"],
)
async def test_days_made_up_for_in_any_order_tell_the_same(
    group: Group, september: tuple[int, int], october: tuple[int, int]
) -> None:
    await busy(group.recruiter("zhang"), *september)
    await busy(group.recruiter("zhang"), *october, OCTOBER)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    days = ("2026-10-01", "2026-10-15", "2026-11-01", "2026-11-15")
    told = []
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)):
        async with group.engine.begin() as conn:
            for table in (reviews, alerts):
                await conn.execute(delete(table).where(table.c.organisation_id == group.team))
        for nth in order:
            await group.look(days[nth])
        tasks = {row.alert_id for row in await group.rows(reviews)}
        told.append({row.day: (row.level, row.follows, row.id in tasks) for row in await group.rows(alerts)})
    assert told[0] == told[1] == told[2]
    assert [follows for _, follows, _ in sorted(told[0].values())].count("note") == 1
    assert [follows for _, follows, task in told[0].values() if task] == ["review"]


async def test_a_review_that_somebody_has_answered_stays(group: Group) -> None:
    """November came first and was an alarm; then October is made up for, and is one, too."""
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    look = group.look
    assert await look("2026-11-01") == 1
    [first] = await group.rows(reviews)
    async with group.engine.begin() as conn:
        assert await alerting.comment(conn, first.alert_id, "系统迁移造成重复预约", SEPTEMBER)
    assert await look("2026-10-01") == 1
    assert {row.day: row.follows for row in await group.rows(alerts)} == {
        date(2026, 10, 1): "review",
        NOVEMBER: "review",
    }
    assert first.alert_id in {row.alert_id for row in await group.rows(reviews)}


async def test_an_alarm_is_a_review_at_once(group: Group) -> None:
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    assert await group.look("2026-10-01") == 1
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
    assert await group.look("2026-10-01") == 0


async def test_a_months_scores(group: Group) -> None:
    """R14: 2 of 30 cancelled (met, +1 at 60 %); all others held at their first time (met, +1 at 40 %). Too few: no score."""
    await busy(group.recruiter("zhang"), 28, 2)
    await busy(group.recruiter("li"), 5, 0)
    await busy(group.recruiter("wang"), 20, 10)
    score = group.score
    assert await score("2026-10-01") == 3
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
    await group.score("2026-10-01")
    [row] = await group.rows(scores)
    assert row.total == pytest.approx(0.1), "6 of 30 cancelled: -0.5 at 60 %; 24 of 30 held at their time: +1 at 40 %"


async def test_weights_are_proposed_when_candidates_cancel_less_at_the_last_minute(group: Group) -> None:
    """R21: 60 % → 30 %; the system proposes, somebody approves, and the same is not proposed again."""
    zhang = group.recruiter("zhang")
    await last_minute(zhang, 24, 16, SEPTEMBER - timedelta(days=120))
    await last_minute(zhang, 12, 28, SEPTEMBER)
    began = await group.agree(POLICY, date(2026, 7, 1))
    propose = group.propose
    assert await propose("2026-08-01") == 0, "the policy is not a window old"
    assert await propose("2026-10-01") == 1
    assert await propose("2026-10-01") == await propose("2026-11-01") == 0
    [proposal] = [row for row in await group.rows(versions) if row.state == "proposed"]
    assert proposal.proposed_by == "system"
    assert proposal.valid_from > datetime.now(UTC).date(), "there is time to decide"
    items = appraisal_policy_from(proposal.data).scoring.items
    assert [(item.indicator, item.weight) for item in items] == [("cancellation_rate", 55), ("booking_accuracy", 45)]
    assert proposal.evidence["before"] == {"hits": 24, "of": 40, "from": "2026-04-02", "to": "2026-07-01"}
    assert proposal.evidence["after"] == {"hits": 12, "of": 40, "from": "2026-07-03", "to": "2026-10-01"}
    assert proposal.key.startswith(f"{began}:")
    async with group.engine.begin() as conn:
        await appraisal_policies.decide(conn, proposal.id, PolicyState.APPROVED, "admin", "", SEPTEMBER)
        standing = await appraisal_policies.in_force(conn, group.team, proposal.valid_from)
    assert standing.id == proposal.id
