"""Whose team it was, and whose rules: a transfer takes no past along, and a subsidiary's own policy is its own (R13, R14, R21)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import pytest_asyncio
from pydantic import ValidationError
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db import appraisal_policies, rollup
from db.appraisal_policies import Proposal
from db.tables import organisations
from db.tables_judging import alerts, scores
from db.tables_judging import appraisal_policies as versions
from domain.alerting import AlertRules
from domain.appraisal_policy import AppraisalPolicy, PolicyState
from tests.db.past import Recruiter
from tests.group import OCTOBER, POLICY, SEPTEMBER, Group, busy, founded, last_minute


@pytest_asyncio.fixture
async def group(engine: AsyncEngine) -> AsyncIterator[Group]:
    """A group with a second team, `<root>-west`."""
    made = await founded(engine)
    west = f"{made.root}-west"
    async with engine.begin() as conn:
        row = {"id": west, "parent_id": made.root, "path": [made.root, west], "name": west, "name_en": west}
        await conn.execute(insert(organisations).values(**row))
    yield made


def west(group: Group, name: str) -> Recruiter:
    return Recruiter(group.engine, f"{group.root}-{name}", f"{group.root}-west")


async def rolled(group: Group) -> None:
    done = 1
    while done:
        async with group.engine.begin() as conn:
            done = await rollup.roll_up(conn, 500)


async def transfer(group: Group, name: str) -> None:
    """HR moves a recruiter to the west."""
    async with group.engine.begin() as conn:
        query = text("UPDATE users SET organisation_id = :west WHERE login = :login")
        await conn.execute(query, {"west": f"{group.root}-west", "login": f"{group.root}-{name}"})


async def found(group: Group, table: object) -> dict[str, str]:
    """Recruiter and organisation of the table's rows."""
    async with group.engine.connect() as conn:
        query = text(f"SELECT recruiter, organisation_id FROM {table} WHERE recruiter LIKE :mine")
        rows = (await conn.execute(query, {"mine": f"{group.root}-%"})).all()
    return {row.recruiter.removeprefix(f"{group.root}-"): row.organisation_id for row in rows}


async def test_a_transfer_leaves_past_cases_with_the_team_they_were_of(group: Group) -> None:
    """Moved on the first of October: September's alert and score are still looked at among the old colleagues."""
    await busy(group.recruiter("zhang"), 22, 8)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    await rolled(group)
    await transfer(group, "zhang")
    assert await group.look("2026-10-01") == 1
    assert await found(group, alerts.name) == {"zhang": group.team}
    assert await group.score("2026-10-01") == 3
    assert (await found(group, scores.name))["zhang"] == group.team


async def test_in_the_new_team_it_is_the_new_cases_that_decide(group: Group) -> None:
    await busy(group.recruiter("zhang"), 4, 0)
    await rolled(group)
    await transfer(group, "zhang")
    await busy(west(group, "zhang"), 6, 0, OCTOBER)
    await rolled(group)
    await group.score("2026-10-01")
    assert await found(group, scores.name) == {"zhang": group.team}
    await group.score("2026-11-01")
    async with group.engine.connect() as conn:
        query = text("SELECT month, organisation_id FROM scores WHERE recruiter = :login ORDER BY month")
        rows = (await conn.execute(query, {"login": f"{group.root}-zhang"})).all()
    assert [tuple(row) for row in rows] == [
        (date(2026, 9, 1), group.team),
        (date(2026, 10, 1), f"{group.root}-west"),
    ]


async def agree(group: Group, policy: AppraisalPolicy, valid_from: date) -> int:
    """The west's own policy."""
    async with group.engine.begin() as conn:
        wanted = Proposal(f"{group.root}-west", policy, valid_from, "本地方案", "hrops")
        id = await appraisal_policies.propose(conn, wanted, SEPTEMBER)
        assert id is not None
        await appraisal_policies.decide(conn, id, PolicyState.APPROVED, "admin", "", SEPTEMBER)
    return id


