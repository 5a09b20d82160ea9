"""An appeal (申诉) from the objection to the figures and the score that follow it (R14)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from activities.appraise import Appraiser
from api.context import App
from db.tables import organisations
from db.tables_judging import appeals
from db.tables_judging import appraisal_policies as versions
from domain.scoring import Item, ScoringRules
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json
from tests.db.past import Recruiter
from tests.group import POLICY, SEPTEMBER, Group, busy, founded


@dataclass(frozen=True)
class Team:
    """Zhang San held 20 interviews in September and cancelled 10 by mistake; the month is scored."""

    group: Group
    zhang: Desk
    li: Desk
    manager: Desk

    async def september(self) -> Json:
        """Zhang San's figures of September."""
        return dict((await self.zhang.page("/kpi", {"from": "2026-09-01", "to": "2026-09-30"}))["items"][0])

    async def score(self) -> Json:
        [found] = (await self.zhang.page("/scores", {"month": "2026-09"}))["items"]
        return dict(found)

    async def a_mistake(self, of: str = "attributable_cancelled") -> Json:
        """One of the cancellations that the recruiter answers for."""
        return dict((await self.zhang.page("/kpi/rows", {"of": of, "limit": 1}))["items"][0])

    async def file(self, **about: object) -> str:
        answer = await self.zhang.post("/appeals", {"text": "系统迁移造成重复预约", **about})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


@pytest_asyncio.fixture
async def team(served: App, sign_in: Hire) -> AsyncIterator[Team]:
    group = await founded(served.engine)
    await busy(group.recruiter("zhang"), 20, 10)
    zhang = await sign_in(f"{group.root}-zhang")
    li = await sign_in(f"{group.root}-li", group.team)
    manager = await sign_in(f"{group.root}-boss", group.team, "manager")
    await Appraiser(group.engine).score_month("2026-10-01")
    yield Team(group, zhang, li, manager)


async def test_an_upheld_appeal_on_a_fact_changes_the_figures_and_nothing_else(team: Team) -> None:
    row = await team.a_mistake()
    assert (await team.september())["attributable_cancelled"] == 10
    id = await team.file(interview_id=row["interview_id"], revision=row["revision"])
    twice = await team.zhang.post("/appeals", {"text": "再次", "interview_id": row["interview_id"], "revision": 1})
    assert twice.json()["type"] == "urn:mianyue:rule:appeal-open"
    own = await team.zhang.post(f"/appeals/{id}/uphold", {"remark": "同意", "correction": {"attributable": False}})
    assert own.status_code == 403
    decided = await team.manager.post(
        f"/appeals/{id}/uphold", {"remark": "属实", "correction": {"attributable": False}}
    )
    assert (decided.status_code, decided.json()["state"]) == (200, "upheld")
    found = await team.september()
    assert (found["attributable_cancelled"], found["cancelled"]) == (9, 10)
    log = (await team.zhang.page("/cancellations", {"interview": row["interview_id"]}))["items"][0]
    assert log["reason_code"] == "E_MISTAKE", "the log stays as it was written"
    again = await team.manager.post(f"/appeals/{id}/reject", {"remark": "改主意"})
    assert again.status_code == 409


async def test_an_upheld_appeal_on_a_score_counts_it_anew_at_once(team: Team) -> None:
    """10 of 30 cancelled: -0.5 at 60 %; 20 of 30 at their first time: -0.5 at 40 %. The second is left out of September."""
    before = await team.score()
    assert (before["total"], before["nth"], before["because"]) == (-0.5, 1, "month")
    id = await team.file(month="2026-09")
    verdict = {"remark": "迁移当月不计预约准确性", "left_out": ["booking_accuracy"]}
    assert (await team.manager.post(f"/appeals/{id}/uphold", verdict)).status_code == 200
    after = await team.score()
    assert (after["nth"], after["because"]) == (2, "appeal")
    assert [line["indicator"] for line in after["lines"]] == ["cancellation_rate"]
    assert await team.group.score("2026-10-02") == 0, "and stays so in the nightly run"


