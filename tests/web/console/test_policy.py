"""Stories of the policy page: what is inherited, what a change would do, saved once it was seen, never over somebody else's (R23, R25)."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_profiles import DEFAULT_PROFILES
from tests.web.browser import Page
from tests.web.console.company import Company, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Fields, Visitor

PLACE = "/console/settings/policy"


@pytest_asyncio.fixture
async def company(engine: AsyncEngine, at_console: Door) -> Company:
    return await founded(engine, at_console)


async def opens(hr: Visitor, organisation: str) -> Page:
    return await hr.opens(f"{PLACE}?organisation={organisation}")


async def tries(hr: Visitor, page: Page, fields: Fields) -> Page:
    return await hr.sends(page, PLACE, {**fields, "step": "preview"})


async def saves(hr: Visitor, page: Page, fields: Fields | None = None) -> Page:
    return await hr.sends(page, PLACE, {**(fields or {}), "step": "save"})


async def test_a_longer_notice_is_tried_seen_below_and_saved_and_inherited_again(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    form = await opens(hr, company.north)
    assert form.form_to(PLACE).fields["notice_hours"] == ""
    assert f"留空沿用：24 小时（公司{company.root}第 1 版）" in form.text
    assert "全部沿用上级" in form.text

    tried = await tries(hr, form, {"notice_hours": "48", "note": "子公司提前两天"})
    assert "取消与改期的提前时长 24 小时 48 小时" in tried.text
    assert f"公司{company.office} · 1 项" in tried.text
    assert "生效之后创建的面试" in tried.text
    assert await company.stored(company.north) == [], "nothing is saved by looking"

    saved = await saves(hr, tried)
    assert "已保存，最新版本是第 1 版" in saved.text
    assert saved.form_to(PLACE).fields["notice_hours"] == "48"
    [one] = await company.stored(company.north)
    assert (one.data, one.set_by, one.note) == ({"notice_hours": 48}, hr.login, "子公司提前两天")
    assert f"留空沿用：48 小时（公司{company.north}第 1 版）" in (await opens(hr, company.office)).text

    again = await saves(hr, await tries(hr, saved, {"notice_hours": ""}))
    assert "第 2 版" in again.text
    assert (await company.stored(company.north))[1].data == {}
    version = await hr.opens(f"{PLACE}/versions/1?organisation={company.north}")
    assert "取消与改期的提前时长 48 小时" in version.text
    copied = await hr.opens(f"{PLACE}?organisation={company.north}&version=1")
    assert copied.form_to(PLACE).fields["notice_hours"] == "48", "an old version can be taken up again"


async def test_saving_as_it_stands_changes_nothing(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    tried = await tries(hr, await opens(hr, company.root), {})
    assert "与最新版本相同" in tried.text, "every setting of a whole policy goes through the form unharmed"


async def test_a_mistake_is_shown_at_its_row_and_nothing_typed_is_lost(company: Company) -> None:
    hr = await company.hires("hr", company.north)
    rows: dict[str, str | list[str]] = {
        "own.reminders": "yes",
        "rung.hours": ["48", "2", "", ""],
        "rung.minutes": ["", "30", "", ""],
        "rung.grace": ["120", "600", "", ""],
        "rung.early": ["", "", "", ""],
        "notice_hours": "两天",
    }
    refused = await tries(hr, await opens(hr, company.north), rows)
    assert refused.status == 422
    assert "面试提醒：第 2 条：不能长于" in refused.text
    assert "取消与改期的提前时长：须为整数" in refused.text
    [field] = refused.all("input", id="f-notice_hours")
    assert (field["value"], field["aria-invalid"]) == ("两天", "true")
    assert field["aria-describedby"] == "h-notice_hours e-notice_hours"
    assert refused.form_to(PLACE).every["rung.grace"][:2] == ["120", "600"]
    rows = {**rows, "rung.grace": ["120", "60", "", ""], "notice_hours": ""}
    await saves(hr, await tries(hr, refused, rows))
    [one] = await company.stored(company.north)
    assert one.data == {"reminders": [{"minutes": 2880, "grace_minutes": 120}, {"minutes": 150, "grace_minutes": 60}]}


async def test_two_who_save_at_once_lose_nothing(company: Company) -> None:
    first, second = await company.hires("wang", company.root), await company.hires("zhao", company.root)
    one, other = await opens(first, company.north), await opens(second, company.north)
    await saves(first, await tries(first, one, {"notice_hours": "48", "max_days_ahead": "90", "note": "春招"}))
    stale = await tries(second, other, {"max_days_ahead": "60", "survey_enabled": "no"})
    assert stale.status == 409
    assert f"{first.login} 保存了第 1 版" in stale.text
    assert "春招" in stale.text
    assert "取消与改期的提前时长：未设置 → 48 小时" in stale.text
    assert "表单中保留的是您的：最远可安排到多少天后" in stale.text
    await saves(second, await tries(second, stale, {}))
    newest = (await company.stored(company.north))[-1]
    assert newest.data == {"notice_hours": 48, "max_days_ahead": 60, "survey_enabled": False}


async def test_what_was_changed_after_the_preview_is_shown_before_it_is_saved(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    tried = await tries(hr, await opens(hr, company.north), {"notice_hours": "48"})
    slipped = await saves(hr, tried, {"notice_hours": "480"})
    assert "预览之后表单又有改动" in slipped.text
    assert await company.stored(company.north) == []
    await saves(hr, slipped)
    assert [row.data for row in await company.stored(company.north)] == [{"notice_hours": 480}]


async def test_a_change_can_be_planned(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    begins = f"{tomorrow:%Y-%m-%dT%H:%M}"
    past = await tries(hr, await opens(hr, company.north), {"notice_hours": "48", "valid_from": "2026-01-01T08:00"})
    assert past.status == 422
    assert past.all("input", id="f-valid_from")[0]["aria-invalid"] == "true"
    saved = await saves(hr, await tries(hr, past, {"valid_from": begins}))
    assert "待生效" in saved.text
    assert "第 1 版尚未生效" in saved.text
    assert saved.form_to(PLACE).fields["notice_hours"] == "", "the form shows what is in force"
    [one] = await company.stored(company.north)
    assert one.valid_from.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M") == begins


async def test_quiet_hours_and_channels_are_set_and_the_other_rules_stay(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    quiet: Fields = {
        "own.channel_rules": "yes",
        "channel_rules.sms.+86.quiet_hours.from": "20:00",
        "channel_rules.sms.+86.per_day": "5",
        "channels.reminder": "email>sms",
    }
    form = await opens(hr, company.north)
    bad = await tries(hr, form, {**quiet, "channel_rules.sms.+86.quiet_hours.from": "二十点"})
    assert "短信 +86：静默开始：须为时刻" in bad.text
    broken = await tries(hr, form, {**quiet, "rules": "{"})
    assert "不是有效的 JSON 对象" in broken.text
    assert broken.form_to(PLACE).fields["rules"] == "{"
    await saves(hr, await tries(hr, form, quiet))
    [one] = await company.stored(company.north)
    assert one.data["channels"] == {"reminder": [["email", "sms"]]}
    mainland = one.data["channel_rules"]["sms"]["+86"]
    inherited = DEFAULT_PROFILES["sms"]["+86"]
    assert mainland == inherited | {"per_day": 5, "quiet_hours": inherited["quiet_hours"] | {"from": "20:00"}}


async def test_working_hours_are_times_of_day_that_end_after_they_begin(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    form = await opens(hr, company.north)
    wrong: Fields = {"own.working_hours": "yes", "working_hours.opens": "8.5", "working_hours.closes": "17:30"}
    assert "工作时间：可约时段从：须为时刻" in (await tries(hr, form, wrong)).text
    upside_down = await tries(hr, form, {**wrong, "working_hours.opens": "17:30"})
    assert "工作时间：结束时刻须晚于开始时刻" in upside_down.text
    half = await tries(hr, upside_down, {**wrong, "working_hours.opens": "10:00", "working_hours.closes": ""})
    assert "工作时间：可约时段到：必填" in half.text, "else it would not be the end that was in force before"
    page = await saves(hr, await tries(hr, upside_down, {**wrong, "working_hours.opens": "8：30"}))
    [one] = await company.stored(company.north)
    assert one.data == {"working_hours": {"opens": "08:30", "closes": "17:30"}}
    assert page.form_to(PLACE).fields["working_hours.opens"] == "08:30"


async def test_settings_without_a_field_go_through_the_same_check(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    refused = await tries(hr, await opens(hr, company.north), {"other": json.dumps({"notice_hour": 3})})
    assert refused.status == 422
    assert "notice_hour：没有该设置" in refused.text


async def test_settings_are_for_hr_operations(zhang: Visitor, company: Company) -> None:
    for area in ("policy", "templates", "holidays", "users"):
        assert (await zhang.opens(f"/console/settings/{area}")).status == 403
    hr = await company.hires("hr", company.north)
    assert (await opens(hr, company.root)).status == 404, "only one's own organisation and those below"
    assert (await hr.opens(f"{PLACE}/versions/9?organisation={company.north}")).status == 404
    for wild in (f"?version={10**12}", f"/versions/{10**12}"):
        assert (await hr.opens(PLACE + wild)).status == 422
    form = await opens(hr, company.north)
    assert (await tries(hr, form, {"based_on": "9" * 5000, "notice_hours": "9" * 5000})).status == 422
