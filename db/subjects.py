"""Whom and what interviews are about, for exports: candidate, position and interviewer of many interviews in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import candidates
from db.tables_interview import interviews


@dataclass(frozen=True)
class Subject:
    """The candidate's name, the position and who interviews, as far as that is known (else empty)."""

    candidate: str
    position: str
    interviewer: str


async def subjects(conn: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Subject]:
    """The subjects of these interviews by id."""
    query = (
        select(interviews.c.id, candidates.c.name, interviews.c.position, interviews.c.interviewer)
        .join_from(interviews, candidates, candidates.c.id == interviews.c.candidate_id)
        .where(interviews.c.id == any_(bindparam("ids", list(ids), type_=ARRAY(Uuid))))
    )
    return {row.id: Subject(row.name, row.position, row.interviewer) for row in (await conn.execute(query)).all()}