async def test_what_a_score_was_before_stays_readable_for_those_who_may_read_it(team: Team, sign_in: Hire) -> None:
    before = await team.score()
    id = await team.file(month="2026-09")
    await team.manager.post(f"/appeals/{id}/uphold", {"remark": "属实", "left_out": ["booking_accuracy"]})
    after = await team.score()
    for desk in (team.zhang, team.manager):
        for known in (before, after):
            found = await desk.page(f"/scores/{known['id']}/versions")
            assert [(one["nth"], one["because"]) for one in found["items"]] == [(2, "appeal"), (1, "month")]
            assert found["items"] == [after, before]
    stranger = await sign_in(f"{team.group.root}-far", f"{team.group.root}-far", "manager")
    for desk in (team.li, stranger):
        answer = await desk.get(f"/scores/{before['id']}/versions")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:mianyue:rule:score-not-found")
    for wrong in ("0", "eins", str(2**63)):
        assert (await team.zhang.get(f"/scores/{wrong}/versions")).status_code == 422


async def test_a_rejected_appeal_changes_nothing(team: Team) -> None:
    row = await team.a_mistake()
    before = await team.september()
    id = await team.file(interview_id=row["interview_id"], revision=row["revision"])
    assert [one["id"] for one in (await team.manager.page("/appeals", {"state": "open"}))["items"]] == [id]
    assert (await team.manager.post(f"/appeals/{id}/reject", {"remark": "记录无误"})).json()["state"] == "rejected"
    assert await team.september() == before
    assert (await team.li.page("/appeals"))["items"] == [], "a colleague's appeal is none of theirs"
    assert (await team.li.get(f"/appeals/{id}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"text": "什么都没有"}, "body", "one-thing"),
        ({"text": "两样都有", "interview_id": str(uuid4()), "revision": 1, "month": "2026-09"}, "body", "one-thing"),
        ({"text": "缺版本", "interview_id": str(uuid4())}, "body", "one-thing"),
        ({"text": "别人的", "interview_id": str(uuid4()), "revision": 1}, "interview_id", "not-yours"),
        ({"text": "没有评分", "month": "2020-01"}, "month", "no-score"),
        ({"text": "月份有误", "month": "2026-13"}, "month", "string_pattern_mismatch"),
        ({"text": "", "month": "2026-09"}, "text", "too_short"),
    ],
)
async def test_an_appeal_about_nothing_is_refused(team: Team, body: Json, field: str, rule: str) -> None:
    answer = await team.zhang.post("/appeals", body)
    assert answer.status_code == 422, answer.text
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]
    assert (await team.zhang.page("/appeals"))["items"] == []


@pytest.mark.parametrize(
    ("verdict", "field", "rule"),
    [
        ({}, "correction", "nothing-corrected"),
        ({"left_out": ["cancellation_rate"]}, "correction", "nothing-corrected"),
        ({"correction": {"attributable": True}}, "correction.attributable", "literal_error"),
    ],
)
async def test_upholding_says_what_is_corrected(team: Team, verdict: Json, field: str, rule: str) -> None:
    row = await team.a_mistake()
    id = await team.file(interview_id=row["interview_id"], revision=row["revision"])
    answer = await team.manager.post(f"/appeals/{id}/uphold", {"remark": "属实", **verdict})
    assert answer.status_code == 422, answer.text
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]
    assert (await team.zhang.get(f"/appeals/{id}")).json()["state"] == "open"


async def test_an_upheld_fact_changes_the_score_that_weighs_it(team: Team) -> None:
    """R14: under a policy of attributable cancellations, 10 of 30 miss the target of 30 %; one fewer meets it."""
    wish = replace(POLICY, scoring=ScoringRules([Item("attributable_rate", 100, 0.3)]))
    await team.group.agree(wish, date(2026, 9, 1))
    assert await Appraiser(team.group.engine).score_month("2026-10-01") >= 1
    assert (await team.score())["total"] == -0.5
    row = await team.a_mistake()
    id = await team.file(interview_id=row["interview_id"], revision=row["revision"])
    await team.manager.post(f"/appeals/{id}/uphold", {"remark": "属实", "correction": {"attributable": False}})
    after = await team.score()
    assert (after["total"], after["because"], after["nth"]) == (1.0, "appeal", 3)


