"""Keeps agreed times, answers and daily counts in step with the facts (R10): what was touched is made anew, and nothing else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Date,
    FromClause,
    Select,
    String,
    Table,
    Uuid,
    and_,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.agreed_times import ARRANGES, agreed_times_of, answers_of
from db.calendars import Moving, keep_new, moved_to, moving, zones_of_roots
from db.counting import COUNTS, sums
from db.planning import plan_anew
from db.tables import organisations
from db.tables_appraisal import agreed_times, answers, kpi_days, kpi_months, kpi_touched
from db.tables_interview import interviews, kpi_facts

Day = tuple[str, str, Any]
"""Recruiter, organisation, day."""

MOST_CORRECTED = 5000
"""Rows of `kpi_touched` that reading makes up for: about half a second's work."""

BATCH = 5000
"""Rows of `kpi_touched` that one transaction takes into account: so many that a busy day's people are summed up once or twice."""

# Two at a time would make the same days anew; they come one after the other.
_ALONE = select(func.pg_advisory_xact_lock(0x6B7069))
_KEY = ("recruiter", "organisation_id", "day")


def _given(name: str, kind: Any) -> Any:
    return func.unnest(cast(bindparam(name), ARRAY(kind)))


IDS = select(_given("ids", Uuid))
"""The interviews of the parameter `ids`, for `agreed_times_of` and `answers_of`."""


async def roll_up(conn: AsyncConnection, most: int) -> int:
    """Take up to `most` touched interviews into account; how many were. Running it again, or late, changes nothing else.

    What is touched while it runs stays for the next time. In the caller's transaction. A group whose policy has changed its zone
    is counted anew as a whole: its days begin at other instants.
    """
    await plan_anew(conn)
    await conn.execute(_ALONE)
    zones = await zones_of_roots(conn)
    await keep_new(conn, zones)
    for one in await moving(conn, zones):
        if done := await _move(conn, one, most):
            return done
    oldest = select(kpi_touched.c.id).order_by(kpi_touched.c.id).limit(most)
    taken = delete(kpi_touched).where(kpi_touched.c.id.in_(oldest)).returning(kpi_touched.c.interview_id)
    ids = set((await conn.execute(taken)).scalars())
    if ids:
        await remake(conn, await with_freed(conn, ids))
    return len(ids)


async def _move(conn: AsyncConnection, one: Moving, most: int) -> int:
    """Make the days of a tree's next interviews anew, in its new zone; how many there were."""
    ids = list((await conn.execute(_next_of(one, most))).scalars())
    if ids:
        await remake(conn, ids)
    await moved_to(conn, one, ids[-1] if ids else None)
    return len(ids)


def _next_of(one: Moving, most: int) -> Select[Any]:
    theirs = organisations.c.path[1] == one.root
    query = (
        select(interviews.c.id).join(organisations, organisations.c.id == interviews.c.organisation_id).where(theirs)
    )
    query = query if one.place is None else query.where(interviews.c.id > one.place)
    return query.order_by(interviews.c.id).limit(most)


async def remake(conn: AsyncConnection, ids: Collection[UUID]) -> None:
    """Make the agreed times, answers and days of these interviews anew from the facts."""
    await plan_anew(conn)
    await conn.execute(_ALONE)
    given = {"ids": list(ids)}
    calendars = await calendars_of(conn)
    before = await _days(conn, given)
    for statement in _KEPT:
        await conn.execute(statement, given | calendars)
    await sum_up(conn, before | await _days(conn, given))


async def interviews_after(conn: AsyncConnection, id: UUID | None, most: int) -> list[UUID]:
    """The next interviews by id, for making everything anew in batches."""
    query = select(interviews.c.id).order_by(interviews.c.id).limit(most)
    return list((await conn.execute(query if id is None else query.where(interviews.c.id > id))).scalars())


async def sum_up(conn: AsyncConnection, days: Collection[Day]) -> None:
    """Count these recruiters' days anew from their agreed times, and the months that they are of from all their days."""
    columns = zip(*days, strict=True) if days else ((), (), ())
    given = dict(zip(_KEY, (list(values) for values in columns), strict=True))
    for statement in _SUMMED_UP:
        await conn.execute(statement, given)


async def with_freed(conn: AsyncConnection, ids: Collection[UUID]) -> set[UUID]:
    """These interviews, and those whose freed time one of them may have taken: whether that was refilled hangs on both."""
    return {*ids, *(await conn.execute(_FREED, {"ids": list(ids)})).scalars()}


@dataclass(frozen=True)
class Touched:
    """The interviews of which the stored figures may not know the newest, with those whose freed time they may have taken.

    given: the parameters of a query with `current`. behind: more wait than a reader can make up for in time (after an upgrade, or a
    day without roll-up); figures are then read as they were stored, and `ids` is empty.
    """

    ids: Sequence[UUID] = ()
    given: dict[str, Any] = field(default_factory=dict)
    behind: bool = False


