"""Keeps providers' receipts and moves their notices' ledger rows on: each receipt once, in whatever order they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import decisions, opt_outs
from db.tables import candidates
from db.tables_interview import interviews, notices
from db.tables_notices import receipts
from domain.keys import address_hash
from domain.receipts import CARRIES, Receipt, detail, furthest, opts_out, proves
from domain.terms import Channel, NoticeState

# A send takes less than this (settings.provider_timeout_seconds < 25): an older `attempting` is a crash's.
_IN_FLIGHT = timedelta(minutes=1)
_ON_COURSE = (NoticeState.ACCEPTED, NoticeState.DELIVERED)

_ROW = (
    select(notices, candidates.c.phone, candidates.c.email)
    .join_from(notices, interviews, interviews.c.id == notices.c.interview_id)
    .join(candidates, candidates.c.id == interviews.c.candidate_id)
    .where(notices.c.id == bindparam("notice"), notices.c.channel == bindparam("carried_on"))
    .with_for_update(of=notices)
)
_KEEP = insert(receipts).on_conflict_do_nothing().returning(receipts.c.event_id)
# An empty detail: what was said of the state before is no longer so.
_ADVANCE = (
    update(notices)
    .where(notices.c.id == bindparam("notice"))
    .values(
        state=bindparam("to"),
        detail=bindparam("why"),
        provider_id=func.coalesce(notices.c.provider_id, bindparam("named")),
        accepted_at=func.coalesce(notices.c.accepted_at, bindparam("taken")),
        delivered_at=func.least(notices.c.delivered_at, bindparam("arrived")),
    )
)
_IDS = select(receipts.c.provider_id).distinct().where(receipts.c.notice_id == bindparam("notice"))
_OPEN_CALL = (
    select(notices.c.id)
    .where(notices.c.interview_id == bindparam("interview"), notices.c.revision == bindparam("of_revision"))
    .where(notices.c.step == bindparam("of_step"), notices.c.channel == str(Channel.PHONE))
    .where(notices.c.state.in_([str(NoticeState.INTENT), str(NoticeState.ATTEMPTING)]))
    .limit(1)
)


@dataclass(frozen=True)
class News:
    """What receipts came to: how many were new (None: no such notice), and whether their interview must be told after the commit."""

    new: int | None
    interview_id: UUID | None = None
    tell: bool = False


async def apply(conn: AsyncConnection, told: Sequence[Receipt], now: datetime, secret: str) -> News:
    """Keep receipts of one notice by one provider and move its row on, in the caller's transaction.

    A receipt kept before does nothing. One that comes before our own settlement is kept: `db.sending.settle` leaves what it
    moved on alone. `secret` makes the hash of an address that wants nothing more.
    """
    first = told[0]
    given = {"notice": first.notice_id, "carried_on": str(CARRIES[first.provider])}
    row = (await conn.execute(_ROW, given)).first()
    if row is None:
        return News(None)
    kept = await _kept(conn, row, told, now)
    if not kept:
        return News(0)
    state = await _advanced(conn, row, kept, now)
    await _doubles_noticed(conn, row, now)
    if any(opts_out(receipt) for receipt in kept):
        await _opted_out(conn, row, now, secret)
    return News(len(kept), row.interview_id, await _must_be_told(conn, row, state, now))


async def _kept(conn: AsyncConnection, row: Any, told: Sequence[Receipt], now: datetime) -> list[Receipt]:
    """Those that were not here before."""
    different = {receipt.event_id: receipt for receipt in told}
    values = [
        {
            "provider": receipt.provider,
            "event_id": receipt.event_id,
            "organisation_id": row.organisation_id,
            "notice_id": receipt.notice_id,
            "provider_id": receipt.provider_id,
            "status": receipt.status,
            "code": receipt.code,
            "at": receipt.at,
            "received_at": now,
        }
        for receipt in different.values()
    ]
    found = (await conn.execute(_KEEP, values)).scalars()
    return [different[event_id] for event_id in found]


async def _advanced(conn: AsyncConnection, row: Any, kept: Sequence[Receipt], now: datetime) -> NoticeState:
    before = NoticeState(row.state)
    state = furthest(before, kept)
    failed = [receipt for receipt in kept if proves(receipt) is NoticeState.FAILED]
    arrived = [_sane(receipt.at, row, now) for receipt in kept if proves(receipt) is NoticeState.DELIVERED]
    why = row.detail if state is before else ""
    if state is NoticeState.FAILED and before is not state:
        why = detail(min(failed, key=lambda receipt: (receipt.at, receipt.event_id)))
    await conn.execute(
        _ADVANCE,
        {
            "notice": row.id,
            "to": str(state),
            "why": why,
            "named": next((receipt.provider_id for receipt in kept if receipt.provider_id), None),
            "taken": min(_sane(receipt.at, row, now) for receipt in kept),
            "arrived": min(arrived, default=None),
        },
    )
    return state


def _sane(at: datetime, row: Any, now: datetime) -> datetime:
    """The provider's time, which its clock or whole seconds may put before our attempt or after the present."""
    begun: datetime = row.attempted_at or row.created_at
    return min(max(at, begun), now)


async def _doubles_noticed(conn: AsyncConnection, row: Any, now: datetime) -> None:
    """Two ids for one notice are two messages: nobody decided that, so it is written down (once)."""
    ids = {id for id in (await conn.execute(_IDS, {"notice": row.id})).scalars() if id}
    if len(ids | ({row.provider_id} if row.provider_id else set())) > 1:
        await decisions.duplicate_seen(conn, row.id, now)


async def _opted_out(conn: AsyncConnection, row: Any, now: datetime, secret: str) -> None:
    address = row.phone if row.channel == Channel.SMS else row.email
    if address is not None:
        hashed = address_hash(secret, address)
        await opt_outs.opt_out(conn, row.organisation_id, Channel(row.channel), hashed, opt_outs.BY_PROVIDER, now)


async def _must_be_told(conn: AsyncConnection, row: Any, state: NoticeState, now: datetime) -> bool:
    """Whether waiting for the workflow's own look would lose time: failed, doubt ended, or somebody about to call in vain."""
    before = NoticeState(row.state)
    in_flight = before is NoticeState.ATTEMPTING and now - row.attempted_at < _IN_FLIGHT
    if state is not before and (state is NoticeState.FAILED or not (in_flight or before in _ON_COURSE)):
        return True
    if state is not NoticeState.DELIVERED:
        return False
    given = {"interview": row.interview_id, "of_revision": row.revision, "of_step": row.step}
    return (await conn.execute(_OPEN_CALL, given)).first() is not None
