"""Stories of the holiday page: the country's year, the company's own days, a table of them (R8)."""

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.web.browser import Page
from tests.web.console.company import Company, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor

PLACE = "/console/settings/holidays"
GOOD = "日期,类型,名称\n2026-12-24,放假,年会\n2026-12-26,调休上班,补班\n"
BAD = "日期,类型,名称\n2026-13-24,放假,年会\n2026-12-26,上学,补班\n"


@pytest_asyncio.fixture
async def company(engine: AsyncEngine, at_console: Door) -> Company:
    return await founded(engine, at_console)


async def uploads(hr: Visitor, page: Page, table: str) -> Page:
    fields = page.form_to(PLACE).fields
    answer = await hr.http.post(PLACE, data=fields, files={"file": ("days.csv", table.encode(), "text/csv")})
    return Page(answer) if answer.status_code != 303 else await hr.opens(answer.headers["location"])


async def test_a_day_is_set_for_all_below_and_taken_back(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    year = await hr.opens(f"{PLACE}?organisation={company.north}&year=2026")
    assert "国庆节" in year.text
    dialog = await hr.opens(f"{PLACE}/day?organisation={company.north}&day=2026-06-01", htmx=True)
    assert "现在是：工作日" in dialog.text
    assert "主导航" not in dialog.html
    unnamed = await hr.sends(dialog, f"{PLACE}/day", {"kind": "holiday", "name": "", "step": "put"}, htmx=True)
    assert unnamed.status == 422
    assert unnamed.all("input", name="name")[0]["aria-invalid"] == "true"
    done = await hr.sends(dialog, f"{PLACE}/day", {"kind": "holiday", "name": "司庆", "step": "put"})
    assert "2026-06-01 已更新" in done.text
    assert f"司庆 公司{company.north} {hr.login}" in done.text
    below = await hr.opens(f"{PLACE}/day?organisation={company.office}&day=2026-06-01")
    assert "现在是：节假日 · 司庆" in below.text
    assert not below.all("button", value="remove"), "it was set above"
    own = await hr.opens(f"{PLACE}/day?organisation={company.north}&day=2026-06-01")
    assert "司庆" not in (await hr.sends(own, f"{PLACE}/day", {"step": "remove"})).text


async def test_a_table_is_taken_whole_or_not_at_all(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    page = await hr.opens(f"{PLACE}?organisation={company.north}&year=2026")
    refused = await uploads(hr, page, BAD)
    assert refused.status == 422
    assert "第 2 行，day：" in refused.text
    assert "第 3 行，kind：" in refused.text
    done = await uploads(hr, refused, GOOD)
    assert "已导入 2 天" in done.text
    assert "年会" in done.text


async def test_nonsense_in_the_address_is_no_error(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    assert (await hr.opens(f"{PLACE}?year=999999")).status == 200
    assert (await hr.opens(f"{PLACE}/day?day=never")).status == 200
    bad = await hr.sends(
        await hr.opens(f"{PLACE}/day"), f"{PLACE}/day", {"day": "9999-12-31", "kind": "holiday", "name": "远"}
    )
    assert "请填写 2000 至 2100 年的日期" in bad.text


async def test_a_table_that_is_too_large_to_be_taken_in_is_refused_on_the_page(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    refused = await uploads(hr, await hr.opens(PLACE), "x" * 1_100_000)
    assert refused.status == 422
    assert "文件过大：节假日表最多 1 MB。" in refused.text
    assert refused.form_to(PLACE), "the form is there for the next try"
