"""SendGrid's v3 mail send as its SDK sees it: 202 with X-Message-Id, or the errors array."""

import base64
import binascii
import json
import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.ledger import Ledger, Message
from sandbox.receipts import Receipts
from sandbox.wire import Answer, play

ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")
Problem = tuple[str, str]
WORDING = {
    400: "Does not contain a valid address.",
    401: "The provided authorization grant is invalid, expired, or revoked",
    429: "too many requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class SendGrid:
    """The handler of /v3/mail/send; it keeps accepted mail in the ledger, one entry per receiver, and reports on each."""

    def __init__(self, ledger: Ledger, faults: Faults, receipts: Receipts, events: Events) -> None:
        self._ledger, self._faults, self._receipts, self._events = ledger, faults, receipts, events

    async def send(self, request: Request) -> Response:
        """POST /v3/mail/send."""
        try:
            mail = json.loads(await request.body())
        except (ValueError, RecursionError):
            return errors(400, [("", "Bad Request")])

        async def take() -> Response:
            if not has_key(request):
                return worded(401)
            problems = _problems(mail)
            return errors(400, problems) if problems else await self._take(mail)

        return await play(request, self._faults.draw("email", _first_receiver(mail)), take, worded)

    async def _take(self, mail: dict[str, Any]) -> Response:
        message_id = secrets.token_urlsafe(16)
        parts = {part["type"]: part["value"] for part in mail["content"]}
        attachments = tuple(_attachment(a) for a in mail.get("attachments") or [])
        messages = [
            Message(
                channel="email",
                to=receiver["email"],
                subject=person.get("subject") or mail["subject"],
                body=parts.get("text/plain", ""),
                html=parts.get("text/html", ""),
                attachments=attachments,
                provider_id=message_id,
                sender=mail["from"]["email"],
                notice_id=str((person.get("custom_args") or {}).get("op_id", "")),
            )
            for person in mail["personalizations"]
            for receiver in person["to"]
        ]
        self._ledger.accept(*messages)
        for message in messages:
            await self._events.report(message, self._receipts.draw("email", message.to))
        return Answer(None, 202, {"X-Message-Id": message_id})


def _problems(mail: Any) -> list[Problem]:
    """(field, what is wrong) of a mail that SendGrid would not take."""
    if not isinstance(mail, dict):
        return [("", "Bad Request")]
    people = mail.get("personalizations")
    found = (
        [] if _is_address(mail.get("from")) else [("from.email", "The from email does not contain a valid address.")]
    )
    if not isinstance(people, list) or not people:
        found.append(
            ("personalizations", "The personalizations field is required and must have at least one personalization.")
        )
    else:
        found += [problem for i, person in enumerate(people) for problem in _person_problems(i, person, mail)]
    return found + _content_problems(mail.get("content")) + _attachment_problems(mail.get("attachments"))


def _person_problems(index: int, person: Any, mail: dict[str, Any]) -> list[Problem]:
    place = f"personalizations.{index}"
    receivers = person.get("to") if isinstance(person, dict) else None
    if not isinstance(receivers, list) or not receivers:
        return [
            (
                f"{place}.to",
                "The to array is required for all personalization objects, and must have at least one email object.",
            )
        ]
    found = [
        (f"{place}.to.{i}.email", WORDING[400]) for i, receiver in enumerate(receivers) if not _is_address(receiver)
    ]
    subject = person.get("subject") or mail.get("subject")
    if not isinstance(subject, str) or not subject:
        found.append(
            (
                "subject",
                "The subject is required.",
            )
        )
    elif re.search(r"[\r\n]", subject):
        found.append(("subject", "The subject must not contain line breaks."))
    if not isinstance(person.get("custom_args") or {}, dict):
        found.append((f"{place}.custom_args", "The custom_args must be an object."))
    return found


def _content_problems(content: Any) -> list[Problem]:
    if not isinstance(content, list) or not content:
        return [("content", "Unless a valid template_id is provided, the content parameter is required.")]
    if not all(_has_texts(part, "type", "value") for part in content):
        return [("content", "The content value must be a string at least one character in length.")]
    order = [part["type"] for part in content]
    if "text/plain" in order[1:]:
        return [("content", "If present, text/plain must be the first content.")]
    return []


def _attachment_problems(attachments: Any) -> list[Problem]:
    if not isinstance(attachments or [], list):
        return [("attachments", "The attachments must be an array.")]
    return [
        (f"attachments.{i}.content", "The attachment content must be base64 encoded.")
        for i, attachment in enumerate(attachments or [])
        if not _has_texts(attachment, "content", "filename") or _decoded(attachment["content"]) is None
    ]


def _attachment(sent: dict[str, Any]) -> dict[str, str]:
    content = _decoded(sent["content"]) or b""
    return {"name": sent["filename"], "type": str(sent.get("type", "")), "text": content.decode("utf-8", "replace")}


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_address(value: Any) -> bool:
    return _has_texts(value, "email") and ADDRESS.fullmatch(value["email"]) is not None


def _has_texts(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) and value[name] for name in names)


def _first_receiver(mail: Any) -> str:
    try:
        return str(mail["personalizations"][0]["to"][0]["email"])
    except (LookupError, TypeError):
        return ""


def has_key(request: Request) -> bool:
    """Any key will do."""
    return re.fullmatch(r"Bearer \S+", request.headers.get("authorization", "")) is not None


def worded(status: int) -> Answer:
    """SendGrid's usual words for a failure of this HTTP status."""
    return errors(status, [("personalizations.0.to.0.email" if status == 400 else "", WORDING[status])])


def errors(status: int, problems: list[Problem]) -> Answer:
    """SendGrid's errors array."""
    return Answer({"errors": [{"message": m, "field": place or None, "help": None} for place, m in problems]}, status)
