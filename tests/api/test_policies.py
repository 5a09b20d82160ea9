"""HR operations set their organisation's policy: what is inherited, tried first, checked for all below, saved once (R23, R25)."""

import asyncio
from typing import Any

import httpx2
import pytest_asyncio
from sqlalchemy import insert

from activities.appraise import Appraiser
from api.context import App
from db import calendars
from db.tables import policies
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, ahead
from tests.api.firm import Firm, founded
from tests.holding import LONG_AGO


@pytest_asyncio.fixture
async def firm(served: App, sign_in: Hire) -> Firm:
    return await founded(served.engine, sign_in)


async def post(desk: Desk, organisation: str, data: Any, based_on: Any = 0, **more: Any) -> httpx2.Response:
    return await desk.post(f"/policies/{organisation}", {"data": data, "based_on": based_on} | more)


async def saved(desk: Desk, organisation: str, data: Any, based_on: int = 0, **more: Any) -> Json:
    answer = await post(desk, organisation, data, based_on, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def changed(answer: Json) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {(one["organisation"], one["field"]): (one["before"], one["after"]) for one in answer["changes"]}


async def test_a_subsidiary_tries_its_notice_hours_sees_whom_they_touch_and_saves_them(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    before = await hr.page(f"/policies/{firm.north}")
    assert (before["version"], before["newest"], before["data"], before["versions"]) == (0, 0, {}, [])
    assert (before["effective"]["notice_hours"], before["sources"]["notice_hours"]) == (
        24,
        {"organisation": firm.root, "version": 1},
    )
    assert before["sources"]["channels.reminder"]["organisation"] == firm.root
    assert before["mistakes"] == []

    wish = {"notice_hours": 48, "channels": {"reminder": [["email"]]}}
    tried = await saved(hr, firm.north, wish, dry_run=True)
    assert changed(tried) == {
        (where, field): values
        for where in (firm.north, firm.office)
        for field, values in {"notice_hours": (24, 48), "channels.reminder": ([["sms", "email"]], [["email"]])}.items()
    }, "the office below inherits it"
    assert (tried["dry_run"], tried["saved"], tried["version"]) == (True, False, 1)
    assert "只影响生效之后创建的面试" in tried["holds"][0]["zh"]
    assert "created before keep theirs" in tried["holds"][0]["en"]
    assert await firm.stored(firm.north) == []

    kept = await saved(hr, firm.north, wish, note="子公司提前两天")
    assert (kept["saved"], kept["version"], kept["changes"]) == (True, 1, tried["changes"])
    after = await hr.page(f"/policies/{firm.north}")
    assert (after["version"], after["data"], after["effective"]["notice_hours"]) == (1, wish, 48)
    assert after["inherited"]["notice_hours"] == 24
    assert after["sources"]["notice_hours"] == {"organisation": firm.north, "version": 1}
    assert after["sources"]["channels.cancelled"] == {"organisation": firm.root, "version": 1}
    [version] = after["versions"]
    assert (version["state"], version["by"], version["note"]) == ("in_force", hr.login, "子公司提前两天")
    assert version["at"] is not None
    detail = await hr.page(f"/policies/{firm.north}/versions/1")
    assert (detail["data"], detail["state"], detail["organisation"]) == (wish, "in_force", firm.north)
    assert (await hr.get(f"/policies/{firm.north}/versions/2")).status_code == 404


async def test_interviews_arranged_before_keep_the_rule_that_they_began_with(firm: Firm) -> None:
    hr, recruiter = await firm.desk("hr", firm.north), await firm.desk("rec", firm.north, "recruiter")
    old = await recruiter.arrange(starts_at=ahead(hours=30))
    await saved(hr, firm.north, {"notice_hours": 48})
    new = await recruiter.arrange(starts_at=ahead(hours=30))
    assert [(await recruiter.cancel(id, dry_run=True))["late"] for id in (old, new)] == [False, True]


async def test_null_inherits_again_and_what_is_left_out_too(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    await saved(hr, firm.north, {"notice_hours": 48, "channels": {"reminder": [["email"]], "survey": [["email"]]}})
    again = {"notice_hours": None, "channels": {"reminder": None, "survey": [["email"]]}}
    answer = await saved(hr, firm.north, again, 1)
    assert changed(answer)[firm.north, "notice_hours"] == (48, 24)
    shown = await hr.page(f"/policies/{firm.north}")
    assert shown["data"] == {"channels": {"survey": [["email"]]}}
    assert (await saved(hr, firm.north, {"channels": {"survey": None}}, 2))["version"] == 3
    assert (await hr.page(f"/policies/{firm.north}"))["data"] == {}


async def test_two_who_save_at_once_lose_nothing(firm: Firm) -> None:
    anna, bo = await firm.desk("anna", firm.north), await firm.desk("bo", firm.root)
    answers = await asyncio.gather(
        *(post(desk, firm.north, {"notice_hours": hours}) for desk, hours in ((anna, 36), (bo, 48)))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(answer.json() for answer in answers if answer.status_code == 409)
    assert late["type"] == "urn:mianyue:rule:policy-changed"
    assert late["newest"]["version"] == 1
    assert late["newest"]["data"] == (await firm.stored(firm.north))[0].data
    assert len(await firm.stored(firm.north)) == 1


async def test_the_same_again_after_a_lost_answer_saves_nothing_new(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    first, again = await saved(hr, firm.north, {"notice_hours": 48}), await saved(hr, firm.north, {"notice_hours": 48})
    assert (first["saved"], again["saved"], again["version"], again["changes"]) == (True, False, 1, [])
    assert "未另存" in again["warnings"][0]["zh"]
    assert len(await firm.stored(firm.north)) == 1
    nothing = await saved(hr, firm.office, {"notice_hours": 48})
    assert (nothing["changes"], nothing["warnings"][0]["en"]) == ([], "Nothing changes in the settings in force.")


async def test_a_planned_version_takes_force_in_its_time_unless_another_takes_its_place(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    later = await saved(hr, firm.north, {"notice_hours": 72}, valid_from=ahead(days=9))
    assert changed(later)[firm.office, "notice_hours"] == (24, 72)
    shown = await hr.page(f"/policies/{firm.north}")
    assert (shown["version"], shown["newest"], shown["effective"]["notice_hours"]) == (0, 1, 24)
    assert [one["state"] for one in shown["versions"]] == ["planned"]
    after_it = await saved(hr, firm.north, {"notice_hours": 80}, 1, valid_from=ahead(days=20), dry_run=True)
    assert (after_it["replaces"], changed(after_it)[firm.north, "notice_hours"]) == ([], (72, 80))
    now = await saved(hr, firm.north, {"notice_hours": 36}, 1)
    assert now["replaces"] == [1]
    assert "第 1 版" in now["warnings"][0]["zh"]
    shown = await hr.page(f"/policies/{firm.north}")
    assert (shown["version"], [one["state"] for one in shown["versions"]]) == (2, ["in_force", "replaced"])


async def test_what_would_break_an_office_below_is_refused_with_its_name(firm: Firm) -> None:
    """The office asks its recruiters after 20 hours; the subsidiary must not escalate before that."""
    hr = await firm.desk("hr", firm.north)
    await saved(hr, firm.office, {"approval_remind_hours": 20})
    answer = await post(hr, firm.north, {"approval_escalate_hours": 10})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["field"], error["rule"]) == ("data.approval_remind_hours", "after-escalation")
    assert error["organisation"] == firm.office
    planned = await post(hr, firm.north, {"approval_escalate_hours": 10}, valid_from=ahead(days=3))
    assert planned.status_code == 422
    assert await firm.stored(firm.north) == []


async def test_it_is_also_held_against_what_others_plan(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    await saved(hr, firm.office, {"approval_remind_hours": 20}, valid_from=ahead(days=9))
    answer = await post(hr, firm.north, {"approval_escalate_hours": 10})
    assert [error["organisation"] for error in answer.json()["errors"]] == [firm.office]


async def test_the_groups_own_policy_cannot_lose_a_setting_that_nobody_else_has(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.root)
    whole = (await hr.page(f"/policies/{firm.root}"))["data"]
    answer = await post(hr, firm.root, whole | {"notice_hours": None}, 1)
    errors = {(error.get("organisation"), error["field"], error["rule"]) for error in answer.json()["errors"]}
    assert errors == {(where, "data.notice_hours", "missing") for where in (None, firm.north, firm.office)}
    fine = await saved(hr, firm.root, whole | {"timezone": "Europe/Berlin"}, 1, dry_run=True)
    assert any("重新汇总" in one["zh"] for one in fine["holds"])


async def test_a_group_that_moves_to_another_zone_is_counted_anew_by_itself(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.root)
    async with firm.engine.begin() as conn:
        await calendars.keep_new(conn, await calendars.zones_of_roots(conn))
    whole = (await hr.page(f"/policies/{firm.root}"))["data"]
    await saved(hr, firm.north, {"timezone": "Asia/Tokyo"})
    async with firm.engine.connect() as conn:
        assert firm.root not in {
            one.root for one in await calendars.moving(conn, await calendars.zones_of_roots(conn))
        }, "figures keep to the group's days"
    await saved(hr, firm.root, whole | {"timezone": "Europe/Berlin", "locale": "en"}, 1)
    async with firm.engine.connect() as conn:
        moving = {one.root: one.zone for one in await calendars.moving(conn, await calendars.zones_of_roots(conn))}
    assert moving[firm.root] == "Europe/Berlin"
    await Appraiser(firm.engine).roll_up()
    async with firm.engine.connect() as conn:
        assert firm.root not in {one.root for one in await calendars.moving(conn, await calendars.zones_of_roots(conn))}


async def test_somebody_elses_slip_in_the_database_is_shown_and_stops_nobody(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    async with firm.engine.begin() as conn:
        row = {"organisation_id": firm.office, "version": 1, "valid_from": LONG_AGO, "data": {"notice_hours": "soon"}}
        await conn.execute(insert(policies).values(**row))
    shown = await hr.page(f"/policies/{firm.office}")
    assert [(one["field"], one["rule"]) for one in shown["mistakes"]] == [("notice_hours", "int_parsing")]
    assert shown["effective"]["notice_hours"] == "soon"
    await saved(hr, firm.north, {"survey_enabled": False})
    await saved(hr, firm.office, {"notice_hours": 12}, 1)
    assert (await hr.page(f"/policies/{firm.office}"))["mistakes"] == []


async def test_channel_rules_hold_for_every_send_and_say_so(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    rules = (await hr.page(f"/policies/{firm.north}"))["effective"]["channel_rules"]
    rules["sms"]["+86"]["quiet_hours"] = {"from": "22:00", "to": "07:30"}
    answer = await saved(hr, firm.north, {"channel_rules": rules}, dry_run=True)
    assert changed(answer)[firm.north, "channel_rules.sms.+86.quiet_hours.from"] == (None, "22:00")
    assert ["待发通知" in one["zh"] for one in answer["holds"]] == [True]


async def test_who_may_see_and_set_what(firm: Firm, zhangsan: Desk) -> None:
    hr, boss = await firm.desk("hr", firm.north), await firm.desk("boss", firm.north, "manager")
    recruiter = await firm.desk("rec", firm.north, "recruiter")
    for desk, status in ((boss, 403), (recruiter, 403), (zhangsan, 403), (hr, 200)):
        assert (await post(desk, firm.north, {}, dry_run=True)).status_code == status
    for desk, place, status in (
        (recruiter, firm.north, 200),
        (recruiter, firm.office, 404),
        (boss, firm.office, 200),
        (hr, firm.root, 404),
        (zhangsan, firm.north, 404),
        (hr, "nowhere", 404),
    ):
        assert (await desk.get(f"/policies/{place}")).status_code == status, (desk.login, place)
    assert (await post(hr, firm.root, {})).status_code == 404
    trees = {desk.login: (await desk.page("/organisations"))["items"] for desk in (hr, recruiter)}
    assert [(one["id"], one["parent"], one["depth"]) for one in trees[hr.login]] == [
        (firm.north, firm.root, 0),
        (firm.office, firm.north, 1),
    ]
    assert [one["id"] for one in trees[recruiter.login]] == [firm.north]
