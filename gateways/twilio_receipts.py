"""Twilio's status callbacks: the signature over our configured address and the form, then every check that the scheme lacks."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID

from twilio.request_validator import HMAC_SHA1, RequestValidator  # type: ignore[import-untyped]

from domain.receipts import TWILIO, Receipt
from gateways.receipts import Forged, Heard, Malformed, only, text_of

SIGNATURE = "X-Twilio-Signature"
# With a Shared Key, Twilio can sign with SHA-256; which one is ours to say, never the request's.
_ALGORITHM = HMAC_SHA1
_MOST_FIELDS = 100
_REQUIRED = {
    "MessageSid": re.compile(r"(SM|MM)[0-9a-fA-F]{32}"),
    "MessageStatus": re.compile(r"[a-z_]{1,32}"),
}
_OPTIONAL = {"AccountSid": re.compile(r"AC[0-9a-fA-F]{32}"), "ErrorCode": re.compile(r"[0-9]{0,6}")}
_NAME = re.compile(r"[A-Z][A-Za-z0-9]{1,63}")
# Genuine names that end in another's.
_LONGER_NAMES = re.compile("SmsMessageSid|ParentAccountSid")


def read(
    body: bytes, signatures: Sequence[str], url: str, token: str, notice_id: UUID | None, received_at: datetime
) -> Heard:
    """The receipt in a callback for `notice_id` (None: an address that names no notice of ours).

    `url` is the configured public address of the callback. A callback names no time of its own: `received_at` stands for it.
    Raises: Forged, Malformed. ValueError for an empty token, which would verify what anybody signs.
    """
    if not token:
        raise ValueError("an empty token verifies anything")
    fields = _verified(body, only(signatures), url, token)
    _check(fields)
    if notice_id is None:
        return Heard(strangers=1)
    sid, status = fields["MessageSid"], fields["MessageStatus"]
    code = fields.get("ErrorCode", "").lstrip("0")
    return Heard((Receipt(TWILIO, f"{sid}:{status}", notice_id, sid, status, code, received_at),))


def _verified(body: bytes, signature: str, url: str, token: str) -> dict[str, str]:
    """The form's fields. Decoding them is part of the scheme; nothing is made of them before the signature is right."""
    try:
        pairs = parse_qsl(text_of(body), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Forged from None
    fields = dict(pairs)
    # Of two values of one name the signature covers a set: which one counts would be anybody's choice.
    if len(fields) != len(pairs):
        raise Forged
    if not RequestValidator(token).validate(url, fields, signature, _ALGORITHM):
        raise Forged
    return fields


def _check(fields: Mapping[str, str]) -> None:
    """The scheme signs names and values without separators, so that they could be cut at other places: each name that
    matters must be a field wherever it occurs. Raises: Malformed."""
    if not all(_NAME.fullmatch(name) for name in fields):
        raise Malformed("field-name")
    signed = _LONGER_NAMES.sub(" ", "".join(f"{name}{value}" for name, value in fields.items()))
    for name in (*_REQUIRED, *_OPTIONAL):
        if signed.count(name) != (name in fields):
            raise Malformed("field-cut")
    for name, pattern in (_REQUIRED | _OPTIONAL).items():
        given = fields.get(name)
        if given is None and name in _OPTIONAL:
            continue
        if pattern.fullmatch(given or "") is None:
            raise Malformed(name)
