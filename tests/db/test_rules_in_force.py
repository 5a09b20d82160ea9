"""The channel rules of an organisation as the database holds them: also those that somebody has mistyped."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from db.channel_rules import profiles
from db.claiming import claim
from db.tables import policies
from domain.channel_profiles import DEFAULT_PROFILES, channel_profiles_from
from domain.state import LIVE
from domain.terms import Channel
from tests.activities.build import AT, kept, opened, written

SHANGHAI = "mianyue-sh"
MISTYPED = {"sms": {"": {"link": False}}}


async def test_rules_with_a_mistake_hold_up_no_notice_and_open_no_door(engine: AsyncEngine) -> None:
    """P1: the invitation is written, and leaves under the rules that Mianyue comes with; the log names the mistake."""
    row: dict[str, Any] = {"organisation_id": SHANGHAI, "version": 1, "valid_from": datetime(2026, 1, 1, tzinfo=UTC)}
    async with engine.begin() as conn:
        await conn.execute(insert(policies).values(**row, data={"channel_rules": MISTYPED}))
    try:
        with capture_logs() as logged:
            change = opened(await kept(engine))
            await written(engine, change)
            [notice] = [planned for planned in change.notices if planned.skipped is None]
            async with engine.begin() as conn:
                claimed = await claim(conn, UUID(notice.id), Channel.SMS, LIVE, AT, "only-for-tests")
        assert claimed is not None
        assert claimed.rules == MISTYPED
        assert profiles(claimed.rules) == channel_profiles_from(DEFAULT_PROFILES)
        assert [line["wrong"] for line in logged if line["log_level"] == "error"] == [
            'channel_rules.sms."".link: unknown key; channel_rules.email: Field required'
        ]
    finally:
        async with engine.begin() as conn:
            await conn.execute(delete(policies).where(policies.c.organisation_id == SHANGHAI))
