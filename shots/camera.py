"""Takes the picture of a page as a light WebP file."""

import base64
from pathlib import Path

from playwright.async_api import Page

MOST_BYTES = 90_000
_QUALITIES = (45, 38)  # below, small text frays
_TALLEST = 1300  # CSS pixels; what is longer is cut, a reader has seen enough by then
_SETTLED_MS = 300  # fades and charts


class TooHeavy(Exception):
    """A page that stays heavier than MOST_BYTES at the lowest quality: show less of it."""


async def picture(page: Page, file: Path, whole: bool) -> int:
    """Write what the screen shows, or the `whole` page; the bytes written. Raises: TooHeavy."""
    await page.evaluate("document.fonts.ready")
    viewport = page.viewport_size
    assert viewport is not None
    if whole:
        # A screen that is as tall as the page: what sticks to its lower edge is at the page's end.
        height = min(await page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
        await page.set_viewport_size({"width": viewport["width"], "height": height})
        await page.evaluate("scrollTo(0, 0)")
    await page.wait_for_timeout(_SETTLED_MS)
    session = await page.context.new_cdp_session(page)
    for quality in _QUALITIES:
        how = {"format": "webp", "quality": quality}
        data = base64.b64decode((await session.send("Page.captureScreenshot", how))["data"])
        if len(data) <= MOST_BYTES:
            file.write_bytes(data)
            return len(data)
    raise TooHeavy(f"{file.name}: {len(data)} bytes at quality {_QUALITIES[-1]}, at most {MOST_BYTES} are wanted")
