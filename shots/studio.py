"""Takes one picture: signs in, opens page and dialog, does the steps, and hands the page to the camera."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page
from sqlalchemy.ext.asyncio import AsyncEngine

from db import accounts
from settings import Settings
from shots.camera import picture
from shots.cast import Named
from shots.table import Shot


@dataclass
class Studio:
    """What every picture needs. `browsers`: one for each language, whose own words a page may show."""

    browsers: Mapping[str, Browser]
    config: Settings
    engine: AsyncEngine
    found: Mapping[str, Named]
    _known: dict[str, Any] = field(default_factory=dict)

    async def take(self, shot: Shot, file: Path) -> int:
        """One picture; its bytes. Raises: playwright's errors, TooHeavy."""
        context = await self._context(shot)
        try:
            page = await context.new_page()
            if shot.login is not None:
                await self._sign_in(page, shot.login)
            await show(page, shot, self.found)
            return await picture(page, file, shot.whole)
        finally:
            await context.close()

    async def _context(self, shot: Shot) -> BrowserContext:
        if shot.login is not None:
            async with self.engine.begin() as conn:
                await accounts.set_language(conn, shot.login, shot.locale)
        return await self.browsers[shot.locale].new_context(
            base_url=self.config.web_url,
            storage_state=self._known.get(shot.login or ""),
            **shot.screen.context(shot.locale, shot.scheme),
        )

    async def _sign_in(self, page: Page, login: str) -> None:
        """Once; the session is that of all this user's pictures."""
        if login in self._known:
            return
        await page.goto("/console/signin")
        await page.locator('[name="login"]').fill(login)
        await page.locator('[name="password"]').fill(self.config.demo_password.get_secret_value())
        await page.locator("form button").first.click()
        await page.wait_for_url(lambda url: "/signin" not in url)
        self._known[login] = await page.context.storage_state()


async def show(page: Page, shot: Shot, found: Mapping[str, Named]) -> None:
    """Bring up what the picture is of: its page, the dialog over it, what is done there."""
    await page.goto(shot.path.format(**found))
    if shot.dialog:
        await page.locator(f'[hx-get^="{shot.dialog.format(**found)}"]').first.click()
        await page.locator("#dialog[open] #dialog-title").wait_for()
    for step in shot.steps:
        await step(page)
