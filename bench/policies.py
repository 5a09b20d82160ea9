"""The group's own policy as benchmarks use it: the newest, at any hour, for any number of messages to one number."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.seed import ROOT, TIMED_LIMITS, without
from db.tables import policies


async def at_any_hour(conn: AsyncConnection) -> dict[str, Any]:
    """The newest policy of the root without quiet hours and caps."""
    newest = select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc())
    return without((await conn.execute(newest.limit(1))).scalar_one(), TIMED_LIMITS)
