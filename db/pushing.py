"""The push's books (R10): takes in what changed, makes messages of what waits, and writes down what became of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.planning import plan_anew, written
from db.push_items import Item, standing
from db.tables_push import push_items, push_touched
from domain.pushing import MOST_ITEMS, ItemKind, PushState, body_of, fingerprint, message_id, stumbles, together

_ALONE = select(func.pg_advisory_xact_lock(0x70757368))
_KEY = (push_items.c.kind, push_items.c.id)
_WAITING = push_items.c.state == written(PushState.WAITING)
_REFUSED = push_items.c.state == written(PushState.REFUSED)
_LATELY = timedelta(minutes=15)
_ORDER = (push_items.c.attempts, push_items.c.changed_at, *_KEY)


async def take(conn: AsyncConnection, most: int, now: datetime) -> int:
    """Take in up to `most` touched items: those whose data differ from the version last made wait as a new version.

    Returns how many were taken; 0 when nothing is left.
    """
    await conn.execute(_ALONE)
    oldest = select(push_touched.c.id).order_by(push_touched.c.id).limit(most)
    taken = delete(push_touched).where(push_touched.c.id.in_(oldest))
    rows = (await conn.execute(taken.returning(push_touched.c.kind, push_touched.c.item_id))).all()
    ids: dict[ItemKind, set[str]] = {kind: set() for kind in ItemKind}
    for row in rows:
        ids[ItemKind(row.kind)].add(row.item_id)
    items = await standing(conn, ids)
    if items:
        await conn.execute(_RENEW, [_row(item, now) for item in items])
    return len(rows)


def _row(item: Item, now: datetime) -> dict[str, Any]:
    return {
        "kind": str(item.kind),
        "id": item.id,
        "organisation_id": item.organisation,
        "version": item.version,
        "hash": fingerprint(item.data),
        "data": item.data,
        "changed_at": now,
    }


def _renewal() -> Any:
    new = insert(push_items).values(state=str(PushState.WAITING))
    version = case(
        (push_items.c.kind == str(ItemKind.SCORE), new.excluded.version),
        else_=push_items.c.version + 1,
    )
    changed = {name: new.excluded[name] for name in ("hash", "data", "state", "changed_at")}
    fresh = {
        "version": version,
        "message_id": None,
        "attempts": 0,
        "together": MOST_ITEMS,
        "error": "",
    }
    return new.on_conflict_do_update(
        index_elements=list(push_items.primary_key),
        set_=changed | fresh,
        where=push_items.c.hash != new.excluded.hash,
    )


_RENEW = _renewal()


async def next_message(conn: AsyncConnection) -> str | None:
    """The id of the message to send now, with its items marked as waiting in it; None when nothing waits.

    What was tried least comes first. A message that was not settled comes as it was, with the same id: its answer may be lost.
    """
    await conn.execute(_ALONE)
    columns = (push_items.c.message_id, push_items.c.together)
    first = (await conn.execute(select(*columns).where(_WAITING).order_by(*_ORDER).limit(1))).first()
    if first is None:
        return None
    query = select(*_KEY, push_items.c.version, push_items.c.data).where(_WAITING)
    if first.message_id is None:
        alike = (push_items.c.message_id.is_(None), push_items.c.together == first.together)
        query = query.where(*alike).order_by(*_ORDER).limit(first.together)
    else:
        query = query.where(push_items.c.message_id == first.message_id)
    rows = (await conn.execute(query)).all()
    id = message_id(_body(rows))
    marked = update(push_items).where(tuple_(*_KEY).in_([(row.kind, row.id) for row in rows]))
    await conn.execute(marked.values(message_id=id, attempts=push_items.c.attempts + 1))
    return id


async def body(conn: AsyncConnection, message: str) -> bytes | None:
    """What to send under this id; None when it was settled meanwhile, or an item of it has a newer version."""
    query = select(*_KEY, push_items.c.version, push_items.c.data).where(_of(message))
    found = _body((await conn.execute(query)).all())
    return found if message_id(found) == message else None


def _body(rows: Any) -> bytes:
    ordered = sorted(rows, key=lambda row: (row.kind, row.id))
    return body_of([{"kind": row.kind, "id": row.id, "version": row.version, **row.data} for row in ordered])


def _of(message: str) -> Any:
    return and_(push_items.c.message_id == message, _WAITING)


async def settle(conn: AsyncConnection, message: str, state: PushState, error: str) -> tuple[PushState, int]:
    """Write down what became of the message: where its items that still waited for that stand now, and how many they are.

    Waiting: it comes again as it is. Of several that were refused together nobody knows which is wrong, also when some of them
    have a newer version by now: they wait to be sent again in smaller messages; refused is what was refused alone. So do several
    that the receiver stumbles over.
    """
    await conn.execute(_ALONE)
    query = select(func.count(), func.min(push_items.c.attempts)).where(_of(message))
    items, runs = (await conn.execute(query)).one()
    if state is PushState.REFUSED:
        apart = items > 1 or await body(conn, message) is None
    else:
        apart = state is PushState.WAITING and items > 1 and stumbles(error, runs)
    became: dict[str, Any] = {"state": str(PushState.WAITING if apart else state), "error": error}
    if apart or state is not PushState.WAITING:
        became |= {"message_id": None}
    if state is PushState.PUSHED:
        became |= {"data": None}
    if apart:
        became |= {"together": together(items)}
    await conn.execute(update(push_items).where(_of(message)).values(**became))
    return PushState(became["state"]), items


async def again(conn: AsyncConnection) -> int:
    """Let everything refused wait once more, as it is; how many items."""
    await conn.execute(_ALONE)
    waiting = {"state": str(PushState.WAITING), "attempts": 0, "together": MOST_ITEMS}
    return (await conn.execute(update(push_items).where(_REFUSED).values(**waiting))).rowcount


async def everything(conn: AsyncConnection) -> int:
    """Let all that was ever pushed wait as a new version, for a receiver that has none of it; how many items."""
    await conn.execute(_ALONE)
    known = select(push_items.c.organisation_id, push_items.c.kind, push_items.c.id)
    await conn.execute(insert(push_touched).from_select(["organisation_id", "kind", "item_id"], known))
    return (await conn.execute(update(push_items).values(hash=""))).rowcount


async def errors(conn: AsyncConnection) -> dict[str, int]:
    """Why items wait or were refused, by code, with how many."""
    query = select(push_items.c.error, func.count().label("number")).where(push_items.c.error != "")
    rows = (await conn.execute(query.group_by(push_items.c.error).order_by(push_items.c.error))).all()
    return {row.error: row.number for row in rows}


async def numbers(conn: AsyncConnection) -> dict[PushState, int]:
    """How many items stand in each state."""
    query = select(push_items.c.state, func.count().label("number")).group_by(push_items.c.state)
    found = {row.state: row.number for row in (await conn.execute(query)).all()}
    return {state: found.get(str(state), 0) for state in PushState}


async def forget_doubles(conn: AsyncConnection, now: datetime) -> None:
    """While nothing is pushed: of items marked within the last 15 minutes keep the newest mark alone.

    Called every few minutes, that keeps one mark per item, so that what waits for the day it is turned on stays small.
    """
    await conn.execute(_ALONE)
    await plan_anew(conn)
    before = select(push_touched.c.id).where(push_touched.c.at < now - _LATELY).order_by(push_touched.c.id.desc())
    last = (await conn.execute(before.limit(1))).scalar_one_or_none() or 0
    newer = push_touched.alias("newer")
    double = delete(push_touched).where(
        newer.c.id > last,
        push_touched.c.kind == newer.c.kind,
        push_touched.c.item_id == newer.c.item_id,
        push_touched.c.id < newer.c.id,
    )
    await conn.execute(double)
