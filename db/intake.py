"""What arrives before the workflow sees it: the candidate's row and the command's own row with its free text."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import candidates, commands
from domain.terms import Locale


class KeyReused(Exception):
    """The Idempotency-Key was used before for a different request."""


@dataclass(frozen=True)
class Arrival:
    """One request to change an interview: its id (from the Idempotency-Key, when given), sender, and texts."""

    id: str
    organisation: str
    interview: str
    actor: str
    kind: str
    fingerprint: str
    texts: dict[str, Any]


async def keep_candidate(
    conn: AsyncConnection, id: UUID, organisation: str, name: str, phone: str | None, email: str | None, locale: Locale
) -> None:
    """Write the candidate's row; a repeat of the same creation changes nothing."""
    row = insert(candidates).values(
        id=id, organisation_id=organisation, name=name, phone=phone, email=email, locale=str(locale)
    )
    await conn.execute(row.on_conflict_do_nothing())


async def keep_command(conn: AsyncConnection, arrival: Arrival) -> bool:
    """Write the command's row once; False when it was there. Raises: KeyReused when the id came with another request."""
    row = insert(commands).values(
        id=UUID(arrival.id),
        organisation_id=arrival.organisation,
        interview_id=UUID(arrival.interview),
        actor=arrival.actor,
        kind=arrival.kind,
        fingerprint=arrival.fingerprint,
        texts=arrival.texts,
    )
    fresh = await conn.execute(row.on_conflict_do_nothing().returning(commands.c.id))
    if fresh.first() is not None:
        return True
    known = select(commands.c.fingerprint).where(commands.c.id == UUID(arrival.id))
    if (await conn.execute(known)).scalar_one() != arrival.fingerprint:
        raise KeyReused
    return False
