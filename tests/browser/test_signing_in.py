"""Stories of signing in at the console and out of it, and of the list one lands on, in a real browser."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_accounts import sessions
from tests.browser.staff import PASSWORD, Staff, signs_in
from tests.browser.tabs import sound
from tests.browser.ways import Way, four_ways
from tests.web.people import Recruiter


async def _at_the_door(staff: Staff, way: Way, login: str, **account: bool) -> Page:
    """Somebody with an account who wants to see every interview."""
    await staff.has_account(login, way.locale, **account)
    staff.tabs.allowed.add(422)
    return await staff.tabs.open("/console/interviews?view=all", way.screen, way.locale)


@four_ways
async def test_a_recruiter_signs_in_after_a_mistyped_password(staff: Staff, way: Way) -> None:
    """The way back to where one wanted to go is kept, and so is the login."""
    page = await _at_the_door(staff, way, "zhangsan")
    assert "/console/signin" in page.url
    await sound(page)
    await signs_in(page, "zhangsan", "mistyped")
    assert await page.get_by_role("alert").is_visible()
    assert await page.locator('[name="login"]').input_value() == "zhangsan"
    await sound(page)
    await signs_in(page, "zhangsan", PASSWORD)
    assert page.url.endswith("/console/interviews?view=all")
    assert await page.locator("html").get_attribute("lang") == way.locale


@four_ways
async def test_too_many_wrong_passwords_keep_the_right_one_out_until_the_administrator_helps(
    staff: Staff, way: Way
) -> None:
    page = await _at_the_door(staff, way, "wangfang")
    alert = page.get_by_role("alert")
    for _ in range(6):
        await signs_in(page, "wangfang", "guessed")
        await expect(alert).to_have_text(way.word("登录名或密码不正确。", "The login or the password is not right."))
    await signs_in(page, "wangfang", PASSWORD)
    await expect(alert).to_contain_text(way.word("分钟后再试", "try again in"))
    await sound(page)
    assert "/console/signin" in page.url
    await staff.has_account("wangfang", way.locale)  # as when an administrator sets a password
    await signs_in(page, "wangfang", PASSWORD)
    assert page.url.endswith("/console/interviews?view=all")


@four_ways
async def test_a_password_that_somebody_else_set_is_exchanged_before_anything_else(staff: Staff, way: Way) -> None:
    """Whatever page one asks for, it is the one of the new password; what is wrong stands at its field."""
    page = await _at_the_door(staff, way, "wangfang", must_change=True)
    await signs_in(page, "wangfang", PASSWORD)
    assert page.url.endswith("/console/password")
    await page.goto("/console/requests")
    assert page.url.endswith("/console/password")
    await expect(page.get_by_role("alert")).to_have_text(
        way.word("这是他人为您设置的密码，请先换成自己的。", "Somebody else set this password: choose your own first.")
    )
    await sound(page)
    await _exchanges(page, PASSWORD, "short")
    await expect(page.locator("#e-new")).to_be_visible()
    await sound(page)
    await _exchanges(page, PASSWORD, "of-the-browser-tests-anew-9")
    assert page.url.endswith("/console/interviews")
    await page.goto("about:blank")  # what the page still asks for would be refused without its session
    await page.context.clear_cookies()
    await page.goto("/console/requests")
    await signs_in(page, "wangfang", PASSWORD)
    await expect(page.get_by_role("alert")).to_be_visible()
    await signs_in(page, "wangfang", "of-the-browser-tests-anew-9")
    assert page.url.endswith("/console/requests")


async def _exchanges(page: Page, old: str, new: str) -> None:
    for name, value in (("password", old), ("new", new), ("again", new)):
        await page.locator(f"#f-{name}").fill(value)
    async with page.expect_navigation():
        await page.locator('form[action="/console/password"] button').click()


@four_ways
async def test_a_session_that_nobody_used_for_long_ends_and_the_way_leads_back(
    staff: Staff, engine: AsyncEngine, way: Way
) -> None:
    page = await staff.comes(way, "/console/cancellations")
    async with engine.begin() as conn:
        ago = datetime.now(UTC) - timedelta(hours=9)
        await conn.execute(update(sessions).where(sessions.c.login == "zhangsan").values(seen_at=ago))
    staff.tabs.allowed.add(401)
    await page.goto("/console/calls")
    told = way.word("登录已过期，请重新登录。", "Your session has ended; please sign in again.")
    await expect(page.locator("main").get_by_role("status")).to_have_text(told)
    await sound(page)
    await signs_in(page, "zhangsan", PASSWORD)
    assert page.url.endswith("/console/calls")


@four_ways
async def test_the_list_shows_ones_own_interviews(staff: Staff, zhangsan: Recruiter, way: Way) -> None:
    """R1: candidate, position and stage are there at both sizes, and nothing is wider than the screen."""
    await zhangsan.invites(name="宋清如")
    page = await staff.comes(way, "/console/interviews?q=宋清如")
    assert await page.get_by_text("宋清如").first.is_visible()
    await sound(page)
    await page.goto("/console/account")
    await sound(page)


async def test_the_filters_work_while_one_types_and_stay_in_the_address(staff: Staff, zhangsan: Recruiter) -> None:
    for name in ("顾南舟", "顾星河"):
        await zhangsan.invites(name=name)
    page = await staff.at("/console/interviews?view=all&q=顾")
    await expect(page.get_by_text("顾星河").first).to_be_visible()
    await page.get_by_role("searchbox").fill("顾南舟")
    await expect(page.get_by_text("顾星河")).to_have_count(0)
    await expect(page.get_by_text("顾南舟").first).to_be_visible()
    await page.wait_for_url("**q=%E9%A1%BE%E5%8D%97%E8%88%9F**")
    await page.reload()
    await expect(page.get_by_text("顾南舟").first).to_be_visible()
    assert await page.get_by_text("顾星河").count() == 0


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


@four_ways
async def test_after_signing_out_the_way_back_shows_nothing(staff: Staff, way: Way) -> None:
    page = await staff.comes(way, "/console/interviews")
    menu = page.locator(".side-menu > summary")
    if await menu.is_visible():
        await menu.click()
    await page.locator("details.me summary").click()
    # Not any navigation: the list rewrites its own address, too.
    async with page.expect_navigation(url="**/console/signin*"):
        await page.locator('form[action="/console/signout"] button').click()
    await page.goto("/console/interviews")
    assert "/console/signin" in page.url
