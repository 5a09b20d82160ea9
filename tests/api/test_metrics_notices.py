"""The figures of /metrics about notices agree with the rows they come from, and only grow where they must."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics_notices import NoticeFigures
from db.findings import looked
from db.tables_interview import notices
from db.timings import SECONDS
from tests.monitor import rows
from tests.monitor.rows import ago

DUE = ago(hours=3)


class Scrape:
    """A Prometheus of our own, and a channel that no other test sends on."""

    def __init__(self, engine: AsyncEngine, interview: UUID) -> None:
        self.engine, self.interview, self.channel = engine, interview, f"t-{uuid4().hex[:10]}"
        self._figures, self._registry = NoticeFigures(), CollectorRegistry()
        self._registry.register(self._figures)

    async def read(self) -> dict[tuple[str, ...], float]:
        """Every sample about our channel: name and the labels' values in their order, without the channel."""
        async with self.engine.connect() as conn:
            await self._figures.read(conn)
        found = {}
        for family in text_string_to_metric_families(generate_latest(self._registry).decode()):
            for sample in family.samples:
                labels = dict(sample.labels)
                if labels.pop("channel", self.channel) == self.channel:
                    found[sample.name, *labels.values()] = sample.value
        return found

    async def sent(self, seconds: float, due: datetime = DUE, kind: str = "reminder", **more: Any) -> str:
        """A notice accepted so many seconds after it was due."""
        at = due + timedelta(seconds=seconds)
        values: dict[str, Any] = {
            "state": "accepted",
            "kind": kind,
            "due_at": due,
            "accepted_at": at,
            "attempted_at": at,
        } | more
        return await rows.notice(self.engine, self.interview, channel=self.channel, **values)

    async def change(self, notice: str, **values: Any) -> None:
        """What became of it."""
        async with self.engine.begin() as conn:
            await conn.execute(update(notices).where(notices.c.id == UUID(notice)).values(**values))


@pytest_asyncio.fixture
async def scrape(engine: AsyncEngine) -> AsyncIterator[Scrape]:
    yield Scrape(engine, await rows.interview(engine))


async def test_the_buckets_of_lateness_hold_the_rows(scrape: Scrape) -> None:
    late = [0.0, 0.5, 0.6, 29.0, 30.0, 31.0, 3600.0, 9000.0]
    for seconds in late:
        await scrape.sent(seconds)
    found = await scrape.read()
    name = "mianyue_notice_lateness_seconds"
    for limit in SECONDS:
        assert found[f"{name}_bucket", "reminder", str(limit)] == sum(seconds <= limit for seconds in late), limit
    assert found[f"{name}_bucket", "reminder", "+Inf"] == found[f"{name}_count", "reminder"] == len(late)
    assert found[f"{name}_sum", "reminder"] == pytest.approx(sum(late))
    assert found["mianyue_notices_total", "sent"] == len(late)


async def test_later_notices_and_late_receipts_are_added_and_nothing_is_counted_twice(scrape: Scrape) -> None:
    old = await scrape.sent(4)
    before = await scrape.read()
    recent = await scrape.sent(4, due=ago(seconds=30))
    earlier = await scrape.sent(70, kind="cancelled", due=ago(minutes=20))
    for _ in range(3):
        found = await scrape.read()
    name = "mianyue_notice_lateness_seconds"
    assert (before[f"{name}_count", "reminder"], found[f"{name}_count", "reminder"]) == (1, 2)
    assert (found[f"{name}_count", "cancelled"], found[f"{name}_bucket", "cancelled", "60.0"]) == (1, 0)
    assert all(found[key] >= value for key, value in before.items() if "lateness" in key[0] or "total" in key[0])
    # The provider's own time of a receipt that took a while to come lies before the reading above.
    await scrape.change(recent, state="delivered", delivered_at=ago(seconds=20))
    await scrape.change(earlier, state="delivered", delivered_at=ago(minutes=15))
    await scrape.change(old, state="failed")
    found = await scrape.read()
    assert found[("mianyue_notice_delivery_seconds_count",)] == found["mianyue_notices_total", "delivered"] == 2
    assert found["mianyue_notice_delivery_seconds_bucket", "10.0"] == 1
    assert found["mianyue_notices_total", "failed"] == 1


async def test_counters_never_fall_when_people_settle_what_was_unknown(scrape: Scrape) -> None:
    first, second = [await scrape.sent(1, state="unknown", accepted_at=None) for _ in range(2)]
    found = await scrape.read()
    assert (found["mianyue_notices", "unknown"], found["mianyue_notices_total", "unknown"]) == (2, 2)
    await scrape.change(first, state="delivered", delivered_at=ago(minutes=1))
    await scrape.change(second, state="failed")
    found = await scrape.read()
    assert ("mianyue_notices", "unknown") not in found
    assert (found["mianyue_notices_total", "unknown"], found["mianyue_notices_total", "failed"]) == (2, 1)
    await scrape.sent(1, state="unknown", accepted_at=None)
    assert (await scrape.read())["mianyue_notices_total", "unknown"] == 3


async def test_what_is_overdue_shows_without_any_worker(scrape: Scrape) -> None:
    await rows.notice(scrape.engine, scrape.interview, channel=scrape.channel, due_at=ago(minutes=3))
    await rows.notice(scrape.engine, scrape.interview, channel=scrape.channel, due_at=ago(minutes=1))
    assert (await scrape.read())[("mianyue_notices_overdue",)] == 1


async def test_phone_tasks_findings_and_the_last_look_are_there(scrape: Scrape) -> None:
    await rows.notice(scrape.engine, scrape.interview, channel="phone", deadline=ago(hours=-20))
    at = ago(seconds=5)
    async with scrape.engine.begin() as conn:
        await looked(conn, at)
    found = await scrape.read()
    assert found["mianyue_phone_tasks", "intent"] >= 1
    assert ("mianyue_findings", "interview_stalled") in found, "a kind without open findings is zero, not absent"
    assert found[("mianyue_monitor_looked_timestamp_seconds",)] == pytest.approx(at.timestamp())
