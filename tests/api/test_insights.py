"""Before and after (R17), and why interviews are cancelled (R15), asked over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from api.context import App
from domain.terms import Party
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json
from tests.group import SEPTEMBER, busy, founded


@pytest_asyncio.fixture(scope="module")
async def zhang(served: App, sign_in: Hire) -> AsyncIterator[Desk]:
    """20 of 60 cancelled in September, then 2 of 60 from the middle of November on."""
    group = await founded(served.engine)
    recruiter = group.recruiter("zhang")
    await busy(recruiter, 40, 8)
    for nth in range(12):
        start = SEPTEMBER + timedelta(days=5, hours=nth)
        one = await recruiter.arrange(SEPTEMBER, start)
        await one.cancel(start - timedelta(hours=3), "C_SCHEDULE", Party.CANDIDATE)
    await busy(recruiter, 58, 2, SEPTEMBER + timedelta(days=70))
    yield await sign_in(f"{group.root}-zhang")


def item(found: Json, name: str) -> Json:
    return dict(next(one for one in found["items"] if one["indicator"] == name))


async def test_before_and_after_a_change(zhang: Desk) -> None:
    found = await zhang.page("/kpi/comparison", {"change": "2026-11-01", "days": 61})
    assert found["before"] == {"first": "2026-09-01", "last": "2026-10-31"}
    rate = item(found, "cancellation_rate")
    assert (rate["before_rate"], rate["after_rate"], rate["verdict"]) == (20 / 60, 2 / 60, "better")
    assert rate["sentence"]["zh"].startswith("取消率由 33.3% 降至 3.3%")
    assert "改善超出偶然波动" in rate["sentence"]["zh"]
    assert (item(found, "satisfaction")["verdict"], item(found, "satisfaction")["before_rate"]) == ("too_few", None)


async def test_two_periods_by_their_days(zhang: Desk) -> None:
    days = {
        "before_from": "2026-09-01",
        "before_to": "2026-09-30",
        "after_from": "2026-11-01",
        "after_to": "2026-11-30",
    }
    assert item(await zhang.page("/kpi/comparison", days), "cancellation_rate")["before"]["denominator"] == 60


@pytest.mark.parametrize(
    ("params", "field", "rule"),
    [
        ({}, "before_from", "missing"),
        ({"before_from": "2026-09-01", "before_to": "2026-09-30"}, "after_from", "missing"),
        ({"change": "2026-11-01", "before_from": "2026-09-01"}, "change", "one-way"),
        ({"change": "2026-11-01", "days": "3"}, "days", "greater_than_equal"),
        (
            {
                "before_from": "2026-09-01",
                "before_to": "2026-09-30",
                "after_from": "2026-09-30",
                "after_to": "2026-10-30",
            },
            "after_from",
            "out-of-order",
        ),
        (
            {
                "before_from": "2000-01-01",
                "before_to": "2026-09-30",
                "after_from": "2026-10-01",
                "after_to": "2026-10-30",
            },
            "before_from",
            "too-long",
        ),
        ({"change": "0001-01-02"}, "change", "out-of-calendar"),
    ],
)
async def test_periods_that_cannot_be_compared(zhang: Desk, params: Json, field: str, rule: str) -> None:
    answer = await zhang.get("/kpi/comparison", params)
    assert answer.status_code == 422, answer.text
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]


async def test_sixty_percent_something_came_up(zhang: Desk) -> None:
    """R15."""
    september = {"from": "2026-09-01", "to": "2026-09-30"}
    found = await zhang.page("/kpi/reasons", september)
    assert [(one["value"], one["cancelled"]) for one in found["items"]] == [("C_SCHEDULE", 12), ("E_MISTAKE", 8)]
    assert (found["of"], found["before_of"]) == (20, 0)
    assert "60% 的取消原因是候选人突发疾病、家中急事或时间冲突" in found["advice"][0]["sentence"]["zh"]
    assert [one["name"] for one in found["advice"]] == ["sudden", "our_time"]
    for by, wanted in (
        ("party", {"candidate": 12, "company": 8}),
        ("notice", {"2-24": 12, "24-72": 8}),
        ("position", {"测试工程师": 20}),
        ("source", {"": 20}),
    ):
        parts = (await zhang.page("/kpi/reasons", {**september, "by": by}))["items"]
        assert {one["value"]: one["cancelled"] for one in parts} == wanted, by
    days = (await zhang.page("/kpi/reasons", {**september, "by": "weekday"}))["items"]
    assert sum(one["cancelled"] for one in days) == 20
    assert {one["value"] for one in days} <= set("1234567")


async def test_a_part_that_shrank(zhang: Desk) -> None:
    autumn = await zhang.page("/kpi/reasons", {"from": "2026-11-01", "to": "2026-12-31"})
    clash = next(one for one in autumn["items"] if one["value"] == "C_SCHEDULE")
    assert (clash["cancelled"], clash["before_cancelled"]) == (0, 12)
