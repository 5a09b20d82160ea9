"""Visits to what a table of pictures lists, as the studio makes them, on other screens and in other languages, too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
from playwright.async_api import Browser, Page

from db import accounts
from shots.screens import DESKTOP, PHONE
from shots.studio import show
from shots.table import Shot
from tests.browser.staff import signs_in
from tests.browser.stage import Stage
from tests.browser.tabs import Tabs


def otherwise(shot: Shot) -> Shot:
    """The same on a phone instead of a desk, or the other way round, and in the other language."""
    screen = DESKTOP if shot.screen.mobile else PHONE
    return replace(shot, screen=screen, locale="en" if shot.locale == "zh-CN" else "zh-CN")


_UNFOLD = "[...document.querySelectorAll('main details, dialog[open] details')].forEach((one) => { one.open = true })"


async def unfold(page: Page) -> None:
    """Open everything that a reader may open on this page, the menu excepted."""
    await page.evaluate(_UNFOLD)


@dataclass
class Visits:
    """Opens pages of the stage. Who has signed in once stays so."""

    browser: Browser
    stage: Stage
    _known: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def at(self, shot: Shot, *allowed: int) -> AsyncIterator[Page]:
        """What the picture is of; any complaint but answers of the `allowed` kinds fails the test."""
        tabs = Tabs(self.browser, self.stage.config.web_url, {*allowed})
        try:
            page = await tabs.open("about:blank", shot.screen, shot.locale, known=await self._signed_in(tabs, shot))
            await show(page, shot, self.stage.found)
            yield page
        except Exception:
            print("what the tabs showed:", *await tabs.picture_all(shot.name))
            raise
        finally:
            for context in tabs.contexts:
                await context.close()
        assert not tabs.complaints, tabs.complaints

    async def reads(self, shot: Shot) -> str:
        """The page's HTML as it was sent."""
        tabs = Tabs(self.browser, self.stage.config.web_url)
        known = await self._signed_in(tabs, shot) or {"cookies": []}
        for context in tabs.contexts:
            await context.close()
        cookies = {one["name"]: one["value"] for one in known["cookies"]}
        async with httpx2.AsyncClient(base_url=tabs.base, cookies=cookies, trust_env=False, timeout=30) as http:
            return (await http.get(shot.path.format(**self.stage.found))).text

    async def _signed_in(self, tabs: Tabs, shot: Shot) -> Any:
        """The storage state of the picture's user, whose language is the picture's from now on."""
        if shot.login is None:
            return None
        async with self.stage.engine.begin() as conn:
            await accounts.set_language(conn, shot.login, shot.locale)
        if shot.login not in self._known:
            page = await tabs.open("/console/signin")
            await signs_in(page, shot.login, self.stage.config.demo_password.get_secret_value())
            self._known[shot.login] = await page.context.storage_state()
        return self._known[shot.login]
