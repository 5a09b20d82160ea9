"""Sends of which nobody knows whether they left: HR finds out, and the ledger keeps who said so (P2)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.context import App
from db.decisions import decided as write
from tests.api.calls import decided, left, row
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json

AN_HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)
LOST = {"kind": "invite", "step": "invite:2", "channel": "sms", "state": "unknown", "detail": "read_timeout"}


async def _doubtful(served: App, interview: str, **changes: object) -> str:
    return await left(served.engine, interview, **(LOST | {"attempted_at": AN_HOUR_AGO} | changes))


async def _listed(desk: Desk, interview: str) -> list[Json]:
    found: list[Json] = []
    query: Json = {"limit": 200}
    while True:
        page = await desk.page("/unknown-sends", query)
        found += [item for item in page["items"] if item["interview_id"] == interview]
        if page["next"] is None:
            return found
        query = query | {"cursor": page["next"]}


async def test_an_unknown_invitation_is_settled_by_asking_the_candidate(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    notice = await _doubtful(served, id, looked="not_found", looked_at=AN_HOUR_AGO)
    async with served.engine.begin() as conn:
        because = "unknown:not_found"
        await write(
            conn, (await row(served.engine, notice)).id, "not_sent_again", AN_HOUR_AGO, actor="system", because=because
        )
    [item] = await _listed(zhangsan, id)
    assert (item["id"], item["candidate"], item["kind"], item["channel"]) == (notice, "王小明", "invite", "sms")
    assert datetime.fromisoformat(item["since"]) == AN_HOUR_AGO
    assert item["looked"] == "not_found"
    assert item["sentence"] == "服务商没有及时应答；服务商没有查到这条消息"
    assert item["decisions"][0]["sentence"] == "没有再次发送，以免重复打扰（服务商没有查到这条消息）"
    assert item["question"].startswith("服务商未能确认这条短信是否已发出。候选人收到了吗？")
    settled = await zhangsan.post(f"/notices/{notice}/settle", {"came": True, "remark": "候选人来电确认"})
    assert settled.status_code == 200
    view = settled.json()
    assert (view["state"], view["remark"]) == ("delivered", "候选人来电确认")
    assert datetime.fromisoformat(view["delivered_at"]) == AN_HOUR_AGO, "it came when it was sent, not when we heard"
    assert view["decisions"][-1]["decision"] == "settled_came"
    assert view["decisions"][-1]["actor"] == "zhangsan"
    assert await _listed(zhangsan, id) == []
    again = await zhangsan.post(f"/notices/{notice}/settle", {"came": False})
    assert (again.status_code, again.json()["type"]) == (409, "urn:mianyue:rule:notice-not-unknown")
    assert again.json()["state"] == "delivered"


async def test_one_that_did_not_come_counts_as_failed(served: App, zhangsan: Desk, hrops: Desk) -> None:
    id, key = await zhangsan.arrange(), uuid4().hex
    notice = await _doubtful(served, id)
    answers = [await hrops.post(f"/notices/{notice}/settle", {"came": False}, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], "the same key is the same answer"
    assert answers[0].json()["sentence"] == "经人工核实未送达"
    stored = await row(served.engine, notice)
    assert (stored.state, stored.detail, stored.delivered_at) == ("failed", "settled_not_delivered", None)
    assert await decided(served.engine, notice) == [("hrops", "settled_not_came")]
    other = await hrops.post(f"/notices/{notice}/settle", {"came": True}, key)
    assert other.json()["type"].endswith(":idempotency-key-reused")


async def test_a_send_cut_off_by_a_crash_is_listed_and_one_under_way_is_not(served: App, zhangsan: Desk) -> None:
    id, now = await zhangsan.arrange(), datetime.now(UTC)
    old = await _doubtful(served, id, state="attempting", detail="", attempted_at=now - timedelta(minutes=3))
    new = await _doubtful(served, id, state="attempting", detail="", attempted_at=now)
    call = await left(served.engine, id, state="attempting", attempted_at=AN_HOUR_AGO, taken_at=AN_HOUR_AGO)
    assert [item["id"] for item in await _listed(zhangsan, id)] == [old]
    assert (await zhangsan.post(f"/notices/{old}/settle", {"came": True})).status_code == 200
    for one in (new, call):
        refused = await zhangsan.post(f"/notices/{one}/settle", {"came": True})
        assert refused.json()["type"].endswith(":notice-not-unknown")


async def test_the_oldest_comes_first_through_all_pages(served: App, sign_in: Hire) -> None:
    desk = await sign_in("doubter", "mianyue-doubts")
    id = await desk.arrange()
    made = [await _doubtful(served, id, attempted_at=AN_HOUR_AGO - timedelta(minutes=n)) for n in range(3)]
    first = await desk.page("/unknown-sends", {"limit": 2})
    second = await desk.page("/unknown-sends", {"limit": 2, "cursor": first["next"]})
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    back = await desk.page("/unknown-sends", {"limit": 2, "cursor": second["previous"]})
    assert (back["items"], back["previous"], back["next"] is not None) == (first["items"], None, True)


async def test_an_english_reader_is_asked_in_english(served: App, sign_in: Hire) -> None:
    leo = await sign_in("zhaolei")
    id = await leo.arrange()
    await _doubtful(served, id, channel="email", detail="http_503")
    [item] = await _listed(leo, id)
    assert item["question"].startswith("The provider could not confirm that this email left. Did the candidate get it?")
    assert item["sentence"] == "the provider's code: http_503; the provider did not answer whether it left"


@pytest.mark.parametrize("body", [{}, {"came": "yes"}, {"came": 1}, {"came": True, "why": "x"}])
async def test_a_wrong_answer_is_refused_and_nothing_happens(served: App, zhangsan: Desk, body: Json) -> None:
    notice = await _doubtful(served, await zhangsan.arrange())
    assert (await zhangsan.post(f"/notices/{notice}/settle", body)).status_code == 422
    assert (await row(served.engine, notice)).state == "unknown"


async def test_the_timeline_shows_what_a_notice_took_the_place_of_and_why(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    first = await _doubtful(served, id, state="failed", detail="bounce_550")
    second = await left(served.engine, id, after_id=first, because="no_channel_left", generation=2, sms_parts=3)
    items = (await zhangsan.page(f"/interviews/{id}/timeline"))["items"]
    shown = {item["notice"]["id"]: item["notice"] for item in items if item["kind"] == "notice"}
    assert shown[second]["after_id"] == first
    assert (shown[second]["generation"], shown[second]["sms_parts"]) == (2, 3)
    assert shown[second]["sentence"] == "已没有其他可用渠道"
    assert shown[second]["acknowledged_at"] is None
    assert shown[second]["due_at"] is not None
    assert shown[first]["decisions"] == []


async def test_who_was_told_another_way_need_not_be_asked(served: App, zhangsan: Desk) -> None:
    """On a Friday evening HR wants to know which of these still matter."""
    id = await zhangsan.arrange()
    mail = await _doubtful(served, id, channel="email", step="cancelled")
    await left(served.engine, id, **(LOST | {"step": "cancelled", "state": "delivered", "delivered_at": AN_HOUR_AGO}))
    alone = await _doubtful(served, id, step="moved")
    await left(served.engine, id, **(LOST | {"step": "moved", "channel": "email", "state": "failed"}))
    # That it lies on the candidate's own page tells nobody that they have read it.
    lying = LOST | {"step": "moved", "channel": "inbox", "state": "delivered", "delivered_at": AN_HOUR_AGO}
    await left(served.engine, id, **lying)
    items = {item["id"]: item for item in await _listed(zhangsan, id)}
    assert {id: item["told_by"] for id, item in items.items()} == {mail: "sms", alone: None}
    assert "同一通知已通过短信告知候选人" in items[mail]["question"]
    assert "候选人收到了吗" in items[alone]["question"]


async def test_a_candidate_who_answered_leaves_nothing_to_find_out(served: App, zhangsan: Desk) -> None:
    """Whether the mail came or not: they clicked on the page, so they know."""
    id = await zhangsan.arrange()
    read, unread = (
        await _doubtful(served, id, acknowledged_at=AN_HOUR_AGO),
        await _doubtful(served, id, step="invite:3"),
    )
    assert [item["id"] for item in await _listed(zhangsan, id)] == [unread]
    assert read != unread
