"""How an appraisal policy comes to hold (R14): proposed by one person, approved by another, read by those it is about."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json
from tests.group import founded


@dataclass(frozen=True)
class Office:
    """Two people of HR operations, a recruiter and a manager of one group."""

    anna: Desk
    bo: Desk
    recruiter: Desk
    manager: Desk


@pytest_asyncio.fixture
async def office(served: App, sign_in: Hire) -> AsyncIterator[Office]:
    group = await founded(served.engine)
    anna, bo = [await sign_in(f"{group.root}-{name}", group.root, "hrops") for name in ("anna", "bo")]
    recruiter = await sign_in(f"{group.root}-rec", group.team)
    yield Office(anna, bo, recruiter, await sign_in(f"{group.root}-boss", group.team, "manager"))


def wish(**changes: Any) -> Json:
    items = [
        {"indicator": "cancellation_rate", "weight": 15, "target": 0.1},
        {"indicator": "compliance_rate", "weight": 85, "target": 0.9, "method": "posterior"},
    ]
    first_day = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    return {"policy": {"scoring": {"items": items}}, "valid_from": first_day, "why": "年度调整"} | changes


async def test_two_people_and_then_everybody_reads_it(office: Office) -> None:
    made = await office.anna.post("/appraisal/policies", wish())
    assert made.status_code == 201, made.text
    policy = made.json()
    assert (policy["version"], policy["state"], policy["proposed_by"]) == (2, "proposed", office.anna.login)
    assert policy["policy"]["scoring"]["items"][0] == {
        "indicator": "cancellation_rate",
        "weight": 15,
        "target": 0.1,
        "met": 1,
        "missed": -0.5,
        "method": "cliff",
        "band": 0.02,
    }, "the article's points are the defaults"
    path = f"/appraisal/policies/{policy['id']}"
    assert (await office.recruiter.get(path)).status_code == 404, "not published yet"
    own = await office.anna.post(f"{path}/approve", {})
    assert (own.status_code, own.json()["type"]) == (403, "urn:mianyue:rule:two-people")
    for desk in (office.recruiter, office.manager):
        assert (await desk.post(f"{path}/approve", {})).status_code == 403
    approved = await office.bo.post(f"{path}/approve", {"remark": "同意"})
    assert (approved.json()["state"], approved.json()["decided_by"]) == ("approved", office.bo.login)
    assert (await office.bo.post(f"{path}/reject", {})).status_code == 409, "decided once"

    newest = (await office.recruiter.page("/appraisal/policies"))["items"][0]
    assert (newest["id"], newest["acknowledged"]) == (policy["id"], False)
    for _ in range(2):
        assert (await office.recruiter.post(f"{path}/acknowledge")).json()["acknowledged"] is True
    assert [one["login"] for one in (await office.anna.get(path)).json()["acknowledgements"]] == [
        office.recruiter.login
    ]


async def test_a_proposal_is_withdrawn_by_who_made_it_and_rejected_by_others(office: Office) -> None:
    ids = [(await office.anna.post("/appraisal/policies", wish())).json()["id"] for _ in range(2)]
    withdrawn, rejected = (f"/appraisal/policies/{id}" for id in ids)
    assert (await office.bo.post(f"{withdrawn}/withdraw", {})).status_code == 403
    assert (await office.anna.post(f"{withdrawn}/withdraw", {})).json()["state"] == "withdrawn"
    assert (await office.anna.post(f"{rejected}/reject", {})).status_code == 403
    assert (await office.bo.post(f"{rejected}/reject", {"remark": "权重过高"})).json()["state"] == "rejected"
    assert (await office.anna.post(f"{withdrawn}/acknowledge")).status_code == 409
    assert len((await office.recruiter.page("/appraisal/policies"))["items"]) == 1, "recruiters see what was approved"


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        (
            {"policy": {"scoring": {"items": [{"indicator": "cancellation_rate", "weight": 15, "target": 0.1}]}}},
            "policy.scoring.items",
            "weights-not-100",
        ),
        (
            {"policy": {"scoring": {"items": [{"indicator": "luck", "weight": 100, "target": 0.1}]}}},
            "policy.scoring.items",
            "unknown-indicator",
        ),
        (
            {"policy": {"scoring": {"items": [{"indicator": "cancellation_rate", "weight": -5, "target": 0.1}]}}},
            "policy.scoring.items.0.weight",
            "greater_than",
        ),
        (
            {"policy": {"scoring": {"items": [{"indicator": "cancellation_rate", "weight": 100, "target": 10}]}}},
            "policy.scoring.items.0.target",
            "less_than_equal",
        ),
        (
            {
                "policy": {
                    "scoring": {"items": [{"indicator": "cancellation_rate", "weight": 100, "target": 0.1, "pay": 1}]}
                }
            },
            "policy.scoring.items.0.pay",
            "unexpected_keyword_argument",
        ),
        (
            {
                "policy": {
                    "scoring": {"items": [{"indicator": "cancellation_rate", "weight": 100, "target": 0.1}]},
                    "alerts": {"indicator": "satisfaction"},
                }
            },
            "policy.alerts.indicator",
            "not-watchable",
        ),
        ({"valid_from": "2020-01-01"}, "valid_from", "must-be-ahead"),
        ({"valid_from": "soon"}, "valid_from", "date_from_datetime_parsing"),
        ({"why": ""}, "why", "too_short"),
        ({"organisation": "mianyue-sh"}, "organisation", "organisation-not-found"),
    ],
)
async def test_a_policy_that_cannot_be_is_refused_by_field_and_rule(
    office: Office, changes: Json, field: str, rule: str
) -> None:
    answer = await office.anna.post("/appraisal/policies", wish(**changes))
    assert answer.status_code == 422, answer.text
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]
    assert len((await office.anna.page("/appraisal/policies"))["items"]) == 1, "nothing was written"


async def test_a_subsidiary_cannot_decide_for_the_group(office: Office, sign_in: Hire) -> None:
    made = (await office.anna.post("/appraisal/policies", wish())).json()
    below = await sign_in(f"{made['organisation']}-below", f"{made['organisation']}-team", "hrops")
    answer = await below.post(f"/appraisal/policies/{made['id']}/approve", {})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:mianyue:rule:not-your-organisation")


@pytest.mark.parametrize("id", ["0", "-1", "99999999999999999999", "eins"])
async def test_an_id_that_none_can_have_is_refused(office: Office, id: str) -> None:
    answer = await office.anna.get(f"/appraisal/policies/{id}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["id"]


async def test_approving_an_older_proposal_does_not_undo_a_newer_one(office: Office) -> None:
    """Two proposals on top of the same policy: once the first holds, the second has to be proposed anew on top of it."""
    first, second = [(await office.anna.post("/appraisal/policies", wish())).json()["id"] for _ in range(2)]
    assert (await office.bo.post(f"/appraisal/policies/{first}/approve", {})).status_code == 200
    answer = await office.bo.post(f"/appraisal/policies/{second}/approve", {})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:mianyue:rule:superseded")
    assert (await office.bo.post(f"/appraisal/policies/{second}/reject", {})).status_code == 200


async def test_a_double_click_proposes_once(office: Office) -> None:
    ids = {(await office.anna.post("/appraisal/policies", wish(), key="k-1")).json()["id"] for _ in range(2)}
    assert len(ids) == 1
    assert len((await office.anna.page("/appraisal/policies"))["items"]) == 2


async def test_who_has_read_it_is_not_for_everybody(office: Office) -> None:
    [policy] = (await office.recruiter.page("/appraisal/policies"))["items"]
    path = f"/appraisal/policies/{policy['id']}"
    await office.recruiter.post(f"{path}/acknowledge")
    assert (await office.recruiter.get(path)).json()["acknowledgements"] == []
    assert (await office.recruiter.get(path)).json()["acknowledged"] is True
    assert len((await office.anna.get(path)).json()["acknowledgements"]) == 1
