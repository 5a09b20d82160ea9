"""What is known of the interview that a template is previewed for: one of the database, or one that is made up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.commanding import seen
from api.context import App, now
from db import addressees, log, timelines
from db.log import LogFilter
from db.people import User, policy_of
from domain.letters import Addressees
from domain.policy import Policy
from domain.template_samples import PERSONS, MadeUp, made_up
from domain.terms import Locale


@dataclass(frozen=True)
class Known:
    """`cancelled` is the log row of the interview's present time, if it has one; `samples` names what was made up."""

    row: Any | MadeUp
    people: Addressees
    policy: Policy
    cancelled: Any | None
    moved_from: datetime | None
    samples: tuple[str, ...] = ()


async def of_interview(app: App, user: User, id: UUID) -> Known:
    """Raises: Problem 404."""
    row = await seen(app, user, id)
    async with app.engine.connect() as conn:
        people = await addressees.addressees(conn, id)
        policy = await policy_of(conn, row.organisation_id, now())
        logged = await log.rows(conn, user, LogFilter(interview=id, limit=1))
        changes = await timelines.changes(conn, id, with_answers=False)
    moves = [change.details["from"] for change in changes if change.action == "moved"]
    cancelled = next((entry for entry in logged[:1] if entry.revision == row.revision), None)
    return Known(row, people, policy, cancelled, datetime.fromisoformat(moves[-1]) if moves else None)


async def of_nobody(app: App, user: User, organisation: str, locale: Locale | None) -> Known:
    """An interview that nobody has, as the user would arrange it in this organisation."""
    at = now()
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, organisation, at)
        company = await addressees.company(conn, organisation)
    person = PERSONS[locale or policy.locale]
    people = Addressees(
        candidate_name=person.name,
        candidate_phone=person.phone,
        candidate_email=person.email,
        candidate_locale=person.locale,
        recruiter=user.login,
        recruiter_name=user.name,
        recruiter_name_en=user.name_en,
        recruiter_locale=locale or user.locale,
        company=company.name,
        company_en=company.name_en,
        company_phone=company.phone,
        position=person.position,
        join_url=person.join_url,
        created_at=at,
        drafts=company.drafts,
        profiles=company.profiles,
    )
    return Known(made_up(person, at, policy.timezone), people, policy, None, None, ("interview",))
