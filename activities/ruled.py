"""What the channel rules are asked about a notice that has been claimed."""

from datetime import datetime

from db.claiming import Claimed
from domain.channel_rules import Outgoing
from domain.state import NoticeRef

# A shorter remark may well be part of a name or a position.
_TELLING = 6


def outgoing_of(ref: NoticeRef, claimed: Claimed, text: str, now: datetime) -> Outgoing:
    """The claimed notice as domain.channel_rules wants to see it; `text` is final, its link filled in."""
    said = (claimed.reason_detail or "", claimed.remark or "")
    own = (claimed.phone or "", claimed.email or "")
    return Outgoing(
        channel=ref.channel,
        kind=ref.kind,
        to=claimed.to or "",
        text=text,
        subject=claimed.subject,
        starts_at=claimed.starts_at,
        old_starts_at=claimed.old_starts_at,
        timezone=claimed.timezone,
        now=now,
        private=tuple(one for one in (*said, *own) if len(one) >= _TELLING),
        sent_last_minute=claimed.sent_last_minute,
        sent_last_hour=claimed.sent_last_hour,
        sent_last_day=claimed.sent_last_day,
        same_text_last_hour=claimed.same_text_last_hour,
        same_text_last_minute=claimed.same_text_last_minute,
        opted_out=claimed.opted_out,
    )
