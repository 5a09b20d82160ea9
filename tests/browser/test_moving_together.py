"""A new time settled between two browsers: the candidate on their page, the recruiter at the console, each in the same way (R6, R8)."""

from datetime import datetime, timedelta

from playwright.async_api import Locator, Page, expect

from tests.browser.candidates import SHANGHAI, Reader, opens
from tests.browser.staff import Staff
from tests.browser.tabs import Tabs, sound
from tests.browser.ways import Way, six_ways
from tests.web.console.test_moving import workday
from tests.web.people import Candidate, Recruiter

_REQUESTS = "/console/requests"
# A list looks again at most every two seconds, a row does at once.
_SOON = 4_000
_WANTED = workday(7, 15)


async def _invited(zhangsan: Recruiter, way: Way) -> Candidate:
    """A candidate whose interviewer has no other interview, so that nothing speaks against a time."""
    name = way.word("李思雨", "Anna Smith")
    return await zhangsan.invites(timedelta(days=5), name=name, locale=way.locale, interviewer=f"面试官 {way}")


async def _asks(reader: Reader, wanted: datetime) -> None:
    await reader.chooses(wanted)
    await reader.sends("reschedule")
    assert await reader.is_told()


async def _closed(page: Page) -> None:
    """The dialog has gone, as it does when what it asked for was done."""
    await expect(page.locator("#dialog")).to_be_hidden()


@six_ways
async def test_a_wish_is_approved_and_the_new_link_shows_the_new_time(
    tabs: Tabs, staff: Staff, zhangsan: Recruiter, way: Way
) -> None:
    candidate = await _invited(zhangsan, way)
    reader = await opens(tabs, candidate, way)
    office = await staff.comes(way, _REQUESTS)
    card = office.locator(f"#r-{candidate.id}")
    await expect(card).to_have_count(0)
    await office.wait_for_timeout(500)
    await _asks(reader, _WANTED)
    await expect(card).to_be_visible(timeout=_SOON)
    await expect(card.locator("time", has_text="15:00")).to_be_visible()
    await card.get_by_role("button", name=way.word("同意", "Approve")).click()
    await expect(office.locator(".toast-note")).to_contain_text(way.word("李思雨", "Anna Smith"))
    await expect(card).to_have_count(0)
    tabs.allowed.add(410)
    await reader.page.reload()
    assert await reader.page.locator("time, form").count() == 0, "the old link tells no time any more"
    await candidate.new_link()
    moved = await opens(tabs, candidate, way)
    assert await moved.time() == _WANTED
    await moved.sends("confirm")
    assert await moved.is_told()
    assert (await zhangsan.interview(candidate))["stage"] == "confirmed"


@six_ways
async def test_a_wish_is_declined_and_what_was_agreed_stands(
    tabs: Tabs, staff: Staff, zhangsan: Recruiter, way: Way
) -> None:
    candidate = await _invited(zhangsan, way)
    reader = await opens(tabs, candidate, way)
    agreed = await reader.time()
    await reader.sends("confirm")
    await _asks(reader, _WANTED)
    office = await staff.comes(way, _REQUESTS)
    card = office.locator(f"#r-{candidate.id}")
    await card.get_by_role("link", name=way.word("婉拒", "Decline")).click()
    dialog = office.locator("#dialog")
    await expect(dialog).to_be_visible()
    await sound(office)
    await dialog.get_by_role("button", name=way.word("确认婉拒", "Decline")).click()
    await expect(card).to_have_count(0)
    await _closed(office)
    await reader.page.reload()
    assert await reader.page.locator(".badge.confirmed").is_visible()
    assert await reader.time() == agreed
    await reader.looks()
    assert await (await reader.unfolds("reschedule")).is_visible(), "and another time can be asked for"
    assert (await zhangsan.interview(candidate))["stage"] == "confirmed"


@six_ways
async def test_times_picked_in_the_calendar_are_offered_and_the_candidate_takes_one(
    tabs: Tabs, staff: Staff, zhangsan: Recruiter, way: Way
) -> None:
    candidate = await _invited(zhangsan, way)
    office = await staff.comes(way, f"/console/interviews/{candidate.id}")
    await office.locator('.page-actions a[href$="/reschedule"]').click()
    dialog = office.locator("#dialog")
    await expect(dialog.locator(".slot").last).to_be_visible()
    offered = [await _picks(slot) for slot in (await dialog.locator(".slot").all())[-4::3]]
    await dialog.locator("#send-times").click()
    await _closed(office)
    reader = await opens(tabs, candidate, way)
    choices = await (await reader.unfolds("reschedule")).locator('input[name="starts_at"]').all()
    assert [await choice.get_attribute("value") for choice in choices] == [*offered, "free"]
    await choices[1].check()
    await reader.sends("reschedule")
    assert await reader.is_told()
    chosen = datetime.fromisoformat(offered[1])
    assert await reader.time() == chosen
    await reader.looks()
    clock = f"{chosen.astimezone(SHANGHAI):%H:%M}"
    await expect(office.locator(".lead time", has_text=clock)).to_be_visible(timeout=_SOON)


async def _picks(slot: Locator) -> str:
    """Tick this time of the calendar; which one it is."""
    await slot.click()
    await expect(slot.locator("input")).to_be_checked()
    return str(await slot.locator("input").get_attribute("value"))
