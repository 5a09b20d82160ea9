"""What a provider says it has of a notice, in our words."""

from dataclasses import dataclass

from domain.terms import NoticeState

_DELIVERED = frozenset({"delivered", "read", "received"})
_FAILED = frozenset({"failed", "undelivered", "canceled", "not_delivered", "bounced", "dropped"})


@dataclass(frozen=True, slots=True)
class Found:
    """One message that the provider took; `state` is accepted, delivered or failed."""

    provider_id: str
    state: NoticeState


def found(provider_id: str, status: str) -> Found:
    """A provider's word on a message that it holds; one it holds at all is accepted at least."""
    if status in _DELIVERED:
        return Found(provider_id, NoticeState.DELIVERED)
    return Found(provider_id, NoticeState.FAILED if status in _FAILED else NoticeState.ACCEPTED)
