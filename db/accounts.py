"""Queries of signing in: an account's password, wrong attempts in a row, and the sessions that cookies stand for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import USERS, User, user_from
from db.tables import users
from db.tables_accounts import sessions, sign_in_failures
from domain.keys import link_hash
from domain.passwords import Failures

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Account:
    """Who may sign in with which password (its argon2id hash); `must_change`: somebody else has set it."""

    login: str
    organisation: str
    password_hash: str
    must_change: bool


async def account(conn: AsyncConnection, login: str) -> Account | None:
    """The account that may be signed in to; None for nobody, for one without a password and for one that is disabled."""
    query = select(users.c.login, users.c.organisation_id, users.c.password_hash, users.c.must_change).where(
        users.c.login == login, users.c.password_hash.is_not(None), users.c.disabled_at.is_(None)
    )
    row = (await conn.execute(query)).first()
    return Account(*row) if row is not None else None


async def set_password(
    conn: AsyncConnection, login: str, password_hash: str, at: datetime, must_change: bool = False, keep: str = ""
) -> bool:
    """Give an account a new password; its sessions end, but for the one with token `keep`. False when there is no such user."""
    row = update(users).where(users.c.login == login)
    values = {"password_hash": password_hash, "password_set_at": at, "must_change": must_change}
    found = (await conn.execute(row.values(**values))).rowcount == 1
    await end_sessions(conn, login, keep)
    await forget_failures(conn, login)
    return found


def inside(login: str) -> str:
    """Under which name the tries of somebody who is signed in are counted: one that nobody can type at the door."""
    return f"\t{login}"[:64]


async def failures(conn: AsyncConnection, login: str, at: datetime) -> Failures:
    """The wrong passwords in a row of this login, none so far included. Until the transaction ends nobody else gets to see them, so
    attempts at once count one after the other."""
    none = insert(sign_in_failures).values(login=login, count=0, at=at)
    # The update changes nothing: it is what locks a row that is there already.
    known = none.on_conflict_do_update(index_elements=["login"], set_={"login": none.excluded.login})
    columns = (sign_in_failures.c.count.label("number"), sign_in_failures.c.at, sign_in_failures.c.locked_until)
    return Failures(*(await conn.execute(known.returning(*columns))).one())


async def keep_failures(conn: AsyncConnection, login: str, found: Failures) -> None:
    """Write how many there are by now."""
    values = {"count": found.count, "at": found.at, "locked_until": found.locked_until}
    row = insert(sign_in_failures).values(login=login, **values)
    await conn.execute(row.on_conflict_do_update(index_elements=["login"], set_=values))


async def forget_failures(conn: AsyncConnection, login: str) -> None:
    """The right password, or somebody who may, ends the count and the lock, also those of `inside`."""
    await conn.execute(delete(sign_in_failures).where(sign_in_failures.c.login.in_([login, inside(login)])))


async def forget_old_failures(conn: AsyncConnection, before: datetime) -> None:
    """Clear away what no longer counts: logins that somebody only guessed must not pile up."""
    await conn.execute(delete(sign_in_failures).where(sign_in_failures.c.at < before))


async def open_session(conn: AsyncConnection, user: Account, token: str, at: datetime, lasting: timedelta) -> None:
    """Keep a new session (the hash of its token); the user's dead ones are cleared away."""
    await conn.execute(delete(sessions).where(sessions.c.login == user.login, sessions.c.expires_at <= at))
    row = insert(sessions).values(
        hash=link_hash(token),
        organisation_id=user.organisation,
        login=user.login,
        created_at=at,
        seen_at=at,
        expires_at=at + lasting,
    )
    await conn.execute(row)


async def session_user(
    conn: AsyncConnection, token: str, at: datetime, idle: timedelta, touch: bool = True
) -> tuple[User, bool] | None:
    """The user of a live session and whether they have to change their password first; None when it is over or idle too long.

    touch: this is a use of it; that is written (and committed) once a minute at most.
    """
    live = (sessions.c.hash == link_hash(token), sessions.c.expires_at > at, sessions.c.seen_at > at - idle)
    query = USERS.add_columns(users.c.must_change, sessions.c.seen_at).join(sessions, sessions.c.login == users.c.login)
    row = (await conn.execute(query.where(*live))).first()
    if row is None:
        return None
    if touch and at - row.seen_at > _SEEN_EVERY:
        await conn.execute(update(sessions).where(sessions.c.hash == link_hash(token)).values(seen_at=at))
        await conn.commit()
    return user_from(row), row.must_change


async def end_session(conn: AsyncConnection, token: str) -> None:
    """Sign out."""
    await conn.execute(delete(sessions).where(sessions.c.hash == link_hash(token)))


async def end_sessions(conn: AsyncConnection, login: str, keep: str = "") -> None:
    """End all of somebody's sessions but the one with token `keep`."""
    query = delete(sessions).where(sessions.c.login == login)
    await conn.execute(query.where(sessions.c.hash != link_hash(keep)) if keep else query)


async def set_language(conn: AsyncConnection, login: str, locale: str) -> None:
    """The language somebody wants to work in."""
    await conn.execute(update(users).where(users.c.login == login).values(locale=locale))


async def set_zone(conn: AsyncConnection, login: str, zone: str | None) -> None:
    """The zone somebody wants to read times in (IANA); None: their organisation's."""
    await conn.execute(update(users).where(users.c.login == login).values(timezone=zone))
