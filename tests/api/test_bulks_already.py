"""Bulks and interviews that were cancelled before while another time is still looked for: whom they reach, what is told of it."""

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.desk import Desk, ahead
from tests.api.test_bulks import FROZEN, asked, finished, foretold, position, written


async def another_time_wanted(desk: Desk, job: str) -> str:
    """An interview that is cancelled, and whose candidate is offered other times."""
    id = await desk.arrange(position=job)
    await desk.cancel(id, offer_reschedule=True)
    await desk.act(id, "reschedule", {"options": [ahead(days=6), ahead(days=7)]})
    assert (await desk.page(f"/interviews/{id}"))["stage"] == "reschedule_requested"
    return id


async def test_conditions_select_only_interviews_whose_time_stands(zhangsan: Desk) -> None:
    job = position()
    mine = await zhangsan.arrange(position=job)
    moving = await zhangsan.arrange(position=job)
    await zhangsan.act(moving, "reschedule", {"options": [ahead(days=6)]})
    waiting = await another_time_wanted(zhangsan, job)
    body = FROZEN | {"select": {"position": job}}
    preview = await asked(zhangsan, body | {"dry_run": True})
    assert (preview["total"], preview["done"], preview["already"]) == (2, 2, 0)
    assert {one["kind"] for one in preview["notices"]} == {"cancelled"}
    await finished(zhangsan, (await asked(zhangsan, body))["id"])
    stages = [(await zhangsan.page(f"/interviews/{id}"))["stage"] for id in (mine, moving, waiting)]
    assert stages == ["cancelled", "cancelled", "reschedule_requested"]


async def test_a_picked_one_ends_its_search_for_another_time_and_the_preview_says_so(
    zhangsan: Desk, engine: AsyncEngine
) -> None:
    job = position()
    waiting, before, mine = await another_time_wanted(zhangsan, job), await zhangsan.arrange(), await zhangsan.arrange()
    await zhangsan.cancel(before)
    body = FROZEN | {"select": {"ids": [waiting, before, mine]}}
    preview = await asked(zhangsan, body | {"dry_run": True})
    assert (preview["done"], preview["already"], preview["ending"]) == (1, 2, 1)
    assert preview["ending_ids"] == [waiting]
    declined = foretold(preview, "request_declined")
    assert declined, "the candidate is told"
    done = await finished(zhangsan, (await asked(zhangsan, body))["id"])
    assert (done["counts"]["done"], done["counts"]["already"]) == (1, 2)
    assert await written(engine, [waiting, before, mine], "request_declined") == declined
    assert (await zhangsan.page(f"/interviews/{waiting}"))["stage"] == "cancelled"
