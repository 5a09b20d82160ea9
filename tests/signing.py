"""The providers' side of receipts for tests: signs callbacks and event batches as Twilio and SendGrid do."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

TOKEN = "only-for-tests"
SAME = "SM" + "1" * 32
SIGNATURE, SENDGRID_SIGNATURE = "X-Twilio-Signature", "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())


def public(key: ec.EllipticCurvePrivateKey) -> str:
    """The key as SendGrid's settings page shows it."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


WEBHOOK_KEY = public(_KEY)


@dataclass(frozen=True)
class Post:
    """A request to one of the hooks."""

    body: bytes
    headers: dict[str, str]


def sid() -> str:
    """The id of another message at Twilio."""
    return f"SM{uuid4().hex}"


def form(status: str, message: str = SAME, **more: str) -> dict[str, str]:
    """The fields of a status callback."""
    return {
        "ApiVersion": "2010-04-01",
        "AccountSid": "AC" + "0" * 32,
        "MessageSid": message,
        "MessageStatus": status,
        "SmsSid": message,
        "SmsStatus": status,
        "From": "+15005550006",
        "To": "+8613900000001",
    } | more


def twilio(url: str, fields: dict[str, str], token: str = TOKEN) -> Post:
    """A callback to `url`, signed."""
    return form_post(urlencode(fields).encode(), RequestValidator(token).compute_signature(url, fields))


def form_post(body: bytes, signature: str) -> Post:
    """A form with any signature."""
    return Post(body, {"Content-Type": "application/x-www-form-urlencoded", SIGNATURE: signature})


def event(notice: UUID | str, word: str = "delivered", message: str = "msg1", /, **more: Any) -> dict[str, Any]:
    """One event of ours; every call makes another event."""
    return {
        "email": "c@example.com",
        "timestamp": int(time.time()),
        "event": word,
        "sg_event_id": str(uuid4()),
        "sg_message_id": f"{message}.filter0001.16648.5515E0B88.0",
        "op_id": str(notice),
    } | more


def sendgrid(events: Any, at: str | None = None, key: ec.EllipticCurvePrivateKey = _KEY) -> Post:
    """A batch (or any JSON, or bytes as they are), signed at `at`, now if not given."""
    body = events if isinstance(events, bytes) else json.dumps(events).encode()
    when = at if at is not None else str(int(time.time()))
    signature = base64.b64encode(key.sign(when.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    return Post(body, {"Content-Type": "application/json", SENDGRID_SIGNATURE: signature, TIMESTAMP: when})
