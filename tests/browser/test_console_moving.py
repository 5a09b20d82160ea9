"""Moving interviews in a real browser: the calendar's pages keep what was picked, requests come in by themselves, both sizes."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import Staff
from tests.browser.tabs import sound
from tests.web.console.test_moving import pick, workday
from tests.web.console.test_requests import asks
from tests.web.people import Recruiter

_SOON = 4_000


@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
async def test_times_of_several_weeks_are_offered_out_of_the_list(
    staff: Staff, zhangsan: Recruiter, screen: Screen
) -> None:
    name = "周多选" if screen is DESKTOP else "吴多选"
    candidate = await zhangsan.invites(timedelta(days=3), name=name, interviewer=f"面试官{name}")
    page = await staff.at(f"/console/interviews?q={name}", screen=screen)
    row = page.locator(f"#i-{candidate.id}")
    await row.get_by_role("link", name="改期", exact=True).click()
    dialog = page.locator("#dialog")
    await expect(dialog.get_by_role("heading", name=f"改期：{name}")).to_be_visible()
    first = dialog.locator(".slot").first
    await first.click()
    await expect(first.locator("input")).to_be_checked()
    for _ in range(3):
        shown = await dialog.locator(".calendar-head p").inner_text()
        await dialog.get_by_role("button", name="下一周").click()
        await expect(dialog.locator(".calendar-head p")).not_to_have_text(shown)
    await expect(dialog.locator("input[name=pick]:checked")).to_have_count(1)
    await dialog.locator(".slot").first.click()
    evening = workday(20, 20)
    await dialog.get_by_label("日期").fill(f"{evening:%Y-%m-%d}")
    await dialog.get_by_label("时间", exact=True).fill("20:00")
    await dialog.get_by_label("时间", exact=True).press("Enter")
    await expect(dialog.locator(".cautions")).to_contain_text("不在工作时间内")
    await sound(page)
    await dialog.get_by_role("button", name="仍然发送").click()
    await expect(page.locator(".toast-note")).to_contain_text("已请候选人从 3 个时间中选择")
    await expect(dialog).not_to_be_visible()
    await expect(row.locator(".cell-stage")).to_contain_text("改期待定")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
async def test_who_is_busy_stays_within_its_day(staff: Staff, zhangsan: Recruiter, screen: Screen, locale: str) -> None:
    """Both are: the candidate has another interview with the same recruiter that day, within the two weeks that are shown."""
    phone = f"+86 139 0014 {screen.width:04d}"[:-1] + ("1" if locale == "en" else "2")
    await zhangsan.invites(starts_at=workday(4, 10), name="褚撞期", phone=phone)
    candidate = await zhangsan.invites(starts_at=workday(4, 14), name="褚撞期", phone=phone)
    page = await staff.at(f"/console/interviews/{candidate.id}/reschedule", screen=screen, locale=locale)
    busy = page.locator(".taken", has_text="招聘人员 · 候选人" if locale == "zh-CN" else "Recruiter · Candidate")
    await expect(busy.first).to_be_visible()
    for one in await page.locator(".taken").all():
        inner, outer = await one.evaluate("one => [one.scrollWidth, one.clientWidth]")
        assert inner <= outer, await one.inner_text()
    await sound(page)


@pytest.mark.parametrize(("screen", "locale"), [(DESKTOP, "zh-CN"), (PHONE, "en")])
async def test_a_request_comes_in_by_itself_and_goes_when_it_is_approved(
    staff: Staff, zhangsan: Recruiter, screen: Screen, locale: str
) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="郑申请", interviewer=f"面试官{locale}")
    page = await staff.at("/console/requests", screen=screen, locale=locale)
    card = page.locator(f"#r-{candidate.id}")
    await expect(card).to_have_count(0)
    await page.wait_for_timeout(500)
    await asks(candidate, workday(7, 15))
    await expect(card).to_be_visible(timeout=_SOON)
    await sound(page)
    await card.get_by_role("button", name="同意" if locale == "zh-CN" else "Approve").click()
    await expect(page.locator(".toast-note")).to_contain_text("郑申请")
    await expect(card).to_have_count(0)
    assert pick(workday(7, 15))[0][:16] in (await zhangsan.interview(candidate))["starts_at"]


async def test_declining_asks_once_more_in_a_dialog(staff: Staff, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3), name="冯婉拒")
    await asks(candidate, workday(7, 15))
    page = await staff.at("/console/requests")
    card = page.locator(f"#r-{candidate.id}")
    await card.get_by_role("link", name="婉拒 冯婉拒").click()
    dialog = page.locator("#dialog")
    await expect(dialog).to_be_visible()
    await sound(page)
    await dialog.get_by_role("button", name="确认婉拒").click()
    await expect(card).to_have_count(0)
    await expect(dialog).not_to_be_visible()


async def test_what_is_wrong_with_a_new_interview_stands_at_its_field(staff: Staff) -> None:
    staff.tabs.allowed.add(422)
    page = await staff.at("/console/interviews/new", screen=PHONE)
    await page.get_by_label("姓名").fill("蒋新建")
    await page.get_by_role("button", name="创建并邀约").click()
    await expect(page.locator("#e-position")).to_be_visible()
    await expect(page.get_by_label("姓名")).to_have_value("蒋新建")
    await sound(page)


async def test_a_list_too_large_is_named_before_it_is_sent(staff: Staff) -> None:
    page = await staff.at("/console/interviews/import")
    field = page.get_by_label("面试名单")
    await field.set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"x" * 5_000_001})
    told = "element => element.validationMessage"
    assert await field.evaluate(told) == "文件超过 5 MB，请拆分后分别导入。"
    await field.set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"name\n"})
    assert await field.evaluate(told) == ""
    await sound(page)
