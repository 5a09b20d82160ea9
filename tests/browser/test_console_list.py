"""The interview list in a real browser: it changes by itself, its filters are in the address, the keyboard reaches it."""

import re
from datetime import timedelta

from playwright.async_api import expect

from shots.screens import PHONE
from tests.browser.staff import Staff, signed_out
from tests.browser.tabs import fits
from tests.web.people import Recruiter

_LIST = "/console/interviews"
# What the issue promises: a row changes within two seconds of its workflow.
_SOON = 2_000


async def test_a_row_changes_by_itself_in_every_tab_that_shows_it(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="林在线")
    first = await staff.at(f"{_LIST}?q=林在线")
    second = await staff.tabs.beside(first.context, f"{_LIST}?q=林在线")
    for page in (first, second):
        await expect(page.locator(f"#i-{candidate.id} .cell-stage")).to_contain_text("已邀约")
    await first.wait_for_timeout(500)
    await zhangsan.does(f"/{candidate.id}/confirm")
    for page in (first, second):
        await expect(page.locator(f"#i-{candidate.id} .cell-stage")).to_contain_text("已确认", timeout=_SOON)


async def test_filters_stand_in_the_address_and_the_way_back_restores_them(staff: Staff, zhangsan: Recruiter) -> None:
    await zhangsan.invites(timedelta(days=3), name="周有址", position="地址测试工程师")
    page = await staff.at(_LIST)
    await page.keyboard.press("/")
    await expect(page.locator("#f-q")).to_be_focused()
    await page.keyboard.type("周有址")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page).to_have_url(re.compile("q="))
    await page.locator(".view", has_text="已取消").click()
    await expect(page.locator(".empty-state")).to_be_visible()
    await expect(page).to_have_url(re.compile("view=cancelled"))
    await page.go_back()
    await expect(page).not_to_have_url(re.compile("view=cancelled"))
    await expect(page.locator("tbody tr")).to_have_count(1)
    again = await staff.tabs.beside(page.context, page.url)
    await expect(again.locator("#f-q")).to_have_value("周有址")
    await expect(again.locator("tbody tr")).to_have_count(1)


async def test_on_a_phone_a_row_is_a_card_with_all_of_it(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="Anna Smith", locale="en")
    page = await staff.at(f"{_LIST}?q=Anna", screen=PHONE, locale="en")
    card = page.locator(f"#i-{candidate.id}")
    for text in ("Anna Smith", "数据分析师", "Asia/Shanghai", "invited", "candidate to confirm"):
        await expect(card).to_contain_text(text if text != "Asia/Shanghai" else "Shanghai time")
    await expect(card.get_by_role("link", name="Cancel")).to_be_visible()
    await fits(page)


async def test_on_a_phone_the_longest_stage_and_the_chosen_view_are_in_sight(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="Anna Smith", locale="en")
    await candidate.calls(action="reschedule", starts_at="any")
    page = await staff.at(f"{_LIST}?view=requests&q=Anna", screen=PHONE, locale="en")
    await expect(page.locator(f"#i-{candidate.id} .cell-stage")).to_contain_text("reschedule requested")
    await fits(page)
    await expect(page.locator(".view[aria-current]")).to_be_in_viewport(ratio=1)
    await page.locator(".view", has_text="All").click()
    await expect(page.locator(".view[aria-current]")).to_have_text(re.compile("All"))
    await expect(page.locator(".view[aria-current]")).to_be_in_viewport(ratio=1)


async def test_a_session_that_ended_is_said_and_nothing_typed_is_lost(staff: Staff, zhangsan: Recruiter) -> None:
    page = await staff.at(_LIST)
    staff.tabs.allowed.add(401)
    # What the page fetches by itself at its beginning is here: it would tell of the session before anything is typed.
    await page.wait_for_timeout(1_000)
    cookies = await signed_out(page)
    await page.locator("#f-q").fill("写到一半")
    await expect(page.locator("#session-over")).to_be_visible()
    await expect(page.locator("#f-q")).to_have_value("写到一半")
    await page.context.add_cookies(cookies)  # signed in again in another tab
    await page.locator("#session-over [data-close]").click()
    await page.locator("#f-q").fill("写到一半了")
    await expect(page.locator(".empty-state")).to_be_visible()
