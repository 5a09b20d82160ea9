"""Reads of interviews for the API and the pages: one, or a page of a filtered list; who may see which."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, exists, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from db.people import User
from db.tables import candidates, organisations, users
from db.tables_interview import cancellation_log, interviews
from domain.state import LIVE
from domain.terms import Role

Columns = ReadOnlyColumnCollection[str, Any]
# Fewer digits would find half of all numbers.
_FEWEST_DIGITS = 4


@dataclass(frozen=True)
class InterviewFilter:
    """What a list shows; `after` is the last row's (starts_at, id) of the page before. `text` is looked for in candidates' names, mail
    addresses and numbers, in positions and interviewers."""

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


def own(user: User) -> ColumnElement[bool]:
    """Whether this user may see an interview: a recruiter their own, the others those of their organisation and below."""
    if user.role is Role.RECRUITER:
        return interviews.c.recruiter == user.login
    below = select(organisations.c.id).where(literal(user.organisation) == any_(organisations.c.path))
    return interviews.c.organisation_id.in_(below)


def cancelled(of: Columns) -> ColumnElement[bool]:
    """Whether the present time of the interview with these columns is cancelled, by the log."""
    log = cancellation_log.alias("present")
    return exists().where(log.c.interview_id == of.id, log.c.revision == of.revision)


def stands() -> ColumnElement[bool]:
    """Whether an interview's time stands. One that is cancelled may still be in a stage of those whose time does: while a wish for
    another time is open."""
    return interviews.c.stage.in_([str(stage) for stage in LIVE]) & ~cancelled(interviews.c)


def visible(user: User, *columns: ColumnElement[Any]) -> Select[tuple[Any, ...]]:
    """Interviews this user may see; all their columns, or only these."""
    joined = interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
    joined = joined.join(users, users.c.login == interviews.c.recruiter)
    return select(*(columns or _COLUMNS)).select_from(joined).where(own(user))


async def interview(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One interview's row as this user may see it, or None."""
    return (await conn.execute(visible(user).where(interviews.c.id == id))).first()


async def begun(conn: AsyncConnection, id: UUID) -> bool:
    """Whether this interview's life has begun, whoever may see it."""
    return (await conn.execute(select(interviews.c.id).where(interviews.c.id == id))).first() is not None


async def page(conn: AsyncConnection, user: User, wanted: InterviewFilter) -> list[Any]:
    """Up to limit + 1 rows ordered by start and id; the extra one tells that there is a next page."""
    order = (interviews.c.starts_at, interviews.c.id)
    # Picked from the one table before anything is joined to it.
    chosen = select(interviews.c.id).where(own(user), *conditions(wanted)).order_by(*order).limit(wanted.limit + 1)
    ids = chosen.subquery("chosen")
    query = visible(user).join(ids, ids.c.id == interviews.c.id).order_by(*order)
    return list((await conn.execute(query)).all())


def conditions(wanted: InterviewFilter) -> list[ColumnElement[bool]]:
    """What the filter asks for, as conditions on this table alone."""
    found: list[ColumnElement[bool]] = []
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
        known = or_(*(_holds(candidates.c[name], wanted.text) for name in ("name", "email")), *_has_number(wanted.text))
        whose = exists().where(candidates.c.id == interviews.c.candidate_id, known)
        found.append(or_(whose, *(_holds(interviews.c[name], wanted.text) for name in ("position", "interviewer"))))
    if wanted.after is not None:
        found.append(tuple_(interviews.c.starts_at, interviews.c.id) > tuple_(*wanted.after))
    return found


def _has_number(text: str) -> list[ColumnElement[bool]]:
    """Whether the number holds these digits, however they are set apart; nothing for a text that is no part of a number."""
    digits = re.sub(r"[\s().+\-–]", "", text)
    return [candidates.c.phone.contains(digits)] if digits.isdecimal() and len(digits) >= _FEWEST_DIGITS else []


def _holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the column holds this text, in capitals or not. ILIKE takes four times as long, the database's own collation twice; and
    Chinese has no capitals."""
    if text.lower() == text.upper():
        return column.contains(text, autoescape=True)
    escaped = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return func.lower(column.collate("pg_c_utf8")).like(
        func.lower(literal(f"%{escaped}%").collate("pg_c_utf8")), escape="/"
    )
