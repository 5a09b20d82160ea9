"""The console's list, the dialog 取消面试 and its answer, worked with the keyboard alone; what has the focus is always to be seen."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.browser.keyboard import tab_to
from tests.browser.staff import Staff
from tests.web.people import Recruiter


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_an_interview_is_cancelled_without_a_mouse(staff: Staff, zhangsan: Recruiter, locale: str) -> None:
    """R3, R7: past the menu by the first link, to the row's button, through the dialog to its end, and back in the list."""
    name = "沈键盘" if locale == "zh-CN" else "Kay Board"
    candidate = await zhangsan.invites(timedelta(days=3), name=name, locale=locale)
    page = await staff.at(f"/console/interviews?q={name}", locale=locale)
    row = f"#i-{candidate.id}"
    dialog = page.get_by_role("dialog")
    await tab_to(page, ".side-link", most=4)
    await page.reload()
    await tab_to(page, ".skip", most=1)
    await page.keyboard.press("Enter")
    await tab_to(page, f'{row} a[href$="/cancel"]')
    await page.keyboard.press("Enter")
    await expect(dialog.locator("#f-party-candidate")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(dialog.locator("#f-party-company")).to_be_checked()
    await tab_to(page, "#f-detail")
    await page.keyboard.type(
        "该岗位已冻结，暂停招聘" if locale == "zh-CN" else "The position was put on hold, hiring is paused"
    )
    await expect(dialog.locator("#cancel-verdict .good")).to_be_visible()
    await expect(dialog.locator("#letter-email")).to_be_visible()
    await tab_to(page, "#letter-email summary")
    await page.keyboard.press("Enter")
    await expect(dialog.locator("#letter-email")).to_have_attribute("open", "")
    await tab_to(page, "#dialog button.btn-danger")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.locator(f"{row} .cell-stage")).to_contain_text("已取消" if locale == "zh-CN" else "cancelled")
    await expect(page.locator(f"{row} a.strong")).to_be_focused()
    [log] = await zhangsan.log(candidate)
    assert (log.party, log.operator) == ("company", "zhangsan")
