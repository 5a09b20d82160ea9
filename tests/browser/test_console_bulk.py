"""Bulks in a real browser: rows are picked, the preview tells all, one press does it, and it is paused and resumed as one watches."""

from datetime import datetime, timedelta
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.candidates import SHANGHAI, opens
from tests.browser.staff import PASSWORD, Staff, signs_in
from tests.browser.tabs import Tabs, sound
from tests.browser.ways import Way, four_ways
from tests.web.console.bulk_office import NEW, arranged, position, stages
from tests.web.people import Recruiter


async def _goes_on(page: Page) -> None:
    """From the form to the preview."""
    await page.locator("#bulk-go").click()
    await expect(page.locator('[name="step"][value="back"]')).to_be_visible()


async def _fills_in(page: Page, pace: int = 1200) -> None:
    """Why, and how fast."""
    await page.locator("label", has=page.locator("#f-party-company")).click()
    await page.locator("#f-detail").fill("该岗位已冻结，暂停招聘")
    await page.locator("#f-pace").fill(str(pace))


@four_ways
async def test_picked_interviews_are_looked_at_and_cancelled_once(staff: Staff, zhangsan: Recruiter, way: Way) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲乙丙")
    page = await staff.comes(way, f"/console/interviews?position={job}")
    for id in ids:
        await page.locator(f"#i-{id} .cell-pick input").check()
    await page.locator("[data-picked] button").click()
    await expect(page.locator("#bulk-whom .named li")).to_have_count(3)

    await page.locator("#f-detail").fill(way.word("公司有事", "company reasons"))
    await page.locator("label", has=page.locator("#f-party-company")).click()
    await expect(page.locator("#bulk-verdict .bad")).to_be_visible()
    await page.locator('#bulk-verdict [data-fill="f-detail"]').first.click()
    await expect(page.locator("#bulk-verdict .good")).to_be_visible()
    await page.locator("#f-pace").fill("1200")
    await sound(page)
    await _goes_on(page)
    await expect(page.locator("#bulk-go")).to_contain_text("3")
    await sound(page)
    assert await stages(zhangsan, ids) == ["invited"] * 3
    await page.locator("#bulk-go").dblclick()
    await page.wait_for_url("**/console/bulk/*-*")
    await expect(page.locator("#progress-text")).to_contain_text("3 / 3")
    assert await stages(zhangsan, ids) == ["cancelled"] * 3

    await page.goto("/console/bulk")
    await expect(page.locator("tbody tr", has_text="3 / 3").first).to_be_visible()
    await sound(page)


@four_ways
async def test_one_watches_a_bulk_pauses_it_and_resumes_it(staff: Staff, zhangsan: Recruiter, way: Way) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲乙丙丁")
    page = await staff.comes(way, f"{NEW}?position={job}")
    await _fills_in(page, pace=20)
    await _goes_on(page)
    await page.locator("#bulk-go").click()
    await page.locator('form[action$="/pause"] button').click()
    await expect(page.locator('form[action$="/resume"] button')).to_be_visible()
    text = page.locator("#progress-text")
    assert "4 / 4" not in await text.inner_text()
    await expect(page.locator("#count-bulk")).to_contain_text("1")
    await sound(page)
    await page.locator('a[href*="/stop"]').click()
    await expect(page.locator("#dialog")).to_be_visible()
    await sound(page, ("light",))
    await page.locator("#dialog .dialog-foot [data-close]").click()
    await page.locator('form[action$="/resume"] button').click()
    await expect(text).to_contain_text("4 / 4", timeout=30_000)
    await expect(page.locator('a[href*="/stop"]')).to_have_count(0, timeout=20_000)
    assert await stages(zhangsan, ids) == ["cancelled"] * 4


