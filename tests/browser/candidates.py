"""A candidate at their page in a browser: by the forms' actions and the elements' roles, in any language and size."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, Page

from tests.browser.tabs import Tabs, fits, sound
from tests.browser.ways import Way
from tests.web.people import Candidate

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Reader:
    """One who has opened the link of their mail."""

    page: Page
    way: Way

    def form(self, action: str) -> Locator:
        """The form of this wish."""
        return self.page.locator("form").filter(has=self.page.locator(f'input[name="action"][value="{action}"]'))

    async def unfolds(self, action: str) -> Locator:
        """The form of this wish, its fold opened by a press on its heading where it has one."""
        fold = self.page.locator("details:not([open])").filter(has=self.form(action))
        if await fold.count():
            await fold.locator("summary").click()
        return self.form(action)

    async def chooses(self, wanted: datetime) -> None:
        """Fill in the form for another time, with one of the candidate's own."""
        form = await self.unfolds("reschedule")
        await form.locator('[name="date"]').select_option(f"{wanted.astimezone(SHANGHAI):%Y-%m-%d}")
        await form.locator('[name="time"]').select_option(f"{wanted.astimezone(SHANGHAI):%H:%M}")

    async def time(self) -> datetime:
        """When the interview is, as the page says it."""
        return datetime.fromisoformat(await self.page.locator("time").first.get_attribute("datetime") or "")

    async def sends(self, action: str) -> None:
        """Press the form's main button and wait for the next page."""
        async with self.page.expect_navigation():
            await self.form(action).get_by_role("button").first.click()

    async def is_told(self) -> str:
        """What the page reports about what was just done."""
        return await self.page.get_by_role("status").inner_text()

    async def looks(self) -> None:
        """Asserts that the page is sound as it stands; without scripts axe-core cannot look, and the page is the same."""
        if self.way.screen.script:
            await sound(self.page)
        else:
            await fits(self.page)


async def opens(tabs: Tabs, candidate: Candidate, way: Way) -> Reader:
    """Open the link of the newest mail and look at the page."""
    reader = Reader(await tabs.open(f"/c/{candidate.token}", way.screen, way.locale), way)
    language = await reader.page.locator("html").get_attribute("lang")
    assert language == way.locale
    await reader.looks()
    return reader