async def test_a_subsidiary_is_looked_at_by_its_own_rules(group: Group) -> None:
    """The same cases in both teams; the west tells only of what luck explains in less than one of a thousand."""
    strict = replace(POLICY, alerts=AlertRules(least_others=2, alert=0.001, alarm=0.0001))
    own = await agree(group, strict, date(2026, 1, 1))
    here = [group.recruiter(name) for name in ("a", "b", "c")]
    there = [west(group, name) for name in ("d", "e", "f")]
    for worst, *others in (here, there):
        await busy(worst, 22, 8)
        for other in others:
            await busy(other, 57, 3)
    await rolled(group)
    assert await group.look("2026-10-01") == 1
    assert await found(group, alerts.name) == {"a": group.team}
    await group.score("2026-10-01")
    async with group.engine.connect() as conn:
        query = text("SELECT DISTINCT policy_id FROM scores WHERE organisation_id = :west")
        assert (await conn.execute(query, {"west": f"{group.root}-west"})).scalars().all() == [own]


async def test_other_weights_are_proposed_to_whose_policy_it_is(group: Group) -> None:
    """R21: the west's candidates cancel less at the last minute since its policy holds; the group's policy stays as it is."""
    await last_minute(west(group, "zhang"), 24, 16, SEPTEMBER.replace(month=5))
    await last_minute(west(group, "zhang"), 12, 28, SEPTEMBER)
    await agree(group, POLICY, date(2026, 7, 1))
    await rolled(group)
    assert await group.propose("2026-10-01") == 1
    async with group.engine.connect() as conn:
        query = text(
            "SELECT organisation_id FROM appraisal_policies WHERE state = 'proposed' AND organisation_id LIKE :mine"
        )
        assert (await conn.execute(query, {"mine": f"{group.root}%"})).scalars().all() == [f"{group.root}-west"]


async def test_who_has_become_a_manager_was_a_recruiter_then(group: Group) -> None:
    """Promoted on the first of October: September is scored all the same, and stays among the others' colleagues."""
    await busy(group.recruiter("zhang"), 28, 2)
    await rolled(group)
    async with group.engine.begin() as conn:
        query = text("UPDATE users SET role = 'manager' WHERE login = :login")
        await conn.execute(query, {"login": f"{group.root}-zhang"})
    assert await group.score("2026-10-01") == 1


async def test_one_group_whose_policy_is_broken_keeps_no_other_from_its_scores(group: Group) -> None:
    """Somebody has changed the JSON by hand; the run fails, loudly, after the others are done."""
    healthy = await founded(group.engine)
    await busy(healthy.recruiter("zhang"), 28, 2)
    await busy(group.recruiter("li"), 1, 1)
    async with group.engine.begin() as conn:
        broken = text("UPDATE appraisal_policies SET data = :data WHERE organisation_id = :root RETURNING id")
        await conn.execute(broken, {"root": group.root, "data": '{"scoring": "soft"}'})
    with pytest.raises(ValidationError):
        await Appraiser(group.engine).score_month("2026-10-01")
    assert len(await healthy.rows(scores)) == 1
    async with group.engine.begin() as conn:
        await conn.execute(delete(versions).where(versions.c.organisation_id == group.root))


async def test_notice_hours_that_are_no_number_stop_the_counting_of_nobody(group: Group) -> None:
    healthy = await founded(group.engine)
    await busy(healthy.recruiter("zhang"), 28, 2)
    await busy(group.recruiter("li"), 28, 2)
    async with group.engine.begin() as conn:
        query = text("INSERT INTO policies (organisation_id, version, valid_from, data) VALUES (:root, 2, :at, :data)")
        data = {"root": group.root, "at": SEPTEMBER - timedelta(days=30), "data": '{"notice_hours": "many"}'}
        await conn.execute(query, data)
    assert await healthy.score("2026-10-01") == 1
    await rolled(group)
    assert len(await group.rows(scores)) == 1
