"""Queries about an organisation's own wording: what is in force along the organisation tree, versions, saving one more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import organisations
from db.tables_notices import templates
from domain.templates import Place, Stored, data_of, draft_from, nearest
from domain.terms import Locale
from domain.wording_facts import NO_DRAFTS, Draft, Drafts

_PLACE = (templates.c.organisation_id, templates.c.case, templates.c.locale)
_VERSIONS_SHOWN = 100


def _newest() -> Any:
    """The newest version of every template of the organisation in the query around it and of its ancestors, as one JSON list.

    Folded into the query that every change with notices makes anyway; without templates it costs a look into an index.
    """
    newest = (
        select(*_PLACE, templates.c.version, templates.c.draft)
        .ext(distinct_on(*_PLACE))
        .where(templates.c.organisation_id == any_(organisations.c.path))
        .order_by(*_PLACE, templates.c.version.desc())
        .correlate(organisations)
        .subquery("newest")
    )
    columns = (newest.c.case, newest.c.locale, newest.c.organisation_id, newest.c.version, newest.c.draft)
    depth = func.array_position(organisations.c.path, newest.c.organisation_id)
    one = func.jsonb_build_array(*columns, depth)
    return select(func.jsonb_agg(one)).select_from(newest).correlate(organisations).scalar_subquery()


NEWEST = _newest()
_IN_FORCE = select(NEWEST.label("templates")).select_from(organisations)
_IN_FORCE = _IN_FORCE.where(organisations.c.id == bindparam("organisation"))


def drafts(found: Sequence[Any] | None) -> Drafts:
    """The wording in force, out of NEWEST."""
    if not found:
        return NO_DRAFTS
    return {place: one.draft for place, one in nearest(_stored(found)).items() if one.draft is not None}


async def in_force(conn: AsyncConnection, organisation: str) -> tuple[dict[Place, Stored], dict[Place, Stored]]:
    """By case and language: the template in force, and the newest version that the organisation itself has saved."""
    found = (await conn.execute(_IN_FORCE, {"organisation": organisation})).scalar_one_or_none()
    stored = _stored(found or [])
    own = {(one.case, one.locale): one for one in stored if one.organisation == organisation}
    return nearest(stored), own


def _stored(found: Sequence[Any]) -> list[Stored]:
    """Root first."""
    rows = sorted(found, key=lambda row: int(row[-1]))
    return [
        Stored(case, Locale(locale), owner, version, _draft(data)) for case, locale, owner, version, data, _ in rows
    ]


def _draft(data: dict[str, Any] | None) -> Draft | None:
    try:
        return draft_from(data) if data is not None else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Version:
    """One saved version; `draft` is None when it went back to the inherited wording."""

    version: int
    draft: Draft | None
    created_by: str
    created_at: datetime


_VERSION = (templates.c.version, templates.c.draft, templates.c.created_by, templates.c.created_at)


def _version(row: Any) -> Version:
    return Version(row.version, _draft(row.draft), row.created_by, row.created_at)


async def history(conn: AsyncConnection, organisation: str, case: str, locale: Locale) -> list[Version]:
    """The organisation's own versions, newest first; the last hundred."""
    mine = (templates.c.organisation_id == organisation, templates.c.case == case, templates.c.locale == str(locale))
    query = select(*_VERSION).where(*mine).order_by(templates.c.version.desc()).limit(_VERSIONS_SHOWN)
    return [_version(row) for row in (await conn.execute(query)).all()]


async def save(
    conn: AsyncConnection,
    organisation: str,
    case: str,
    locale: Locale,
    draft: Draft | None,
    replaces: int,
    by: str,
    at: datetime,
) -> Version | None:
    """Write the version after `replaces` (0: the first); None when that is not the newest one any more.

    Of two at once one waits for the other at the unique key, and then finds its place taken.
    """
    mine = (templates.c.organisation_id == organisation, templates.c.case == case, templates.c.locale == str(locale))
    newest = select(func.coalesce(func.max(templates.c.version), 0)).where(*mine).scalar_subquery()
    row = {
        "organisation_id": organisation,
        "case": case,
        "locale": str(locale),
        "version": replaces + 1,
        "draft": data_of(draft) if draft is not None else None,
        "created_by": by,
        "created_at": at,
    }
    values = select(*(literal(value, templates.c[name].type) for name, value in row.items())).where(newest == replaces)
    query = insert(templates).from_select(list(row), values).on_conflict_do_nothing().returning(*_VERSION)
    found = (await conn.execute(query)).first()
    return _version(found) if found is not None else None
