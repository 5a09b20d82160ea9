"""What the candidate's page reads: the interview behind a link's token, whether a command is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import audit, candidates, commands, organisations, users
from db.tables_interview import cancellation_log, candidate_links, interviews, notices, surveys
from domain.keys import link_hash
from domain.purposes import Purpose
from domain.terms import CANDIDATE


@dataclass(frozen=True)
class Linked:
    """The interview a token opens. `link_revision` and `purpose` are the link's own; the cancellation's fields are empty unless the
    present revision is cancelled; `reason_code` is its catalogue code; `surveyed` tells that the candidate has answered the survey;
    `acknowledged` whether the candidate knows of the cancellation or the move, None when there is nothing to know. `due_step` is what
    its workflow does next, `due_at` when; `erased_at` tells since when nothing of the candidate is kept any more."""

    id: UUID
    organisation: str
    link_revision: int
    purpose: str
    revision: int
    stage: str
    starts_at: datetime
    minutes: int
    timezone: str
    position: str
    join_url: str
    outcome: str | None
    request: dict[str, Any] | None
    name: str
    mobile: str | None
    email: str | None
    locale: str
    company: str
    company_en: str
    phone: str
    recruiter: str
    recruiter_en: str
    cancelled_at: datetime | None
    party: str | None
    reason_code: str | None
    late: bool | None
    next_step: str | None
    surveyed: bool
    acknowledged: bool | None
    created_at: datetime
    due_step: str | None
    due_at: datetime | None
    erased_at: datetime | None


def _query() -> Select[tuple[Any, ...]]:
    logged = (cancellation_log.c.interview_id == interviews.c.id) & (
        cancellation_log.c.revision == interviews.c.revision
    )
    own = surveys.c.answered_by == CANDIDATE
    answered = own & (surveys.c.interview_id == interviews.c.id) & (surveys.c.revision == interviews.c.revision)
    joined = (
        candidate_links.join(interviews, interviews.c.id == candidate_links.c.interview_id)
        .join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(users, users.c.login == interviews.c.recruiter)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .outerjoin(cancellation_log, logged)
    )
    return select(
        interviews.c.id,
        interviews.c.organisation_id.label("organisation"),
        candidate_links.c.revision.label("link_revision"),
        candidate_links.c.purpose,
        interviews.c.revision,
        interviews.c.stage,
        interviews.c.starts_at,
        interviews.c.minutes,
        interviews.c.timezone,
        interviews.c.position,
        interviews.c.join_url,
        interviews.c.outcome,
        interviews.c.request,
        candidates.c.name,
        candidates.c.phone.label("mobile"),
        candidates.c.email,
        candidates.c.locale,
        organisations.c.name.label("company"),
        organisations.c.name_en.label("company_en"),
        organisations.c.phone,
        users.c.name.label("recruiter"),
        users.c.name_en.label("recruiter_en"),
        cancellation_log.c.cancelled_at,
        cancellation_log.c.party,
        cancellation_log.c.reason_code,
        cancellation_log.c.late,
        cancellation_log.c.next_step,
        exists().where(answered).label("surveyed"),
        _acknowledged().label("acknowledged"),
        interviews.c.created_at,
        interviews.c.next_step.label("due_step"),
        interviews.c.next_at.label("due_at"),
        candidates.c.erased_at,
    ).select_from(joined)


def _acknowledged() -> ColumnElement[bool | None]:
    """Whether the candidate has read the latest of what changed the present time (or did it themselves); null when nothing did."""
    changed = case((cancellation_log.c.id.is_not(None), "cancelled"), else_="moved")
    told = (
        (notices.c.interview_id == interviews.c.id)
        & (notices.c.revision == interviews.c.revision)
        & notices.c.kind.in_([changed, "request_declined"])
        & (notices.c.audience == "candidate")
        & (notices.c.channel != "phone")
    )
    own = (audit.c.action == changed) & (audit.c.actor == CANDIDATE)
    # Where every message was stopped by a rule, no notice keeps that it was read.
    said = audit.c.action == "acknowledged"
    since = (
        (audit.c.interview_id == interviews.c.id)
        & (audit.c.revision == interviews.c.revision)
        & (audit.c.at >= notices.c.created_at)
    )
    knows = exists().where(since, own | said).correlate_except(audit)
    call = notices.alias("call")
    called = exists().where(
        (call.c.interview_id == notices.c.interview_id)
        & (call.c.revision == notices.c.revision)
        & (call.c.step == notices.c.step)
        & (call.c.channel == "phone")
        & (call.c.state == "delivered")
    )
    read = (
        select(notices.c.acknowledged_at.is_not(None) | knows | called.correlate_except(call))
        .where(told)
        .order_by(notices.c.created_at.desc())
    )
    return read.limit(1).correlate_except(notices).scalar_subquery()


_BY_TOKEN = _query()


async def linked(conn: AsyncConnection, token: str) -> Linked | None:
    """The interview that this link was made for, also when it has moved since; None for an unknown token."""
    row = (await conn.execute(_BY_TOKEN.where(candidate_links.c.hash == link_hash(token)))).first()
    return Linked(**row._mapping) if row is not None else None


async def known(conn: AsyncConnection, command: str) -> bool:
    """Whether this command has arrived before, so that a repeat is told apart from a new wish."""
    query = select(exists().where(commands.c.id == UUID(command)))
    return bool((await conn.execute(query)).scalar_one())


async def keep(
    conn: AsyncConnection,
    organisation: str,
    interview: UUID,
    revision: int,
    hashes: Mapping[Purpose, str],
    at: datetime,
) -> None:
    """Write down the links of one revision as they are handed out; one that is known stays as it is."""
    shared = {"organisation_id": organisation, "interview_id": interview, "revision": revision, "created_at": at}
    rows = [shared | {"hash": hashed, "purpose": str(purpose)} for purpose, hashed in hashes.items()]
    await conn.execute(insert(candidate_links).on_conflict_do_nothing(), rows)
