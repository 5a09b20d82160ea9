"""What speaks against times that somebody is about to offer: shown before they are sent, and told with the answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from api.context import App
from db import holidays, slots
from db.people import User, policy_of
from domain.clock import local_day
from domain.slots import Concern, concerns
from domain.workdays import day_of


async def warnings_of(app: App, user: User, row: Any, starts: Sequence[datetime]) -> dict[datetime, list[Concern]]:
    """Per start what speaks against it for this interview (a row of db.interviews); an empty list where nothing does."""
    if not starts:
        return {}
    first, last = min(starts), max(starts) + timedelta(minutes=row.minutes)
    days = {start: local_day(start, row.timezone) for start in starts}
    async with app.engine.connect() as conn:
        work = (await policy_of(conn, row.organisation_id, row.created_at)).working_hours
        own = await holidays.set_days(conn, row.organisation_id, min(days.values()), max(days.values()))
        others = await slots.engagements(conn, user, row.id, first, last)
    taken = [other.taken for other in others]
    found: dict[datetime, list[Concern]] = {}
    for start, day in days.items():
        said = own[day].own if day in own else None
        found[start] = concerns(start, row.minutes, row.timezone, work, day_of(day, row.timezone, said), taken)
    return found
