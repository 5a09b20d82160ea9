"""The zone that each tree of organisations counts its days in: one calendar per group, so that subsidiaries abroad add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

import structlog
from sqlalchemy import func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.inherited import inherited
from db.tables import organisations
from db.tables_appraisal import kpi_calendars
from domain.clock import UnknownZone, local_day, zone_of

DEFAULT_ZONE = "Asia/Shanghai"
_log = structlog.get_logger()

_ZONES = select(
    organisations.c.id, inherited("timezone", func.now()).op("#>>")(literal_column("'{}'")).label("zone")
).where(organisations.c.parent_id.is_(None))


async def zones_of_roots(conn: AsyncConnection) -> dict[str, str]:
    """The IANA zone of every tree's root, by its id; the usual one where a policy names none that exists."""
    found: dict[str, str] = {}
    for row in (await conn.execute(_ZONES)).all():
        found[row.id] = _known(row.zone, row.id) if row.zone else DEFAULT_ZONE
    return found


@lru_cache(maxsize=1000)
def _known(zone: str, root: str) -> str:
    # One group's slip must not stop the counting of the others; said once per process.
    try:
        zone_of(zone)
    except UnknownZone:
        _log.warning("a policy names an unknown time zone", organisation=root)
        return DEFAULT_ZONE
    return zone


async def zone_of_tree(conn: AsyncConnection, root: str) -> str:
    """The zone that this tree counts in."""
    return (await zones_of_roots(conn)).get(root, DEFAULT_ZONE)


@dataclass(frozen=True)
class Moving:
    """A tree whose stored days are of another zone than its own now; those of the interviews up to `place` are made anew already."""

    root: str
    zone: str
    place: UUID | None


async def moving(conn: AsyncConnection, zones: Mapping[str, str]) -> list[Moving]:
    """The trees that move to another zone, or back to theirs when some days are of another already. One that is met for the first
    time is in its own. `zones`: those of the roots."""
    rows = (await conn.execute(select(kpi_calendars))).all()
    return [
        Moving(row.organisation_id, zone, row.place if row.towards == zone else None)
        for row in rows
        if (zone := zones.get(row.organisation_id, row.zone)) != row.zone or row.towards is not None
    ]


async def keep_new(conn: AsyncConnection, zones: Mapping[str, str]) -> None:
    """Remember the zones of trees that are met for the first time. `zones`: those of the roots."""
    rows = [{"organisation_id": root, "zone": zone} for root, zone in zones.items()]
    if rows:
        await conn.execute(insert(kpi_calendars).on_conflict_do_nothing(), rows)


async def moved_to(conn: AsyncConnection, one: Moving, place: UUID | None) -> None:
    """The tree's days are made anew up to this interview; None: all of them, and it has moved."""
    values = {"towards": one.zone, "place": place}
    if place is None:
        values = {"zone": one.zone, "towards": None, "place": None}
    await conn.execute(update(kpi_calendars).where(kpi_calendars.c.organisation_id == one.root).values(**values))


async def latest_day(conn: AsyncConnection, at: datetime) -> date:
    """The day that the group furthest east has at this instant: later ones have begun nowhere."""
    zones = (await zones_of_roots(conn)).values() or [DEFAULT_ZONE]
    return max(local_day(at, zone) for zone in zones)
