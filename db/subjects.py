"""Whom and what interviews are about, for lists and exports: candidate, position, interviewer and zone of many in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import candidates
from db.tables_interview import interviews

_OF_INTERVIEW = ("position", "interviewer", "timezone")


@dataclass(frozen=True)
class Subject:
    """The candidate's name, the position, who interviews, as far as that is known (else empty), and the interview's zone."""

    candidate: str
    position: str
    interviewer: str
    timezone: str


async def subjects(conn: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Subject]:
    """The subjects of these interviews by id."""
    query = (
        select(interviews.c.id, candidates.c.name, *(interviews.c[name] for name in _OF_INTERVIEW))
        .join_from(interviews, candidates, candidates.c.id == interviews.c.candidate_id)
        .where(interviews.c.id == any_(bindparam("ids", list(ids), type_=ARRAY(Uuid))))
    )
    rows = (await conn.execute(query)).all()
    return {row.id: Subject(row.name, row.position, row.interviewer, row.timezone) for row in rows}
