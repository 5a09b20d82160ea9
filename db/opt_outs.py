"""Who wants no more messages on a channel; only a hash of the number or address is kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, cast, delete, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import organisations
from db.tables_notices import opt_outs
from domain.terms import Channel

BY_PROVIDER = "provider"
"""The source of a wish that the provider reports."""


async def opt_out(
    conn: AsyncConnection, organisation: str, channel: Channel, address_hash: str, source: str, at: datetime
) -> None:
    """Nothing more goes to this address on this channel from the organisation and those below it; again changes nothing."""
    row = {
        "organisation_id": organisation,
        "channel": str(channel),
        "address_hash": address_hash,
        "source": source,
        "at": at,
    }
    await conn.execute(insert(opt_outs).values(row).on_conflict_do_nothing())


async def opted_out(conn: AsyncConnection, organisation: str, channel: Channel, address_hash: str) -> bool:
    """Whether the organisation, or one above it, may not use this address on this channel."""
    return bool(await opted_out_of(conn, organisation, channel, [address_hash]))


async def opted_out_of(
    conn: AsyncConnection, organisation: str, channel: Channel, hashes: Collection[str]
) -> frozenset[str]:
    """Those of these addresses that the organisation may not use on this channel."""
    query = select(opt_outs.c.address_hash).where(
        opt_outs.c.channel == str(channel), opt_outs.c.address_hash.in_(hashes), _at_or_above(organisation)
    )
    return frozenset((await conn.execute(query)).scalars())


async def withdraw(
    conn: AsyncConnection, organisation: str, channel: Channel, address_hash: str, source: str | None = None
) -> None:
    """The address may be used again by the organisation and those below it; `source` limits it to what came from there."""
    below = select(organisations.c.id).where(literal(organisation) == any_(organisations.c.path))
    gone = delete(opt_outs).where(
        opt_outs.c.channel == str(channel),
        opt_outs.c.address_hash == address_hash,
        opt_outs.c.organisation_id.in_(below),
    )
    await conn.execute(gone if source is None else gone.where(opt_outs.c.source == source))


def _at_or_above(organisation: str) -> ColumnElement[bool]:
    path: Any = select(organisations.c.path).where(organisations.c.id == organisation).scalar_subquery()
    return opt_outs.c.organisation_id == any_(cast(path, ARRAY(String)))
