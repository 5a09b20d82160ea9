"""The holidays table: what an organisation or its nearest ancestor says of a day, who said so and when; overrides the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ARRAY, String, any_, cast, delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import holidays, organisations
from domain.workdays import DayKind, OwnDay


@dataclass(frozen=True)
class SetDay:
    """A day as that organisation set it; `set_by` is a login, empty for rows from before that was kept."""

    own: OwnDay
    organisation: str
    set_by: str
    set_at: datetime


async def set_days(conn: AsyncConnection, organisation: str, first: date, last: date) -> dict[date, SetDay]:
    """What holds for this organisation from the first day to the last: its own word, else its nearest ancestor's."""
    path = select(organisations.c.path).where(organisations.c.id == organisation).scalar_subquery()
    depth = func.cardinality(organisations.c.path)
    query = (
        select(holidays)
        .ext(distinct_on(holidays.c.day))
        .join(organisations, organisations.c.id == holidays.c.organisation_id)
        .where(holidays.c.day.between(first, last), holidays.c.organisation_id == any_(cast(path, ARRAY(String))))
        .order_by(holidays.c.day, depth.desc())
    )
    return {
        row.day: SetDay(OwnDay(DayKind(row.kind), row.name), row.organisation_id, row.set_by, row.set_at)
        for row in (await conn.execute(query)).all()
    }


async def put(
    conn: AsyncConnection, organisation: str, days: Mapping[date, OwnDay], source: str, by: str, at: datetime
) -> None:
    """Set these days of the organisation, in place of what it said before; the same again changes nothing."""
    row = insert(holidays)
    new = row.excluded
    changed = (holidays.c.kind != new.kind) | (holidays.c.name != new.name)
    values = {"kind": new.kind, "name": new.name, "source": new.source, "set_by": new.set_by, "set_at": new.set_at}
    query = row.on_conflict_do_update(index_elements=list(holidays.primary_key), set_=values, where=changed)
    said = {"organisation_id": organisation, "source": source, "set_by": by, "set_at": at}
    rows = [said | {"day": day, "kind": str(own.kind), "name": own.name} for day, own in sorted(days.items())]
    await conn.execute(query, rows)


async def remove(conn: AsyncConnection, organisation: str, day: date) -> bool:
    """Take back what this organisation itself said of the day; False when it said nothing."""
    gone = delete(holidays).where(holidays.c.organisation_id == organisation, holidays.c.day == day)
    return (await conn.execute(gone.returning(holidays.c.day))).first() is not None
