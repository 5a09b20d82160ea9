"""Stories of the candidate's page in a real browser: from the mail's link to the end, on phones and desks, with and without scripts."""

from datetime import UTC, datetime, timedelta

import pytest

from shots.screens import DESKTOP, PHONE, WECHAT
from tests.browser.candidates import SHANGHAI, opens
from tests.browser.keyboard import tab_to
from tests.browser.tabs import Tabs, sound
from tests.browser.ways import FOUR, WITHOUT_SCRIPTS, Way
from tests.web.people import Recruiter

every_way = pytest.mark.parametrize("way", [*FOUR, Way(WECHAT, "zh-CN"), *WITHOUT_SCRIPTS], ids=str)


@every_way
async def test_a_candidate_confirms(tabs: Tabs, zhangsan: Recruiter, way: Way) -> None:
    """R16: one press, and the page says that it has arrived."""
    candidate = await zhangsan.invites(locale=way.locale, name="李思雨")
    reader = await opens(tabs, candidate, way)
    assert await reader.page.get_by_role("heading", level=1).count() == 1
    assert await reader.page.get_by_text("李思雨").is_visible()
    await reader.sends("confirm")
    assert await reader.is_told()
    assert await reader.form("confirm").count() == 0
    await reader.looks()
    assert (await zhangsan.interview(candidate))["stage"] == "confirmed"


@every_way
async def test_a_candidate_cancels_after_a_vague_reason_was_refused(tabs: Tabs, zhangsan: Recruiter, way: Way) -> None:
    """R7, R8: the refusal comes into focus and leads to the field, nothing typed is lost, a choice of the list is enough."""
    candidate = await zhangsan.invites(locale=way.locale)
    tabs.allowed.add(422)
    reader = await opens(tabs, candidate, way)
    form = await reader.unfolds("cancel")
    await form.get_by_role("textbox").fill("有事" if way.locale == "zh-CN" else "personal reasons")
    await reader.looks()
    await reader.sends("cancel")
    alert = reader.page.get_by_role("alert")
    assert await alert.get_by_role("link").count() == 1
    await reader.looks()
    await alert.get_by_role("link").click()
    text = reader.form("cancel").get_by_role("textbox")
    assert await text.is_visible()
    assert await text.input_value() in ("有事", "personal reasons")
    assert (await zhangsan.interview(candidate))["stage"] == "invited"
    await text.fill("")
    await reader.form("cancel").locator('input[value="C_OTHER_OFFER"]').check()
    await reader.sends("cancel")
    assert await reader.is_told()
    await reader.looks()
    [row] = await zhangsan.log(candidate)
    assert (row.reason_code, row.party, row.operator) == ("C_OTHER_OFFER", "candidate", "candidate")


@every_way
async def test_a_candidate_asks_for_another_time_and_the_old_link_ends(
    tabs: Tabs, zhangsan: Recruiter, way: Way
) -> None:
    """R6, R8: a free pick, agreed to by the recruiter; the link of the first mail then opens a friendly page."""
    candidate = await zhangsan.invites(locale=way.locale)
    wanted = _workday(6, 10)
    reader = await opens(tabs, candidate, way)
    await reader.chooses(wanted)
    await reader.looks()
    await reader.sends("reschedule")
    assert await reader.is_told()
    await reader.looks()
    await zhangsan.does(f"/{candidate.id}/reschedule/approve")
    tabs.allowed.add(410)
    await reader.page.reload()
    assert await reader.page.get_by_role("heading", level=1).is_visible()
    assert await reader.page.get_by_role("button").count() == 0
    await reader.looks()
    await candidate.new_link()
    assert await (await opens(tabs, candidate, way)).time() == wanted


@every_way
async def test_a_candidate_chooses_one_of_the_offered_times(tabs: Tabs, zhangsan: Recruiter, way: Way) -> None:
    """R8: an offered time moves the interview at once, and the browser lands on the page of the new time."""
    candidate = await zhangsan.invites(timedelta(days=4), locale=way.locale)
    options = [_workday(6, 10), _workday(6, 14)]
    await zhangsan.does(f"/{candidate.id}/reschedule", {"options": [option.isoformat() for option in options]})
    reader = await opens(tabs, candidate, way)
    form = await reader.unfolds("reschedule")
    await form.locator('input[name="starts_at"][type="radio"]').nth(1).check()
    await reader.looks()
    await reader.sends("reschedule")
    assert await reader.is_told()
    await reader.looks()
    assert datetime.fromisoformat((await zhangsan.interview(candidate))["starts_at"]) == options[1]


@every_way
async def test_a_candidate_answers_the_survey(tabs: Tabs, zhangsan: Recruiter, way: Way) -> None:
    """R12: a forgotten question is named, then two choices and one press are enough."""
    candidate = await zhangsan.invites(locale=way.locale)
    await candidate.calls(action="cancel", reason_code="C_NOT_INTERESTED")
    tabs.allowed.add(422)
    reader = await opens(tabs, candidate, way)
    form = await reader.unfolds("survey")
    await form.locator('input[name="timeliness"][value="5"]').check()
    await reader.sends("survey")
    assert await reader.page.get_by_role("alert").get_by_role("link").count() == 1
    await reader.looks()
    assert await reader.form("survey").locator('input[name="timeliness"][value="5"]').is_checked()
    await reader.form("survey").locator('input[name="handling"][value="4"]').check()
    await reader.sends("survey")
    assert await reader.is_told()
    await reader.looks()
    [answer] = await zhangsan.survey(candidate)
    assert (answer.timeliness, answer.handling) == (5, 4)


@pytest.mark.parametrize("way", [Way(PHONE, "zh-CN"), Way(DESKTOP, "en")], ids=str)
async def test_the_page_of_messages_and_the_page_of_a_wrong_link_are_sound(
    tabs: Tabs, zhangsan: Recruiter, way: Way
) -> None:
    candidate = await zhangsan.invites(locale=way.locale)
    reader = await opens(tabs, candidate, way)
    await reader.page.locator(f'a[href*="/c/{candidate.token}/messages"]').click()
    await reader.form("stop").first.get_by_role("button").click()
    assert await reader.is_told()
    await reader.looks()
    tabs.allowed.add(404)
    await sound(await tabs.open(f"/c/{'x' * 32}", way.screen))


async def test_the_keyboard_alone_is_enough(tabs: Tabs, zhangsan: Recruiter) -> None:
    """From the top of the page to a cancellation with Tab, the arrows and Enter; what has the focus is always to be seen."""
    candidate = await zhangsan.invites()
    page = (await opens(tabs, candidate, Way(DESKTOP, "zh-CN"))).page
    await tab_to(page, "#cancel summary")
    await page.keyboard.press("Enter")
    await tab_to(page, "#cancel input")
    await page.keyboard.press("Space")
    await tab_to(page, "#cancel button")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    [row] = await zhangsan.log(candidate)
    assert row.reason_code == "C_ILLNESS"


def _workday(days: int, hour: int) -> datetime:
    """A Wednesday at least `days` ahead, well away from Chinese holidays' make-up rules."""
    at = datetime.now(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return (at + timedelta(days=(2 - at.weekday()) % 7)).astimezone(UTC)
