"""Phone tasks at the console (P1, P2): taken before the number shows, called once; who is second reads who is on it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.calls import SAY, decided, left, row, touch
from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor, said
from tests.web.people import Recruiter

_CALLS = "/console/calls"


@pytest_asyncio.fixture(scope="package")
async def wang(at_console: Door) -> Visitor:
    """Zhang San's colleague in Shanghai, who helps."""
    return await at_console("wangfang")


async def _task(zhangsan: Recruiter, engine: AsyncEngine, number: str, hours: float = 20) -> str:
    candidate = await zhangsan.invites(name="蒋难找", phone=number)
    return await left(engine, candidate.id, deadline=datetime.now(UTC) + timedelta(hours=hours))


async def _list(visitor: Visitor, **filters: str) -> Page:
    return await visitor.opens(f"{_CALLS}?{urlencode({'limit': '200'} | filters)}")


def _shows(page: Page, task: str) -> bool:
    return bool(page.all("tr", id=f"t-{task}"))


async def test_a_call_from_the_list_to_its_result(
    zhangsan: Recruiter, zhang: Visitor, wang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330001", hours=2)
    page = await _list(wang)
    assert _shows(page, task), "a colleague sees it and may help"
    assert "紧急" in page.text
    assert "13933330001" not in page.html, "the number shows to whoever is on it"
    taken = await wang.sends(page, f"{_CALLS}/{task}/take", htmx=True)
    assert taken.all("a", href="tel:+8613933330001")
    assert SAY in taken.text
    assert "已由您接手" in said(taken)["toast"]["text"]
    assert not _shows(await _list(zhang), task)
    assert "王芳" in (await _list(zhang, state="taken")).text
    silent = await wang.sends(taken, f"{_CALLS}/{task}/done", htmx=True)
    assert silent.status == 422
    assert "请选择通话结果。" in silent.text
    result = {"outcome": "reached", "remark": "本人接听，已知悉"}
    done = await wang.sends(silent, f"{_CALLS}/{task}/done", result, htmx=True)
    assert done.status == 204
    assert list(said(done)) == ["toast", "renew", "close-dialog"], "the dialog closes last"
    stored = await row(engine, task)
    assert (stored.state, stored.remark, stored.attempts) == ("delivered", "本人接听，已知悉", 1)
    again = await wang.sends(silent, f"{_CALLS}/{task}/done", result, htmx=True)
    assert again.status == 204, "a double click is one call"
    assert (await row(engine, task)).attempts == 1
    other = await wang.sends(silent, f"{_CALLS}/{task}/done", {"outcome": "no_answer"}, htmx=True)
    assert other.status == 409
    assert "这张表单已经提交过" in said(other)["toast"]["text"]


async def test_who_comes_second_reads_who_is_on_it(
    zhangsan: Recruiter, zhang: Visitor, wang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330002")
    seen = await _list(wang)
    await zhang.sends(await _list(zhang), f"{_CALLS}/{task}/take", htmx=True)
    late = await wang.sends(seen, f"{_CALLS}/{task}/take", htmx=True)
    assert late.status == 409
    assert "张三（zhangsan）已于" in said(late)["toast"]["text"]
    assert "请勿重复致电" in said(late)["toast"]["text"]
    dialog = await wang.opens(f"{_CALLS}/{task}", htmx=True)
    assert "张三 已于" in dialog.text
    assert f"{_CALLS}/{task}/done" not in dialog.places
    assert f"{_CALLS}/{task}/release" not in dialog.places


async def test_without_scripts_the_same_is_done_on_pages(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330003")
    page = await zhang.sends(await _list(zhang), f"{_CALLS}/{task}/take")
    assert page.all("a", href="tel:+8613933330003")
    assert page.all("nav"), "a whole page"
    back = await zhang.sends(page, f"{_CALLS}/{task}/release")
    assert back.status == 200
    assert _shows(await _list(zhang), task)
    assert await decided(engine, task) == [("zhangsan", "taken"), ("zhangsan", "released")]


async def test_a_manager_gives_back_what_somebody_left_lying(
    zhangsan: Recruiter, zhang: Visitor, chief: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330004")
    await zhang.sends(await _list(zhang), f"{_CALLS}/{task}/take", htmx=True)
    given = await chief.sends(await chief.opens(f"{_CALLS}/{task}"), f"{_CALLS}/{task}/release", htmx=True)
    assert given.status == 204
    assert _shows(await _list(zhang), task)


async def test_who_let_half_an_hour_pass_is_on_it_no_more(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330008")
    await zhang.sends(await _list(zhang), f"{_CALLS}/{task}/take", htmx=True)
    assert "由您跟进" in (await _list(zhang, state="taken", mine="true")).text
    await touch(engine, task, taken_at=datetime.now(UTC) - timedelta(minutes=31))
    page = await _list(zhang)
    assert _shows(page, task)
    assert "由您跟进" not in page.text
    assert "13933330008" not in page.html


async def test_who_asked_not_to_be_called_is_marked_from_then_on(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330005")
    taken = await zhang.sends(await _list(zhang), f"{_CALLS}/{task}/take", htmx=True)
    await zhang.sends(taken, f"{_CALLS}/{task}/done", {"outcome": "asked_not_to_call"}, htmx=True)
    next_one = await _task(zhangsan, engine, "+8613933330005")
    assert "曾要求不再致电" in (await _list(zhang)).text
    assert "确有必要时才拨打" in (await zhang.opens(f"{_CALLS}/{next_one}", htmx=True)).text


async def test_mine_are_those_of_my_interviews_or_in_my_hands(
    zhangsan: Recruiter, zhang: Visitor, wang: Visitor, engine: AsyncEngine
) -> None:
    task = await _task(zhangsan, engine, "+8613933330006")
    assert _shows(await _list(zhang, mine="true"), task)
    assert not _shows(await _list(wang, mine="true"), task)
    await wang.sends(await _list(wang), f"{_CALLS}/{task}/take", htmx=True)
    assert _shows(await _list(wang, mine="true", state="taken"), task)


async def test_another_companys_call_is_not_there(zhangsan: Recruiter, at_console: Door, engine: AsyncEngine) -> None:
    task = await _task(zhangsan, engine, "+8613933330007")
    li = await at_console("lisi")
    assert not _shows(await _list(li, state="all"), task)
    assert (await li.opens(f"{_CALLS}/{task}")).status == 404
