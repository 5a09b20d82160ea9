"""What is followed up, in a real browser: calls, messages, unknown sends and requests are worked off in dialogs, and the lists keep up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from shots.screens import DESKTOP, PHONE, Screen
from tests.api.calls import left, row
from tests.browser.staff import Staff
from tests.browser.tabs import sound
from tests.web.people import Recruiter

SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=lambda screen: screen.name)
# An open list looks again at most every five seconds.
_SOON = 12_000
_LOST = {"kind": "invite", "step": "invite:2", "channel": "sms", "state": "unknown", "detail": "read_timeout"}


async def _sound_dialog(page: Page) -> None:
    await expect(page.locator("#dialog")).to_be_visible()
    await sound(page)


@SCREENS
async def test_a_call_is_taken_made_and_written_down(
    staff: Staff, zhangsan: Recruiter, engine: AsyncEngine, screen: Screen
) -> None:
    """P2: the task goes from both lists at once, and a colleague whose page is a moment older reads who is on it."""
    number = "+8613955550001" if screen is DESKTOP else "+8613955550002"
    candidate = await zhangsan.invites(name="曹致电", phone=number)
    task = await left(engine, candidate.id)
    staff.tabs.allowed |= {409, 422}
    mine = await staff.at("/console/calls", screen=screen)
    other = await staff.at("/console/calls", "wangfang", screen=screen)
    late = await staff.tabs.beside(other.context, f"/console/calls/{task}")
    await sound(mine)
    await mine.locator(f"#t-{task}").get_by_role("button", name="接手").click()
    await expect(mine.locator(f'#dialog a[href="tel:{number}"]')).to_be_visible()
    await expect(mine.locator(f"#t-{task}")).to_have_count(0)
    await _sound_dialog(mine)
    await expect(other.locator(f"#t-{task}")).to_have_count(0, timeout=_SOON)
    await late.get_by_role("button", name="接手").click()
    await expect(late.locator("#toasts")).to_contain_text("请勿重复致电")
    await mine.locator("#dialog").get_by_role("button", name="登记结果").click()
    await expect(mine.locator("#dialog")).to_contain_text("请选择通话结果。")
    await sound(mine)
    await mine.locator("#dialog").get_by_label("已告知本人").check()
    await mine.locator("#d-remark").fill("本人接听")
    await mine.locator("#dialog").get_by_role("button", name="登记结果").dblclick()
    await expect(mine.locator("#dialog")).to_be_hidden()
    await expect(mine.locator("#toasts")).to_contain_text("通话结果已登记。")
    stored = await row(engine, task)
    assert (stored.state, stored.attempts, stored.remark) == ("delivered", 1, "本人接听")


@SCREENS
async def test_a_message_that_is_open_stays_open_while_others_come(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    first = await zhangsan.invites(name="严消息")
    await first.presses(await first.opens(), "ask_for_person")
    page = await staff.at("/console/messages", screen=screen)
    message = page.locator("li", has_text="严消息").first
    await message.locator("summary").click()
    await expect(message.locator(".letter")).to_be_visible()
    await sound(page)
    second = await zhangsan.invites(name="华后到")
    await second.presses(await second.opens(), "cancel", reason_code="C_OTHER_OFFER")
    await expect(page.locator("li", has_text="华后到").first).to_be_visible(timeout=_SOON)
    await expect(page.locator("li", has_text="严消息").first.locator(".letter")).to_be_visible()
    await page.locator("li", has_text="严消息").first.get_by_role("button", name="标为已读").click()
    await expect(page.locator("li", has_text="严消息")).to_have_count(0)


@SCREENS
async def test_a_send_is_settled(staff: Staff, zhangsan: Recruiter, engine: AsyncEngine, screen: Screen) -> None:
    candidate = await zhangsan.invites(name="金核实")
    send = await left(engine, candidate.id, **_LOST, attempted_at=datetime.now(UTC) - timedelta(hours=1))
    page = await staff.at("/console/unknown", screen=screen, locale="en")
    await sound(page)
    await page.locator(f"#u-{send}").get_by_role("link", name="Record").click()
    await _sound_dialog(page)
    await page.locator("#dialog").get_by_label("Yes, it arrived").check()
    await page.locator("#dialog").get_by_role("button", name="Record").click()
    await expect(page.locator(f"#u-{send}")).to_have_count(0)
    assert (await row(engine, send)).state == "delivered"


@SCREENS
async def test_a_deletion_says_what_goes_and_why_it_has_to_wait(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    candidate = await zhangsan.invites(name="魏删除")
    await candidate.posts_privacy(action="ask", kind="deletion")
    staff.tabs.allowed |= {409, 422}
    page = await staff.at(f"/console/candidate-requests?interview={candidate.id}", "hrops", screen=screen, locale="en")
    await sound(page)
    await page.locator(".cell-actions").get_by_role("link", name="Delete").click()
    await _sound_dialog(page)
    await page.locator("#dialog").get_by_role("button", name="Delete for good").click()
    await expect(page.locator("#e-sure")).to_be_visible()
    await page.locator("#dialog").get_by_role("checkbox").check()
    await page.locator("#dialog").get_by_role("button", name="Delete for good").click()
    await expect(page.locator("#dialog").get_by_role("alert")).to_contain_text("still runs")
    await sound(page)
    await page.locator("#dialog").get_by_role("button", name="Close").last.click()
    await page.locator(".cell-actions").get_by_role("link", name="Decline").click()
    await page.locator("#d-note").fill("The interview has not been held yet: ask again afterwards.")
    await page.locator("#dialog").get_by_role("button", name="Send the answer").click()
    await expect(page.locator("tbody tr")).to_have_count(0)


@SCREENS
async def test_the_log_is_filtered_and_taken_along_as_a_file(staff: Staff, zhangsan: Recruiter, screen: Screen) -> None:
    candidate = await zhangsan.invites(name="陶日志")
    await zhangsan.does(f"/{candidate.id}/cancel", {"reason_detail": "岗位冻结，暂停招聘", "party": "company"})
    page = await staff.at("/console/cancellations", screen=screen)
    await expect(page.locator("tr", has_text="陶日志").first).to_be_visible()
    await sound(page)
    await page.get_by_label("责任方").select_option("candidate")
    await expect(page.locator("tr", has_text="陶日志")).to_have_count(0)
    assert "party=candidate" in page.url
    await page.get_by_label("责任方").select_option("company")
    await expect(page.locator("tr", has_text="陶日志").first).to_be_visible()
    async with page.expect_download() as started:
        await page.get_by_role("link", name="导出 CSV").click()
    assert "陶日志" in (await (await started.value).path()).read_text(encoding="utf-8-sig")


@SCREENS
async def test_the_monitors_list_and_a_copy_are_sound(staff: Staff, zhangsan: Recruiter, screen: Screen) -> None:
    candidate = await zhangsan.invites(name="姜副本")
    await candidate.posts_privacy(action="ask", kind="copy")
    page = await staff.at(f"/console/candidate-requests?interview={candidate.id}", "hrops", screen=screen)
    await page.get_by_role("link", name="查看副本").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("姜副本")
    await sound(page)
    await page.goto("/console/findings?open=false")
    await sound(page)


@SCREENS
async def test_what_a_candidate_asks_for_is_there_without_looking_again(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    candidate = await zhangsan.invites(name=f"章请求{screen.name}")
    page = await staff.at("/console/candidate-requests", screen=screen)
    row = page.locator("tr", has_text=f"章请求{screen.name}")
    await expect(row).to_have_count(0)
    answered = await candidate.presses(await candidate.opens(), "ask_for_person")
    assert answered.status == 200
    await expect(row).to_be_visible(timeout=_SOON)
    await candidate.presses(await candidate.opens(), "keep_the_ai")
    await expect(row).to_have_count(0, timeout=_SOON)


async def test_what_happens_while_a_page_is_not_listening_yet_is_not_lost(staff: Staff, zhangsan: Recruiter) -> None:
    """18:00 on a Friday: the page is there, its stream of news comes seconds later over a slow line."""
    candidate = await zhangsan.invites(name="章趁隙")
    page = await staff.at("/console/candidate-requests")
    held = asyncio.Event()

    async def slow(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.context.route("**/console/live**", slow)
    await page.reload()
    answered = await candidate.presses(await candidate.opens(), "ask_for_person")
    assert answered.status == 200
    await page.wait_for_timeout(1_000)
    row = page.locator("tr", has_text="章趁隙")
    await expect(row).to_have_count(0)
    held.set()
    await expect(row).to_be_visible(timeout=_SOON)


async def test_an_interviews_page_looks_again_when_what_changed_cannot_be_named(
    staff: Staff, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    """A bulk of hundreds, or the database was away: the news says "everything"."""
    candidate = await zhangsan.invites(name="章全部")
    page = await staff.at(f"/console/interviews/{candidate.id}")
    await expect(page.locator("h1")).to_contain_text("章全部")
    await page.wait_for_timeout(1_000)
    async with (
        page.expect_response(lambda answer: answer.url.endswith(f"{candidate.id}/now"), timeout=_SOON),
        engine.begin() as conn,
    ):
        await conn.execute(select(func.pg_notify("interviews", "*")))
