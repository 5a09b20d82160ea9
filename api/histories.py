"""The views of an interview's history: one notice, and the timeline merged from changes, cancellations and notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.views import LogRow
from domain.decisions import explained, sentence
from domain.terms import Locale


class DecisionView(BaseModel):
    """One decision about a notice; `sentence` says it in the reader's language."""

    at: datetime
    actor: str
    decision: str
    because: str
    sentence: str


class NoticeView(BaseModel):
    """One notice of the ledger; `{link}` in a body stands for the candidate's link, which is never stored.

    `after_id` is the notice that it took the place of, `because` why; `generation` counts the sends on one channel.
    """

    id: UUID
    revision: int
    kind: str
    audience: str
    recipient: str | None
    channel: str
    step: str
    locale: str
    subject: str
    body: str
    state: str
    detail: str = Field(description="why skipped, refused or unknown: a code")
    provider_id: str | None
    attempts: int
    created_at: datetime
    attempted_at: datetime | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    generation: int
    after_id: UUID | None
    because: str
    due_at: datetime
    deadline: datetime | None
    retry_at: datetime | None
    looked: str = Field(description="what the provider said when asked whether it has it")
    looked_at: datetime | None
    sms_parts: int | None
    taken_by: str | None = Field(description="a phone task: the login of who is on it")
    taken_at: datetime | None
    acknowledged_at: datetime | None
    remark: str
    sentence: str = Field(
        description="`detail` and `because` in the reader's language; empty when there is nothing to say"
    )
    decisions: list[DecisionView]


class TimelineItem(BaseModel):
    """One thing that happened: a change (who did what; `bulk` is the one that it was part of), a cancellation's log row, or a
    notice."""

    at: datetime
    kind: Literal["change", "cancellation", "notice"]
    revision: int
    actor: str | None = None
    action: str | None = None
    details: dict[str, Any] | None = None
    bulk: UUID | None = None
    cancellation: LogRow | None = None
    notice: NoticeView | None = None


def notice_view(row: Any, decided: Sequence[Any], locale: Locale) -> NoticeView:
    """A row of the ledger, with what was decided about it, as the API words it."""
    told = dict.fromkeys(explained(code, locale) for code in (row.because, row.detail) if code)
    words = {
        "sentence": ("；" if locale is Locale.ZH else "; ").join(told),
        "decisions": [decision_view(one, locale) for one in decided],
    }
    return NoticeView.model_validate({**row._mapping, **words})


def decision_view(row: Any, locale: Locale) -> DecisionView:
    """A decision as the API words it."""
    told = sentence(row.decision, row.because, locale)
    return DecisionView(at=row.at, actor=row.actor, decision=row.decision, because=row.because, sentence=told)


def timeline_of(
    changes: Sequence[Any], notices: Sequence[NoticeView], cancellations: Sequence[LogRow]
) -> list[TimelineItem]:
    """All of it in the order of time; at the same instant a change comes before what followed from it."""
    items = [
        TimelineItem(
            at=row.at,
            kind="change",
            revision=row.revision,
            actor=row.actor,
            action=row.action,
            details=row.details,
            bulk=row.bulk,
        )
        for row in changes
    ]
    items += [
        TimelineItem(
            at=row.cancelled_at, kind="cancellation", revision=row.revision, actor=row.operator, cancellation=row
        )
        for row in cancellations
    ]
    items += [TimelineItem(at=row.created_at, kind="notice", revision=row.revision, notice=row) for row in notices]
    return sorted(items, key=lambda item: item.at)
