"""A provider's receipts and answers in our words: which ledger state they prove, in whatever order, and whether one says "no more"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.terms import Channel, NoticeState

TWILIO, SENDGRID = "twilio", "sendgrid"
CARRIES = {TWILIO: Channel.SMS, SENDGRID: Channel.EMAIL}

# Every other word, new ones too, proves that the provider has the message and no more.
_OPTING_OUT = frozenset({"spamreport", "unsubscribe", "group_unsubscribe"})
_DELIVERED = frozenset({"delivered", "read", "open", "click"}) | _OPTING_OUT
_FAILED = frozenset({"undelivered", "failed", "canceled", "bounce", "dropped", "blocked", "not_delivered"})
_RANK = {NoticeState.ACCEPTED: 1, NoticeState.FAILED: 2, NoticeState.DELIVERED: 3}
# Twilio: the person answered STOP. SendGrid: why it dropped the mail by itself.
_OPTED_OUT = frozenset({"21610", "unsubscribed_address", "spam_reporting_address"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event that a provider reports of one notice; `status` is its word, `code` its reason for a failure, `at` its time."""

    provider: str
    event_id: str
    notice_id: UUID
    provider_id: str
    status: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """One message that a provider says it took when asked; `state` is accepted, delivered or failed, `at` when it became so,
    where that is said."""

    provider_id: str
    state: NoticeState
    at: datetime | None = None


def proves(receipt: Receipt) -> NoticeState:
    """The least that is true of a notice once this receipt exists."""
    return proven(receipt.status)


def proven(status: str) -> NoticeState:
    """What a provider's word says of a message that it has: accepted at least."""
    if status in _DELIVERED:
        return NoticeState.DELIVERED
    return NoticeState.FAILED if status in _FAILED else NoticeState.ACCEPTED


def rank(state: NoticeState) -> int:
    """How far a notice has come by its provider's word."""
    return _RANK.get(state, 0)


def furthest(present: NoticeState, receipts: Iterable[Receipt]) -> NoticeState:
    """The state after these receipts, the same in every order and number of repeats: delivered beats failed beats accepted
    beats what only we said of it."""
    return max([present, *map(proves, receipts)], key=rank)


def detail(receipt: Receipt) -> str:
    """The ledger's code for why a notice failed, as `twilio_30003` or `bounce_550`."""
    if receipt.provider == TWILIO:
        return f"{TWILIO}_{receipt.code or receipt.status}"
    return "_".join(filter(None, (receipt.status, receipt.code)))


def opts_out(receipt: Receipt) -> bool:
    """Whether the provider says that the person wants nothing more on this channel."""
    return receipt.status in _OPTING_OUT or receipt.code in _OPTED_OUT