async def test_nobody_decides_an_appeal_of_their_own(team: Team, sign_in: Hire, served: App) -> None:
    """Not over HTTP, and not in the database either."""
    id = await team.file(month="2026-09")
    own = {"state": "upheld", "decided_by": team.zhang.login}
    async with served.engine.connect() as conn:
        with pytest.raises(IntegrityError, match="not_ones_own"):
            await conn.execute(update(appeals).where(appeals.c.id == UUID(id)).values(**own))
        await conn.rollback()
        alone = {"state": "approved", "decided_by": versions.c.proposed_by}
        with pytest.raises(IntegrityError, match="two_people"):
            await conn.execute(update(versions).where(versions.c.organisation_id == team.group.root).values(**alone))


async def test_of_few_survey_answers_a_score_says_nothing(team: Team, sign_in: Hire) -> None:
    """R12: one answer in a month must not be readable in the score's line, and is not scored, whatever the policy says."""
    await team.group.agree(
        replace(POLICY, scoring=ScoringRules([Item("satisfaction", 100, 0.8)], least=1)), date(2026, 9, 1)
    )
    one = await team.group.recruiter("zhang").arrange(SEPTEMBER, SEPTEMBER + timedelta(days=2))
    await one.end(SEPTEMBER + timedelta(days=2, hours=1))
    await one.answer(SEPTEMBER + timedelta(days=2, hours=3), 1, 1)
    await Appraiser(team.group.engine).score_month("2026-10-01")
    [line] = (await team.score())["lines"]
    assert (line["of"], line["hits"], line["points"]) == (0, 0, None)


async def test_a_subsidiary_tries_a_policy_on_its_own_people(team: Team, sign_in: Hire) -> None:
    group = team.group
    await busy(Recruiter(group.engine, f"{group.root}-other", f"{group.root}-elsewhere"), 3, 0)
    async with group.engine.begin() as conn:
        path = {"parent_id": group.root, "path": [group.root, f"{group.root}-elsewhere"]}
        await conn.execute(update(organisations).where(organisations.c.id == f"{group.root}-elsewhere").values(**path))
    [policy] = await group.rows(versions)
    for login, organisation, seen in (("hr1", group.root, 2), ("hr2", group.team, 1)):
        hr = await sign_in(f"{group.root}-{login}", organisation, "hrops")
        found = await hr.page(f"/appraisal/policies/{policy.id}/effect", {"month": "2026-09"})
        assert len(found["items"]) == seen


async def test_a_policy_is_tried_on_a_past_month(team: Team, sign_in: Hire) -> None:
    """R14: what it would have made of September, before anybody agrees to it."""
    hr = await sign_in(f"{team.group.root}-hr", team.group.root, "hrops")
    wish = {
        "policy": {"scoring": {"items": [{"indicator": "cancellation_rate", "weight": 100, "target": 0.5}]}},
        "valid_from": "2099-01-01",
        "why": "放宽目标",
    }
    made = (await hr.post("/appraisal/policies", wish)).json()
    path = f"/appraisal/policies/{made['id']}/effect"
    [found] = (await hr.page(path, {"month": "2026-09"}))["items"]
    assert (found["recruiter"], found["total"], found["standing_total"]) == (team.zhang.login, 1.0, -0.5)
    assert (await team.score())["nth"] == 1, "nothing is written"
    answer = await hr.get(path, {"month": "2099-01"})
    assert answer.json()["errors"][0]["rule"] == "not-over"
    assert (await team.manager.get(path, {"month": "2026-09"})).status_code == 403
