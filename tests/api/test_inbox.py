"""In-app messages of staff: to one's own desk, and to HR operations together."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import insert

from api.context import App
from db.tables_interview import notices
from tests.api.conftest import Hire
from tests.api.desk import Desk


async def test_a_recruiter_is_told_and_reads_it_once(sign_in: Hire, hrops: Desk, zhangsan: Desk) -> None:
    desk = await sign_in("informed", "mianyue-inbox")
    id = await desk.arrange()
    await hrops.cancel(id)
    mine = (await desk.page("/inbox", {"unread": "true"}))["items"]
    assert [(m["kind"], m["interview_id"], m["read_at"]) for m in mine] == [("candidate_cancelled", id, None)]
    assert "岗位冻结" in mine[0]["body"], "staff read the reason as it was given"
    foreign = await zhangsan.post(f"/inbox/{mine[0]['id']}/read")
    assert foreign.status_code == 404
    read = (await desk.post(f"/inbox/{mine[0]['id']}/read")).json()
    assert read["read_at"] is not None
    again = (await desk.post(f"/inbox/{mine[0]['id']}/read")).json()
    assert again["read_at"] == read["read_at"]
    assert (await desk.page("/inbox", {"unread": "true"}))["items"] == []
    assert len((await desk.page("/inbox"))["items"]) == 1


async def test_messages_to_hr_operations_reach_those_above_the_interview(sign_in: Hire, served: App) -> None:
    recruiter = await sign_in("silent", "mianyue-inbox")
    inside = await sign_in("hr-inside", "mianyue-inbox", "hrops")
    outside = await sign_in("hr-outside", "elsewhere", "hrops")
    id = await recruiter.arrange()
    at = datetime.now(UTC)
    row = {
        "id": uuid4(),
        "organisation_id": "mianyue-inbox",
        "interview_id": id,
        "key": f"{id}:test",
        "revision": 1,
        "kind": "outcome_wanted",
        "audience": "hrops",
        "channel": "inbox",
        "step": "ask_outcome:3",
        "locale": "zh-CN",
        "subject": "请登记结果",
        "body": "面试已结束",
        "state": "delivered",
        "created_at": at,
        "due_at": at,
    }
    async with served.engine.begin() as conn:
        await conn.execute(insert(notices).values(row))
    assert [m["subject"] for m in (await inside.page("/inbox"))["items"]] == ["请登记结果"]
    assert (await outside.page("/inbox"))["items"] == []
    assert (await recruiter.page("/inbox"))["items"] == []


async def test_the_inbox_pages_newest_first(sign_in: Hire, hrops: Desk) -> None:
    desk = await sign_in("much-informed", "mianyue-inbox")
    for _ in range(5):
        await hrops.cancel(await desk.arrange())
    first = await desk.page("/inbox", {"limit": 3})
    second = await desk.page("/inbox", {"limit": 3, "cursor": first["next"]})
    times = [m["created_at"] for m in first["items"] + second["items"]]
    assert len(times) == 5
    assert times == sorted(times, reverse=True)
    assert second["next"] is None
    back = await desk.page("/inbox", {"limit": 3, "cursor": second["previous"]})
    assert (back["items"], back["previous"], back["next"] is not None) == (first["items"], None, True)
