"""A reference receiver of the push: how an appraisal system takes scores and cancellations that come signed, again, and in disorder."""

import base64
import hashlib
import hmac
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.wire import Answer, play

TYPE = "mianyue.appraisal.v1"
TOLERANCE_SECONDS = 300
LARGEST_BODY = 1_000_000
MOST_ITEMS = 100
Json = dict[str, Any]


class Appraisal:
    """Keeps the newest version of every item, and how often each message came; both outlive a restart."""

    def __init__(self, key: bytes, faults: Faults) -> None:
        self._key, self._faults, self._journal = key, faults, Journal()
        self._forget()

    def open(self, path: Path) -> None:
        """Reads back what an earlier process took and goes on."""
        self._forget()
        for line in self._journal.open(path):
            self._index(line)

    def close(self) -> None:
        """Opening again reads everything back."""
        self._journal.close()

    async def take(self, request: Request) -> Response:
        """POST /appraisal: 200 when everything in it is kept, also when it was before; 401, 409, 413, 422 (docs/push.md)."""
        body = await request.body()

        async def answer() -> Response:
            return self._answer(request.headers, body)

        return await play(request, self._fault(body), answer, _failure)

    def _fault(self, body: bytes) -> Fault | None:
        """For tests alone, and only while there is one is a body read before it is verified: to see whom it tells of."""
        if not any(fault.channel == "appraisal" for fault in self._faults.now):
            return None
        return self._faults.draw("appraisal", *{item["recruiter"] for item in _items(body) or []})

    def _answer(self, headers: Any, body: bytes) -> Response:
        if len(body) > LARGEST_BODY:
            return _problem(413, "larger than 1 MB")
        if not signed(headers, body, self._key, time.time()):
            return _problem(401, "the signature or its time is not right")
        items = _items(body)
        if items is None:
            return _problem(422, f"not a message of type {TYPE} with 1 to {MOST_ITEMS} items")
        id, digest = headers["webhook-id"], hashlib.sha256(body).hexdigest()
        before = self._messages.get(id)
        if before is not None and before["digest"] != digest:
            return _problem(409, "another message came with this webhook-id")
        newer = [] if before is not None else [item for item in items if self._is_newer(item)]
        line = {"id": id, "digest": digest, "at": datetime.now(UTC).isoformat(), "items": newer}
        self._journal.write([line])
        self._index(line)
        return Answer({"items": len(items), "newer": len(newer)})

    def _is_newer(self, item: Json) -> bool:
        held = self._items.get((item["kind"], item["id"]))
        return held is None or item["version"] > held["version"]

    def _index(self, line: Json) -> None:
        message = self._messages.setdefault(
            line["id"], {"id": line["id"], "digest": line["digest"], "first_at": line["at"], "times": 0}
        )
        message["times"] += 1
        for item in line["items"]:
            # Twice in one message: the higher version stays, wherever it stands.
            if self._is_newer(item):
                self._items[item["kind"], item["id"]] = item

    async def shown(self, request: Request) -> Response:
        """GET /sandbox/appraisal?kind=&id=: the items in their newest version, and the messages with how often each came."""
        query = request.query_params
        items = [item for item in self._items.values() if all(query.get(k, item[k]) == item[k] for k in ("kind", "id"))]
        return Answer({"items": items, "messages": list(self._messages.values())})

    async def forget(self, _request: Request) -> Response:
        """DELETE /sandbox/appraisal: everything that was taken."""
        self._forget()
        self._journal.clear()
        return Response(status_code=204)

    def _forget(self) -> None:
        self._items: dict[tuple[str, str], Json] = {}
        self._messages: dict[str, Json] = {}


def signed(headers: Any, body: bytes, key: bytes, now: float) -> bool:
    """Whether one of the signatures (Standard Webhooks, v1) is ours and not older or newer than five minutes."""
    id, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not id or not re.fullmatch(r"[0-9]{1,12}", at) or abs(now - int(at)) > TOLERANCE_SECONDS:
        return False
    mac = hmac.digest(key, f"{id}.{at}.".encode() + body, "sha256")
    right = b"v1," + base64.b64encode(mac)
    given = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(right, one) for one in given)


def _items(body: bytes) -> list[Json] | None:
    """The message's items; None of one that is not as agreed."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = message.get("items") if isinstance(message, dict) and message.get("type") == TYPE else None
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS or not all(map(_is_item, items)):
        return None
    return items


def _is_item(item: Any) -> bool:
    named = isinstance(item, dict) and all(
        isinstance(item.get(name), str) and item[name] for name in ("kind", "id", "organisation", "recruiter")
    )
    return named and item["kind"] in ("score", "cancellation") and type(item.get("version")) is int


def _failure(status: int) -> Answer:
    return _problem(status, "told to fail")


def _problem(status: int, what: str) -> Answer:
    return Answer({"error": what}, status)