async def touched(conn: AsyncConnection, root: str | None = None, zones: Mapping[str, str] | None = None) -> Touched:
    """What a reader has to make up for; asked once, and handed on to all that one answer is made of. `root`: whose tree is read; that
    another one moves to another zone does not matter to it. `zones`: those of the roots, when the caller has read them already."""
    await plan_anew(conn)
    zones = await zones_of_roots(conn) if zones is None else zones
    if await _behind(conn, root, zones):
        return Touched(behind=True)
    ids = (await conn.execute(select(kpi_touched.c.interview_id).distinct())).scalars().all()
    if not ids:
        return Touched()
    every = list(await with_freed(conn, ids))
    return Touched(every, {"ids": every} | _calendars(zones))


def current(stored: Table, new: Touched) -> FromClause:
    """The rows of `agreed_times` or `answers` as the facts stand now: stored ones, and those of the new interviews made anew."""
    if not new.ids:
        return stored
    fresh = _MADE[stored].subquery("fresh")
    known = select(stored).where(stored.c.interview_id.not_in(IDS))
    return union_all(known, select(*(fresh.c[column.name] for column in stored.c))).subquery("current")


async def _behind(conn: AsyncConnection, root: str | None, zones: Mapping[str, str]) -> bool:
    waiting = select(kpi_touched.c.id).limit(MOST_CORRECTED + 1).subquery()
    found: int = (await conn.execute(select(func.count()).select_from(waiting))).scalar_one()
    return found > MOST_CORRECTED or any(root in (None, one.root) for one in await moving(conn, zones))


async def calendars_of(conn: AsyncConnection) -> dict[str, list[str]]:
    """The parameters of `agreed_times_of` and `answers_of`: every tree of organisations with its zone."""
    return _calendars(await zones_of_roots(conn))


def _calendars(zones: Mapping[str, str]) -> dict[str, list[str]]:
    return {"roots": list(zones), "zones": list(zones.values())}


async def _days(conn: AsyncConnection, given: dict[str, Any]) -> set[Day]:
    return {(row.recruiter, row.organisation_id, row.day) for row in (await conn.execute(_TOUCHED_DAYS, given)).all()}


def _upsert(table: Table, rows: Select[Any]) -> Any:
    names = [column.name for column in rows.selected_columns]
    made = insert(table).from_select(names, rows)
    changing = {name: made.excluded[name] for name in names if not table.c[name].primary_key}
    return made.on_conflict_do_update(index_elements=list(table.primary_key), set_=changing)


_MADE = {agreed_times: agreed_times_of(IDS), answers: answers_of(IDS)}
_KEPT = [_upsert(table, made) for table, made in _MADE.items()]

_TOUCHED_DAYS = select(*(agreed_times.c[name] for name in _KEY)).where(agreed_times.c.interview_id.in_(IDS)).distinct()

_arranged = kpi_facts.alias("arranged")
_FREED = (
    select(agreed_times.c.interview_id)
    .join(
        _arranged,
        and_(_arranged.c.recruiter == agreed_times.c.recruiter, _arranged.c.starts_at == agreed_times.c.starts_at),
    )
    .where(agreed_times.c.ending == "cancelled", _arranged.c.kind.in_(ARRANGES), _arranged.c.interview_id.in_(IDS))
)

_wanted = select(
    _given("recruiter", String).label("recruiter"),
    _given("organisation_id", String).label("organisation_id"),
    _given("day", Date).label("day"),
).cte("wanted")


def _is_wanted(table: Table) -> Any:
    return and_(*(table.c[name] == _wanted.c[name] for name in _KEY))


_sum_days = insert(kpi_days).from_select(
    [*_KEY, *COUNTS],
    select(*(agreed_times.c[name] for name in _KEY), *sums(agreed_times))
    .where(_is_wanted(agreed_times))
    .group_by(*(agreed_times.c[name] for name in _KEY)),
)

_first = cast(func.date_trunc("month", _wanted.c.day), Date)
_months = select(_wanted.c.recruiter, _wanted.c.organisation_id, _first.label("day")).distinct().cte("months")
_in_month = and_(
    kpi_days.c.recruiter == _months.c.recruiter,
    kpi_days.c.organisation_id == _months.c.organisation_id,
    kpi_days.c.day >= _months.c.day,
    kpi_days.c.day < _months.c.day + literal_column("interval '1 month'"),
)
_sum_months = insert(kpi_months).from_select(
    [*_KEY, *COUNTS],
    select(*(_months.c[name] for name in _KEY), *(func.sum(kpi_days.c[name]) for name in COUNTS))
    .join_from(_months, kpi_days, _in_month)
    .group_by(*(_months.c[name] for name in _KEY)),
)

_SUMMED_UP = (
    delete(kpi_days).where(_is_wanted(kpi_days)),
    _sum_days,
    delete(kpi_months).where(and_(*(kpi_months.c[name] == _months.c[name] for name in _KEY))),
    _sum_months,
)
