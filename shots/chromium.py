"""The browser of this machine, driven by Playwright: where it is, or why there is none, and how it is started."""

import importlib.util
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = (
    # Root has no sandbox in a container; the pages are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def program() -> str | None:
    """The browser's path: MIANYUE_CHROMIUM when set, else the first known name on the PATH."""
    named = os.environ.get("MIANYUE_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)


def lacking() -> str:
    """Why no browser can be driven here; empty when one can."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed (./run test installs it 会自动安装)"
    if program() is None:
        return "there is no chromium or google-chrome on the PATH and MIANYUE_CHROMIUM names none 未找到浏览器"
    return ""


@asynccontextmanager
async def chromium() -> AsyncIterator["Browser"]:
    """One browser without a window. Raises: RuntimeError when there is none."""
    if why := lacking():
        raise RuntimeError(why)
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program(), args=list(_OPTIONS))
        try:
            yield browser
        finally:
            await browser.close()
