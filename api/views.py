"""What the API answers: interviews, commands' results and the cancellation log's rows, as the contract words them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.stops import Stop
from domain.keys import workflow_id
from domain.slots import Concern
from domain.terms import Party, Stage


class CandidateView(BaseModel):
    """The candidate, shown only to those who may see the interview."""

    name: str
    phone: str | None
    email: str | None
    locale: str


class RequestView(BaseModel):
    """A pending move: who opened it, the times on the table, the one picked (UTC)."""

    by: str
    options: list[datetime]
    picked: datetime | None


class InterviewView(BaseModel):
    """One interview; instants are UTC, `timezone` is the zone to show them in."""

    id: UUID
    workflow_id: str
    stage: Stage
    revision: int
    candidate: CandidateView
    position: str
    starts_at: datetime
    first_starts_at: datetime
    duration_minutes: int
    timezone: str
    recruiter: str
    recruiter_name: str
    interviewer: str = Field(description="who interviews, by name or login; empty: not said")
    organisation: str
    join_url: str
    source: str
    outcome: str | None
    reschedule: RequestView | None
    next_step: str | None
    next_at: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class CommandResult(BaseModel):
    """What a command came to: the result's name and where the interview stands now."""

    id: UUID
    result: str
    stage: Stage
    revision: int
    starts_at: datetime
    warnings: list[Concern] = Field(
        default=[], description="of a reschedule: what speaks against a time that was named"
    )


class NoticeStatus(BaseModel):
    """One notice of a cancellation, for the log's notification status (R4). acknowledged: the candidate has said that they know."""

    channel: str
    state: str
    detail: str
    acknowledged: bool = False


class LogRow(BaseModel):
    """A row of the cancellation log (R4). `notice_hours`: start minus the first notice that reached the candidate;
    `notice_basis` is then delivered. Until that is known they are provisional: accepted, when a provider has one under way, or
    decided, when none has left; a provisional figure never counts as in time (R11)."""

    id: int
    interview_id: UUID
    revision: int
    organisation: str
    recruiter: str
    operator: str
    party: Party
    reason_code: str
    reason_detail: str
    reason_stated: bool
    justification: str
    remark: str
    starts_at: datetime
    cancelled_at: datetime
    late: bool
    notice_hours: float
    notice_basis: str
    next_step: str
    notices: list[NoticeStatus]
    already_cancelled: bool = False


class NoticePreview(BaseModel):
    """One text as it would be sent; `sms_parts` is 0 for other channels."""

    audience: str
    channel: str
    kind: str
    locale: str
    subject: str
    body: str
    sms_parts: int
    stops: list[Stop] = Field(description="rules of the channel that would stop it now: it then takes the next one")


class CancelPreview(BaseModel):
    """dry_run: what cancelling now would record and send; nothing is written."""

    dry_run: bool = True
    reason_code: str
    party: Party
    late: bool
    notice_hours: float
    next_step: str
    notices: list[NoticePreview]


def interview_view(row: Any) -> InterviewView:
    """An interview's row of db.interviews as the contract words it."""
    return InterviewView(
        id=row.id,
        workflow_id=workflow_id(str(row.id)),
        stage=row.stage,
        revision=row.revision,
        candidate=CandidateView(
            name=row.candidate_name,
            phone=row.candidate_phone,
            email=row.candidate_email,
            locale=row.candidate_locale,
        ),
        position=row.position,
        starts_at=row.starts_at,
        first_starts_at=row.first_starts_at,
        duration_minutes=row.minutes,
        timezone=row.timezone,
        recruiter=row.recruiter,
        recruiter_name=row.recruiter_name,
        interviewer=row.interviewer,
        organisation=row.organisation_id,
        join_url=row.join_url,
        source=row.source,
        outcome=row.outcome,
        reschedule=row.request,
        next_step=row.next_step,
        next_at=row.next_at,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
    )
