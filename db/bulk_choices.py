"""What the form of a bulk offers and shows: positions and interviewers to choose from, and interviews by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from db.interviews import stands, visible
from db.people import User
from db.tables import candidates
from db.tables_interview import interviews

# Enough to choose from; whatever else there is can be typed.
_LOOKED_AT = 1000


async def choices(conn: AsyncConnection, user: User, now: datetime) -> tuple[list[str], list[str]]:
    """The positions and the interviewers of the next interviews that this user may see, by name."""
    soon = visible(user, interviews.c.position, interviews.c.interviewer)
    soon = soon.where(stands(), interviews.c.starts_at > now)
    next_ones = soon.order_by(interviews.c.starts_at, interviews.c.id).limit(_LOOKED_AT).subquery()
    rows = (await conn.execute(select(next_ones).distinct())).all()
    return sorted({row.position for row in rows}), sorted({row.interviewer for row in rows if row.interviewer})


async def named(conn: AsyncConnection, user: User, ids: Sequence[UUID]) -> list[Any]:
    """These interviews with their candidates' names, earliest first; what this user may not see is left out."""
    columns = (interviews.c.id, interviews.c.position, interviews.c.starts_at, interviews.c.timezone)
    query = visible(user, *columns, candidates.c.name.label("candidate_name"))
    query = query.where(interviews.c.id == any_(literal(list(ids), ARRAY(Uuid))))
    return list((await conn.execute(query.order_by(interviews.c.starts_at, interviews.c.id))).all())
