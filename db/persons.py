"""Who is the same person: each interview has a candidate's row of its own, and what they share is a number or a mail address."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from db.tables import candidates
from db.tables_interview import interviews


def with_address(address: Any) -> Select[tuple[UUID]]:
    """The candidates' rows whose number or (in whatever case) mail address this is."""
    theirs = or_(candidates.c.phone == address, func.lower(candidates.c.email) == func.lower(address))
    return select(candidates.c.id).where(theirs)


def same_person(id: UUID) -> Select[tuple[UUID]]:
    """The candidates' rows that share a number or an address with this one: a candidate's row, or that of an interview."""
    known = candidates.alias("known")
    meant = or_(known.c.id == id, known.c.id.in_(select(interviews.c.candidate_id).where(interviews.c.id == id)))
    same = or_(
        candidates.c.id == known.c.id,
        candidates.c.phone == known.c.phone,
        func.lower(candidates.c.email) == func.lower(known.c.email),
    )
    return select(candidates.c.id).join(known, same).where(meant)
