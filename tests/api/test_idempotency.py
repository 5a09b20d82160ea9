"""The same request twice is one: Idempotency-Key when creating and when commanding (design rules 2 and 9)."""

import asyncio
from uuid import uuid4

from tests.api.desk import Desk, ahead, wish


async def test_the_same_key_gives_the_same_interview(zhangsan: Desk) -> None:
    body, key = wish(), uuid4().hex
    answers = await asyncio.gather(*(zhangsan.post("/interviews", body, key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_the_same_key_for_another_interview_is_refused(zhangsan: Desk) -> None:
    key = uuid4().hex
    assert (await zhangsan.post("/interviews", wish(), key)).status_code == 201
    other = await zhangsan.post("/interviews", wish(position="产品经理"), key)
    assert other.status_code == 422
    assert other.json()["type"] == "urn:mianyue:rule:idempotency-key-reused"


async def test_two_people_may_use_the_same_key(zhangsan: Desk, lisi: Desk) -> None:
    key = uuid4().hex
    first, second = await zhangsan.post("/interviews", wish(), key), await lisi.post("/interviews", wish(), key)
    assert first.json()["id"] != second.json()["id"]


async def test_a_repeated_move_with_the_same_key_moves_once(zhangsan: Desk) -> None:
    id, key, body = await zhangsan.arrange(), uuid4().hex, {"starts_at": ahead(days=5)}
    first = await zhangsan.act(id, "reschedule", body, key)
    assert await zhangsan.act(id, "reschedule", body, key) == first
    assert first["revision"] == 2
    other = await zhangsan.post(f"/interviews/{id}/reschedule", {"starts_at": ahead(days=6)}, key)
    assert other.json()["type"].endswith(":idempotency-key-reused")


async def test_a_key_that_no_header_should_carry_is_refused(zhangsan: Desk) -> None:
    for key in ("", "x" * 201, "with space"):
        answer = await zhangsan.post("/interviews", wish(), key)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "idempotency-key"
