"""What candidates ask for beside their interview's steps: asked, taken back, answered, and the lists that staff read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, any_, literal, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.paging import Place, Slice
from db.people import User
from db.tables import candidates, organisations
from db.tables_candidate import candidate_requests as requests
from db.tables_interview import interviews
from domain.requests import RequestKind, RequestState, may_handle
from domain.terms import Audience, Role

_OPEN = requests.c.state == str(RequestState.OPEN)


async def ask(
    conn: AsyncConnection, organisation: str, interview: UUID, kind: RequestKind, at: datetime, due: datetime
) -> UUID | None:
    """Write the request down; its id, or None when the same one is open already."""
    row = insert(requests).values(
        id=uuid4(),
        organisation_id=organisation,
        interview_id=interview,
        kind=str(kind),
        at=at,
        due_at=due,
        state=str(RequestState.OPEN),
    )
    row = row.on_conflict_do_nothing(index_elements=["interview_id", "kind"], index_where=_OPEN)
    made: UUID | None = (await conn.execute(row.returning(requests.c.id))).scalar_one_or_none()
    return made


async def withdraw(conn: AsyncConnection, interview: UUID, kind: RequestKind, at: datetime) -> bool:
    """The candidate takes the open request back; False when none was open."""
    row = update(requests).where(requests.c.interview_id == interview, requests.c.kind == str(kind), _OPEN)
    row = row.values(state=str(RequestState.WITHDRAWN), handled_by=str(Audience.CANDIDATE), handled_at=at)
    return (await conn.execute(row.returning(requests.c.id))).first() is not None


async def newest(conn: AsyncConnection, interview: UUID) -> dict[RequestKind, Any]:
    """The latest request of each kind that this interview's candidate made."""
    query = (
        select(requests)
        .ext(distinct_on(requests.c.kind))
        .where(requests.c.interview_id == interview)
        .order_by(requests.c.kind, requests.c.at.desc(), requests.c.id)
    )
    return {RequestKind(row.kind): row for row in (await conn.execute(query)).all()}


@dataclass(frozen=True)
class RequestFilter:
    """A page of requests, the next due first; None shows every state or kind; `place` is a (due_at, id)."""

    state: RequestState | None = None
    kind: RequestKind | None = None
    interview: UUID | None = None
    place: Place | None = None
    limit: int = 50


def _visible(user: User) -> Select[Any]:
    """A recruiter sees those of the own interviews, the others those of their organisation and below."""
    joined = (
        requests.join(interviews, interviews.c.id == requests.c.interview_id)
        .join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
    )
    about = (interviews.c.position, interviews.c.starts_at, interviews.c.timezone, interviews.c.recruiter)
    query = select(
        *requests.c, candidates.c.name.label("candidate"), interviews.c.stage, interviews.c.candidate_id, *about
    )
    query = query.select_from(joined)
    if user.role is Role.RECRUITER:
        return query.where(interviews.c.recruiter == user.login)
    return query.where(literal(user.organisation) == any_(organisations.c.path))


def waiting(user: User) -> Select[Any]:
    """The open ones that this user may answer, to be counted."""
    kinds = [str(kind) for kind in RequestKind if may_handle(user.role, kind)]
    return _visible(user).where(_OPEN, requests.c.kind.in_(kinds)).with_only_columns(requests.c.id)


async def page(conn: AsyncConnection, user: User, wanted: RequestFilter) -> Slice:
    """The page."""
    limits = {"state": wanted.state, "kind": wanted.kind, "interview_id": wanted.interview}
    found: list[ColumnElement[bool]] = [
        requests.c[name] == value for name, value in limits.items() if value is not None
    ]
    order = [requests.c.due_at, requests.c.id]
    return await paging.page(conn, _visible(user).where(*found), order, wanted.place, wanted.limit)


async def request(conn: AsyncConnection, user: User, id: UUID, lock: bool = False) -> Any | None:
    """One request as this user may see it, or None; locked until the transaction ends when it is about to be answered."""
    query = _visible(user).where(requests.c.id == id)
    return (await conn.execute(query.with_for_update(of=requests) if lock else query)).first()


async def answer(conn: AsyncConnection, user: User, id: UUID, state: RequestState, note: str, at: datetime) -> None:
    """Write the answer to an open request, locked by the caller."""
    row = update(requests).where(requests.c.id == id, _OPEN)
    await conn.execute(row.values(state=str(state), note=note, handled_by=user.login, handled_at=at))
