"""What a provider says it has of a notice, in our words."""

from dataclasses import dataclass
from datetime import datetime

from domain.terms import NoticeState


@dataclass(frozen=True, slots=True)
class Found:
    """One message that the provider took; `state` is accepted, delivered or failed, `at` when it became so, where that is said."""

    provider_id: str
    state: NoticeState
    at: datetime | None = None
