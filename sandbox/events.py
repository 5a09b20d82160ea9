"""SendGrid's event webhook: signed JSON arrays of what became of accepted mails, several mails' events in one post."""

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from sandbox.courier import Courier, Parcel, Receipt
from sandbox.ledger import Ledger, Message
from sandbox.receipts import ReceiptRule

LINGER_SECONDS = 0.05
LARGEST_POST = 500  # events
SAYS: dict[str, dict[str, str]] = {
    "processed": {},
    "delivered": {"response": "250 2.0.0 OK"},
    "deferred": {"response": "450 4.2.1 The mailbox is receiving too much mail, try again later", "attempt": "1"},
    "bounce": {"reason": "550 5.1.1 The e-mail account does not exist", "status": "5.1.1", "type": "bounce"},
    "dropped": {"reason": "Bounced Address", "status": "5.0.0"},
}
Event = tuple[Receipt, dict[str, Any]]


class Events:
    """Reports what became of accepted mails to one address."""

    def __init__(self, ledger: Ledger, courier: Courier, key: ec.EllipticCurvePrivateKey, url: str) -> None:
        self._ledger, self._courier, self._key, self._url = ledger, courier, key, url
        self._waiting: list[Event] = []
        self._post: asyncio.Task[None] | None = None

    async def report(self, message: Message, rule: ReceiptRule) -> None:
        """Plays the rule; each of its copies is a post of its own, as when the provider repeats one."""
        if rule.outcome != "none":
            await self._courier.run(partial(self._tell, message, rule), rule)

    async def _tell(self, message: Message, rule: ReceiptRule) -> None:
        events = []
        for status in rule.story("email"):
            self._ledger.advance(message, status)
            events.append((_receipt(message, status), _event(message, status, rule)))
        for _ in range(rule.copies):
            if rule.when == "early":
                await self._courier.post(self._parcel(events))
            else:
                await self._together(events)

    async def _together(self, events: Sequence[Event]) -> None:
        """Posts the events with those of other mails that come within a moment."""
        self._waiting += events
        if self._post is None or self._post.done():
            self._post = self._courier.start(self._post_waiting())
        await asyncio.shield(self._post)

    async def _post_waiting(self) -> None:
        try:
            await asyncio.sleep(LINGER_SECONDS)
        finally:
            events, self._waiting, self._post = self._waiting, [], None
        parts = [events[start : start + LARGEST_POST] for start in range(0, len(events), LARGEST_POST)]
        await asyncio.gather(*(self._courier.post(self._parcel(part)) for part in parts))

    def _parcel(self, events: Sequence[Event]) -> Parcel:
        body = json.dumps([event for _, event in events]).encode()
        return Parcel(self._url, body, partial(self._seal, body), [receipt for receipt, _ in events])

    def _seal(self, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        signature = self._key.sign(now.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            "Content-Type": "application/json;charset=utf-8",
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": now,
            "User-Agent": "SendGrid Event API",
        }


def _receipt(message: Message, status: str) -> Receipt:
    return Receipt("email", message.notice_id, message.provider_id, status)


def _event(message: Message, status: str, rule: ReceiptRule) -> dict[str, Any]:
    """The sender's custom arg stands beside SendGrid's own fields."""
    blocked = {"type": "blocked"} if status == "bounce" and rule.outcome == "undelivered" else {}
    return {
        "email": message.to,
        "timestamp": int(time.time()),
        "event": status,
        "smtp-id": f"<{message.provider_id}@geopod-ismtpd-1>",
        "sg_event_id": secrets.token_urlsafe(16),
        "sg_message_id": f"{message.provider_id}.filter0001p1las1-16816-5A023E36-1.0",
        **({"op_id": message.notice_id} if message.notice_id else {}),
        **SAYS[status],
        **blocked,
    }
