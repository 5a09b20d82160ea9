"""Stories of the interview list (R1): its views and how many they hold, its search, its pages, whose interviews it shows."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter
from web.console import listing

_LIST = "/console/interviews"


@pytest.fixture
def three_a_page() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_ROWS", 3)
        yield


def shown(page: Page) -> list[str]:
    """The ids of the interviews on the page, in its order."""
    return re.findall(r'<tr id="i-([0-9a-f-]{36})"', page.html)


def held(page: Page) -> dict[str, str]:
    """How many each view says it holds, by its name."""
    return dict(re.findall(r">(\S+) <span class=\"view-count\">([^<]*)</span>", page.html))


async def searches(visitor: Visitor, text: str, **more: str) -> Page:
    return Page(await visitor.http.get(_LIST, params={"view": "all", "q": text, **more}))


async def test_each_view_holds_what_its_name_says(zhang: Visitor, zhangsan: Recruiter) -> None:
    name = f"万{uuid4().hex[:6]}"
    people = [await zhangsan.invites(timedelta(days=day), name=name) for day in (2, 3, 4)]
    await zhangsan.does(f"/{people[1].id}/confirm")
    await people[2].presses(await people[2].opens(), "cancel", reason_code="C_OTHER_OFFER")
    await zhangsan.until(people[2], "cancelled")
    upcoming = await searches(zhang, name, view="open")
    assert shown(upcoming) == [people[0].id, people[1].id], "the next one first"
    assert held(upcoming) == {
        "待进行": "2",
        "待确认": "1",
        "改期中": "0",
        "待登记结果": "0",
        "已取消": "1",
        "已结束": "0",
        "全部": "3",
    }
    assert shown(await searches(zhang, name, view="waiting")) == [people[0].id]
    assert shown(await searches(zhang, name, view="cancelled")) == [people[2].id]
    assert shown(await searches(zhang, name)) == [people[2].id, people[1].id, people[0].id], "the last one first"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("{key}", True),
        ("{KEY}", True),
        ("孙100%{key}", True),
        ("孙1000{key}", False),
        ("100%", True),
        ("a_b{key}", False),
        ("高级 C/C++", True),
    ],
)
async def test_a_search_finds_a_part_of_the_name_or_position_as_it_was_typed(
    zhang: Visitor, zhangsan: Recruiter, typed: str, found: bool
) -> None:
    """What means something else to a database means itself here; capitals do not matter."""
    key = f"x{uuid4().hex[:8]}"
    candidate = await zhangsan.invites(name=f"孙100%{key}", position="高级 C/C++ 工程师")
    page = await searches(zhang, typed.format(key=key, KEY=key.upper()))
    assert (candidate.id in shown(page)) is found, page.text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("{tail}", True),
        ("+86 139-7{middle} {tail}", True),
        ("1397{middle}{tail}", True),
        ("{mail}", True),
        ("刘搜{key}", True),
        ("{tail}9", False),
    ],
)
async def test_what_stands_in_the_row_finds_it(zhang: Visitor, zhangsan: Recruiter, typed: str, found: bool) -> None:
    """The end of a number is what people read out; addresses and interviewers are looked for, too."""
    key = uuid4().int
    middle, tail = f"{key % 1000:03d}", f"{key // 1000 % 10000:04d}"
    candidate = await zhangsan.invites(phone=f"+861397{middle}{tail}", interviewer=f"刘搜{key % 10**6}")
    mail = candidate.email.upper()
    page = await searches(zhang, typed.format(middle=middle, tail=tail, mail=mail, key=key % 10**6))
    assert (candidate.id in shown(page)) is found, page.text


async def test_pages_lead_on_and_back_and_miss_nobody(zhang: Visitor, zhangsan: Recruiter, three_a_page: None) -> None:
    name = f"页{uuid4().hex[:6]}"
    people = [await zhangsan.invites(timedelta(days=2, minutes=nth), name=name) for nth in range(7)]
    expected = [one.id for one in people]
    page = await searches(zhang, name, view="open")
    read = [shown(page)]
    while link := page.all("a", rel="next"):
        page = await zhang.opens(link[0]["href"])
        read.append(shown(page))
    assert read == [expected[:3], expected[3:6], expected[6:]]
    page = await zhang.opens(page.all("a", rel="prev")[0]["href"])
    assert shown(page) == expected[3:6]
    page = await zhang.opens(page.all("a", rel="prev")[0]["href"])
    assert shown(page) == expected[:3]
    assert not page.all("a", rel="prev")


async def test_a_recruiter_sees_their_own_and_a_manager_the_teams(
    zhang: Visitor, zhangsan: Recruiter, at_console: Door
) -> None:
    name = f"谁{uuid4().hex[:6]}"
    candidate: Candidate = await zhangsan.invites(name=name)
    assert shown(await searches(zhang, name)) == [candidate.id]
    assert shown(await searches(await at_console("wangfang"), name)) == []
    team = await searches(await at_console("chenjing"), name)
    assert shown(team) == [candidate.id]
    assert "张三" in team.text
    assert shown(await searches(await at_console("chenjing"), name, recruiter="wangfang")) == []


async def test_what_can_only_be_cancelled_late_by_now_says_so(zhang: Visitor, zhangsan: Recruiter) -> None:
    """R6."""
    name = f"近{uuid4().hex[:6]}"
    late, early = [await zhangsan.invites(timedelta(hours=hours), name=name) for hours in (20, 30)]
    assert shown(await searches(zhang, name, view="open")) == [late.id, early.id]
    assert "24 小时内" in (await zhang.opens(f"{_LIST}/{late.id}/row", htmx=True)).text
    assert "小时内" not in (await zhang.opens(f"{_LIST}/{early.id}/row", htmx=True)).text


async def test_the_counts_follow_news_by_themselves(zhang: Visitor, zhangsan: Recruiter) -> None:
    name = f"数{uuid4().hex[:6]}"
    candidate = await zhangsan.invites(name=name)
    page = await searches(zhang, name, view="open")
    (views,) = page.all("nav", id="views")
    assert (held(page)["待进行"], held(page)["已取消"]) == ("1", "0")
    await zhangsan.does(f"/{candidate.id}/cancel", {"reason_detail": "岗位冻结", "party": "company"})
    after = await zhang.opens(views["hx-get"], htmx=True)
    assert (held(after)["待进行"], held(after)["已取消"]) == ("0", "1")


async def test_an_impossible_period_is_said_once_and_not_with_every_piece_of_news(zhang: Visitor) -> None:
    backwards = "from=2026-12-02&to=2026-12-01"
    page = await zhang.opens(f"/console/interviews?{backwards}")
    assert page.all("div", role="alert")
    news = await zhang.opens(f"/console/interviews/views?{backwards}", htmx=True)
    assert news.status == 200
    assert "hx-trigger" not in news.answer.headers, "nothing pops up"


async def test_the_next_step_is_what_people_wait_for(zhang: Visitor, zhangsan: Recruiter) -> None:
    name = f"步{uuid4().hex[:6]}"
    people = [await zhangsan.invites(timedelta(days=day), name=name) for day in (2, 3)]
    await zhangsan.does(f"/{people[1].id}/confirm")
    shown = await searches(zhang, name)
    assert "等待候选人确认" in shown.text
    assert "核实通知送达" not in shown.text


async def test_an_empty_view_leads_on(at_console: Door) -> None:
    zhao = await at_console("zhaolei")
    empty = await zhao.opens(f"{_LIST}?view=done")
    assert "Show all interviews" in empty.text, "the language of this account"
    filtered = await searches(zhao, uuid4().hex)
    assert "Clear filters" in filtered.text
