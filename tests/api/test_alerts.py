"""An alert from the look to the decision (R13): a private note, a comment, a manager's decision; nothing happens by itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

import pytest_asyncio

from activities.appraise import Appraiser
from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk
from tests.group import OCTOBER, POLICY, Group, busy, founded


@dataclass(frozen=True)
class Team:
    """A recruiter with eight cancelled of thirty and three of fifteen in October, two colleagues with three of sixty, and who looks
    after them."""

    group: Group
    zhang: Desk
    li: Desk
    manager: Desk
    hrops: Desk

    async def look(self, day: str) -> None:
        await Appraiser(self.group.engine).look_for_alerts(day)


@pytest_asyncio.fixture
async def team(served: App, sign_in: Hire) -> AsyncIterator[Team]:
    group = await founded(served.engine)
    await busy(group.recruiter("zhang"), 22, 8)
    await busy(group.recruiter("zhang"), 12, 3, OCTOBER)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    zhang, li = [await sign_in(f"{group.root}-{name}") for name in ("zhang", "li")]
    manager = await sign_in(f"{group.root}-boss", group.team, "manager")
    hr = await sign_in(f"{group.root}-hr", group.root, "hrops")
    yield Team(group, zhang, li, manager, hr)


async def test_a_note_is_the_recruiters_alone(team: Team) -> None:
    await team.look("2026-10-01")
    [note] = (await team.zhang.page("/alerts"))["items"]
    assert note["sentence"]["zh"] == (f"{team.zhang.login}的取消率为26.7%，团队平均为5%，建议核查其面试安排的复核流程")
    assert "8/30 场；团队其他成员 6/120 场" in note["basis"]["zh"]
    assert (note["level"], note["follows"], note["review"], note["read_at"]) == ("alert", "note", None, None)
    assert note["reasons"] == {"E_MISTAKE": 8}
    for other in (team.li, team.manager, team.hrops):
        assert (await other.page("/alerts"))["items"] == [], "confidential feedback first"
        assert (await other.get(f"/alerts/{note['id']}")).status_code == 404
    answer = await team.zhang.post(f"/alerts/{note['id']}/read")
    assert answer.json()["read_at"] is not None
    refused = await team.zhang.post(f"/alerts/{note['id']}/comment", {"comment": "两天系统迁移，重复预约"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:mianyue:rule:no-open-review")


async def test_a_review_hears_the_recruiter_and_is_decided_by_a_person(team: Team) -> None:
    await team.look("2026-10-01")
    await team.look("2026-11-01")
    [task] = (await team.manager.page("/alerts", {"open": True}))["items"]
    assert (task["recruiter"], task["follows"], task["review"]["decision"]) == (team.zhang.login, "review", None)
    path = f"/alerts/{task['id']}"
    assert (await team.zhang.post(f"{path}/comment", {"comment": "两天系统迁移，重复预约"})).status_code == 200
    assert (await team.manager.page("/alerts", {"open": True}))["items"][0]["review"][
        "comment"
    ] == "两天系统迁移，重复预约"

    assert (await team.zhang.post(f"{path}/decide", {"decision": "no_issue", "remark": "没问题"})).status_code == 403
    assert (await team.li.post(f"{path}/decide", {"decision": "no_issue", "remark": "没问题"})).status_code in (
        403,
        404,
    )
    assert (await team.manager.post(f"{path}/comment", {"comment": "代为说明"})).status_code == 403
    verdict = {"decision": "process_change", "remark": "增加预约复核，一个月后再看"}
    decided = (await team.manager.post(f"{path}/decide", verdict)).json()
    assert decided["review"]["decided_by"] == team.manager.login
    again = await team.hrops.post(f"{path}/decide", {"decision": "no_issue", "remark": "另一意见"})
    assert again.status_code == 409
    assert (await team.manager.page("/alerts", {"open": True}))["items"] == []
    assert (await team.zhang.page("/alerts", {"reviews": True}))["items"][0]["review"]["remark"] == verdict["remark"]


async def test_bad_input_names_its_field(team: Team) -> None:
    await team.look("2026-10-01")
    await team.look("2026-11-01")
    [task] = (await team.manager.page("/alerts", {"open": True}))["items"]
    for body, field in (
        ({"decision": "dismissed", "remark": "开除"}, "decision"),
        ({"decision": "coaching"}, "remark"),
        ({"decision": "coaching", "remark": "x\x00y"}, "remark"),
        ({"decision": "coaching", "remark": "好的", "pay": -500}, "pay"),
    ):
        answer = await team.manager.post(f"/alerts/{task['id']}/decide", body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await team.manager.page("/alerts", {"open": True}))["items"] != []


async def test_the_plain_rule_says_that_it_tested_nothing(served: App, sign_in: Hire) -> None:
    """4 of 23 where the others have 5 %: luck may well do that; a group that wants to hear of it all the same is told so."""
    group = await founded(served.engine)
    await busy(group.recruiter("zhao"), 19, 4)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 57, 3)
    zhao = await sign_in(f"{group.root}-zhao")
    look = Appraiser(group.engine).look_for_alerts
    await look("2026-10-01")
    assert (await zhao.page("/alerts"))["items"] == []
    await group.agree(replace(POLICY, alerts=replace(POLICY.alerts, above=0.05)), date(2026, 9, 15))
    await look("2026-10-01")
    [note] = (await zhao.page("/alerts"))["items"]
    assert (note["level"], note["follows"], note["hits"], note["cases"]) == ("alert", "note", 4, 23)
    assert note["adjusted"] > 0.025
    assert "按“高于团队 5%”的规则提示，未检验是否属于偶然波动" in note["basis"]["zh"]
    assert "whether it is luck was not tested" in note["basis"]["en"]


async def test_alerts_come_in_pages(team: Team) -> None:
    for month in ("2026-10-01", "2026-11-01"):
        await team.look(month)
    first = await team.zhang.page("/alerts", {"limit": 1})
    second = await team.zhang.page("/alerts", {"limit": 1, "cursor": first["next"]})
    assert [first["items"][0]["day"], second["items"][0]["day"], second["next"]] == ["2026-11-01", "2026-10-01", None]
