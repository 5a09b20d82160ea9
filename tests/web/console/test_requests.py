"""Stories of the inbox of requests to move: approved, declined, taken back, answered by somebody else meanwhile (R8)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db import moves
from tests.web.browser import Page
from tests.web.console.test_moving import pick, toast, workday
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter
from web.console import requests


async def asks(candidate: Candidate, wanted: datetime | None) -> None:
    """The candidate asks for that time on their page, or for any other."""
    page = await candidate.opens()
    fields = {"date": f"{wanted:%Y-%m-%d}", "time": f"{wanted:%H:%M}"} if wanted else {"starts_at": "any"}
    await candidate.presses(page, "reschedule", None, **fields)


def card(page: Page, candidate: Candidate) -> str:
    """What the list says of this candidate's request; empty when it has none."""
    _, found, rest = page.html.partition(f'id="r-{candidate.id}"')
    return " ".join(rest.partition("</li>\n")[0].split()) if found else ""


async def answers(visitor: Visitor, page: Page, candidate: Candidate, how: str, **more: Any) -> Page:
    return await visitor.sends(page, f"/console/requests/{candidate.id}/{how}", more, htmx=True)


@pytest.fixture
def long_list() -> Iterator[None]:
    """Everything on one page, however many other stories left their requests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests, "_ROWS", 500)
        yield


@pytest.mark.usefixtures("long_list")
async def test_a_wish_is_approved_with_one_click_and_only_once(zhang: Visitor, zhangsan: Recruiter) -> None:
    wanted = workday(7, 15)
    candidate = await zhangsan.invites(timedelta(days=5), name="林小满", interviewer="钱经理 approves")
    await asks(candidate, wanted)
    page = await zhang.opens("/console/requests")
    shown = card(page, candidate)
    assert "林小满" in shown
    assert f"{wanted.month}月{wanted.day}日 周三" in shown
    assert "双方有空" in shown
    assert "答复期限" in shown
    done = await answers(zhang, page, candidate, "approve")
    assert done.status == 200
    assert "已同意：林小满 的面试改到" in toast(done)
    assert card(done, candidate) == ""
    found = await zhangsan.interview(candidate)
    assert (found["revision"], datetime.fromisoformat(found["starts_at"])) == (2, wanted)
    again = await answers(zhang, page, candidate, "approve")
    assert (again.status, "没有重复执行" in toast(again)) == (200, True)
    assert (await zhangsan.interview(candidate))["revision"] == 2


@pytest.mark.usefixtures("long_list")
async def test_what_speaks_against_a_wish_stands_beside_it(zhang: Visitor, zhangsan: Recruiter) -> None:
    wanted = workday(8, 10)
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="孙总监 late")
    await asks(candidate, wanted)
    page = await zhang.opens("/console/requests")
    assert "双方有空" in card(page, candidate)
    await zhangsan.invites(starts_at=wanted, interviewer="孙总监 late")
    warned = await answers(zhang, page, candidate, "approve")
    assert warned.status == 409
    assert "面试官在该时段已有其他面试" in toast(warned)
    assert "仍然同意" in card(warned, candidate)
    assert (await answers(zhang, warned, candidate, "approve")).status == 200
    assert datetime.fromisoformat((await zhangsan.interview(candidate))["starts_at"]) == wanted


@pytest.mark.usefixtures("long_list")
async def test_a_wish_is_declined_after_asking_once_more(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5))
    await asks(candidate, workday(7, 15))
    before = (await zhangsan.interview(candidate))["starts_at"]
    asked = await zhang.opens(f"/console/requests/{candidate.id}/decline", htmx=True)
    assert "改期之前的安排不变" in asked.text
    done = await answers(zhang, asked, candidate, "decline")
    assert "原时间不变" in toast(done)
    found = await zhangsan.interview(candidate)
    assert (found["stage"], found["starts_at"]) == ("invited", before)


@pytest.mark.usefixtures("long_list")
async def test_any_other_time_is_answered_with_offers(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="赵工 any")
    await asks(candidate, None)
    shown = card(await zhang.opens("/console/requests"), candidate)
    assert "未指定，请提供可选时间" in shown
    assert "/approve" not in shown
    place = f"/console/interviews/{candidate.id}/reschedule"
    dialog = await zhang.opens(f"{place}?from={workday(7, 10):%Y-%m-%d}", htmx=True)
    assert "候选人正在申请改期" in dialog.text
    await zhang.sends(dialog, place, {"do": "send", "pick": pick(workday(7, 10))}, htmx=True)
    assert card(await zhang.opens("/console/requests"), candidate) == ""
    offers = await zhang.opens("/console/requests?kind=offered")
    assert "可选时间" in card(offers, candidate)
    back = await zhang.opens(f"/console/requests/{candidate.id}/decline", htmx=True)
    assert "撤回可选时间" in back.text
    done = await answers(zhang, back, candidate, "decline")
    assert "已撤回提供给" in toast(done)
    assert card(done, candidate) == ""


@pytest.mark.usefixtures("long_list")
async def test_who_comes_second_is_told_what_the_first_did(zhang: Visitor, chief: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), name="吴念")
    await asks(candidate, workday(7, 15))
    mine, theirs = await zhang.opens("/console/requests"), await chief.opens("/console/requests")
    assert (await answers(zhang, mine, candidate, "approve")).status == 200
    late = await answers(chief, theirs, candidate, "approve")
    assert late.status == 409
    assert "吴念 的这项申请已有变化：张三 已改期" in toast(late)
    assert card(late, candidate) == ""
    assert (await zhangsan.interview(candidate))["revision"] == 2


@pytest.mark.usefixtures("long_list")
async def test_a_wish_that_changed_meanwhile_is_not_approved_unseen(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5))
    await asks(candidate, workday(7, 15))
    page = await zhang.opens("/console/requests")
    await asks(candidate, workday(9, 16))
    late = await answers(zhang, page, candidate, "approve")
    assert late.status == 409
    assert "候选人 提出了新的申请" in toast(late)
    assert (await zhangsan.interview(candidate))["revision"] == 1


async def test_without_scripts_the_answer_leads_back_to_the_list(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5))
    await asks(candidate, workday(7, 15))
    page = await zhang.opens(f"/console/requests/{candidate.id}/decline")
    done = await zhang.sends(page, f"/console/requests/{candidate.id}/decline")
    assert (done.status, bool(done.all("h1"))) == (200, True)
    late = await zhang.sends(page, f"/console/requests/{candidate.id}/decline", {"key": "another-form"})
    assert (late.status, "您 已婉拒" in late.text) == (409, True)


async def test_the_longest_waiting_come_first_page_by_page(chief: Visitor, zhangsan: Recruiter) -> None:
    everybody = [await zhangsan.invites(timedelta(days=5)) for _ in range(3)]
    for candidate in everybody:
        await asks(candidate, workday(7, 9))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests, "_ROWS", 2)
        seen: list[str] = []
        page = await chief.opens("/console/requests")
        while True:
            seen += [found["id"] for found in page.all("li", **{"class": "card request"})]
            onward = page.all("a", rel="next")
            if not onward:
                break
            page = await chief.opens(onward[0]["href"])
        assert [f"r-{one.id}" for one in everybody] == [id for id in seen if id in {f"r-{c.id}" for c in everybody}]
        assert len(seen) == len(set(seen))
        [back] = page.all("a", rel="prev")
        before = [found["id"] for found in (await chief.opens(back["href"])).all("li", **{"class": "card request"})]
        assert before == seen[-len(before) - len(page.all("li", **{"class": "card request"})) :][: len(before)]
    assert (await chief.opens("/console/requests?after=nonsense")).status == 200
    assert moves.MOST_COUNTED == 100


async def test_how_long_it_waits_and_until_when_is_told(zhang: Visitor, zhangsan: Recruiter) -> None:
    """The promised time is the candidate's page's own."""
    candidate = await zhangsan.invites(timedelta(days=5))
    await asks(candidate, workday(7, 15))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests, "_ROWS", 500)
        shown = card(await zhang.opens("/console/requests"), candidate)
    promised = shown.partition('<time datetime="')[2]
    assert "0 分钟" in shown
    due = datetime.fromisoformat(shown.rpartition('<time datetime="')[2].partition('"')[0])
    assert timedelta(0) < due - datetime.now(UTC) <= timedelta(hours=24)
    assert promised
