"""After the interview, in real browsers: the recruiter says that it took place and notes what the candidate said of it on the phone."""

import asyncio
from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, expect

from tests.browser.candidates import opens
from tests.browser.staff import Staff
from tests.browser.tabs import Tabs, sound
from tests.browser.ways import Way, four_ways
from tests.web.people import Candidate, Recruiter

_SOON = 4_000


async def _held(zhangsan: Recruiter, way: Way) -> Candidate:
    """A candidate whose interview has begun, also for the page, which goes by the real clock."""
    start = datetime.now(UTC) + timedelta(seconds=2)
    candidate = await zhangsan.invites(name=way.word("李思雨", "Anna Smith"), locale=way.locale, starts_at=start)
    await zhangsan.waits(candidate, timedelta(hours=1))
    await asyncio.sleep(max(0.0, (start - datetime.now(UTC)).total_seconds()))
    return candidate


async def _presses(dialog: Locator) -> None:
    await dialog.locator("form .btn-primary").click()


@four_ways
async def test_an_interview_took_place_and_its_survey_is_taken_by_phone(
    tabs: Tabs, staff: Staff, zhangsan: Recruiter, way: Way
) -> None:
    """R12: nothing is chosen for the recruiter, what was typed stays, and the candidate may still answer for themselves."""
    candidate = await _held(zhangsan, way)
    tabs.allowed.add(422)
    page = await staff.comes(way, f"/console/interviews/{candidate.id}")
    dialog = page.locator("#dialog")
    await page.locator('.page-actions a[href$="/outcome"]').click()
    await expect(dialog.get_by_role("radio", checked=True)).to_have_count(0)
    await _presses(dialog)
    await expect(dialog.locator("#e-outcome")).to_be_visible()
    await sound(page)
    await dialog.locator('input[value="completed"]').check()
    await _presses(dialog)
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".title-stage")).to_contain_text(way.word("已完成", "completed"), timeout=_SOON)
    assert (await zhangsan.interview(candidate))["outcome"] == "completed"

    await page.locator('.page-actions a[href$="/survey"]').click()
    await dialog.locator("#f-comment").fill(way.word("提醒很及时", "reminded in good time"))
    await dialog.locator('[name="timeliness"][value="5"]').check()
    await _presses(dialog)
    await expect(dialog.locator("#e-handling")).to_be_visible()
    await sound(page)
    await expect(dialog.locator('[name="timeliness"][value="5"]')).to_be_checked()
    await dialog.locator('[name="handling"][value="4"]').check()
    await _presses(dialog)
    await expect(dialog).to_be_hidden()
    await expect(page.locator('.page-actions a[href$="/survey"]')).to_have_count(0, timeout=_SOON)
    [noted] = await zhangsan.survey(candidate)
    assert (noted.timeliness, noted.handling) == (5, 4)
    assert noted.comment == way.word("提醒很及时", "reminded in good time")
    reader = await opens(tabs, candidate, way)
    assert await (await reader.unfolds("survey")).is_visible()
