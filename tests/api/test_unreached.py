"""Nobody reached, on the real workers: a cancellation that no channel carries ends in one call, or in none when the candidate knows."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.api.calls import listed
from tests.api.desk import Desk, Json, ahead


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    """The providers, healthy again afterwards."""
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as http:
        yield http
        await http.put("/sandbox/faults", json=[])


async def _cancelled_unreached(desk: Desk, sandbox: httpx2.AsyncClient, number: str) -> tuple[str, Json]:
    """An interview whose cancellation neither provider takes, and the phone task that comes of it."""
    mail = f"{number[1:]}@example.com"
    id = await desk.arrange(candidate={"phone": number, "email": mail}, starts_at=ahead(hours=30))
    faults = [
        {"channel": "sms", "to": number, "mode": "bad_number"},
        {"channel": "email", "to": mail, "mode": "bad_number"},
    ]
    (await sandbox.put("/sandbox/faults", json=faults)).raise_for_status()
    await desk.cancel(id)
    for _ in range(150):
        found = [task for task in await listed(desk, id) if task["kind"] == "cancelled"]
        if found:
            return id, found[0]
        await asyncio.sleep(0.1)
    raise TimeoutError("no phone task came")


async def _gone(desk: Desk, id: str) -> None:
    for _ in range(150):
        if not await listed(desk, id):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("the phone task stayed open")


async def test_the_recruiter_calls_and_the_message_counts_as_delivered(
    zhangsan: Desk, sandbox: httpx2.AsyncClient
) -> None:
    id, task = await _cancelled_unreached(zhangsan, sandbox, "+8613944440001")
    assert "取消" in task["text"]
    assert task["number"] == "+8613944440001"
    assert task["deadline"] <= task["starts_at"]
    await zhangsan.post(f"/phone-tasks/{task['id']}/take")
    await zhangsan.post(f"/phone-tasks/{task['id']}/done", {"outcome": "reached"})
    [row] = (await zhangsan.page("/cancellations", {"interview": id}))["items"]
    assert row["notice_basis"] == "delivered", "R11 counts from the call on"
    shown = {
        n["channel"]: n for n in (await zhangsan.page(f"/interviews/{id}/notices"))["items"] if n["kind"] == "cancelled"
    }
    assert shown["phone"]["state"] == "delivered"
    assert shown["phone"]["because"] == "no_channel_left"
    decided = [one for n in shown.values() for one in n["decisions"]]
    assert {one["decision"] for one in decided} == {"phone_task", "taken", "reached"}
    assert all(one["sentence"] != one["decision"] for one in decided)


async def test_the_candidate_who_knows_is_not_called(zhangsan: Desk, sandbox: httpx2.AsyncClient) -> None:
    """Told by chance, say the staff; again is the same answer."""
    id, task = await _cancelled_unreached(zhangsan, sandbox, "+8613944440002")
    first = await zhangsan.act(id, "acknowledge")
    assert (first["result"], first["stage"]) == ("acknowledged", "cancelled")
    await _gone(zhangsan, id)
    assert [one["state"] for one in await listed(zhangsan, id, "all")] == ["called_off"]
    assert (await zhangsan.act(id, "acknowledge"))["result"] == "already_acknowledged"
    late = await zhangsan.post(f"/phone-tasks/{task['id']}/take")
    assert late.json()["type"].endswith(":phone-task-closed")


async def test_a_colleague_on_the_line_finishes_after_the_candidate_has_read_it(
    zhangsan: Desk, sandbox: httpx2.AsyncClient
) -> None:
    id, task = await _cancelled_unreached(zhangsan, sandbox, "+8613944440003")
    await zhangsan.post(f"/phone-tasks/{task['id']}/take")
    await zhangsan.act(id, "acknowledge")
    [still] = await listed(zhangsan, id, "taken")
    assert still["id"] == task["id"]
    ended = await zhangsan.post(f"/phone-tasks/{task['id']}/done", {"outcome": "no_answer"})
    assert ended.json()["state"] == "called_off"
    assert await listed(zhangsan, id) == []


async def test_an_unknown_cancellation_that_did_not_come_goes_on_its_next_way(
    zhangsan: Desk, sandbox: httpx2.AsyncClient
) -> None:
    """What HR found out is news: the workflow does not wait for its own next look."""
    number, mail = "+8613944440004", "8613944440004@example.com"
    id = await zhangsan.arrange(candidate={"phone": number, "email": mail}, starts_at=ahead(hours=30))
    await _invited(zhangsan, id)
    faults = [
        {"channel": "sms", "to": number, "mode": "bad_number"},
        {"channel": "email", "to": mail, "mode": "drop_answer", "times": 1},
    ]
    (await sandbox.put("/sandbox/faults", json=faults)).raise_for_status()
    await zhangsan.cancel(id)
    notice = await _unknown(zhangsan, id)
    settled = await zhangsan.post(f"/notices/{notice['id']}/settle", {"came": False})
    assert settled.json()["state"] == "failed"
    for _ in range(150):
        if await listed(zhangsan, id):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("nobody was asked to call")


async def _invited(desk: Desk, id: str) -> None:
    """Wait until the invitation has left, so that the fault meets the cancellation."""
    for _ in range(150):
        if "accepted" in {notice["state"] for notice in (await desk.page(f"/interviews/{id}/notices"))["items"]}:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("the invitation never left")


async def _unknown(desk: Desk, id: str) -> Json:
    for _ in range(150):
        for item in (await desk.page("/unknown-sends", {"limit": 200}))["items"]:
            if item["interview_id"] == id and item["kind"] == "cancelled":
                return dict(item)
        await asyncio.sleep(0.1)
    raise TimeoutError("no unknown send was listed")
