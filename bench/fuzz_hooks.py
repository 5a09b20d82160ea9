"""Hostile receipts: requests to the provider hooks that are validly signed, and some that are not."""

import base64
import json
import os
import time
from random import Random
from typing import Any
from uuid import uuid4

import httpx2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bench.fuzz_bodies import urlencoded
from bench.fuzz_hostile import BODIES, TEXTS, VALUES
from bench.fuzz_shot import Shot

TWILIO_TOKEN = "TWILIO_AUTH_TOKEN"
# The web process checks SendGrid's receipts with this key (base64 of its DER form, as SendGrid's console shows it).
SENDGRID_PUBLIC = "SENDGRID_WEBHOOK_KEY"
_SENDGRID_PRIVATE = "MIANYUE_BENCH_SENDGRID_KEY"
_FORM = "application/x-www-form-urlencoded"
_TWILIO_STATES = ("queued", "sent", "delivered", "undelivered", "failed", "read", "Delivered", "deleted")
_SENDGRID_EVENTS = (
    "processed",
    "deferred",
    "delivered",
    "bounce",
    "dropped",
    "open",
    "spamreport",
    "group_unsubscribe",
)


def keys() -> dict[str, str]:
    """The environment of a stack whose receipts this program can sign."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    packed = {SENDGRID_PUBLIC: public, _SENDGRID_PRIVATE: secret}
    return {TWILIO_TOKEN: uuid4().hex, **{name: base64.b64encode(key).decode() for name, key in packed.items()}}


class Hooks:
    """Signs as the two providers do; `base` is the address that the web process believes it has."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._twilio = RequestValidator(os.environ[TWILIO_TOKEN])
        private = serialization.load_der_private_key(base64.b64decode(os.environ[_SENDGRID_PRIVATE]), None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        self._sendgrid = private

    async def missing(self, http: httpx2.AsyncClient, notices: list[str]) -> tuple[list[str], list[str]]:
        """The hooks that this system does not have, and those that refuse a right receipt with a right signature."""
        absent, deaf = [], []
        notice = notices[0] if notices else str(uuid4())
        plain = {"MessageSid": "SM" + "0" * 32, "MessageStatus": "sent", "AccountSid": "AC" + "0" * 32}
        for shot in (self._sms(notice, plain), self._mail(json.dumps([_event(notice, Random(1))]).encode())):
            answer = await http.request(shot.method, shot.url, headers=shot.headers, content=shot.content)
            if answer.status_code == 404:
                absent.append(shot.label)
            elif answer.status_code in (401, 403):
                deaf.append(shot.label)
        return absent, deaf

    def shots(self, count: int, notices: list[str], chance: Random, absent: list[str]) -> list[Shot]:
        """Receipts to both hooks in turn, but for those that do not exist."""
        made = []
        for at in range(count):
            notice = chance.choice([*notices, str(uuid4()), "x", "%00", "..%2f"])
            shot = self._hostile_sms(notice, chance) if at % 2 else self._hostile_mail(notice, chance)
            made += [shot] if shot.label not in absent else []
        return made

    def _hostile_sms(self, notice: str, chance: Random) -> Shot:
        fields = {
            "MessageSid": "SM" + f"{chance.randrange(16**32):032x}",
            "MessageStatus": chance.choice(_TWILIO_STATES),
            "AccountSid": "AC" + "0" * 32,
            "ErrorCode": chance.choice(("", "30003", "99999", "-1", "9" * 400)),
        }
        for _ in range(chance.randrange(3)):
            fields[chance.choice((*fields, "To", "Body", "x" * 500))] = _sendable(chance.choice(TEXTS))
        shot = self._sms(notice, fields)
        if chance.random() < 0.1:
            return self._raw_sms(notice, chance.choice(BODIES))
        return _forged(shot, "X-Twilio-Signature", chance)

    def _sms(self, notice: str, fields: dict[str, str]) -> Shot:
        url = f"{self._base}/hooks/twilio/{notice}"
        signature = self._twilio.compute_signature(url, fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": _FORM}
        return Shot("POST /hooks/twilio/{notice_id}", "POST", url, headers, urlencoded(fields))

    def _raw_sms(self, notice: str, body: bytes) -> Shot:
        """No form at all, signed as the SDK signs a JSON body."""
        address = f"{self._base}/hooks/twilio/{notice}"
        digest = hashes.Hash(hashes.SHA256())
        digest.update(body)
        url = f"{address}?bodySHA256={digest.finalize().hex()}"
        signature = self._twilio.compute_signature(url, {})
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
        return Shot("POST /hooks/twilio/{notice_id}", "POST", url, headers, body)

    def _hostile_mail(self, notice: str, chance: Random) -> Shot:
        events: list[Any] = [_event(notice, chance) for _ in range(chance.randrange(4))]
        for event in events:
            for _ in range(chance.randrange(3)):
                event[chance.choice((*event, "custom_args", "x" * 500))] = chance.choice(VALUES)
        if chance.random() < 0.1:
            events.append(chance.choice(VALUES))
        body = json.dumps(events).encode() if chance.random() < 0.9 else chance.choice(BODIES)
        at = chance.choices(("", "0", "-1", "1e9", "９", "9" * 400, "x"), (94, 1, 1, 1, 1, 1, 1))[0]
        return _forged(self._mail(body, at), "X-Twilio-Email-Event-Webhook-Signature", chance)

    def _mail(self, body: bytes, at: str = "") -> Shot:
        stamp = at or str(int(time.time()))
        signature = self._sendgrid.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        headers = {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp.encode("utf-8").decode("latin-1"),
            "Content-Type": "application/json",
        }
        return Shot("POST /hooks/sendgrid", "POST", f"{self._base}/hooks/sendgrid", headers, body)


def _event(notice: str, chance: Random) -> dict[str, Any]:
    return {
        "email": "candidate@example.com",
        "timestamp": int(time.time()),
        "event": chance.choice(_SENDGRID_EVENTS),
        "sg_event_id": f"{chance.randrange(16**20):x}",
        "sg_message_id": "abc.filter-1",
        "op_id": notice,
        "notice_id": notice,
        "reason": chance.choice(("", "550 5.1.1 no such user")),
    }


def _forged(shot: Shot, name: str, chance: Random) -> Shot:
    """One in five with no signature, or with one that is none."""
    if chance.random() < 0.8:
        return shot
    wrong = chance.choice((None, "", "AAAA", "====", "é", "x" * 5000, shot.headers[name][::-1]))
    kept = {key: value for key, value in shot.headers.items() if key != name}
    return Shot(shot.label, shot.method, shot.url, kept if wrong is None else {**kept, name: wrong}, shot.content)


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
