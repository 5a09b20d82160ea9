"""What the monitor found, kept: opened, seen again, closed; one open row per kind and subject; and the list that people read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.paging import Place, Slice
from db.people import User
from db.tables import organisations
from db.tables_interview import notices
from db.tables_notices import findings, watches
from domain.findings import Finding, FindingKind
from domain.keys import workflow_id

_LOCK = 7_305_552
_MONITOR = "monitor"
_OPEN = findings.c.closed_at.is_(None)
_OF_NOTICES = (FindingKind.NOTICE_OVERDUE, FindingKind.NOTICE_UNKNOWN, FindingKind.PHONE_TASK_OVERDUE)
_SEEN = insert(findings)
_SEEN = _SEEN.on_conflict_do_update(
    index_elements=["kind", "subject"],
    index_where=_OPEN,
    set_={"last_seen": _SEEN.excluded.last_seen, "detail": _SEEN.excluded.detail},
)


async def alone(conn: AsyncConnection) -> None:
    """Until this transaction ends no other run looks: each writes what was true when it looked, one after the other."""
    await conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def open_subjects(conn: AsyncConnection) -> dict[FindingKind, set[str]]:
    """The subjects of the open findings of every kind."""
    known: dict[FindingKind, set[str]] = {kind: set() for kind in FindingKind}
    for kind, subject in (await conn.execute(select(findings.c.kind, findings.c.subject).where(_OPEN))).all():
        known[FindingKind(kind)].add(subject)
    return known


async def keep(
    conn: AsyncConnection, found: Sequence[Finding], looked_for: Collection[FindingKind], now: datetime
) -> list[Finding]:
    """Open what is new, mark what was seen again, close what is over among the kinds looked for. Returns what is new."""
    known = await open_subjects(conn)
    rows = [
        {
            "organisation_id": one.organisation,
            "kind": str(one.kind),
            "subject": one.subject,
            "detail": one.detail,
            "first_seen": now,
            "last_seen": now,
        }
        for one in found
    ]
    if rows:
        await conn.execute(_SEEN, rows)
    seen = {(one.kind, one.subject) for one in found}
    for kind in looked_for:
        over = [subject for subject in known[kind] if (kind, subject) not in seen]
        if over:
            row = update(findings).where(_OPEN, findings.c.kind == str(kind), findings.c.subject.in_(over))
            await conn.execute(row.values(closed_at=now))
    return [one for one in found if one.subject not in known[one.kind]]


async def looked(conn: AsyncConnection, now: datetime) -> None:
    """Write down that the monitor looked, so that its own silence shows."""
    row = insert(watches).values(name=_MONITOR, looked_at=now)
    await conn.execute(row.on_conflict_do_update(index_elements=["name"], set_={"looked_at": row.excluded.looked_at}))


async def last_look(conn: AsyncConnection) -> datetime | None:
    """When the monitor looked last; None when it never did."""
    query = select(watches.c.looked_at).where(watches.c.name == _MONITOR)
    return (await conn.execute(query)).scalar_one_or_none()


async def open_by_kind(conn: AsyncConnection) -> list[tuple[tuple[str, ...], int]]:
    """((kind,), number of open findings) of every kind, also of those with none."""
    query = select(findings.c.kind, func.count().label("number")).where(_OPEN).group_by(findings.c.kind)
    counted = {row.kind: row.number for row in (await conn.execute(query)).all()}
    return [((str(kind),), counted.get(str(kind), 0)) for kind in FindingKind]


@dataclass(frozen=True)
class FindingFilter:
    """A page of findings, newest first; `place` is an id."""

    kind: FindingKind | None = None
    open: bool = True
    place: Place | None = None
    limit: int = 50


async def page(conn: AsyncConnection, user: User, wanted: FindingFilter) -> Slice:
    """The page: findings about the user's organisations; the root organisation also sees those about the installation."""
    query = select(findings).where(_visible(user))
    if wanted.kind is not None:
        query = query.where(findings.c.kind == str(wanted.kind))
    if wanted.open:
        query = query.where(_OPEN)
    return await paging.page(conn, query, [findings.c.id], wanted.place, wanted.limit, descending=True)


def _visible(user: User) -> ColumnElement[bool]:
    below = select(organisations.c.id).where(literal(user.organisation) == any_(organisations.c.path))
    own = findings.c.organisation_id.in_(below)
    return or_(own, findings.c.organisation_id.is_(None)) if len(user.path) == 1 else own


async def interviews_of(conn: AsyncConnection, rows: Sequence[Any]) -> dict[int, UUID]:
    """The interview that each of these findings is about, by the finding's id; those about nothing of the kind are left out."""
    about = {UUID(row.subject) for row in rows if row.kind in _OF_NOTICES}
    query = select(notices.c.id, notices.c.interview_id).where(notices.c.id.in_(about))
    of_notice = {str(id): interview for id, interview in (await conn.execute(query)).all()} if about else {}
    found = {row.id: of_notice.get(row.subject) or interview_of(row.subject) for row in rows}
    return {id: interview for id, interview in found.items() if interview is not None}


def interview_of(subject: str) -> UUID | None:
    """The interview whose id or workflow id this is; None when it is something else."""
    try:
        return UUID(subject.removeprefix(workflow_id("")))
    except ValueError:
        return None
