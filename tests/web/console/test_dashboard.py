"""Stories of the dashboard: figures against targets, every one a click from its rows, oneself beside the team, before and after."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db import sample
from domain.terms import Outcome
from tests.group import SEPTEMBER
from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.teams import SEPTEMBER_DAYS, Team, team_of
from tests.web.console.visitor import Visitor


@pytest_asyncio.fixture(scope="module")
async def team(at_console: Door, engine: AsyncEngine) -> Team:
    return await team_of(at_console, engine)


def links(page: Page, start: str) -> list[str]:
    """Where the page's links to places that begin so lead."""
    return [one["href"] for one in page.all("a") if one.get("href", "").startswith(start)]


async def every_row(visitor: Visitor, place: str) -> int:
    """How many rows a figure's pages hold, from the first to the last."""
    number, next_one = 0, place
    while next_one:
        page = await visitor.opens(next_one)
        assert page.status == 200, page.text
        number += len(page.all("tr")) - 1 if page.all("table") else 0
        following = [one["href"] for one in page.all("a", rel="next")]
        next_one = following[0] if following else ""
    return number


async def test_every_figure_is_one_click_from_exactly_its_rows(team: Team) -> None:
    page = await team.boss.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    assert "16.1%" in page.text
    assert "62 例中 10 例" in page.text
    assert "未达标" in page.text
    assert "目标 ≤ 10%" in page.text
    assert "未设目标" in page.text
    wanted = {"cancelled": 10, "cancellation_rate": 62, "attributable_cancelled": 10}
    for of in wanted:
        place = next(one for one in links(page, "/console/figures/rows") if f"of={of}&" in one and "code" not in one)
        assert await every_row(team.boss, place) == wanted[of], of
    one = await team.boss.opens(next(one for one in links(page, "/console/figures/rows") if "of=cancelled&" in one))
    assert links(one, "/console/interviews/"), "each row leads to its interview"


async def test_the_running_month_is_marked_as_not_over(team: Team) -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    page = await team.boss.opens(f"/console/dashboard?from=2026-09-01&to={today}")
    chart = json.loads(page.html.split('id="chart-cancellation_rate-data">')[1].split("</script>")[0])
    assert [name for name in chart["names"] if "本月至今" in name] == chart["names"][-1:]
    assert chart["names"][0] in chart["texts"][0]


async def test_what_reminders_do_is_a_figure_with_its_rows(at_console: Door, engine: AsyncEngine) -> None:
    """R16: of 30 unconfirmed ones 24 confirm after the reminder and come; without one 8 of 22 stay away."""
    team = await team_of(at_console, engine)
    recruiter, since = team.group.recruiter("zhang"), SEPTEMBER + timedelta(days=5)
    for nth in range(30 + 8):
        one = await recruiter.arrange(since, since + timedelta(days=4, hours=nth))
        if nth < 30:
            await one.reminded(await one.remind())
        if nth < 24:
            await one.confirm(since + timedelta(days=4, hours=nth - 1))
        await one.end(
            since + timedelta(days=5, hours=nth), Outcome.COMPLETED if nth < 30 else Outcome.CANDIDATE_NO_SHOW
        )
    await team.counted()
    page = await team.zhang.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    assert "提醒后确认率" in page.text
    assert "80% 24 / 30" in page.text
    assert "0% 0 / 30" in page.text
    assert "36.4% 8 / 22" in page.text
    assert "收到提醒的爽约率较低，超出偶然波动" in page.text
    assert "不等于提醒造成了差别" in page.text
    wanted = {
        "reminded_unconfirmed": 30,
        "confirmed_after_reminder": 24,
        "reminded_due": 30,
        "reminded_missed": 0,
        "unreminded_due": 22,
        "unreminded_missed": 8,
    }
    for of, number in wanted.items():
        place = next(one for one in links(page, "/console/figures/rows") if f"of={of}&" in one)
        assert await every_row(team.zhang, place) == number, of
    rows = await team.zhang.opens(f"/console/figures/rows?of=reminded_unconfirmed&{SEPTEMBER_DAYS}")
    assert rows.text.count("收到提醒后确认") == 24
    assert rows.text.count("收到提醒后未确认") == 6
    assert links(page, "/console/comparison"), "before and after a change stays a click away"


async def test_of_few_reminders_no_difference_is_told(team: Team) -> None:
    page = await team.boss.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    assert "都至少 20 场时，才比较爽约率" in page.text


async def test_a_reason_and_a_month_lead_to_their_own_rows(team: Team) -> None:
    page = await team.boss.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    [reason] = {one for one in links(page, "/console/figures/rows") if "code=E_MISTAKE" in one}
    assert await every_row(team.boss, reason) == 10
    hours = next(one for one in links(page, "/console/figures/rows") if "of=company_side&" in one)
    assert await every_row(team.boss, hours) == 10, "the middle of the notice hours is theirs"
    chart = json.loads(page.html.split('id="chart-cancellation_rate-data">')[1].split("</script>")[0])
    assert chart["target"] == 0.1
    assert len(chart["rates"]) == len(chart["names"]) == len(chart["links"])
    months = [parse_qs(urlsplit(link).query)["from"] for link in chart["links"]]
    assert ["2026-09-01"] in months


