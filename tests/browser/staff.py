"""Staff at the console in a browser: each test's user signs in at the form, in the language and on the screen of the story."""

from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Page
from sqlalchemy.ext.asyncio import AsyncEngine

from api import passwords
from db import accounts
from db.people import user_of
from domain.terms import Locale
from shots.screens import DESKTOP, Screen
from tests.browser.tabs import Tabs
from tests.browser.ways import Way

PASSWORD = "for-the-browser-tests-only-9"


class Staff:
    """Opens the console as one of the demo's users."""

    def __init__(self, tabs: Tabs, engine: AsyncEngine, password_hash: str) -> None:
        self.tabs = tabs
        self._engine, self._hash = engine, password_hash
        self._languages: dict[str, Locale] = {}

    async def has_account(self, login: str, locale: str = "zh-CN", must_change: bool = False) -> None:
        """Give the user `PASSWORD` and this language; what locked the account is forgotten. `must_change`: for the first time only."""
        async with self._engine.begin() as conn:
            user = await user_of(conn, login)
            assert user is not None
            self._languages.setdefault(login, user.locale)
            await accounts.set_password(conn, login, self._hash, datetime.now(UTC), must_change)
            await accounts.set_language(conn, login, locale)

    async def leaves(self) -> None:
        """Everybody's language is what it was: the stories to come are told in it."""
        async with self._engine.begin() as conn:
            for login, locale in self._languages.items():
                await accounts.set_language(conn, login, locale)

    async def at(self, path: str, login: str = "zhangsan", screen: Screen = DESKTOP, locale: str = "zh-CN") -> Page:
        """A new tab of this user at a page of the console."""
        await self.has_account(login, locale)
        page = await self.tabs.open(path, screen, locale)
        await signs_in(page, login, PASSWORD)
        return page

    async def comes(self, way: Way, path: str, login: str = "zhangsan") -> Page:
        """A new tab of this user at a page of the console, in this way."""
        return await self.at(path, login, way.at_work, way.locale)


async def password_hash() -> str:
    """The hash of `PASSWORD`, which takes a tenth of a second to make."""
    return await passwords.hashed(PASSWORD)


async def signs_in(page: Page, login: str, password: str) -> None:
    """Fill in the form and wait for what comes next."""
    await page.locator('[name="login"]').fill(login)
    await page.locator('[name="password"]').fill(password)
    async with page.expect_navigation():
        await page.locator('form[action^="/console/signin"]').get_by_role("button").click()


async def signed_out(page: Page) -> list[Any]:
    """The session ends behind the page's back; what `page.context.add_cookies` takes to sign in again, as in another tab."""
    kept = await page.context.cookies()
    await page.context.clear_cookies()
    return [{"name": one["name"], "value": one["value"], "url": page.url} for one in kept]
