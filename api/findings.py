"""GET /findings: what the monitor found, for HR operations and administrators."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Connected, hr_operations
from api.cursors import TwoWays, place_by, ways
from api.documented import refusals
from api.params import Paged
from db import findings
from db.findings import FindingFilter
from domain.findings import FindingKind, sentence
from domain.terms import Locale

router = APIRouter(prefix="/api/v1/findings", tags=["operations"], responses=refusals((401, 403, 422, 503)))
_LIST = "findings"


class FindingsQuery(Paged):
    """Which findings: of one kind; those open now, or with open=false also those that are over."""

    kind: FindingKind | None = None
    open: bool = True


class Sentence(BaseModel):
    """What it means and what to do, in both languages."""

    zh: str
    en: str


class FindingView(BaseModel):
    """One finding. `subject` is the id of a notice or interview, a workflow id, or a channel, by its kind; `organisation` is null
    when it is about the installation; `detail` holds codes. `closed_at` is when it was seen to be over."""

    id: int
    kind: FindingKind
    subject: str = Field(examples=["2f0c7e1a-6a52-5d53-9d0e-0f7c1d2a3b4c", "sms"])
    interview_id: UUID | None
    organisation: str | None
    detail: str = Field(examples=["sms:intent:http_429"])
    sentence: Sentence
    first_seen: datetime
    last_seen: datetime
    closed_at: datetime | None


@router.get("")
async def listed(query: Annotated[FindingsQuery, Query()], app: Connected, user: Caller) -> TwoWays[FindingView]:
    """What went wrong quietly in your organisations, newest first; the root organisation also sees what is about the installation."""
    hr_operations(user)
    wanted = FindingFilter(query.kind, query.open, place_by(app, _LIST, query.cursor, int), query.limit)
    async with app.engine.connect() as conn:
        part = await findings.page(conn, user, wanted)
        about = await findings.interviews_of(conn, part.rows)
    return TwoWays(items=[_view(row, about.get(row.id)) for row in part.rows], **ways(app, _LIST, part, "id"))


def _view(row: Any, interview: UUID | None) -> FindingView:
    kind = FindingKind(row.kind)
    return FindingView(
        id=row.id,
        kind=kind,
        subject=row.subject,
        interview_id=interview,
        organisation=row.organisation_id,
        detail=row.detail,
        sentence=Sentence(zh=sentence(kind, Locale.ZH), en=sentence(kind, Locale.EN)),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        closed_at=row.closed_at,
    )
