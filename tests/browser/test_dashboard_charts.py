"""The dashboard's charts in a real browser: drawn by ECharts in the scheme's colours, and a way to the rows behind what they show (R10)."""

import re
from collections.abc import Sequence

import pytest
from playwright.async_api import Locator, Page, expect

from shots import company
from shots.screens import DESKTOP
from shots.table import Shot
from tests.browser.keyboard import tab_to
from tests.browser.visits import Visits

pytestmark = pytest.mark.timeout(600)
BOARD = Shot("charts", "/console/dashboard?period=6-months", DESKTOP, login=company.HR)
_ROWS = re.compile(r"/console/figures/rows\?")
# How many of the canvas's points have a colour, as it is or a little transparent, as dots are.
_COLOURED = """
(place, [red, green, blue]) => {
  const canvas = place.querySelector("canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const near = (one, other) => Math.abs(one - other) <= 2;
  let found = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] > 190 && near(data[at], red) && near(data[at + 1], green) && near(data[at + 2], blue)) found += 1;
  return found;
}
"""
_BRAND = """
() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--brand)";
  const found = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).map(Number);
  probe.remove();
  return found;
}
"""
_POINT = """
(place) => {
  const chart = window.echarts.getInstanceByDom(place);
  const data = chart.getOption().series[0].data;
  const nth = data.findLastIndex((one) => one !== null);
  const kind = chart.getOption().series[0].type;
  const value = kind === "bar" ? [data[nth] / 2, nth] : kind === "line" ? [nth, data[nth]] : data[nth].value;
  return chart.convertToPixel({ seriesIndex: 0 }, value);
}
"""


async def _settles(page: Page) -> None:
    """What was asked to be drawn is drawn with the next frame."""
    await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def _drawn(charts: Sequence[Locator], colour: list[int]) -> dict[str, bool]:
    """Of each chart, whether a good many of its points have this colour."""
    return {str(await chart.get_attribute("id")): await chart.evaluate(_COLOURED, colour) > 20 for chart in charts}


async def test_every_chart_is_drawn_and_drawn_again_in_the_dark(visits: Visits) -> None:
    async with visits.at(BOARD) as page:
        charts = await page.locator("[data-chart]").all()
        assert {str(await chart.get_attribute("id")) for chart in charts} > {"chart-reasons", "chart-people"}
        await _settles(page)
        light = await page.evaluate(_BRAND)
        assert all((await _drawn(charts, light)).values()), await _drawn(charts, light)
        await page.emulate_media(color_scheme="dark")
        await expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        await _settles(page)
        dark = await page.evaluate(_BRAND)
        assert dark != light
        assert all((await _drawn(charts, dark)).values()), await _drawn(charts, dark)
        assert not any((await _drawn(charts, light)).values()), "the old colours are still there"


@pytest.mark.parametrize(
    "chart", ["#chart-cancellation_rate", "#chart-reasons", "#people [data-chart]"], ids=["line", "bars", "funnel"]
)
async def test_a_press_on_a_point_or_bar_leads_to_its_rows(visits: Visits, chart: str) -> None:
    async with visits.at(BOARD) as page:
        place = page.locator(chart).first
        await place.scroll_into_view_if_needed()
        x, y = await place.evaluate(_POINT)
        async with page.expect_navigation(url=_ROWS):
            await place.click(position={"x": x, "y": y})
        await expect(page.locator("table tbody tr").first).to_be_visible()


async def test_the_keyboard_comes_to_the_same_rows_by_the_numbers_below_the_chart(visits: Visits) -> None:
    async with visits.at(BOARD) as page:
        numbers = page.locator("section", has=page.locator("#chart-reasons")).locator("details.numbers")
        await numbers.locator("summary").focus()
        await page.keyboard.press("Enter")
        # The rarest reason: its rows are all on one page.
        link = numbers.locator("a").last
        many = int(await link.inner_text())
        await tab_to(page, f'.numbers a[href="{await link.get_attribute("href")}"]')
        async with page.expect_navigation(url=_ROWS):
            await page.keyboard.press("Enter")
        await expect(page.locator("table tbody tr")).to_have_count(many)
