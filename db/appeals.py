"""Appeals (申诉) on a fact or a score (R14): filed by whom it is about, decided by somebody else, and what follows in the figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.agreed_times import agreed_times_of
from db.people import User
from db.rollup import IDS, calendars_of
from db.tables import organisations, users
from db.tables_appraisal import kpi_touched
from db.tables_interview import interviews
from db.tables_judging import appeals, corrections
from domain.agreed_times import Ending
from domain.appeals import About, AppealState, Correction
from domain.terms import Role


@dataclass(frozen=True)
class Filed:
    """An appeal as it is filed: about how one agreed time was counted, or about a month's score."""

    id: UUID
    text: str
    interview: UUID | None = None
    revision: int | None = None
    month: date | None = None


async def file(conn: AsyncConnection, user: User, filed: Filed, at: datetime) -> bool:
    """Write it down; False when the same thing is being looked into already."""
    about = About.FACT if filed.month is None else About.SCORE
    same = and_(
        appeals.c.interview_id == filed.interview,
        appeals.c.revision == filed.revision,
    )
    waits = select(appeals.c.id).where(
        appeals.c.recruiter == user.login,
        appeals.c.state == str(AppealState.OPEN),
        same if about is About.FACT else appeals.c.month == filed.month,
    )
    lock = select(users.c.login).where(users.c.login == user.login).with_for_update()
    await conn.execute(lock)
    if (await conn.execute(waits)).first() is not None:
        return False
    row = {
        "id": filed.id,
        "organisation_id": user.organisation,
        "recruiter": user.login,
        "about": str(about),
        "interview_id": filed.interview,
        "revision": filed.revision,
        "month": filed.month,
        "text": filed.text,
        "filed_at": at,
        "state": str(AppealState.OPEN),
    }
    await conn.execute(insert(appeals).values(**row))
    return True


async def has_agreed_time(conn: AsyncConnection, user: User, interview: UUID, revision: int) -> bool:
    """Whether this agreed time is one of the user's own interviews'."""
    query = select(interviews.c.id).where(
        interviews.c.id == interview, interviews.c.recruiter == user.login, interviews.c.revision >= revision
    )
    return (await conn.execute(query)).first() is not None


async def decide(
    conn: AsyncConnection, id: UUID, state: AppealState, left_out: list[str], remark: str, by: str, at: datetime
) -> Any | None:
    """Decide an open appeal once; its row, None when somebody has. What follows in the figures is `correct`'s."""
    change = (
        update(appeals)
        .where(appeals.c.id == id, appeals.c.state == str(AppealState.OPEN))
        .values(state=str(state), left_out=left_out or None, remark=remark, decided_by=by, decided_at=at)
        .returning(*appeals.c)
    )
    return (await conn.execute(change)).first()


async def correct(conn: AsyncConnection, appeal: Any, correction: Correction) -> None:
    """The figures count this agreed time as corrected from now on; the facts stay as they were written."""
    values = {name: value for name, value in correction.values().items() if value is not None}
    row = insert(corrections).values(
        interview_id=appeal.interview_id,
        revision=appeal.revision,
        organisation_id=appeal.organisation_id,
        appeal_id=appeal.id,
        **values,
    )
    keys = ["interview_id", "revision"]
    await conn.execute(row.on_conflict_do_update(index_elements=keys, set_={**values, "appeal_id": appeal.id}))
    touch = {"organisation_id": appeal.organisation_id, "interview_id": appeal.interview_id}
    await conn.execute(insert(kpi_touched).values(**touch))


@dataclass(frozen=True)
class AppealFilter:
    """Which appeals a page shows, newest first; `before` is the last row's instant and id of the page before."""

    state: AppealState | None = None
    recruiter: str | None = None
    before: tuple[datetime, UUID] | None = None
    limit: int = 50


async def page(conn: AsyncConnection, user: User, wanted: AppealFilter) -> list[Any]:
    """Up to limit + 1 appeals this user may see."""
    query = _seen_by(user)
    if wanted.state is not None:
        query = query.where(appeals.c.state == str(wanted.state))
    if wanted.recruiter is not None:
        query = query.where(appeals.c.recruiter == wanted.recruiter)
    if wanted.before is not None:
        query = query.where(tuple_(appeals.c.filed_at, appeals.c.id) < tuple_(*wanted.before))
    query = query.order_by(appeals.c.filed_at.desc(), appeals.c.id.desc()).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


async def one(conn: AsyncConnection, user: User, id: UUID) -> Any | None:
    """One appeal this user may see."""
    return (await conn.execute(_seen_by(user).where(appeals.c.id == id))).first()


def _seen_by(user: User) -> Select[Any]:
    """One's own; managers and HR operations also those of their organisations."""
    columns: list[ColumnElement[Any]] = [*appeals.c, users.c.name, users.c.name_en]
    query = (
        select(*columns)
        .join(organisations, organisations.c.id == appeals.c.organisation_id)
        .join(users, users.c.login == appeals.c.recruiter)
    )
    own = appeals.c.recruiter == user.login
    if user.role is Role.RECRUITER:
        return query.where(own)
    return query.where(or_(own, literal(user.organisation) == any_(organisations.c.path)))


async def months_of(conn: AsyncConnection, appeal: Any) -> list[date]:
    """The first day of the month in which an appealed time ended, as the facts stand now; none while it is open."""
    now = agreed_times_of(IDS).subquery("now")
    query = select(now.c.day).where(now.c.revision == appeal.revision, now.c.ending != str(Ending.OPEN))
    given = {"ids": [appeal.interview_id]} | await calendars_of(conn)
    return [day.replace(day=1) for day in (await conn.execute(query, given)).scalars()]
