"""Stories of signing in at the console, and of the list one lands on, in a real browser."""

import pytest

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import PASSWORD, Staff, signs_in
from tests.browser.tabs import sound
from tests.web.people import Recruiter

SCREENS = pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=lambda screen: screen.name)
LANGUAGES = pytest.mark.parametrize("locale", ["zh-CN", "en"])


@SCREENS
@LANGUAGES
async def test_a_recruiter_signs_in_after_a_mistyped_password(staff: Staff, screen: Screen, locale: str) -> None:
    """The way back to where one wanted to go is kept, and so is the login."""
    await staff.has_account("zhangsan", locale)
    staff.tabs.allowed.add(422)
    page = await staff.tabs.open("/console/interviews?view=all", screen, locale)
    assert "/console/signin" in page.url
    await sound(page)
    await signs_in(page, "zhangsan", "mistyped")
    assert await page.get_by_role("alert").is_visible()
    assert await page.locator('[name="login"]').input_value() == "zhangsan"
    await sound(page)
    await signs_in(page, "zhangsan", PASSWORD)
    assert page.url.endswith("/console/interviews?view=all")
    assert await page.locator("html").get_attribute("lang") == locale


@SCREENS
@LANGUAGES
async def test_the_list_shows_ones_own_interviews(
    staff: Staff, zhangsan: Recruiter, screen: Screen, locale: str
) -> None:
    """R1: candidate, position and stage are there at both sizes, and nothing is wider than the screen."""
    await zhangsan.invites(name="宋清如")
    page = await staff.at("/console/interviews?q=宋清如", screen=screen, locale=locale)
    assert await page.get_by_text("宋清如").first.is_visible()
    await sound(page)
    await page.goto("/console/account")
    await sound(page)


async def test_the_filters_work_while_one_types_and_stay_in_the_address(staff: Staff, zhangsan: Recruiter) -> None:
    for name in ("顾南舟", "陆星河"):
        await zhangsan.invites(name=name)
    page = await staff.at("/console/interviews?view=all")
    await page.get_by_role("searchbox").fill("顾南舟")
    await page.get_by_text("陆星河").wait_for(state="detached")
    assert await page.get_by_text("顾南舟").first.is_visible()
    assert "q=" in page.url
    await page.reload()
    assert await page.get_by_text("陆星河").count() == 0


async def test_a_row_changes_by_itself_when_the_candidate_confirms(staff: Staff, zhangsan: Recruiter) -> None:
    """Live: within two seconds of its workflow, without a reload."""
    candidate = await zhangsan.invites(name="沈听澜")
    page = await staff.at("/console/interviews?q=沈听澜&view=all")
    row = page.get_by_role("row").filter(has_text="沈听澜")
    before = await row.inner_text()
    await page.wait_for_timeout(500)
    await candidate.calls(action="confirm")
    await page.wait_for_function(
        "([before]) => [...document.querySelectorAll('tr')].some("
        "row => row.innerText.includes('沈听澜') && row.innerText !== before)",
        arg=[before],
        timeout=2_000,
    )


async def test_after_signing_out_the_way_back_shows_nothing(staff: Staff) -> None:
    page = await staff.at("/console/interviews")
    await page.locator("details.me summary").click()
    # Not any navigation: the list rewrites its own address, too.
    async with page.expect_navigation(url="**/console/signin*"):
        await page.locator('form[action="/console/signout"] button').click()
    await page.goto("/console/interviews")
    assert "/console/signin" in page.url
