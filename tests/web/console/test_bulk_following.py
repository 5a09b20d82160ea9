"""Stories of following a bulk in the console: it is paused, resumed and stopped, its page moves by itself, others see what they may."""

import asyncio
import re

from tests.web.browser import Page
from tests.web.console.bulk_office import NEW, arranged, confirmed, id_of, position, previewed, reached, says, stages
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter

SLOW = {"pace": "1"}


async def _begun(visitor: Visitor, recruiter: Recruiter, names: str = "甲乙丙") -> tuple[str, list[str]]:
    """A slow bulk whose first interview is done, and its interviews."""
    job = position()
    ids = await arranged(recruiter, job, names)
    id = id_of(await confirmed(visitor, await previewed(visitor, {"position": job, **SLOW})))
    await reached(visitor, id, f"1 / {len(names)}")
    return id, ids


async def _steered(visitor: Visitor, id: str, to: str) -> Page:
    return await visitor.sends(await visitor.opens(f"/console/bulk/{id}"), f"/console/bulk/{id}/{to}")


def _asks_again(page: Page) -> str:
    """By what the page fetches itself again; empty when it does not."""
    return next((found.get("hx-trigger", "") for found in page.all("div", id="bulk")), "")


async def test_a_bulk_is_paused_resumed_and_stopped(zhang: Visitor, zhangsan: Recruiter) -> None:
    id, ids = await _begun(zhang, zhangsan)
    running = await zhang.opens(f"/console/bulk/{id}")
    assert "every 3s" in _asks_again(running)
    says(running, "进行中", "约剩")

    paused = await _steered(zhang, id, "pause")
    assert "约剩" not in paused.text
    says(paused, "已暂停", "由张三操作")
    assert _asks_again(paused) == "live-any throttle:1s", "a paused one is not asked about every few seconds"
    assert "进行中" in (await _steered(zhang, id, "resume")).text
    await reached(zhang, id, "2 / 3")

    asked = await zhang.opens(f"/console/bulk/{id}/stop")
    assert "还有 1 场没有处理" in asked.text
    stopped = await zhang.sends(asked, f"/console/bulk/{id}/stop")
    assert not _asks_again(stopped)
    says(stopped, "已停止", "停止后未处理 1", "已暂停（张三操作）", "已停止（张三操作）")
    assert sorted(await stages(zhangsan, ids)) == ["cancelled", "cancelled", "invited"]
    assert "它已经结束" in (await zhang.opens(f"/console/bulk/{id}/stop")).text
    late = await zhang.posts(
        f"/console/bulk/{id}/resume", {"csrf": asked.form_to(f"/console/bulk/{id}/stop").fields["csrf"]}
    )
    assert late.status == 409
    says(late, "该批量处理已结束")


async def test_the_buttons_answer_with_the_part_of_the_page_and_a_word(zhang: Visitor, zhangsan: Recruiter) -> None:
    id, _ = await _begun(zhang, zhangsan)
    page = await zhang.opens(f"/console/bulk/{id}?state=pending")
    paused = await zhang.sends(page, f"/console/bulk/{id}/pause", htmx=True)
    assert paused.html.lstrip().startswith('<div id="bulk"')
    assert "toast" in paused.answer.headers["hx-trigger"], "the filter stays"
    assert "王甲" not in paused.text, "the filter stays"
    assert "已暂停" in (await zhang.opens(f"/console/bulk/{id}/now", htmx=True)).text
    dialog = await zhang.opens(f"/console/bulk/{id}/stop", htmx=True)
    stopped = await zhang.sends(dialog, f"/console/bulk/{id}/stop", htmx=True)
    assert "close-dialog" in stopped.answer.headers["hx-trigger"]
    says(stopped, "已停止")


async def test_confirming_with_a_script_leads_to_the_bulk(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲")
    preview = await previewed(zhang, {"position": job})
    sent = await zhang.sends(preview, NEW, {"step": "confirm"}, htmx=True)
    await reached(zhang, sent.answer.headers["hx-redirect"].rpartition("/")[2], "已完成")


async def test_the_menu_counts_what_is_not_over_and_the_list_shows_only_that(
    zhang: Visitor, chief: Visitor, zhangsan: Recruiter
) -> None:
    before = await _counted(zhang)
    id, _ = await _begun(zhang, zhangsan)
    await _steered(zhang, id, "pause")
    assert await _counted(zhang) == before + 1
    for visitor in (zhang, chief):
        assert f"/console/bulk/{id}" in (await visitor.opens("/console/bulk?open=true")).html
    seen = await chief.opens(f"/console/bulk/{id}")
    assert "张三" in seen.text
    assert "在 Temporal 界面中查看" in seen.text
    assert "Temporal" not in (await zhang.opens(f"/console/bulk/{id}")).text, "it shows everybody's"
    assert "已停止" in (await _steered_to_stop(chief, id)).text
    assert await _counted(zhang) == before
    assert id not in (await zhang.opens("/console/bulk?open=true")).html
    assert id in (await zhang.opens("/console/bulk")).html


async def _counted(visitor: Visitor) -> int:
    counts = await visitor.opens("/console/counts", htmx=True)
    found = re.search(r'#count-bulk"[^>]*>(\d*)', counts.html)
    assert found, counts.html
    return int(found[1] or 0)


async def _steered_to_stop(visitor: Visitor, id: str) -> Page:
    return await visitor.sends(await visitor.opens(f"/console/bulk/{id}/stop"), f"/console/bulk/{id}/stop")


async def test_two_who_pause_and_resume_at_once_leave_it_in_one_state(zhang: Visitor, zhangsan: Recruiter) -> None:
    id, _ = await _begun(zhang, zhangsan)
    page = await zhang.opens(f"/console/bulk/{id}")
    place = f"/console/bulk/{id}/pause"
    answers = await asyncio.gather(*(zhang.sends(page, place) for _ in range(3)))
    for answer in answers:
        assert answer.status == 200
        says(answer, "已暂停")
    await _steered_to_stop(zhang, id)


async def test_an_unknown_bulk_is_a_page_that_says_so(zhang: Visitor) -> None:
    missing = await zhang.opens("/console/bulk/00000000-0000-0000-0000-000000000000")
    assert missing.status == 404
    says(missing, "没有该批量处理")
    assert (await zhang.opens("/console/bulk/none-such")).status == 422