@four_ways
async def test_an_interviewer_s_day_off_is_offered_other_days(staff: Staff, zhangsan: Recruiter, way: Way) -> None:
    interviewer, since = f"郑老师 {uuid4().hex[:8]}", datetime.now(SHANGHAI) + timedelta(hours=72)
    ids = await arranged(zhangsan, position(), "甲乙", interviewer=interviewer)
    another_day = await arranged(zhangsan, position(), "丙", hours=120, interviewer=interviewer)
    page = await staff.comes(way, NEW)
    await page.locator("#f-interviewer").fill(interviewer)
    await page.locator("#f-from").fill(f"{since:%Y-%m-%d}")
    await page.locator("#f-to").fill(f"{since + timedelta(hours=1):%Y-%m-%d}")
    await expect(page.locator("#bulk-whom .named li")).to_have_count(2)
    await page.locator("label", has=page.locator("#f-what-offer")).click()
    await expect(page.locator("#f-offer")).to_be_hidden()
    await page.locator("label", has=page.locator("#f-party-interviewer")).click()
    await page.locator("#f-detail").fill("面试官临时出差")
    for nth, day in enumerate(("2027-05-15", "2027-05-18")):
        await page.locator('[name="days"]').nth(nth).fill(day)
    await page.locator("#f-pace").fill("1200")
    await sound(page)
    await _goes_on(page)
    weekend = page.get_by_text(way.word("2027-05-15（周末）", "2027-05-15 (weekend)"))
    await expect(weekend).to_be_visible()
    await sound(page)
    await page.locator('[name="step"][value="back"]').click()
    await expect(page.locator("#f-detail")).to_have_value("面试官临时出差")
    await expect(page.locator('[name="days"]').nth(0)).to_have_value("2027-05-15")
    await page.locator('[name="days"]').nth(0).fill("")
    await _goes_on(page)
    await expect(weekend).to_have_count(0)
    await page.locator("#bulk-go").click()
    await expect(page.locator("#progress-text")).to_contain_text("2 / 2")
    assert await stages(zhangsan, ids) == ["reschedule_requested"] * 2
    assert await stages(zhangsan, another_day) == ["invited"]


@four_ways
async def test_picked_candidates_choose_another_day_at_their_own_hour(
    staff: Staff, tabs: Tabs, zhangsan: Recruiter, way: Way
) -> None:
    """R6: nobody is moved by it; each keeps the time of day, and the time agreed stands until they have chosen."""
    job = position()
    candidates = [await zhangsan.invites(position=job, name=name, locale=way.locale) for name in ("李思雨", "周知夏")]
    page = await staff.comes(way, f"/console/interviews?position={job}")
    for one in candidates:
        await page.locator(f"#i-{one.id} .cell-pick input").check()
    await page.locator("[data-picked] button").click()
    await expect(page.locator("#bulk-whom .named li")).to_have_count(2)
    await page.locator("label", has=page.locator("#f-what-offer")).click()
    for nth, day in enumerate(("2027-05-18", "2027-05-19")):
        await page.locator('[name="days"]').nth(nth).fill(day)
    await _fills_in(page)
    await _goes_on(page)
    await page.locator("#bulk-go").dblclick()
    await expect(page.locator("#progress-text")).to_contain_text("2 / 2")
    reader = await opens(tabs, candidates[0], way)
    agreed = await reader.time()
    form = await reader.unfolds("reschedule")
    await form.locator('input[name="starts_at"]').nth(1).check()
    await reader.sends("reschedule")
    chosen = (await reader.time()).astimezone(SHANGHAI)
    assert f"{chosen:%Y-%m-%d %H:%M}" == f"2027-05-19 {agreed.astimezone(SHANGHAI):%H:%M}"
    assert await stages(zhangsan, [one.id for one in candidates]) == ["invited", "reschedule_requested"]


async def test_a_session_that_ended_loses_nothing_that_was_typed(staff: Staff, tabs: Tabs, zhangsan: Recruiter) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲")
    tabs.allowed.add(401)
    page = await staff.at(f"{NEW}?position={job}")
    await _fills_in(page)
    await page.context.clear_cookies()
    await page.locator("#bulk-go").click()
    await expect(page.locator("#session-over")).to_be_visible()
    await signs_in(await tabs.beside(page.context, "/console/signin"), "zhangsan", PASSWORD)
    await page.locator("#session-over [data-close]").click()
    await _goes_on(page)
    await page.locator("#bulk-go").click()
    await expect(page.locator("#progress-text")).to_contain_text("1 / 1")
    assert await stages(zhangsan, ids) == ["cancelled"]
