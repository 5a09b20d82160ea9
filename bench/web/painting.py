"""When a browser first paints a page: as a first visit with nothing kept, and as a later one."""

import httpx2
from playwright.async_api import Browser, BrowserContext

from shots.screens import DESKTOP

_FIRST_PAINT = """() => new Promise(resolve => {
  const seen = list => { for (const one of list.getEntries()) if (one.name === 'first-contentful-paint') resolve(one.startTime); };
  new PerformanceObserver(seen).observe({ type: 'paint', buffered: true });
  setTimeout(() => resolve(null), 5000);
})"""


async def paints(
    browser: Browser, base: str, cookies: httpx2.Cookies, path: str, times: int
) -> tuple[list[float], list[float]]:
    """Seconds from the start of the navigation to the first content: of `times` first visits, and of a second one after each.

    Raises: SystemExit when a page never paints.
    """
    first, later = [], []
    for _ in range(times):
        context = await browser.new_context(base_url=base, **DESKTOP.context("zh-CN", "light"))
        for cookie in cookies.jar:
            await context.add_cookies(
                [{"name": cookie.name, "value": cookie.value or "", "url": f"{base}{cookie.path}"}]
            )
        first.append(await _one(context, path))
        later.append(await _one(context, path))
        await context.close()
    return first, later


async def _one(context: BrowserContext, path: str) -> float:
    page = await context.new_page()
    await page.goto(path)
    at: float | None = await page.evaluate(_FIRST_PAINT)
    await page.close()
    if at is None:
        raise SystemExit(f"{path} did not paint")
    return at / 1000
