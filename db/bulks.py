"""Bulks and their items: written once by the API, carried forward by their workflow's activities, read by people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, func, insert, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncConnection

from db.intake import KeyReused
from db.people import User
from db.tables import organisations, users
from db.tables_bulk import bulk_items, bulk_steps, bulks
from db.tables_interview import interviews
from domain.bulk import OVER, BulkState, Came, Counts, ItemState
from domain.terms import Role


async def known(conn: AsyncConnection, id: UUID, fingerprint: str) -> bool:
    """Whether this bulk was written before. Raises: KeyReused when its key came with another request."""
    found = (await conn.execute(select(bulks.c.fingerprint).where(bulks.c.id == id))).scalar_one_or_none()
    if found is not None and found != fingerprint:
        raise KeyReused
    return found is not None


async def keep(conn: AsyncConnection, row: dict[str, Any], interviews: Sequence[UUID]) -> None:
    """Write a bulk with an item for each interview, in this order; a repeat of the same request changes nothing.

    Raises: KeyReused.
    """
    fresh = await conn.execute(insert_once(bulks).values(row).on_conflict_do_nothing().returning(bulks.c.id))
    if fresh.first() is None:
        await known(conn, row["id"], row["fingerprint"])
        return
    own = {"bulk_id": row["id"], "organisation_id": row["organisation_id"]}
    items = [own | {"nth": nth, "interview_id": id} for nth, id in enumerate(interviews, start=1)]
    await conn.execute(insert(bulk_items), items)


_READ = select(bulks, users.c.name.label("created_by_name"), users.c.locale.label("locale")).select_from(
    bulks.join(users, users.c.login == bulks.c.created_by).join(
        organisations, organisations.c.id == bulks.c.organisation_id
    )
)


def _seen_by(user: User) -> Any:
    """A recruiter's own; for the others those of their organisation and below."""
    if user.role is Role.RECRUITER:
        return bulks.c.created_by == user.login
    return literal(user.organisation) == any_(organisations.c.path)


async def one(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """A bulk's row as this user may see it, or None."""
    return (await conn.execute(_READ.where(bulks.c.id == id, _seen_by(user)))).first()


@dataclass(frozen=True)
class BulkFilter:
    """Which bulks a page shows; `before` is the last row's (created_at, id) of the page before."""

    states: Collection[BulkState] | None = None
    before: tuple[datetime, UUID] | None = None
    limit: int = 50


async def page(conn: AsyncConnection, user: User, wanted: BulkFilter) -> list[Any]:
    """Up to limit + 1 bulks that this user may see, newest first."""
    query = _READ.where(_seen_by(user))
    if wanted.states is not None:
        query = query.where(bulks.c.state.in_([str(state) for state in wanted.states]))
    if wanted.before is not None:
        query = query.where(tuple_(bulks.c.created_at, bulks.c.id) < tuple_(*wanted.before))
    query = query.order_by(bulks.c.created_at.desc(), bulks.c.id.desc()).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


def unfinished(user: User) -> Select[Any]:
    """Those of this user's that are not over."""
    states = [str(state) for state in BulkState if state not in OVER]
    joined = bulks.join(organisations, organisations.c.id == bulks.c.organisation_id)
    return select(literal(1).label("one")).select_from(joined).where(_seen_by(user), bulks.c.state.in_(states))


async def counts(conn: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Counts]:
    """How many interviews of each bulk stand in each state."""
    query = select(bulk_items.c.bulk_id, bulk_items.c.state, func.count().label("how_many"))
    query = query.where(bulk_items.c.bulk_id.in_(ids)).group_by(bulk_items.c.bulk_id, bulk_items.c.state)
    found: defaultdict[UUID, Counts] = defaultdict(dict)
    for row in (await conn.execute(query)).all():
        found[row.bulk_id][ItemState(row.state)] = row.how_many
    return found


async def pending(conn: AsyncConnection, id: UUID, most: int) -> list[UUID]:
    """The next interviews whose turn it is."""
    query = select(bulk_items.c.interview_id).where(bulk_items.c.bulk_id == id, bulk_items.c.state == "pending")
    return list((await conn.execute(query.order_by(bulk_items.c.nth).limit(most))).scalars())


async def task(conn: AsyncConnection, id: UUID, interview: UUID) -> Any:
    """What is to be done with one interview: the bulk's row, with the item's state and the interview's own organisation, time and zone."""
    joined = bulks.join(bulk_items, bulk_items.c.bulk_id == bulks.c.id)
    joined = joined.join(interviews, interviews.c.id == bulk_items.c.interview_id)
    query = select(
        bulks,
        bulk_items.c.state.label("item_state"),
        interviews.c.organisation_id.label("at_organisation"),
        interviews.c.starts_at,
        interviews.c.timezone,
    )
    found = query.select_from(joined).where(bulks.c.id == id, bulk_items.c.interview_id == interview)
    return (await conn.execute(found)).one()


async def steps(conn: AsyncConnection, id: UUID) -> list[Any]:
    """Where the bulk stood, since when and by whose wish, from its beginning on."""
    query = select(bulk_steps.c.state, bulk_steps.c.by, bulk_steps.c.at).where(bulk_steps.c.bulk_id == id)
    return list(await conn.execute(query.order_by(bulk_steps.c.at)))


async def settle(conn: AsyncConnection, id: UUID, interview: UUID, came: Came, at: datetime) -> None:
    """Write down what came of one interview; what is settled stays."""
    open_states = [str(state) for state in (ItemState.PENDING, ItemState.FAILED, ItemState.SKIPPED)]
    item = (bulk_items.c.bulk_id == id) & (bulk_items.c.interview_id == interview)
    row = update(bulk_items).where(item, bulk_items.c.state.in_(open_states))
    await conn.execute(row.values(state=str(came.state), rule=came.rule, at=at))


async def mark(conn: AsyncConnection, id: UUID, state: BulkState, by: str, at: datetime) -> None:
    """Write down where the bulk stands, and what that means for its items: running tries again what failed, stopping leaves out what
    is left. What is over stays as it is."""
    values: dict[str, Any] = {"state": str(state), "state_by": by}
    if state is BulkState.RUNNING:
        values["started_at"] = func.coalesce(bulks.c.started_at, at)
    elif state is BulkState.PAUSED:
        values["paused_at"] = at
    elif state is not BulkState.WAITING:
        values["finished_at"] = at
    open_one = update(bulks).where(bulks.c.id == id, bulks.c.state.not_in([str(over) for over in OVER]))
    found = (await conn.execute(open_one.values(values).returning(bulks.c.organisation_id))).first()
    if found is None:
        return
    step = {"bulk_id": id, "at": at, "state": str(state), "by": by, "organisation_id": found.organisation_id}
    await conn.execute(insert_once(bulk_steps).values(step).on_conflict_do_nothing())
    if state is BulkState.RUNNING:
        await _turn(conn, id, ItemState.FAILED, ItemState.PENDING, None)
    elif state is BulkState.STOPPED:
        await _turn(conn, id, ItemState.PENDING, ItemState.SKIPPED, at)


async def _turn(conn: AsyncConnection, id: UUID, before: ItemState, after: ItemState, at: datetime | None) -> None:
    row = update(bulk_items).where(bulk_items.c.bulk_id == id, bulk_items.c.state == str(before))
    await conn.execute(row.values(state=str(after), rule="", at=at))
