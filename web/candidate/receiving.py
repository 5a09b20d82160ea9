"""From a request to the candidate's page to plain fields: who may post, how much, in which encoding, and what answer is wanted."""

import json
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from db.links import Linked
from domain.terms import Locale

MOST_BYTES = 64 * 1024
MOST_FIELDS = 40
LANGUAGES = {"zh": Locale.ZH, "en": Locale.EN}
# Controls steer terminals and cannot be stored; these marks turn the reading direction of everything around them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffd")


class NoPage(Exception):
    """A request that gets no interview's page: HTTP status and the rule that names why; whose link it was, as far as that is
    known, for the company to turn to; after how many seconds to come again."""

    def __init__(self, status: int, rule: str, link: "Link | None" = None, retry_after: int | None = None) -> None:
        super().__init__(rule)
        self.status, self.rule, self.link, self.retry_after = status, rule, link, retry_after


@dataclass(frozen=True)
class Link:
    """A link that opens nothing any more: its token, its interview, and whether it is the newest one."""

    token: str
    seen: Linked
    newest: bool


@dataclass(frozen=True)
class Visit:
    """How the answer is wanted: the language chosen in the address (None: the candidate's own) and JSON or a page; and the network
    address it goes to, as the server sees it: behind a proxy that is trusted, the one that the proxy names."""

    language: Locale | None
    json: bool
    address: str


def visit(request: Request) -> Visit:
    """What the request's address and headers say."""
    accepted = request.headers.get("accept", "")
    wants = "application/json" in accepted and "text/html" not in accepted
    address = request.client.host if request.client is not None else ""
    return Visit(LANGUAGES.get(request.query_params.get("lang", "")), wants or _sends_json(request), address)


def refuse_cross_site(request: Request, own: str) -> None:
    """Raises NoPage 403 when another site's page sent the form.

    Our pages send no referrer, so browsers name their origin `null`: that alone says nothing.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    if site is not None and site not in ("same-origin", "none"):
        raise NoPage(403, "cross-site")
    if site is None and origin != "null" and _host(origin) not in (request.headers.get("host", ""), _host(own)):
        raise NoPage(403, "cross-site")


async def fields_of(request: Request) -> dict[str, str]:
    """The form's fields, or those of a flat JSON object. Raises: NoPage 413, 415, 422."""
    body = await _body(request)
    try:
        return _from_json(body) if _sends_json(request) else _from_form(request, body)
    except (ValueError, RecursionError):  # bad UTF-8, bad or deep JSON, too many fields
        raise NoPage(422, "unreadable") from None


def showable(value: str) -> bool:
    """Whether a text holds only what can be stored and shown: no controls, half characters or direction marks."""
    return not any(_hidden(sign) for sign in value)


def shown(value: str) -> str:
    """The text with what cannot be shown replaced, to give it back in a form."""
    return "".join("\ufffd" if _hidden(sign) else sign for sign in value)


def _hidden(sign: str) -> bool:
    return sign in _TURNING or (sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cs"))


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise NoPage(413, "too-large")
    return bytes(body)


def _sends_json(request: Request) -> bool:
    return _media(request) == "application/json"


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _from_form(request: Request, body: bytes) -> dict[str, str]:
    if body and _media(request) != "application/x-www-form-urlencoded":
        raise NoPage(415, "not-a-form")
    pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return {name: _lines(value) for name, value in pairs}


def _from_json(body: bytes) -> dict[str, str]:
    read = json.loads(body)
    if not isinstance(read, dict) or len(read) > MOST_FIELDS:
        raise ValueError("a flat JSON object is wanted")
    given = {name: value for name, value in read.items() if value is not None}
    if not all(isinstance(value, str | int) for value in given.values()):
        raise ValueError("texts and whole numbers are wanted")
    return {name: _lines(str(value)) for name, value in given.items()}


def _lines(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
