"""Queries about organisations, their policies, users and API tokens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, String, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import api_tokens, organisations, policies, users
from domain.keys import link_hash
from domain.policy import Policy, merged, policy_from
from domain.terms import Locale, Role


@dataclass(frozen=True)
class User:
    """Somebody who works with interviews; `path` is the organisation's, root first; `timezone` None means the organisation's."""

    login: str
    organisation: str
    name: str
    name_en: str
    role: Role
    locale: Locale
    path: tuple[str, ...]
    timezone: str | None = None


class PolicyUnreadable(ValueError):
    """What is stored of an organisation's policy, or of an ancestor's, is not one; its cause says which field is wrong."""

    def __init__(self, organisation: str) -> None:
        super().__init__(f"the policy of organisation {organisation!r} cannot be read")
        self.organisation = organisation


USERS = (
    select(
        users.c.login,
        users.c.organisation_id,
        users.c.name,
        users.c.name_en,
        users.c.role,
        users.c.locale,
        users.c.timezone,
        organisations.c.path,
    )
    .select_from(users.join(organisations, organisations.c.id == users.c.organisation_id))
    .where(users.c.disabled_at.is_(None))
    .order_by(users.c.login)
)


def user_from(row: Any) -> User:
    """The user of a row of `USERS`."""
    return User(
        row.login,
        row.organisation_id,
        row.name,
        row.name_en,
        Role(row.role),
        Locale(row.locale),
        tuple(row.path),
        row.timezone,
    )


async def user_of(conn: AsyncConnection, login: str) -> User | None:
    """The user with this login; None also for one who has left."""
    row = (await conn.execute(USERS.where(users.c.login == login))).first()
    return user_from(row) if row is not None else None


async def user_by_token(conn: AsyncConnection, token: str, now: datetime) -> User | None:
    """The user a bearer token belongs to; None for an unknown or expired one, and for a user who has left."""
    holder = select(api_tokens.c.login).where(api_tokens.c.hash == link_hash(token), api_tokens.c.expires_at > now)
    row = (await conn.execute(USERS.where(users.c.login.in_(holder)))).first()
    return user_from(row) if row is not None else None


async def keep_token(conn: AsyncConnection, user: User, token: str, now: datetime, days: float) -> None:
    """Store the hash of a new token of this user, valid for `days`."""
    row = insert(api_tokens).values(
        hash=link_hash(token),
        organisation_id=user.organisation,
        login=user.login,
        expires_at=now + timedelta(days=days),
    )
    await conn.execute(row)


async def policy_of(conn: AsyncConnection, organisation: str, now: datetime) -> Policy:
    """The effective policy: every ancestor's newest version in force, merged root first (design rule 8).

    Raises: LookupError when neither the organisation nor an ancestor has one, PolicyUnreadable.
    """
    path = select(organisations.c.path).where(organisations.c.id == organisation).scalar_subquery()
    query = (
        select(policies.c.version, policies.c.data)
        .ext(distinct_on(func.cardinality(organisations.c.path), policies.c.organisation_id))
        .join(organisations, organisations.c.id == policies.c.organisation_id)
        .where(policies.c.organisation_id == any_(cast(path, ARRAY(String))), policies.c.valid_from <= now)
        .order_by(func.cardinality(organisations.c.path), policies.c.organisation_id, policies.c.version.desc())
    )
    rows = (await conn.execute(query)).all()
    if not rows:
        raise LookupError(f"no policy for organisation {organisation!r}")
    try:
        return policy_from(merged([row.data for row in rows]), version=max(row.version for row in rows))
    except (KeyError, ValueError, TypeError, AttributeError) as mistake:
        raise PolicyUnreadable(organisation) from mistake


async def within(conn: AsyncConnection, organisation: str, ancestor: str) -> bool:
    """Whether an organisation is `ancestor` or below it."""
    query = select(literal(ancestor) == any_(organisations.c.path)).where(organisations.c.id == organisation)
    return bool((await conn.execute(query)).scalar_one_or_none())


async def organisations_of(conn: AsyncConnection, logins: Collection[str]) -> dict[str, str]:
    """The organisation of each of these users, by login; unknown logins are left out."""
    query = select(users.c.login, users.c.organisation_id).where(users.c.login.in_(list(logins)))
    return {row.login: row.organisation_id for row in (await conn.execute(query)).all()}


async def colleagues(conn: AsyncConnection, user: User) -> list[Any]:
    """Login and names of those whose interviews this user may see, by name; for a recruiter only themselves."""
    query = select(users.c.login, users.c.name, users.c.name_en, users.c.organisation_id, users.c.role)
    if user.role is Role.RECRUITER:
        return list((await conn.execute(query.where(users.c.login == user.login))).all())
    joined = query.join(organisations, organisations.c.id == users.c.organisation_id)
    below = joined.where(
        literal(user.organisation) == any_(organisations.c.path), users.c.role.in_([Role.RECRUITER, Role.MANAGER])
    )
    return list((await conn.execute(below.order_by(users.c.name, users.c.login))).all())


async def names(conn: AsyncConnection, logins: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and English name of these users by login; unknown logins are left out."""
    query = select(users.c.login, users.c.name, users.c.name_en).where(users.c.login.in_(list(logins)))
    return {row.login: (row.name, row.name_en) for row in (await conn.execute(query)).all()}


async def organisation_names(conn: AsyncConnection, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Name and English name of these organisations by id; unknown ones are left out."""
    query = select(organisations.c.id, organisations.c.name, organisations.c.name_en).where(
        organisations.c.id.in_(list(ids))
    )
    return {row.id: (row.name, row.name_en) for row in (await conn.execute(query)).all()}
