"""The zone that each tree of organisations counts its days in: one calendar per group, so that subsidiaries abroad add up."""

from datetime import date, datetime

from sqlalchemy import func, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.inherited import inherited
from db.tables import organisations
from db.tables_appraisal import kpi_calendars
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


async def moved_calendars(conn: AsyncConnection) -> dict[str, str]:
    """The trees whose stored days were made in another zone than theirs is now, with the present one."""
    made = {row.organisation_id: row.zone for row in (await conn.execute(select(kpi_calendars))).all()}
    return {root: zone for root, zone in (await zones_of_roots(conn)).items() if made.get(root, zone) != zone}


async def keep_calendars(conn: AsyncConnection) -> None:
    """From now on days are made in the present zones."""
    rows = [{"organisation_id": root, "zone": zone} for root, zone in (await zones_of_roots(conn)).items()]
    if not rows:
        return
    made = insert(kpi_calendars)
    await conn.execute(
        made.on_conflict_do_update(
            index_elements=[kpi_calendars.c.organisation_id],
            set_={"zone": made.excluded.zone},
            where=kpi_calendars.c.zone != made.excluded.zone,
        ),
        rows,
    )


async def latest_day(conn: AsyncConnection, at: datetime) -> date:
    """The day that the group furthest east has at this instant: later ones have begun nowhere."""
    zones = (await zones_of_roots(conn)).values() or [DEFAULT_ZONE]
    return max(local_day(at, zone) for zone in zones)
