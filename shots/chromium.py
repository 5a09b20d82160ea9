"""The browser of this machine, driven by Playwright: where it is, or why there is none, and how it is started."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
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
_PAGES_OWN_LANGUAGE = "--enable-blink-features=LangAttributeAwareFormControlUI"


def program() -> str | None:
    """The browser's path: MIANYUE_CHROMIUM when set, else the first known name on the PATH."""
    named = os.environ.get("MIANYUE_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)


def lacking() -> str:
    """Why no browser can be driven here; empty when one can."""
    package = importlib.util.find_spec("playwright")
    if package is None or package.origin is None:
        return "playwright is not installed (./run test installs it 会自动安装)"
    if not _runs(Path(package.origin).parent / "driver" / "node"):
        return "playwright's driver does not run 驱动无法运行 (Debian: apt-get install libatomic1)"
    if program() is None:
        return "there is no chromium or google-chrome on the PATH and MIANYUE_CHROMIUM names none 未找到浏览器"
    return ""


@cache
def _runs(node: Path) -> bool:
    """Whether the driver's own Node.js starts: it wants a library that a bare Debian lacks."""
    return subprocess.run([node, "--version"], capture_output=True, check=False, timeout=30).returncode == 0


@asynccontextmanager
async def chromium(language: str = "") -> AsyncIterator["Browser"]:
    """One browser without a window. `language`, e.g. zh_CN: of its own words on a page, such as those of date and file fields, as far as
    it has them (Debian: chromium-l10n); dates and times are written as in the page's language. Raises: RuntimeError when there is none.
    """
    if why := lacking():
        raise RuntimeError(why)
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        options = [*_OPTIONS, *([_PAGES_OWN_LANGUAGE] if language else [])]
        env: dict[str, str | float | bool] = {**os.environ, **({"LANGUAGE": language} if language else {})}
        browser = await driver.chromium.launch(executable_path=program(), args=options, env=env)
        try:
            yield browser
        finally:
            await browser.close()
