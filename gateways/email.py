"""E-mail through the SendGrid SDK: one attempt per call, told apart as sent, refused or unknown."""

import base64
import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from python_http_client import Client as HttpClient
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    Attachment,
    CustomArg,
    From,
    Header,
    Mail,
    Personalization,
    To,
)
from sendgrid.helpers.mail.exceptions import ApiKeyIncludedException

from domain.receipts import Found, proven
from gateways.answers import Answer, Refused, Sent, Unknown, encodable, http_failure, network_failure, outcome
from gateways.pause import Pause
from gateways.pool import Pool, checked_base, read_environment_once
from settings import Settings

# at DEBUG it writes the API key and the whole mail
logging.getLogger("python_http_client").setLevel(logging.INFO)

SENDGRID = "https://api.sendgrid.com"
BARE_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class EmailGateway:
    """Sends mail from `settings.sendgrid_from`."""

    def __init__(self, settings: Settings, threads: int = 16) -> None:
        self._settings = settings
        self._base = checked_base(settings.sendgrid_base or SENDGRID, "SENDGRID_API_BASE")
        self._pool = Pool("email", threads, self._client)
        self._pause = Pause()

    async def send(
        self,
        *,
        op_id: str,
        to: str,
        subject: str,
        text: str,
        html: str,
        ics: bytes | None = None,
        ics_method: str = "REQUEST",
        unsubscribe: str = "",
    ) -> Sent:
        """Hands one mail over, with its invitation `ics` if any; events carry `op_id`, its header the page to `unsubscribe`.

        Raises Refused or Unknown.
        """
        if re.search(r"[\r\n]", subject + to):
            raise Refused("line_break_in_header")
        if not BARE_ADDRESS.fullmatch(to):
            # the SDK reads it as a display name and fails on the missing address
            raise Refused("bad_address")
        if not encodable(op_id, to, subject, text, html):
            raise Refused("text_not_encodable")
        try:
            mail = Mail(From(self._settings.sendgrid_from), None, subject, text, html)
        except ApiKeyIncludedException:
            raise Refused("api_key_in_text") from None
        mail.add_personalization(_receiver(to, op_id))
        if unsubscribe:
            # Without List-Unsubscribe-Post: a mail program must not stop cancellations by one careless press.
            mail.add_header(Header("List-Unsubscribe", f"<{unsubscribe}>"))
        if ics is not None:
            mail.add_attachment(_invitation(ics, ics_method))
        body = mail.get()
        return outcome(await self._pool.run(lambda client: self._pause.obey(lambda: _attempt(client, body))))

    @property
    def pause_seconds(self) -> float:
        """How long the provider still wants to be left alone (429 with Retry-After)."""
        return self._pause.rest

    async def find(self, *, op_id: str) -> list[Found]:
        """What SendGrid holds of this op id. Raises Refused, for good when the account has no Email Activity, or Unknown."""
        if not self._settings.sendgrid_email_activity:
            raise Refused("no_email_activity")
        return outcome(await self._pool.run(lambda client: self._pause.obey(lambda: _search(client, op_id))))

    async def close(self) -> None:
        """Ends the threads and their connections."""
        await self._pool.close()

    def _client(self, session: requests.Session) -> SendGridAPIClient:
        read_environment_once(session, self._base)
        sendgrid = SendGridAPIClient(
            self._settings.sendgrid_api_key.get_secret_value() or "SG.sandbox", host=self._base
        )
        timeout = self._settings.provider_timeout_seconds
        sendgrid.client = _Http(session, host=self._base, request_headers=sendgrid.client.request_headers, version=3)
        sendgrid.client.timeout = timeout
        return sendgrid


class _Http(HttpClient):  # type: ignore[misc]
    """The SDK's own client, posting over a kept connection.

    Its urllib connects and loads all CA certificates anew for every mail (18 ms of CPU over TLS), follows redirects
    of a POST, and does not tell a connection never made from an answer lost.
    """

    def __init__(self, session: requests.Session, **parts: Any) -> None:
        super().__init__(**parts)
        self._session = session

    def _build_client(self, name: str | None = None) -> "_Http":
        built = super()._build_client(name)
        return _Http(
            self._session,
            host=built.host,
            request_headers=built.request_headers,
            version=self._version,
            url_path=built._url_path,
            timeout=built.timeout,
        )

    def post(self, request_body: dict[str, Any]) -> requests.Response:
        return self._call("POST", None, json=request_body)

    def get(self, query_params: dict[str, str]) -> requests.Response:
        return self._call("GET", query_params)

    def _call(self, method: str, query: dict[str, str] | None, **body: Any) -> requests.Response:
        url, headers, timeout = self._build_url(query), self.request_headers, self.timeout
        reply = self._session.request(method, url, headers=headers, timeout=timeout, allow_redirects=False, **body)
        if not 200 <= reply.status_code < 300:
            raise HTTPError(reply.status_code, reply.reason, reply.content, reply.headers)
        return reply


def _receiver(to: str, op_id: str) -> Personalization:
    """The op id goes here and not on top: the official spec types the top-level custom_args as a string."""
    person = Personalization()
    person.add_to(To(to))
    person.add_custom_arg(CustomArg("op_id", op_id))
    return person


def _invitation(ics: bytes, method: str) -> Attachment:
    content = base64.b64encode(ics).decode()
    return Attachment(content, "interview.ics", f"text/calendar; method={method}", "attachment")


def _attempt(client: SendGridAPIClient, mail: dict[str, Any]) -> Answer:
    try:
        reply = client.send(mail)
    except HTTPError as error:
        code = "bad_address" if error.status_code == 400 and _blames_receiver(error.body) else None
        return http_failure(error.status_code, error.headers, code)
    except requests.RequestException as error:
        return network_failure(error)
    return Sent(reply.headers.get("X-Message-Id") or "")


def _search(client: SendGridAPIClient, op_id: str) -> list[Found] | Refused | Unknown:
    """Email Activity knows a mail by our own argument."""
    query = {"query": f"unique_args['op_id']=\"{op_id}\"", "limit": "10"}
    try:
        held = json.loads(client.client.messages.get(query_params=query).content)["messages"]
        return [_found(one) for one in held]
    except HTTPError as error:
        return http_failure(error.status_code, error.headers)
    except requests.RequestException as error:
        return network_failure(error)
    except (ValueError, LookupError, TypeError):
        return Unknown("unreadable_answer")


def _found(one: Mapping[str, Any]) -> Found:
    return Found(str(one["msg_id"]).partition(".")[0], proven(str(one["status"])), _instant(one.get("last_event_time")))


def _instant(said: object) -> datetime | None:
    """A time that is not understood costs the time, not the answer."""
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _blames_receiver(body: bytes) -> bool:
    try:
        fields = [str(error["field"]) for error in json.loads(body)["errors"]]
    except (ValueError, LookupError, TypeError):
        return False
    return any(re.fullmatch(r"personalizations\.\d+\.to\.\d+\.email", field) for field in fields)
