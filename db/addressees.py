"""One query: everybody an interview's notices speak of or go to, and the wording in force there, as the texts need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from db import templates
from db.channel_rules import profiles, rules_in_force
from db.tables import candidates, organisations, users
from db.tables_interview import interviews
from domain.channel_profiles import ChannelProfiles
from domain.letters import Addressees
from domain.terms import Locale
from domain.wording_facts import Drafts


def _query() -> Select[tuple[object, ...]]:
    joined = (
        interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(users, users.c.login == interviews.c.recruiter)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
    )
    return select(
        interviews.c.id,
        candidates.c.name.label("candidate_name"),
        candidates.c.phone.label("candidate_phone"),
        candidates.c.email.label("candidate_email"),
        candidates.c.locale.label("candidate_locale"),
        users.c.login.label("recruiter"),
        users.c.name.label("recruiter_name"),
        users.c.name_en.label("recruiter_name_en"),
        users.c.locale.label("recruiter_locale"),
        organisations.c.name.label("company"),
        organisations.c.name_en.label("company_en"),
        organisations.c.phone.label("company_phone"),
        interviews.c.position,
        interviews.c.join_url,
        interviews.c.created_at,
        templates.NEWEST.label("templates"),
        rules_in_force().label("rules"),
    ).select_from(joined)


@dataclass(frozen=True)
class Company:
    """An organisation as texts name it, with the wording and the channel rules in force there."""

    name: str
    name_en: str
    phone: str
    drafts: Drafts
    profiles: ChannelProfiles | None


_COMPANY = select(
    organisations.c.name,
    organisations.c.name_en,
    organisations.c.phone,
    templates.NEWEST.label("templates"),
    rules_in_force().label("rules"),
).where(organisations.c.id == bindparam("organisation"))


async def company(conn: AsyncConnection, organisation: str) -> Company:
    """What a text needs of an organisation before there is an interview. Raises: NoResultFound when it does not exist."""
    row = (await conn.execute(_COMPANY, {"organisation": organisation})).one()
    rules = profiles(row.rules) if row.rules is not None else None
    return Company(row.name, row.name_en, row.phone, templates.drafts(row.templates), rules)


_BY_INTERVIEW = _query().where(interviews.c.id == bindparam("interview"))
_BY_INTERVIEWS = _query().where(interviews.c.id == any_(bindparam("interviews", type_=ARRAY(Uuid))))


async def addressees(conn: AsyncConnection, interview: UUID) -> Addressees:
    """The people and places around one interview. Raises: NoResultFound when it does not exist."""
    return _read((await conn.execute(_BY_INTERVIEW, {"interview": interview})).one())


async def addressees_of(conn: AsyncConnection, interviews: Sequence[UUID]) -> dict[UUID, Addressees]:
    """The same for many interviews at once; those that do not exist are left out."""
    rows = (await conn.execute(_BY_INTERVIEWS, {"interviews": list(interviews)})).all()
    return {row.id: _read(row) for row in rows}


def _read(row: Any) -> Addressees:
    created: datetime = row.created_at
    return Addressees(
        candidate_name=row.candidate_name,
        candidate_phone=row.candidate_phone or "",
        candidate_email=row.candidate_email or "",
        candidate_locale=Locale(row.candidate_locale),
        recruiter=row.recruiter,
        recruiter_name=row.recruiter_name,
        recruiter_name_en=row.recruiter_name_en,
        recruiter_locale=Locale(row.recruiter_locale),
        company=row.company,
        company_en=row.company_en,
        company_phone=row.company_phone,
        position=row.position,
        join_url=row.join_url,
        created_at=created,
        drafts=templates.drafts(row.templates),
        profiles=profiles(row.rules) if row.rules is not None else None,
    )
