"""SendGrid's event webhook: the signature over timestamp and raw body, its age, then the events of our own mails."""

import base64
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from domain.receipts import SENDGRID, Receipt
from gateways.receipts import Forged, Heard, Malformed, only, text_of

SIGNATURE = EventWebhookHeader.SIGNATURE
TIMESTAMP = EventWebhookHeader.TIMESTAMP
# The window that the Standard Webhooks specification names; SendGrid names none.
AGE_SECONDS = 300
_SECONDS = re.compile(r"[0-9]{1,11}")
_EVENT_ID = re.compile(r"[\x21-\x7e]{1,200}")
_MESSAGE_ID = re.compile(r"[\x21-\x7e]{0,300}")
_WORD = re.compile(r"[a-z_]{1,32}")
_NOTICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REPLY_CODE = re.compile(r"\s*([245][0-9]{2})\b")
_ENHANCED_CODE = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_DROPPED = {
    "bounced address",
    "unsubscribed address",
    "spam reporting address",
    "spam content",
    "invalid",
    "recipient list over package quota",
}


def read(body: bytes, signatures: Sequence[str], timestamps: Sequence[str], key: str, now: datetime) -> Heard:
    """The receipts in a post; an event that is unreadable, or of a mail that is not ours, leaves the others alone.

    `key` is the public key that SendGrid shows, base64. Raises: Forged (also by age, over 300 s either way), Malformed.
    """
    text = _verified(body, only(signatures), only(timestamps), key, now)
    try:
        events = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("not-json") from None
    # Part of the timestamp moved into the body has the same signature: only an array begins where the body does.
    if not isinstance(events, list):
        raise Malformed("not-an-array")
    found = [_receipt(event) for event in events]
    receipts = tuple(one for one in found if isinstance(one, Receipt))
    return Heard(receipts, found.count("stranger"), found.count("malformed"))


def _verified(body: bytes, signature: str, timestamp: str, key: str, now: datetime) -> str:
    if _SECONDS.fullmatch(timestamp) is None:
        raise Forged
    text = text_of(body)
    try:
        base64.b64decode(signature, validate=True)
        genuine = EventWebhook(key).verify_signature(text, signature, timestamp)
    except ValueError:
        raise Forged from None
    if not genuine or abs(now.timestamp() - int(timestamp)) > AGE_SECONDS:
        raise Forged
    return text


def _receipt(event: Any) -> Receipt | str:
    if not isinstance(event, dict):
        return "malformed"
    notice = _text(_NOTICE, event.get("op_id"))
    if notice is None:
        return "stranger"
    id, word = _text(_EVENT_ID, event.get("sg_event_id")), _text(_WORD, event.get("event"))
    message, at = _text(_MESSAGE_ID, event.get("sg_message_id", "")), _instant(event.get("timestamp"))
    if id is None or word is None or message is None or at is None:
        return "malformed"
    status = "blocked" if word == "bounce" and event.get("type") == "blocked" else word
    # What stands before the first dot is the id that the send was answered with.
    return Receipt(SENDGRID, id, UUID(notice), message.partition(".")[0], status, _code(status, event), at)


def _text(pattern: re.Pattern[str], value: Any) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _instant(seconds: Any) -> datetime | None:
    known = type(seconds) is int and 0 <= seconds < 10**11
    return datetime.fromtimestamp(seconds, UTC) if known else None


def _code(status: str, event: dict[str, Any]) -> str:
    """Why it failed, as a code: the receiving server's sentence may quote the address."""
    if status not in ("bounce", "blocked", "dropped"):
        return ""
    reason, enhanced = event.get("reason"), event.get("status")
    if isinstance(reason, str):
        if reason.strip().lower() in _DROPPED:
            return reason.strip().lower().replace(" ", "_")
        if told := _REPLY_CODE.match(reason):
            return told[1]
    return _text(_ENHANCED_CODE, enhanced) or ""
