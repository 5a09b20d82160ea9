"""R23, design rule 8: a subsidiary overrides what it names, inherits the rest, and versions take force at their time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.people import policy_of, within
from db.tables import organisations, policies
from domain.terms import Channel, NoticeKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def subsidiary(conn: AsyncConnection, *path: str) -> str:
    """A new organisation below the last of `path`."""
    id = f"sub-{uuid4().hex[:12]}"
    row = {"id": id, "parent_id": path[-1], "path": [*path, id], "name": "子公司", "name_en": "Subsidiary"}
    await conn.execute(insert(organisations).values(row))
    return id


async def version(conn: AsyncConnection, organisation: str, number: int, since: datetime, **data: Any) -> None:
    row = {"organisation_id": organisation, "version": number, "valid_from": since, "data": data}
    await conn.execute(insert(policies).values(row))


async def test_a_subsidiary_overrides_one_key_and_inherits_the_rest(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        root = await policy_of(conn, "mianyue", NOW)
        child = await subsidiary(conn, "mianyue")
        await version(conn, child, 1, NOW - timedelta(days=1), notice_hours=48, channels={"reminder": [["email"]]})
        found = await policy_of(conn, child, NOW)
    assert (found.notice_hours, root.notice_hours) == (48, 24)
    assert found.reminders == root.reminders
    assert found.channels[NoticeKind.REMINDER] == [[Channel.EMAIL]]
    assert found.channels[NoticeKind.CANCELLED] == root.channels[NoticeKind.CANCELLED]


async def test_a_subsidiary_of_a_subsidiary_inherits_from_both(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        middle = await subsidiary(conn, "mianyue")
        leaf = await subsidiary(conn, "mianyue", middle)
        await version(conn, middle, 1, NOW, notice_hours=36, survey_open_hours=24)
        await version(conn, leaf, 1, NOW, notice_hours=12)
        found = await policy_of(conn, leaf, NOW)
        assert await within(conn, leaf, "mianyue")
        assert not await within(conn, middle, leaf)
    assert (found.notice_hours, found.survey_open_hours) == (12, 24)


async def test_the_newest_version_in_force_counts_and_a_future_one_does_not(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        child = await subsidiary(conn, "mianyue")
        await version(conn, child, 1, NOW - timedelta(days=9), notice_hours=30)
        await version(conn, child, 2, NOW - timedelta(days=2), notice_hours=40)
        await version(conn, child, 3, NOW + timedelta(days=1), notice_hours=50)
        assert (await policy_of(conn, child, NOW - timedelta(days=5))).notice_hours == 30
        assert (await policy_of(conn, child, NOW)).notice_hours == 40
        assert (await policy_of(conn, child, NOW + timedelta(days=1))).notice_hours == 50


async def test_an_unknown_organisation_has_no_policy(engine: AsyncEngine) -> None:
    async with engine.connect() as conn:
        with pytest.raises(LookupError):
            await policy_of(conn, "nowhere", NOW)
