"""A browser's tab in a test: how it is looked at, and what it complains about, which fails the test."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from shots.screens import DESKTOP, Scheme, Screen

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / ".pytest_cache" / "browser"
_AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
# preload would fetch the style sheets once more, which the content security policy rightly refuses.
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "preload": False,
}


@dataclass
class Tabs:
    """Opens tabs, each in a context of its own (its own cookies), and remembers every complaint of theirs.

    `allowed` are answers of 400 and above that the story means to get.
    """

    browser: Browser
    base: str
    allowed: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def open(
        self,
        path: str,
        screen: Screen = DESKTOP,
        locale: str = "zh-CN",
        scheme: Scheme = "light",
        known: Any = None,
    ) -> Page:
        """A new tab of a new visitor at this path; `known`: the storage state of somebody who is signed in."""
        how = screen.context(locale, scheme) | {"base_url": self.base, "storage_state": known}
        context = await self.browser.new_context(**how)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return await self.beside(context, path)

    async def beside(self, context: BrowserContext, path: str) -> Page:
        """One more tab of the same visitor."""
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        await page.goto(path)
        return page

    async def picture_all(self, name: str) -> list[Path]:
        """What every open tab shows, for whoever reads why a test failed."""
        pages = [page for context in self.contexts for page in context.pages]
        return [await screenshot(page, f"{name}-{number}") for number, page in enumerate(pages, 1)]

    def _heard(self, message: ConsoleMessage) -> None:
        # That an answer was 4xx or 5xx is judged where it arrives.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still loading, such as its stream of news.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")


async def screenshot(page: Page, name: str) -> Path:
    """The whole page as a file below .pytest_cache/browser."""
    file = PICTURES / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=file, full_page=True)
    return file


async def axe(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds against WCAG 2.0, 2.1 and 2.2, A and AA; by evaluation, which no content security policy hinders."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE)
    found = await page.evaluate("rules => axe.run(document, rules)", _RULES)
    violations: list[dict[str, Any]] = found["violations"]
    return violations


async def sound(page: Page, schemes: Iterable[Scheme] = ("light", "dark")) -> None:
    """Asserts that the page has no axe violation in these colour schemes and fits its screen's width."""
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        violations = await axe(page)
        assert not violations, f"{page.url}, {scheme}:\n" + "\n".join(map(_told, violations))
    await page.emulate_media(color_scheme="light")
    await fits(page)


# A row that is a card, on a phone, with something in it that sticks out of it: the card's edge would hide it.
_STICKING_OUT = """
[...document.querySelectorAll(".list > tbody > tr")]
  .filter((row) => getComputedStyle(row).display === "grid")
  .map((row) => [row, row.getBoundingClientRect().right + 1])
  .flatMap(([row, edge]) => [...row.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > edge))
  .map((one) => one.className + ": " + one.textContent.trim())
"""


async def fits(page: Page) -> None:
    """Asserts that nothing makes the page wider than its screen, or sticks out of its card."""
    wide, width = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= width, f"{page.url} is {wide} px wide on a screen of {width} px"
    assert not (cut := await page.evaluate(_STICKING_OUT)), f"{page.url}: {cut}"


def _told(violation: dict[str, Any]) -> str:
    places = [f"  {' '.join(map(str, node['target']))}: {_why(node)}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places])


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks) or json.dumps(node["html"], ensure_ascii=False)
