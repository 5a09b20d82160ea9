"""The zone that each tree of organisations counts its days in: one calendar per group, so that subsidiaries abroad add up."""

from datetime import date, datetime

from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.inherited import inherited
from db.tables import organisations
from domain.clock import local_day

DEFAULT_ZONE = "Asia/Shanghai"

_ZONES = select(
    organisations.c.id, inherited("timezone", func.now()).op("#>>")(literal_column("'{}'")).label("zone")
).where(organisations.c.parent_id.is_(None))


async def zones_of_roots(conn: AsyncConnection) -> dict[str, str]:
    """The IANA zone of every tree's root, by its id."""
    return {row.id: row.zone or DEFAULT_ZONE for row in (await conn.execute(_ZONES)).all()}


async def zone_of_tree(conn: AsyncConnection, root: str) -> str:
    """The zone that this tree counts in."""
    return (await zones_of_roots(conn)).get(root, DEFAULT_ZONE)


async def latest_day(conn: AsyncConnection, at: datetime) -> date:
    """The day that the group furthest east has at this instant: later ones have begun nowhere."""
    zones = (await zones_of_roots(conn)).values() or [DEFAULT_ZONE]
    return max(local_day(at, zone) for zone in zones)
