"""The views of an interview's history: one notice, and the timeline merged from changes, cancellations and notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.views import LogRow


class NoticeView(BaseModel):
    """One notice of the ledger; `{link}` in a body stands for the candidate's link, which is never stored."""

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


class TimelineItem(BaseModel):
    """One thing that happened: a change (who did what), a cancellation's log row, or a notice."""

    at: datetime
    kind: Literal["change", "cancellation", "notice"]
    revision: int
    actor: str | None = None
    action: str | None = None
    details: dict[str, Any] | None = None
    cancellation: LogRow | None = None
    notice: NoticeView | None = None


def notice_view(row: Any) -> NoticeView:
    """A row of the ledger as the API words it."""
    return NoticeView.model_validate(row, from_attributes=True)


def timeline_of(
    changes: Sequence[Any], notices: Sequence[NoticeView], cancellations: Sequence[LogRow]
) -> list[TimelineItem]:
    """All of it in the order of time; at the same instant a change comes before what followed from it."""
    items = [
        TimelineItem(
            at=row.at, kind="change", revision=row.revision, actor=row.actor, action=row.action, details=row.details
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
