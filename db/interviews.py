"""Reads of interviews for the API and the pages: one, or a page of a filtered list; who may see which."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import candidates, organisations, users
from db.tables_interview import interviews
from domain.terms import Role


@dataclass(frozen=True)
class InterviewFilter:
    """What a list shows; `after` is the last row's (starts_at, id) of the page before."""

    stage: str | None = None
    recruiter: str | None = None
    interviewer: str | None = None
    position: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


_COLUMNS = (
    interviews.c.id,
    interviews.c.organisation_id,
    interviews.c.recruiter,
    users.c.name.label("recruiter_name"),
    users.c.name_en.label("recruiter_name_en"),
    candidates.c.name.label("candidate_name"),
    candidates.c.phone.label("candidate_phone"),
    candidates.c.email.label("candidate_email"),
    candidates.c.locale.label("candidate_locale"),
    interviews.c.position,
    interviews.c.interviewer,
    interviews.c.join_url,
    interviews.c.source,
    interviews.c.stage,
    interviews.c.revision,
    interviews.c.starts_at,
    interviews.c.first_starts_at,
    interviews.c.minutes,
    interviews.c.timezone,
    interviews.c.outcome,
    interviews.c.request,
    interviews.c.next_step,
    interviews.c.next_at,
    interviews.c.created_by,
    interviews.c.created_at,
    interviews.c.updated_at,
    interviews.c.closed_at,
)


def visible(user: User, *columns: ColumnElement[Any]) -> Select[tuple[Any, ...]]:
    """Interviews this user may see: a recruiter's own, for the others those of their organisation and below; all their columns,
    or only these."""
    joined = (
        interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(users, users.c.login == interviews.c.recruiter)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
    )
    query = select(*(columns or _COLUMNS)).select_from(joined)
    if user.role is Role.RECRUITER:
        return query.where(interviews.c.recruiter == user.login)
    return query.where(literal(user.organisation) == any_(organisations.c.path))


async def interview(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One interview's row as this user may see it, or None."""
    return (await conn.execute(visible(user).where(interviews.c.id == id))).first()


async def page(conn: AsyncConnection, user: User, wanted: InterviewFilter) -> list[Any]:
    """Up to limit + 1 rows ordered by start and id; the extra one tells that there is a next page."""
    query = visible(user).where(*conditions(wanted))
    query = query.order_by(interviews.c.starts_at, interviews.c.id).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


def conditions(wanted: InterviewFilter) -> list[Any]:
    """What the filter asks for, as conditions."""
    found: list[Any] = []
    if wanted.stage is not None:
        found.append(interviews.c.stage == wanted.stage)
    if wanted.recruiter is not None:
        found.append(interviews.c.recruiter == wanted.recruiter)
    if wanted.interviewer is not None:
        found.append(interviews.c.interviewer == wanted.interviewer)
    if wanted.position is not None:
        found.append(interviews.c.position == wanted.position)
    if wanted.since is not None:
        found.append(interviews.c.starts_at >= wanted.since)
    if wanted.until is not None:
        found.append(interviews.c.starts_at < wanted.until)
    if wanted.text:
        columns = (candidates.c.name, interviews.c.position)
        found.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.after is not None:
        found.append(tuple_(interviews.c.starts_at, interviews.c.id) > tuple_(*wanted.after))
    return [and_(*found)] if found else []
