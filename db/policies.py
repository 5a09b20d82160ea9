"""The organisations' policies as HR operations set them: versions, all layers around an organisation, writing one more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import organisations, policies
from domain.policy_layers import Layer

_VERSIONS_SHOWN = 200


@dataclass(frozen=True)
class Version:
    """One version of what an organisation sets; `set_by` is None when it came with an installation or an upgrade."""

    version: int
    valid_from: datetime
    data: dict[str, Any]
    set_by: str | None
    set_at: datetime | None
    note: str


@dataclass(frozen=True)
class Family:
    """An organisation with all that its settings depend on and all that depend on them.

    paths: of it and of those below, itself first, by id; layers: the versions in force and those that are to come.
    """

    organisation: str
    paths: dict[str, tuple[str, ...]]
    layers: list[Layer]

    @property
    def path(self) -> tuple[str, ...]:
        """The organisation's own path, root first."""
        return self.paths[self.organisation]


@dataclass(frozen=True)
class Setting:
    """A version to be written."""

    organisation: str
    version: int
    valid_from: datetime
    data: dict[str, Any]
    by: str
    at: datetime
    note: str


async def organisations_of(conn: AsyncConnection, user: User, below: bool) -> list[Any]:
    """The user's organisation and, when asked for, all below it: parents before children."""
    mine = organisations.c.id == user.organisation
    path = organisations.c.path
    seen = or_(mine, literal(user.organisation) == any_(path)) if below else mine
    query = select(organisations).where(seen).order_by(path)
    return list((await conn.execute(query)).all())


async def versions(conn: AsyncConnection, organisation: str) -> list[Version]:
    """The organisation's own versions, newest first; the last two hundred."""
    query = _own(organisation).order_by(policies.c.version.desc()).limit(_VERSIONS_SHOWN)
    return [_version(row) for row in (await conn.execute(query)).all()]


async def version(conn: AsyncConnection, organisation: str, number: int) -> Version | None:
    """One version of the organisation's own."""
    row = (await conn.execute(_own(organisation).where(policies.c.version == number))).first()
    return _version(row) if row is not None else None


def _own(organisation: str) -> Select[Any]:
    return select(policies).where(policies.c.organisation_id == organisation)


def _version(row: Any) -> Version:
    return Version(row.version, row.valid_from, row.data, row.set_by, row.set_at, row.note)


async def family(conn: AsyncConnection, organisation: str, at: datetime) -> Family:
    """What is around an organisation that exists, from this instant on."""
    around, home = organisations.alias("around"), organisations.alias("home")
    related = or_(around.c.id == any_(home.c.path), home.c.id == any_(around.c.path))
    places = select(around.c.id, around.c.path).join_from(home, around, related).where(home.c.id == organisation)
    places = places.order_by(func.cardinality(around.c.path), around.c.id)
    rows = (await conn.execute(places)).all()
    paths = {row.id: tuple(row.path) for row in rows if organisation in row.path}
    return Family(organisation, paths, await _layers(conn, [row.id for row in rows], at))


async def _layers(conn: AsyncConnection, ids: Sequence[str], at: datetime) -> list[Layer]:
    """Of each organisation the version in force and all that begin later."""
    began = policies.alias("began")
    newest = select(func.max(began.c.version)).where(
        began.c.organisation_id == policies.c.organisation_id, began.c.valid_from <= at
    )
    wanted = or_(policies.c.valid_from > at, policies.c.version == newest.scalar_subquery())
    query = select(policies).where(policies.c.organisation_id.in_(ids), wanted).order_by(policies.c.id)
    rows = (await conn.execute(query)).all()
    return [Layer(row.organisation_id, row.version, row.valid_from, row.data) for row in rows]


async def take_turn(conn: AsyncConnection, root: str) -> None:
    """Until the transaction ends nobody else sets anything in this group: what one has checked holds when it is written."""
    await conn.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"policies/{root}"))))


async def write(conn: AsyncConnection, wanted: Setting) -> None:
    """Write a version. Raises: IntegrityError when the organisation has this one already."""
    row = insert(policies).values(
        organisation_id=wanted.organisation,
        version=wanted.version,
        valid_from=wanted.valid_from,
        data=wanted.data,
        set_by=wanted.by,
        set_at=wanted.at,
        note=wanted.note,
    )
    await conn.execute(row)
