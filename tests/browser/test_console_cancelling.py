"""取消面试 and the page of one interview in a real browser: checked as one types, one click away, told at once, sound for everybody."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import Staff, signed_out
from tests.browser.tabs import fits, sound
from tests.web.people import Candidate, Recruiter

_LIST = "/console/interviews"
_NUMBER = "+86 139 0013 8001"
_SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])


async def opened(page: Page, candidate: Candidate, label: str = "取消") -> Any:
    """The dialog, opened from the interview's row."""
    await page.locator(f"#i-{candidate.id}").get_by_role("link", name=label, exact=True).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


async def log_of(zhangsan: Recruiter, candidate: Candidate) -> list[str]:
    """The reasons in the cancellation log."""
    return [row.reason_code for row in await zhangsan.log(candidate)]


@_SCREENS
async def test_a_vague_reason_becomes_a_good_one_with_one_click_and_is_cancelled_once(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    name = f"钱取消{screen.width}"
    candidate = await zhangsan.invites(timedelta(days=3), name=name, phone=_NUMBER)
    page = await staff.at(f"{_LIST}?q={name}", screen=screen)
    dialog = await opened(page, candidate)
    await dialog.get_by_text("企业", exact=True).click()
    await dialog.locator("#f-detail").fill("公司有事")
    await expect(dialog.get_by_text("过于笼统")).to_be_visible()
    await sound(page)
    await dialog.locator('[data-fill="f-detail"]').first.click()
    await expect(dialog.get_by_text("可以使用，归类为")).to_be_visible()
    await expect(dialog.locator("#letter-sms")).to_contain_text("条短信")
    await dialog.locator("#letter-email summary").click()
    await dialog.get_by_label("系统消息").uncheck()
    await expect(dialog.locator("#letter-inbox")).to_have_count(0)
    await expect(dialog.locator("#letter-email")).to_have_attribute("open", "")
    await sound(page)
    await dialog.get_by_role("button", name="确认取消并通知").dblclick()
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".toast-note")).to_contain_text(f"已取消 {name} 的面试")
    await expect(page.locator(f"#i-{candidate.id} .cell-stage")).to_contain_text("已取消", timeout=2_000)
    assert await log_of(zhangsan, candidate) == ["E_REQ_CHANGED"]


async def test_a_reason_of_another_party_is_put_right_with_one_click(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="孙归位")
    page = await staff.at(f"{_LIST}?q=孙归位")
    dialog = await opened(page, candidate)
    await dialog.get_by_text("企业", exact=True).click()
    await dialog.locator("#f-detail").fill("候选人突发感冒发烧")
    await dialog.locator('[data-fill="f-party-candidate"]').click()
    await expect(dialog.get_by_label("候选人", exact=True)).to_be_checked()
    await expect(dialog.get_by_text("可以使用，归类为")).to_be_visible()
    await expect(dialog.locator("#f-code")).to_contain_text("候选人突发疾病")


async def test_what_was_typed_is_not_dropped_without_a_question_and_the_keyboard_finds_back(
    staff: Staff, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="韩不丢")
    page = await staff.at(f"{_LIST}?q=韩不丢")
    dialog = page.locator("#dialog")
    cancel = page.locator(f"#i-{candidate.id}").get_by_role("link", name="取消", exact=True)
    await cancel.press("Enter")
    await expect(dialog.get_by_label("候选人", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(cancel).to_be_focused()
    await cancel.press("Enter")
    await dialog.locator("#f-detail").fill("岗位冻结，暂停招聘")
    for close in (page.keyboard.press("Escape"), dialog.get_by_role("button", name="关闭").click()):
        await close
        await expect(page.locator("#leave")).to_be_visible()
        await sound(page)
        await page.keyboard.press("Enter")
        await expect(page.locator("#leave")).to_be_hidden()
        await expect(dialog.locator("#f-detail")).to_have_value("岗位冻结，暂停招聘")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="放弃并关闭").click()
    await expect(dialog).to_be_hidden()
    await cancel.press("Enter")
    await dialog.locator("#f-detail").fill("岗位冻结，暂停招聘")
    await expect(dialog.get_by_label("企业", exact=True)).to_be_checked()
    await dialog.get_by_role("button", name="确认取消并通知").press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.locator("#leave")).to_be_hidden()
    await expect(page.locator(f"#i-{candidate.id} .cell-stage")).to_contain_text("已取消")
    await expect(page.locator(f"#i-{candidate.id} a.strong")).to_be_focused()
    await expect(page.locator("#views [aria-current]")).to_contain_text("0")


async def test_a_complaint_goes_when_it_is_answered_and_a_resized_field_breaks_no_rule(
    staff: Staff, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="唐答复")
    page = await staff.at(f"{_LIST}?q=唐答复")
    staff.tabs.allowed.add(422)
    dialog = await opened(page, candidate)
    # As the handle in its corner does it.
    await dialog.locator("#f-detail").evaluate("field => { field.style.height = '9rem' }")
    await dialog.get_by_role("button", name="确认取消并通知").click()
    await expect(dialog.get_by_text("请选择责任方。")).to_be_visible()
    await dialog.get_by_text("系统", exact=True).click()
    await expect(dialog.get_by_text("请选择责任方。")).to_have_count(0)
    await sound(page)


