"""SMS through the Twilio SDK: one attempt per call, told apart as sent, refused or unknown."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.rest.api.v2010.account.message import MessageInstance  # type: ignore[import-untyped]

from domain.receipts import Found, proven
from gateways.answers import Answer, Given, Refused, Sent, Unknown, encodable, http_failure, network_failure, outcome
from gateways.pause import Pause
from gateways.pool import Pool, checked_base, read_environment_once
from settings import Settings

# at INFO it writes every request's address and query, people's numbers among them
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)

_LOOKED_THROUGH = 100
TWILIO = "https://api.twilio.com"
SANDBOX_ACCOUNT = "AC" + "0" * 32


class SmsGateway:
    """Sends text messages from `settings.twilio_from` (a number, or a Messaging Service id MG…)."""

    def __init__(self, settings: Settings, threads: int = 16) -> None:
        self._settings = settings
        self._base = settings.twilio_base and checked_base(settings.twilio_base, "TWILIO_API_BASE")
        service = settings.twilio_from.startswith("MG")
        self._sender = {"messaging_service_sid" if service else "from_": settings.twilio_from}
        self._pool = Pool("sms", threads, self._client)
        self._pause = Pause()

    async def send(self, *, op_id: str, to: str, body: str) -> Sent:
        """Hands one SMS over; receipts come to /hooks/twilio/{op_id}. Raises Refused or Unknown."""
        if not encodable(op_id, to, body):
            raise Refused("text_not_encodable")
        callback = f"{self._settings.web_url}/hooks/twilio/{quote(op_id, safe='')}"
        fields = {"to": to, "body": body, "status_callback": callback, **self._sender}
        return outcome(await self._pool.run(lambda client: self._pause.obey(lambda: _attempt(client, fields))))

    @property
    def pause_seconds(self) -> float:
        """How long the provider still wants to be left alone (429 with Retry-After)."""
        return self._pause.rest

    async def find(self, *, to: str, body: str, since: datetime) -> list[Found]:
        """What Twilio holds for this number with this text, created at `since` or later, newest first. Raises Refused or Unknown."""
        return outcome(await self._pool.run(lambda client: self._pause.obey(lambda: _search(client, to, body, since))))

    async def recall(self, provider_id: str) -> list[Found]:
        """What Twilio says of the message of this id. Raises Refused or Unknown."""
        return outcome(await self._pool.run(lambda client: self._pause.obey(lambda: _fetch(client, provider_id))))

    async def close(self) -> None:
        """Ends the threads and their connections."""
        await self._pool.close()

    def _client(self, session: requests.Session) -> Client:
        account = self._settings.twilio_account_sid or SANDBOX_ACCOUNT
        token = self._settings.twilio_auth_token.get_secret_value() or "sandbox"
        http = _Http(self._base, session, self._settings.provider_timeout_seconds)
        return Client(account, token, http_client=http)


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """The SDK's own client, pointed at `base` if any; it keeps the last answer, for the SDK's errors lose its headers."""

    def __init__(self, base: str, session: requests.Session, timeout: float) -> None:
        super().__init__(timeout=timeout, request_hooks={"response": _read_as_utf8})
        read_environment_once(session, base or TWILIO)
        self.session, self._base = session, base
        self.last: Response | None = None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._base:
            url = self._base + urlunsplit(("", "", *urlsplit(url)[2:]))
        self.last = None
        self.last = super().request(method, url, *args, **kwargs)
        return self.last


def _attempt(client: Client, fields: dict[str, str]) -> Answer:
    sid = _told(client, lambda: client.messages.create(**fields).sid)
    if isinstance(sid, Refused | Unknown):
        return sid
    return Sent(sid) if sid and isinstance(sid, str) else Unknown("unreadable_answer")


def _search(client: Client, to: str, body: str, since: datetime) -> list[Found] | Refused | Unknown:
    """By number, newest first: Twilio filters by the date of sending, which a queued message does not have yet."""

    def look() -> list[Found]:
        page = client.messages.list(to=to, limit=_LOOKED_THROUGH, page_size=_LOOKED_THROUGH)
        return [_found(m) for m in page if m.body == body and m.date_created >= since]

    return _told(client, look)


def _fetch(client: Client, provider_id: str) -> list[Found] | Refused | Unknown:
    return _told(client, lambda: [_found(client.messages(provider_id).fetch())])


def _found(message: MessageInstance) -> Found:
    return Found(message.sid, proven(str(message.status)), message.date_updated)


def _told(client: Client, call: Callable[[], Given]) -> Given | Refused | Unknown:
    """What a call of the SDK gave, or what its failure says."""
    try:
        return call()
    except TwilioException as error:
        return _provider_failure(client.http_client.last, getattr(error, "code", None))
    except requests.RequestException as error:
        return network_failure(error)
    except (ValueError, TypeError, AttributeError, KeyError):
        return Unknown("unreadable_answer")


def _provider_failure(last: Response, code: object) -> Refused | Unknown:
    known = isinstance(code, int) and code != last.status_code
    return http_failure(last.status_code, last.headers, f"twilio_{code}" if known else None)


def _read_as_utf8(response: requests.Response, *_args: Any, **_kwargs: Any) -> None:
    """JSON is UTF-8; where the header does not say so, requests would guess from the text, at a high price."""
    response.encoding = "utf-8"
