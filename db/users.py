"""Users as HR operations manage them: lists, creating, changing, what was changed by whom; their tokens and sessions end with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, any_, case, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import accounts
from db.people import User
from db.tables import api_tokens, organisations, users
from db.tables_accounts import sign_in_failures
from db.tables_interview import interviews
from db.tables_users import user_changes
from domain.state import LIVE
from domain.terms import Role
from domain.user_rules import Changed, UserState

_LOCK = "users"
_CHANGES_SHOWN = 100


@dataclass(frozen=True)
class UserFilter:
    """What a list shows; `after` is the last login of the page before."""

    text: str | None = None
    role: Role | None = None
    organisation: str | None = None
    state: UserState | None = None
    after: str | None = None
    limit: int = 50


def _query(user: User, at: datetime) -> Select[Any]:
    """Everybody in the user's organisation and below it, with where their sign-in stands."""
    lock = and_(sign_in_failures.c.login == users.c.login, sign_in_failures.c.locked_until > at)
    joined = users.join(organisations, organisations.c.id == users.c.organisation_id).outerjoin(sign_in_failures, lock)
    query = select(
        users.c.login,
        users.c.organisation_id.label("organisation"),
        organisations.c.name.label("organisation_name"),
        organisations.c.name_en.label("organisation_name_en"),
        organisations.c.path,
        users.c.name,
        users.c.name_en,
        users.c.role,
        users.c.email,
        users.c.locale,
        users.c.timezone,
        users.c.disabled_at,
        users.c.must_change,
        users.c.password_hash.is_not(None).label("has_password"),
        sign_in_failures.c.locked_until,
        _state().label("state"),
    )
    return query.select_from(joined).where(literal(user.organisation) == any_(organisations.c.path))


def _state() -> ColumnElement[str]:
    locked = sign_in_failures.c.locked_until.is_not(None)
    disabled = (users.c.disabled_at.is_not(None), str(UserState.DISABLED))
    return case(disabled, (locked, str(UserState.LOCKED)), else_=str(UserState.ACTIVE))


async def page(conn: AsyncConnection, user: User, wanted: UserFilter, at: datetime) -> list[Any]:
    """Up to limit + 1 users by login; the extra one tells that there is a next page."""
    query = _query(user, at).where(*_conditions(wanted)).order_by(users.c.login).limit(wanted.limit + 1)
    return list((await conn.execute(query)).all())


def _conditions(wanted: UserFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        columns = (users.c.login, users.c.name, users.c.name_en, users.c.email)
        found.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.role is not None:
        found.append(users.c.role == str(wanted.role))
    if wanted.organisation is not None:
        found.append(literal(wanted.organisation) == any_(organisations.c.path))
    if wanted.state is not None:
        found.append(_state() == str(wanted.state))
    if wanted.after is not None:
        found.append(users.c.login > wanted.after)
    return found


async def one(conn: AsyncConnection, user: User, login: str, at: datetime) -> Any | None:
    """Somebody in the user's organisation or below it; None for everybody else."""
    return (await conn.execute(_query(user, at).where(users.c.login == login))).first()


async def live_interviews(conn: AsyncConnection, login: str) -> int:
    """How many interviews of this recruiter are not over."""
    query = select(func.count()).where(interviews.c.recruiter == login, interviews.c.stage.in_(map(str, LIVE)))
    return int((await conn.execute(query)).scalar_one())


async def take_turn(conn: AsyncConnection) -> None:
    """Until the transaction ends nobody else changes users: the last administrator cannot go twice at once."""
    await conn.execute(select(func.pg_advisory_xact_lock(func.hashtext(_LOCK))))


async def other_administrators(conn: AsyncConnection, organisation: str, login: str) -> int:
    """How many administrators this very organisation has beside that one."""
    others = (users.c.organisation_id == organisation, users.c.login != login, users.c.disabled_at.is_(None))
    query = select(func.count()).where(users.c.role == str(Role.ADMIN), *others)
    return int((await conn.execute(query)).scalar_one())


async def taken(conn: AsyncConnection, login: str) -> bool:
    """Whether somebody has this login, or one that differs in capitals only."""
    query = select(users.c.login).where(func.lower(users.c.login) == func.lower(login)).limit(1)
    return (await conn.execute(query)).first() is not None


async def add(conn: AsyncConnection, row: dict[str, Any]) -> None:
    """Write a new user."""
    await conn.execute(insert(users).values(**row))


async def change(conn: AsyncConnection, login: str, values: dict[str, Any]) -> None:
    """Write new values of a user's columns."""
    await conn.execute(update(users).where(users.c.login == login).values(**values))


async def shut_out(conn: AsyncConnection, login: str) -> None:
    """End all that a disabled user was signed in by, so that nothing of it works again when they come back."""
    await conn.execute(delete(api_tokens).where(api_tokens.c.login == login))
    await accounts.end_sessions(conn, login)


async def record(
    conn: AsyncConnection, organisation: str, login: str, by: str, at: datetime, changes: Sequence[Changed]
) -> None:
    """Keep what was changed for the audit."""
    rows = [
        {
            "organisation_id": organisation,
            "login": login,
            "at": at,
            "by": by,
            "what": str(one.what),
            "old": one.old,
            "new": one.new,
        }
        for one in changes
    ]
    if rows:
        await conn.execute(insert(user_changes), rows)


async def changes(conn: AsyncConnection, login: str) -> list[Any]:
    """What was changed about a user, newest first; the last hundred."""
    query = select(user_changes).where(user_changes.c.login == login).order_by(user_changes.c.id.desc())
    return list((await conn.execute(query.limit(_CHANGES_SHOWN))).all())
