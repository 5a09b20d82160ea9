"""Takes the picture of a page as a light WebP file."""

import base64
from pathlib import Path

from playwright.async_api import Page

MOST_BYTES = 80_000
_QUALITIES = (80, 70, 60, 50, 40)
_TALLEST = 1400  # CSS pixels; what is longer is cut, a reader has seen enough by then


class TooHeavy(Exception):
    """A page that stays heavier than MOST_BYTES at the lowest quality: show less of it."""


async def picture(page: Page, file: Path, whole: bool) -> int:
    """Write what the screen shows, or the `whole` page; the bytes written. Raises: TooHeavy."""
    await page.evaluate("document.fonts.ready")
    viewport = page.viewport_size
    assert viewport is not None
    height = viewport["height"]
    if whole:
        height = min(await page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
    top = 0 if whole else await page.evaluate("scrollY")
    clip = {"x": 0, "y": top, "width": viewport["width"], "height": height, "scale": 1}
    session = await page.context.new_cdp_session(page)
    for quality in _QUALITIES:
        how = {"format": "webp", "quality": quality, "clip": clip, "captureBeyondViewport": whole}
        data = base64.b64decode((await session.send("Page.captureScreenshot", how))["data"])
        if len(data) <= MOST_BYTES:
            file.write_bytes(data)
            return len(data)
    raise TooHeavy(f"{file.name}: {len(data)} bytes at quality {_QUALITIES[-1]}, at most {MOST_BYTES} are wanted")
