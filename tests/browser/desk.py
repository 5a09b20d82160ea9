"""Somebody at the console in a real browser: signed in through the form, in their language, on their screen."""

from datetime import UTC, datetime

from playwright.async_api import Page
from sqlalchemy.ext.asyncio import AsyncEngine

from api.passwords import hashed
from db.accounts import set_language, set_password
from shots.screens import DESKTOP, Screen
from tests.browser.tabs import Tabs

PASSWORD = "a password for the browser's stories"


async def at_desk(
    tabs: Tabs, engine: AsyncEngine, login: str, path: str, screen: Screen = DESKTOP, locale: str = "zh-CN"
) -> Page:
    """A new browser in which this user has signed in and is looking at that page."""
    async with engine.begin() as conn:
        assert await set_password(conn, login, await hashed(PASSWORD), datetime.now(UTC))
        await set_language(conn, login, locale)
    page = await tabs.open(f"/console/signin?lang={locale[:2]}&next={path}", screen, locale)
    await page.locator("#f-login").fill(login)
    await page.locator("#f-password").fill(PASSWORD)
    await page.locator("form button").click()
    await page.wait_for_url(f"**{path.partition('?')[0]}**")
    return page
