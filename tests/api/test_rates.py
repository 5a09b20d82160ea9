"""The rates of the providers' queues: an administrator sets them while everything runs."""

import pytest

from tests.api.desk import Desk


async def test_an_administrator_sets_shows_and_lifts_a_rate(admin: Desk) -> None:
    answer = await admin.http.put("/api/v1/rates/sms", json={"per_second": 800})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["per_second"], answer.json()["set_by"]) == (800, "admin")
    items = {item["queue"]: item for item in (await admin.page("/rates"))["items"]}
    assert set(items) == {"sms", "email"}
    assert items["sms"]["per_second"] == 800
    assert items["sms"]["set_at"] is not None
    lifted = await admin.http.put("/api/v1/rates/sms", json={"per_second": None})
    assert lifted.json()["per_second"] is None


@pytest.mark.parametrize("value", [0, 0.05, 1000.5, -1, "5", True, "inf", [5]])
async def test_a_rate_that_makes_no_sense_is_refused_by_name(admin: Desk, value: object) -> None:
    answer = await admin.http.put("/api/v1/rates/email", json={"per_second": value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "per_second"


async def test_an_unknown_queue_and_a_missing_rate_are_refused(admin: Desk) -> None:
    assert (await admin.http.put("/api/v1/rates/fax", json={"per_second": 5})).status_code == 422
    assert (await admin.http.put("/api/v1/rates/sms", json={})).status_code == 422


async def test_only_administrators_may(zhangsan: Desk, hrops: Desk) -> None:
    for desk in (zhangsan, hrops):
        assert (await desk.get("/rates")).status_code == 403
        assert (await desk.http.put("/api/v1/rates/sms", json={"per_second": 5})).status_code == 403
