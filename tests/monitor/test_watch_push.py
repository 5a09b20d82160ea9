"""R10: the appraisal system that refuses what is pushed to it, or is away for more than a day, is found and closed when it is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.monitor import Monitor
from db.tables_push import push_items, push_touched
from domain.findings import FindingKind, sentence
from domain.terms import Locale
from tests.monitor.conftest import Watch
from tests.monitor.rows import SHANGHAI, ago


async def item(engine: AsyncEngine, id: str, state: str, error: str, changed_at: datetime) -> None:
    """A score that waits or was refused."""
    row = {"kind": "score", "id": id, "organisation_id": SHANGHAI, "version": 1, "hash": "", "state": state}
    async with engine.begin() as conn:
        await conn.execute(delete(push_touched))
        await conn.execute(insert(push_items).values(row | {"error": error, "changed_at": changed_at}))


async def became(engine: AsyncEngine, id: str, **values: Any) -> None:
    async with engine.begin() as conn:
        await conn.execute(update(push_items).where(push_items.c.id == id).values(values))


async def test_what_is_refused_is_found_until_it_is_taken(watch: Watch) -> None:
    await item(watch.engine, "zhang/2026-09", "refused", "http_422", ago(minutes=1))
    assert (await watch.look())["push_refused"] == 1
    [row] = [row for row in await watch.rows("appraisal") if row.kind == "push_refused"]
    assert (row.detail, row.organisation_id) == ("http_422", None)
    await became(watch.engine, "zhang/2026-09", state="pushed", error="")
    assert "push_refused" not in await watch.look()
    assert await watch.open("appraisal") == []


async def test_a_receiver_that_lets_nothing_in_is_found_and_what_waits_needs_no_command(watch: Watch) -> None:
    """The secrets differ: nothing is marked as refused, and once they agree the next run sends it."""
    await item(watch.engine, "wang/2026-09", "waiting", "http_401", ago(minutes=1))
    assert (await watch.look())["push_refused"] == 1
    assert "http_401、403、404、405、410：密钥或地址有误，改正后自动补推" in sentence(
        FindingKind.PUSH_REFUSED, Locale.ZH
    )
    assert "what waits goes by itself once they are mended" in sentence(FindingKind.PUSH_REFUSED, Locale.EN)
    await became(watch.engine, "wang/2026-09", state="pushed", error="")
    assert "push_refused" not in await watch.look()


async def test_what_waits_for_more_than_a_day_is_found(watch: Watch) -> None:
    await item(watch.engine, "li/2026-09", "waiting", "connection_refused", ago(hours=23))
    assert "push_behind" not in await watch.look()
    await became(watch.engine, "li/2026-09", changed_at=ago(hours=25))
    assert (await watch.look())["push_behind"] == 1
    await became(watch.engine, "li/2026-09", state="pushed")
    assert "push_behind" not in await watch.look()


async def test_a_change_that_no_run_has_looked_at_for_a_day_is_found_too(watch: Watch) -> None:
    """The schedule was paused and forgotten."""
    touched = {"organisation_id": SHANGHAI, "kind": "score", "item_id": "li/2026-10"}
    async with watch.engine.begin() as conn:
        await conn.execute(delete(push_touched))
        await conn.execute(insert(push_touched).values(touched | {"at": ago(hours=25)}))
    assert (await watch.look())["push_behind"] == 1
    quiet = Monitor(watch.engine, watch.client, pushes=False)
    assert "push_behind" not in await quiet.watch(), "where nothing is pushed nothing is late"
    assert await watch.open("appraisal") == []
    async with watch.engine.begin() as conn:
        await conn.execute(delete(push_touched))
