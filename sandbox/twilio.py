"""Twilio's message resource as its SDK sees it: create, fetch, list, with Twilio's error codes (twilio.com/docs/api/errors)."""

import base64
import binascii
import math
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from sandbox.callbacks import Callbacks
from sandbox.faults import Faults
from sandbox.ledger import Ledger, Message, Standing
from sandbox.receipts import Receipts
from sandbox.wire import Answer, play

E164 = re.compile(r"\+[1-9]\d{6,14}")
ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
LONGEST_BODY = 1600
WORDING = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    20503: (503, "Service is unavailable. Please try again"),
    21211: (400, "The 'To' number {to} is not a valid phone number."),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
}
FAULT_CODES = {400: 21211, 429: 20429, 500: 20500, 503: 20503}


class Twilio:
    """Handlers of /2010-04-01/Accounts/{sid}/Messages…; they keep accepted messages in the ledger and report on them."""

    def __init__(self, ledger: Ledger, faults: Faults, receipts: Receipts, callbacks: Callbacks) -> None:
        self._ledger, self._faults, self._receipts, self._callbacks = ledger, faults, receipts, callbacks

    async def create(self, request: Request) -> Response:
        """POST Messages.json: 201 with the queued message, or Twilio's error."""
        account = request.path_params["sid"]
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        to = form.get("To", "")

        async def take() -> Response:
            code = _unauthorised(request) or _problem(form)
            return _error(code, to) if code else await self._take(account, form)

        return await play(request, self._faults.draw("sms", to), take, lambda status: _error(FAULT_CODES[status], to))

    async def fetch(self, request: Request) -> Response:
        """GET Messages/{message}.json."""
        message = self._ledger.by_id(request.path_params["message"])
        if message is None or message.channel != "sms":
            return await self._looked_up(request, "", lambda: _error(20404))
        return await self._looked_up(request, message.to, lambda: Answer(self._resource(message, request)))

    async def list(self, request: Request) -> Response:
        """GET Messages.json?To=&PageSize=&Page=: newest first, in pages."""
        return await self._looked_up(request, request.query_params.get("To", ""), lambda: self._page(request))

    async def _looked_up(self, request: Request, to: str, answer: Callable[[], Answer]) -> Response:
        async def take() -> Response:
            code = _unauthorised(request)
            return _error(code) if code else answer()

        fault = self._faults.draw("sms", to, on="lookup")
        return await play(request, fault, take, lambda status: _error(FAULT_CODES[status], to))

    def _page(self, request: Request) -> Answer:
        query = request.query_params
        size, page = min(_number(query.get("PageSize"), 50) or 50, 1000), _number(query.get("Page"), 0)
        found = self._ledger.find(to=query.get("To"), channel="sms")[::-1]
        shown = found[page * size : (page + 1) * size]
        return Answer(
            {
                "messages": [self._resource(message, request) for message in shown],
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + max(len(shown) - 1, 0),
                "uri": _page_uri(request, page, size),
                "first_page_uri": _page_uri(request, 0, size),
                "previous_page_uri": _page_uri(request, page - 1, size) if page else None,
                "next_page_uri": _page_uri(request, page + 1, size) if (page + 1) * size < len(found) else None,
            }
        )

    def _resource(self, message: Message, request: Request) -> dict[str, Any]:
        return _resource(message, self._ledger.standing(message), request.path_params["sid"])

    async def _take(self, account: str, form: dict[str, str]) -> Response:
        callback = form.get("StatusCallback", "")
        message = Message(
            channel="sms",
            to=form["To"],
            body=form["Body"],
            provider_id="SM" + secrets.token_hex(16),
            sender=form.get("From") or form["MessagingServiceSid"],
            notice_id=unquote(urlsplit(callback).path.rpartition("/")[2]),
        )
        self._ledger.accept(message)
        await self._callbacks.report(message, account, callback, self._receipts.draw("sms", message.to))
        return Answer(_resource(message, None, account), status_code=201)


def _problem(form: dict[str, str]) -> int | None:
    """Twilio's code for what is wrong with a send, checked in its order."""
    if not form.get("To"):
        return 21604
    if not (form.get("From") or form.get("MessagingServiceSid")):
        return 21603
    if not form.get("Body", "").strip():
        return 21602
    if not E164.fullmatch(form["To"]):
        return 21211
    if len(form["Body"]) > LONGEST_BODY:
        return 21617
    callback = form.get("StatusCallback")
    return 21609 if callback and not _is_url(callback) else None


def _is_url(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"https?://[^\s/]+/?\S*", text) and urlsplit(text).hostname)
    except ValueError:
        return False


def _unauthorised(request: Request) -> int | None:
    """Any secret will do, as long as the account in the path is the one that signs in (or an API key of it)."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return 20003
    account = request.path_params["sid"]
    known = ACCOUNT.fullmatch(account) and (user == account or user.startswith("SK"))
    return None if scheme.lower() == "basic" and known and secret else 20003


def _error(code: int, to: str = "") -> Answer:
    status, wording = WORDING[code]
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer({"code": code, "message": wording.format(to=to), "more_info": more, "status": status}, status)


def _resource(message: Message, standing: Standing | None, account: str) -> dict[str, Any]:
    uri = f"/2010-04-01/Accounts/{account}/Messages/{message.provider_id}"
    created = _rfc2822(message.accepted_at)
    service = message.sender if message.sender.startswith("MG") else None
    return {
        "sid": message.provider_id,
        "account_sid": account,
        "api_version": "2010-04-01",
        "messaging_service_sid": service,
        "from": None if service else message.sender,
        "to": message.to,
        "body": message.body,
        "status": standing.status if standing else "queued",
        "direction": "outbound-api",
        "num_segments": str(_segments(message.body)),
        "num_media": "0",
        "price": None,
        "price_unit": "USD",
        "error_code": standing.error_code if standing else None,
        "error_message": None,
        "date_created": created,
        "date_updated": _rfc2822(standing.at) if standing else created,
        "date_sent": _rfc2822(standing.sent_at) if standing and standing.sent_at else None,
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def _rfc2822(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant))


def _segments(body: str) -> int:
    """Billed parts: 160 characters (153 each when several) of plain text, 70 (67) as soon as one is outside ASCII."""
    single, part = (160, 153) if body.isascii() else (70, 67)
    return 1 if len(body) <= single else math.ceil(len(body) / part)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else default


def _page_uri(request: Request, page: int, size: int) -> str:
    query = {**request.query_params, "PageSize": size, "Page": page}
    return f"{request.url.path}?{urlencode(query)}"
