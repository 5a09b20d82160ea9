"""What the API answers about bulks: one with its progress, its interviews, and the preview of what it would do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.views import NoticePreview
from domain.bulk import BulkAction, BulkState, Counts, ItemState, left
from domain.bulk_words import ITEMS
from domain.keys import bulk_workflow_id
from domain.refusals import REFUSALS, sentence
from domain.terms import Locale, Party
from domain.vocabulary import said


class BulkCounts(BaseModel):
    """How many interviews stand in each state."""

    pending: int = 0
    done: int = 0
    already: int = Field(default=0, description="cancelled before")
    refused: int = Field(default=0, description="a rule said no")
    failed: int = Field(default=0, description="no answer in time: resuming tries them again")
    skipped: int = Field(default=0, description="left out when it was stopped")


class BulkStep(BaseModel):
    """Where a bulk stood since an instant, and by whose wish (empty: the bulk itself)."""

    state: BulkState
    by: str
    at: datetime


class BulkView(BaseModel):
    """One bulk and how far it has come; `state_by` is who paused, resumed or stopped it (empty: the bulk itself), `seconds_left`
    what the rest takes at its pace."""

    id: UUID
    workflow_id: str
    action: BulkAction
    state: BulkState
    state_by: str
    counts: BulkCounts
    total: int
    seconds_left: int
    created_by: str
    created_by_name: str
    organisation: str
    selected: dict[str, Any]
    reason_code: str
    reason_detail: str
    party: Party
    channels: list[str] | None
    remark: str
    justification: str
    offer_reschedule: bool | None
    days: list[date]
    shift_minutes: int
    per_minute: int
    created_at: datetime
    started_at: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    steps: list[BulkStep] = Field(default=[], description="of a single bulk: how it went on, also before `state_by`")


class BulkItemView(BaseModel):
    """What came of one interview; `detail` says it in the reader's language."""

    interview_id: UUID
    nth: int
    state: ItemState
    rule: str
    detail: str
    at: datetime | None
    candidate_name: str
    position: str
    recruiter: str
    starts_at: datetime
    timezone: str
    stage: str


class RefusedItems(BaseModel):
    """The interviews that one rule would refuse."""

    rule: str
    detail: str
    ids: list[UUID]


class NoticeCount(BaseModel):
    """How many notices of a kind would leave on a channel in a language; `sms_parts` of all of them together."""

    audience: str
    kind: str
    channel: str
    locale: str
    count: int
    sms_parts: int


class BulkPreview(BaseModel):
    """dry_run: what would come of it now; nothing is written. `late`: inside the notice hours (R6), `unreachable`: no message would
    leave, so somebody has to call; `samples` holds the first text of each kind, channel and language."""

    dry_run: bool = True
    action: BulkAction
    reason_code: str
    party: Party
    total: int
    done: int = Field(description="would be cancelled, or offered times")
    already: int
    already_ids: list[UUID]
    ending: int = Field(
        description="of those cancelled already: an open wish for another time would end, and be told so"
    )
    ending_ids: list[UUID]
    refused: list[RefusedItems]
    late: int
    late_ids: list[UUID]
    unreachable: int
    unreachable_ids: list[UUID]
    notices: list[NoticeCount]
    sms_parts: int
    held: int = Field(description="text messages that quiet hours would keep back now")
    held_until: datetime | None = Field(description="when the first of them may go")
    samples: list[NoticePreview]
    seconds: int = Field(description="how long it would take at this pace")


def seconds_for(interviews: int, per_minute: int) -> int:
    """How long so many interviews take at this pace."""
    return -(-interviews * 60 // per_minute)


def bulk_view(row: Any, counts: Counts, steps: Sequence[Any] = ()) -> BulkView:
    """A row of db.bulks as the API words it."""
    names = BulkView.model_fields.keys() - {"workflow_id", "counts", "organisation", "seconds_left", "steps"}
    return BulkView(
        **{name: getattr(row, name) for name in names},
        workflow_id=bulk_workflow_id(str(row.id)),
        organisation=row.organisation_id,
        counts=BulkCounts(**{str(state): number for state, number in counts.items()}),
        seconds_left=seconds_for(left(counts), row.per_minute),
        steps=[BulkStep(**step._mapping) for step in steps],
    )


def item_view(row: Any, locale: Locale) -> BulkItemView:
    """A row of db.bulk_items as the API words it."""
    detail = sentence(row.rule, locale) if row.rule in REFUSALS else said(ITEMS[ItemState(row.state)], locale)
    return BulkItemView(**row._mapping, detail=detail)
