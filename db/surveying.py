"""What the ledger knows before a candidate is asked how it was: when they learned of it, and whether they were asked lately (R12)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Uuid, case, func, literal, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.log import notice_status
from db.tables import candidates, organisations
from db.tables_interview import cancellation_log, interviews, survey_turns
from domain.terms import CANDIDATE


async def told_at(conn: AsyncConnection, interview: UUID, revision: int) -> datetime | None:
    """When the candidate learned that this time is cancelled: the first notice that arrived or was read, or their own cancellation."""
    status = notice_status()
    log = cancellation_log.c
    own = case((log.operator == CANDIDATE, log.cancelled_at))
    query = (
        select(func.least(own, status.c.delivered_at))
        .select_from(cancellation_log.join(status, literal(True)))
        .where(log.interview_id == interview, log.revision == revision)
    )
    found: datetime | None = (await conn.execute(query)).scalar_one_or_none()
    return found


async def take_turn(conn: AsyncConnection, interview: UUID, revision: int, at: datetime, days: int) -> bool:
    """Whether the candidate may be asked about this interview now; kept, so that none of their others asks within so many days.

    The same question again has the same answer, also when its answer was lost on the way. Two interviews that ask at the same
    moment wait for each other.
    """
    person = (await conn.execute(_person(interview))).one()
    for address in sorted(filter(None, (person.phone, person.email))):
        await conn.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"survey/{address}", 0))))
    turn = survey_turns.c
    mine = select(turn.at).where(turn.interview_id == interview, turn.revision == revision)
    if (await conn.execute(mine)).first() is not None:
        return True
    others = (
        select(turn.interview_id)
        .join_from(interviews, survey_turns, turn.interview_id == interviews.c.id)
        .join(organisations, organisations.c.id == turn.organisation_id)
        .where(interviews.c.candidate_id.in_(_rows_of(person)), organisations.c.path[1] == person.root)
        .where(turn.at > at - timedelta(days=days))
    )
    if (await conn.execute(others.limit(1))).first() is not None:
        return False
    row = {"organisation_id": person.organisation, "interview_id": interview, "revision": revision, "at": at}
    await conn.execute(insert(survey_turns).values(row))
    return True


def _person(interview: UUID) -> Select[Any]:
    return (
        select(
            candidates.c.id,
            candidates.c.phone,
            candidates.c.email,
            interviews.c.organisation_id.label("organisation"),
            organisations.c.path[1].label("root"),
        )
        .join_from(interviews, candidates, candidates.c.id == interviews.c.candidate_id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .where(interviews.c.id == interview)
    )


def _rows_of(person: Any) -> CompoundSelect[Any]:
    """The candidate's own row and every other with the same number or address; one index each."""
    rows = [select(literal(person.id, Uuid))]
    if person.phone is not None:
        rows.append(select(candidates.c.id).where(candidates.c.phone == person.phone))
    if person.email is not None:
        rows.append(select(candidates.c.id).where(func.lower(candidates.c.email) == person.email.lower()))
    return union(*rows)
