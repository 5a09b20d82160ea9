"""Every page and dialog of the console is sound: no axe violation light or dark, no wider than its screen, no complaint, no dead link."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import Staff
from tests.browser.tabs import sound
from tests.web.people import Recruiter
from web.console import CONSOLE

# Parts of pages, files and the stream of news: nothing to look at by themselves.
_PARTS = re.compile(r"/(live|counts|views|now|rung|row|day|check|preview|sample\.csv)$|\.\{kind\}$|\.json$")
# Where the console begins leads to the list; a template's page needs to be told which.
_OTHERS = {"/console", "/console/signin", "/console/settings/templates/edit"}
_SIDES = [(DESKTOP, "zh-CN"), (PHONE, "en")]


def _pages() -> list[str]:
    """The addresses of all pages that need no id, as the application knows them: a new page is looked at without being listed."""
    routes = [route for part in CONSOLE for route in part.router.routes]
    paths = [route.path for route in routes if "GET" in route.methods]
    return sorted({path for path in paths if "{" not in path and not _PARTS.search(path)} - _OTHERS)


@pytest.mark.parametrize(("screen", "locale"), _SIDES, ids=["desktop-zh", "phone-en"])
@pytest.mark.parametrize("path", _pages())
async def test_every_page_is_sound(staff: Staff, zhangsan: Recruiter, path: str, screen: Screen, locale: str) -> None:
    page = await staff.at(path, "hrops", screen, locale)
    await expect(page.locator("h1")).to_have_count(1)
    await sound(page)


@pytest.mark.parametrize(("screen", "locale"), _SIDES, ids=["desktop-zh", "phone-en"])
async def test_what_is_done_with_an_interview_is_sound(
    staff: Staff, zhangsan: Recruiter, screen: Screen, locale: str
) -> None:
    candidate = await zhangsan.invites(timedelta(hours=20), name="沈可见")
    place = f"/console/interviews/{candidate.id}"
    page = await staff.at(place, "zhangsan", screen, locale)
    await sound(page)
    for what in ("cancel", "reschedule"):
        await page.goto("/console/interviews?q=沈可见")
        await page.locator(f'#i-{candidate.id} a[href="{place}/{what}"]').click()
        await expect(page.locator("#dialog")).to_be_visible()
        await sound(page)
        await page.keyboard.press("Escape")
        await expect(page.locator("#dialog")).to_be_hidden()
        await page.goto(f"{place}/{what}")
        await sound(page)


async def test_no_link_of_the_menu_is_dead(staff: Staff, zhangsan: Recruiter) -> None:
    page = await staff.at("/console/interviews", "hrops")
    for path in await _menu(page):
        answer = await page.request.get(path)
        assert answer.status == 200, path


async def _menu(page: Page) -> list[str]:
    links = await page.locator(".side a[href^='/console']").all()
    return [str(await link.get_attribute("href")) for link in links]