async def test_what_a_reason_was_before_leads_to_the_rows_of_then(at_console: Door, engine: AsyncEngine) -> None:
    team = await team_of(at_console, engine)
    await team.zhang_goes_on()
    page = await team.boss.opens("/console/dashboard?from=2026-10-01&to=2026-10-31")
    places = {one for one in links(page, "/console/figures/rows") if "code=E_MISTAKE" in one}
    [then] = [one for one in places if "from=2026-08-31&to=2026-09-30" in one]
    assert await every_row(team.boss, then) == 10
    [now] = places - {then}
    assert await every_row(team.boss, now) == 3


async def test_the_manager_sees_everybody_by_name_with_limits_and_no_ranking(team: Team) -> None:
    page = await team.boss.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    at = [page.text.rindex(team.group.recruiter(name).login) for name in ("li", "wang", "zhang")]
    assert at == sorted(at), "by name, not by figure"
    assert "超出提示界限" in page.text
    assert "在正常波动之内" in page.text
    chart = json.loads(page.html.split('id="chart-people-data">')[1].split("</script>")[0])
    assert {one["level"] for one in chart["points"]} == {"", "alert"}
    assert all(limit["at"] for limit in chart["limits"])


async def test_a_recruiter_sees_the_colleagues_only_together(team: Team) -> None:
    page = await team.zhang.opens(f"/console/dashboard?{SEPTEMBER_DAYS}")
    assert "36.4%" in page.text
    assert "与团队其他同事比较" in page.text
    assert team.li.login not in page.html
    assert "chart-people" not in page.html
    assert "没有可比的整月" not in page.text
    assert "5%" in page.text


async def test_no_colleagues_sum_is_told_of_a_month_with_too_few_of_them(team: Team) -> None:
    page = await team.zhang.opens("/console/dashboard?from=2026-08-01&to=2026-10-31")
    assert "按整月比较：2026年9月" in page.text, "nobody else had anything in August and October"
    page = await team.zhang.opens("/console/dashboard?from=2026-09-05&to=2026-10-31")
    assert "同事合计" not in page.text, "a part of a month could be taken from the whole"
    assert "至少 2 位同事有场次" in page.text


async def test_without_anything_to_count_the_page_says_so(at_console: Door) -> None:
    zhao = await at_console("zhaolei")
    page = await zhao.opens("/console/dashboard?from=2019-01-01&to=2019-02-01")
    assert page.status == 200
    assert "data-chart" not in page.html
    assert "Nothing to count in this period yet" in page.text


async def test_a_period_that_ends_before_it_begins_is_told(team: Team) -> None:
    page = await team.boss.opens("/console/dashboard?from=2026-10-01&to=2026-09-01")
    assert page.status == 200
    assert "to 须晚于 from" in page.text
    assert (await team.boss.opens("/console/dashboard?from=soon")).status == 422


async def test_the_figures_as_a_file(team: Team) -> None:
    answer = await team.boss.http.get(f"/console/dashboard/figures.csv?{SEPTEMBER_DAYS}")
    assert answer.status_code == 200
    assert team.li.login in answer.text
    assert (await team.boss.opens("/console/dashboard/figures.pdf")).status == 404


async def test_who_is_not_signed_in_sees_no_figure(http: httpx2.AsyncClient) -> None:
    for place in ("dashboard", "figures/rows", "comparison", "comments", "alerts", "appeals", "scores"):
        answer = await http.get(f"/console/{place}")
        assert answer.status_code == 303
        assert "/console/signin" in answer.headers["location"]


async def test_the_case_of_the_article_before_and_after(engine: AsyncEngine, at_console: Door) -> None:
    """R17: 18 % → 9 % cancelled, 52 % → 81 % satisfied, after `./run mianyue sample`."""
    async with engine.begin() as conn:
        await sample.write(conn)
    while await Appraiser(engine).roll_up():
        pass
    head = await at_console(sample.HR)
    page = await head.opens(f"/console/comparison?change={sample.CHANGE}&days={sample.DAYS}")
    assert "取消率由 18% 降至 9%" in page.text
    assert "改善超出偶然波动" in page.text
    assert "52%" in page.text
    assert "81%" in page.text
    rows = next(one for one in links(page, "/console/figures/rows") if "of=cancellation_rate" in one)
    assert await every_row(head, rows) == sample.BEFORE.interviews
    board = await head.opens("/console/dashboard?from=2026-01-01&to=2026-06-30")
    everybody = await head.opens(next(iter(links(board, "/console/comments"))))
    assert "点击招聘人员，查看候选人的原话" in everybody.text
    [theirs] = {one for one in links(everybody, "/console/comments") if f"recruiter={sample.RECRUITER}" in one}
    said = await head.opens(theirs)
    assert any(praise in said.text for praise in sample.PRAISE)
    few = await head.opens(f"/console/comments?recruiter={sample.RECRUITER}&from=2026-02-02&to=2026-02-20")
    assert "没有满 5 份答卷的整月" in few.text
