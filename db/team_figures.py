"""What the others of somebody's team add up to: whole months alone, each of enough colleagues that nobody's own figures can be told."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.counting import COUNTS
from db.tables_appraisal import kpi_days
from domain.kpi import Counts, total


@dataclass(frozen=True)
class Others:
    """The counts of the months that may be told, and these months (2026-11)."""

    counts: Counts
    months: list[str]


async def others_of(conn: AsyncConnection, organisation: str, login: str, first: date, end: date, least: int) -> Others:
    """From `first` to `end` (not included), both firsts of a month: the months in which at least `least` others had cases.

    Whatever is asked is a sum of months, each of several people: taking one answer from another leaves no single one's figures.
    Answers of surveys are not in it. Stored days alone, a few minutes old at most.
    """
    month = func.to_char(kpi_days.c.day, "YYYY-MM").label("month")
    query = (
        select(month, kpi_days.c.recruiter, *(func.sum(kpi_days.c[name]).label(name) for name in COUNTS))
        .where(kpi_days.c.organisation_id == organisation, kpi_days.c.recruiter != login)
        .where(kpi_days.c.day >= first, kpi_days.c.day < end)
        .group_by(month, kpi_days.c.recruiter)
        .having(func.sum(kpi_days.c.decided + kpi_days.c.moved) > 0)
    )
    by_month: dict[str, list[Counts]] = {}
    for row in (await conn.execute(query)).mappings():
        counts = Counts(**({name: int(row[name]) for name in COUNTS} | {"open": 0}))
        by_month.setdefault(row["month"], []).append(counts)
    told = {name: people for name, people in by_month.items() if len(people) >= least}
    return Others(total(one for people in told.values() for one in people), sorted(told))
