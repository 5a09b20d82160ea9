"""The list of candidates to call: whose tasks, in which order, and what is urgent."""

from datetime import UTC, datetime, timedelta

from api.context import App
from tests.api.calls import left, listed
from tests.api.conftest import Hire
from tests.api.desk import Desk, ahead


async def test_the_next_deadline_comes_first_through_all_pages(served: App, sign_in: Hire) -> None:
    desk = await sign_in("caller", "mianyue-calls")
    now = datetime.now(UTC)
    soon = await left(served.engine, await desk.arrange(starts_at=ahead(hours=2)), deadline=now + timedelta(hours=2))
    late = await left(served.engine, await desk.arrange(), deadline=now + timedelta(hours=30))
    middle = await left(served.engine, await desk.arrange(), deadline=now + timedelta(hours=5))
    first = await desk.page("/phone-tasks", {"limit": 2})
    second = await desk.page("/phone-tasks", {"limit": 2, "cursor": first["next"]})
    items = first["items"] + second["items"]
    assert [item["id"] for item in items] == [soon, middle, late]
    assert second["next"] is None
    back = await desk.page("/phone-tasks", {"limit": 2, "cursor": second["previous"]})
    assert (back["items"], back["previous"], back["next"] is not None) == (first["items"], None, True)
    assert [item["urgent"] for item in items] == [True, False, False]


async def test_one_without_a_number_is_listed_all_the_same(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange(candidate={"phone": None})
    await left(served.engine, id)
    [task] = await listed(zhangsan, id)
    assert (task["number"], task["asked_not_to_call"]) == (None, False)
    assert task["timezone"] == "Asia/Shanghai"


async def test_mine_are_those_of_my_interviews_and_those_i_took(served: App, sign_in: Hire) -> None:
    anna, bert = [await sign_in(login, "mianyue-mine") for login in ("anna", "bert")]
    id = await anna.arrange()
    task = await left(served.engine, id)
    assert len(await listed(bert, id)) == 1
    assert await listed(bert, id, mine="true") == []
    await bert.post(f"/phone-tasks/{task}/take")
    assert len(await listed(bert, id, "taken", mine="true")) == 1
    assert len(await listed(anna, id, "all", mine="true")) == 1
    taken = (await anna.post(f"/phone-tasks/{task}/take")).json()
    assert taken["type"].endswith(":phone-task-taken")


async def test_what_is_over_is_shown_only_among_all(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    for state in ("delivered", "failed", "skipped"):
        await left(served.engine, id, state=state)
    assert await listed(zhangsan, id) == await listed(zhangsan, id, "taken") == []
    shown = await listed(zhangsan, id, "all")
    assert {task["state"] for task in shown} == {"reached", "failed", "called_off"}
    assert not any(task["urgent"] for task in shown)


async def test_a_wrong_filter_is_refused_by_name(zhangsan: Desk) -> None:
    for params, field in (({"state": "late"}, "state"), ({"cursor": "AAAA"}, "cursor"), ({"colour": "red"}, "colour")):
        answer = await zhangsan.get("/phone-tasks", params)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


async def test_a_wrong_outcome_is_refused_by_name_and_nothing_happens(served: App, zhangsan: Desk) -> None:
    task = await left(served.engine, await zhangsan.arrange())
    await zhangsan.post(f"/phone-tasks/{task}/take")
    for body in (
        {},
        {"outcome": "maybe"},
        {"outcome": "reached", "remark": "x" * 2001},
        {"outcome": "reached", "a": 1},
    ):
        answer = await zhangsan.post(f"/phone-tasks/{task}/done", body)
        assert answer.status_code == 422, body
    assert (await zhangsan.post(f"/phone-tasks/{task}/take")).json()["attempts"] == 0