@_SCREENS
async def test_late_in_english_by_keyboard(staff: Staff, zhangsan: Recruiter, screen: Screen) -> None:
    name = f"Mary Late {screen.width}"
    candidate = await zhangsan.invites(timedelta(hours=6), name=name, locale="en", position="Data analyst")
    page = await staff.at(f"{_LIST}?q={name}", screen=screen, locale="en")
    dialog = await opened(page, candidate, "Cancel")
    await expect(dialog.locator("#cancel-late")).to_contain_text("less than 24 h from now")
    await sound(page)
    await expect(dialog.get_by_label("candidate", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_label("company")).to_be_checked()
    await dialog.locator("#f-code").select_option("E_FILLED")
    await dialog.locator("#f-detail").press("Tab")
    await expect(dialog.locator("#f-justification")).to_be_focused()
    await page.keyboard.type("Head office told us this morning")
    await expect(dialog.get_by_text("With our apologies").first).to_be_visible()
    await dialog.get_by_role("button", name="Cancel and notify").press("Enter")
    await expect(dialog).to_be_hidden()
    (row,) = await zhangsan.log(candidate)
    assert (row.reason_code, row.late, row.justification) == ("E_FILLED", True, "Head office told us this morning")


async def test_late_since_the_dialog_was_opened_nothing_typed_is_lost(staff: Staff, zhangsan: Recruiter) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=8)
    candidate = await zhangsan.invites(starts_at=soon + timedelta(hours=24), name="周临近")
    page = await staff.at(f"{_LIST}?q=周临近")
    dialog = await opened(page, candidate)
    await dialog.get_by_text("企业", exact=True).click()
    await dialog.get_by_label("备注").fill("内部知道")
    await expect(dialog.locator("#cancel-late")).to_have_count(0)
    await asyncio.sleep(max(0.0, (soon - datetime.now(UTC)).total_seconds()))
    await dialog.locator("#f-detail").fill("岗位冻结，暂停招聘")
    await expect(dialog.locator("#cancel-late")).to_be_visible()
    await dialog.locator("#f-justification").fill("总部刚通知")
    await dialog.locator("#f-detail").fill("岗位冻结，暂停全部招聘")
    await expect(dialog.locator("#cancel-preview")).to_contain_text("临时取消")
    await expect(dialog.locator("#f-justification")).to_have_value("总部刚通知")
    await sound(page)
    await dialog.get_by_role("button", name="确认取消并通知").click()
    await expect(dialog).to_be_hidden()
    (row,) = await zhangsan.log(candidate)
    assert (row.late, row.justification, row.remark) == (True, "总部刚通知", "内部知道")


async def test_the_second_of_two_tabs_says_who_cancelled(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="李两页")
    first = await staff.at(f"{_LIST}?q=李两页")
    second = await staff.tabs.beside(first.context, f"{_LIST}?q=李两页")
    dialogs = [await opened(page, candidate) for page in (first, second)]
    for dialog in dialogs:
        await dialog.get_by_text("候选人", exact=True).click()
        await dialog.locator("#f-detail").fill("突发感冒发烧，医生建议休息")
    await dialogs[0].get_by_role("button", name="确认取消并通知").click()
    await expect(dialogs[0]).to_be_hidden()
    await dialogs[1].get_by_role("button", name="确认取消并通知").click()
    await expect(dialogs[1].get_by_text("已由张三取消，没有重复取消")).to_be_visible()
    await sound(second)
    assert await log_of(zhangsan, candidate) == ["C_ILLNESS"]


async def test_a_session_that_ended_keeps_the_dialog_and_what_was_typed(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="吴过期")
    page = await staff.at(f"{_LIST}?q=吴过期")
    dialog = await opened(page, candidate)
    await dialog.get_by_text("候选人", exact=True).click()
    await dialog.locator("#f-detail").fill("突发感冒发烧，医生建议休息")
    await expect(dialog.get_by_text("可以使用，归类为")).to_be_visible()
    staff.tabs.allowed.add(401)
    cookies = await signed_out(page)
    await dialog.get_by_role("button", name="确认取消并通知").click()
    over = page.locator("#session-over")
    await expect(over).to_be_visible()
    assert await log_of(zhangsan, candidate) == []
    await page.context.add_cookies(cookies)
    await over.get_by_role("button").click()
    await expect(dialog.locator("#f-detail")).to_have_value("突发感冒发烧，医生建议休息")
    await dialog.get_by_role("button", name="确认取消并通知").click()
    await expect(dialog).to_be_hidden()
    assert await log_of(zhangsan, candidate) == ["C_ILLNESS"]


@_SCREENS
async def test_the_page_of_an_interview_follows_it_and_keeps_open_what_was_opened(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="郑全程", phone=_NUMBER)
    page = await staff.at(f"{_LIST}/{candidate.id}", screen=screen)
    notice = page.locator(".event details").first
    await notice.locator("summary").click()
    await expect(notice.locator(".letter")).to_be_visible()
    await page.wait_for_timeout(500)
    await candidate.presses(await candidate.opens(), "confirm")
    await expect(page.locator(".timeline")).to_contain_text("候选人 确认参加", timeout=2_000)
    await expect(notice.locator(".letter")).to_be_visible()
    await page.get_by_role("link", name="取消面试", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await sound(page)
    await fits(page)


async def test_confirming_on_the_phone_is_one_press(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="冯电话")
    page = await staff.at(f"{_LIST}/{candidate.id}")
    await page.get_by_role("button", name="代候选人确认").click()
    await expect(page.locator(".title-stage")).to_contain_text("已确认")
    await expect(page.get_by_role("button", name="代候选人确认")).to_have_count(0)
    await expect(page.locator(".toast-note")).to_contain_text("已登记。")


async def test_news_that_arrives_as_the_dialog_closes_does_not_open_it_again(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="何关闭")
    page = await staff.at(f"{_LIST}?q=何关闭")
    dialog = await opened(page, candidate)
    # The row's own refresh, in the moment between the dialog's closing and its "close" event.
    await page.evaluate(
        "['close-dialog', 'htmx:after:swap'].forEach((name) => document.dispatchEvent(new Event(name)))"
    )
    await expect(dialog).to_be_hidden()
    await opened(page, candidate)
