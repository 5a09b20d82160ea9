"""The settings pages in a real browser: usable by everybody on every screen, rows that come and go, a preview while typing."""

import re

import pytest
from playwright.async_api import expect

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import Staff
from tests.browser.tabs import sound

_SETTINGS = "/console/settings"
_SHANGHAI = "organisation=mianyue-sh"
_PAGES = (
    f"{_SETTINGS}/policy?{_SHANGHAI}",
    f"{_SETTINGS}/policy/versions/1?organisation=mianyue",
    f"{_SETTINGS}/templates?{_SHANGHAI}",
    f"{_SETTINGS}/templates/edit?case=cancelled/late&locale=zh-CN&{_SHANGHAI}",
    f"{_SETTINGS}/holidays?{_SHANGHAI}&year=2026",
    f"{_SETTINGS}/holidays/day?day=2026-10-01",
    f"{_SETTINGS}/users",
    f"{_SETTINGS}/users/-/new",
    f"{_SETTINGS}/users/lisi",
    f"{_SETTINGS}/users/lisi/disable",
)


@pytest.mark.parametrize(("screen", "locale"), [(DESKTOP, "zh-CN"), (PHONE, "en")])
async def test_every_page_is_sound(staff: Staff, screen: Screen, locale: str) -> None:
    page = await staff.at(_PAGES[0], "hrops", screen, locale)
    for path in _PAGES:
        await page.goto(path)
        await sound(page)


async def test_a_policy_is_tried_with_one_more_reminder(staff: Staff) -> None:
    page = await staff.at(_PAGES[0], "hrops")
    rows = page.locator("#rungs .rung")
    count = await rows.count()
    await page.get_by_role("button", name="再加一行").click()
    await expect(rows).to_have_count(count + 1)
    await rows.nth(0).get_by_role("button", name="删除这一行").click()
    await expect(rows).to_have_count(count)
    await rows.last.locator("[name='rung.hours']").fill("72")
    await rows.last.locator("[name='rung.grace']").fill("60")
    await expect(page.locator("input[name='own.reminders'][value=yes]")).to_be_checked()
    await page.locator("#f-notice_hours").fill("36")
    await page.locator("#f-notice_hours").press("Enter")
    preview = page.locator("#preview")
    await expect(preview).to_contain_text("提前72 小时")
    await expect(preview).to_contain_text("36 小时")
    await sound(page)
    await page.locator("[data-clear='f-notice_hours']").click()
    await expect(page.locator("#f-notice_hours")).to_have_value("")


async def test_a_text_is_previewed_while_it_is_typed(staff: Staff) -> None:
    staff.tabs.allowed.add(422)
    page = await staff.at(f"{_SETTINGS}/templates/edit?case=invite&locale=zh-CN&{_SHANGHAI}", "hrops")
    await page.locator("#f-sms").fill("{sign}{hello}{short}{where}，来面试吧{ask}")
    await expect(page.locator("#preview")).to_contain_text("来面试吧")
    await page.locator("#f-sms").press("End")
    await page.locator("[data-into='f-sms']", has_text="{recruiter}").click()
    await expect(page.locator("#f-sms")).to_have_value("{sign}{hello}{short}{where}，来面试吧{ask}{recruiter}")
    await page.locator("#f-sms").fill("没有签名")
    await expect(page.locator("#preview")).to_contain_text("还不能预览")


async def test_a_day_is_asked_about_in_a_dialog(staff: Staff) -> None:
    page = await staff.at(f"{_SETTINGS}/holidays?{_SHANGHAI}&year=2026", "hrops")
    await page.locator(".month").nth(9).get_by_role("link", name="国庆节").first.click()
    dialog = page.locator("#dialog")
    await expect(dialog).to_contain_text("现在是：节假日")
    await sound(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_choosing_an_organisation_leads_to_its_settings_at_once(staff: Staff) -> None:
    page = await staff.at("/console/settings/policy", "hrops")
    await page.locator("#f-organisation").select_option("mianyue-sh")
    await expect(page).to_have_url(re.compile(r"organisation=mianyue-sh"))
