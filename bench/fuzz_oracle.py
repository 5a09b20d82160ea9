"""Tells a right answer from a wrong one: what the OpenAPI document promises, and what this API promises beyond it."""

import json
import re
from dataclasses import dataclass

import httpx2
import schemathesis
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.problems import MEDIA
from bench.fuzz_cases import Attempt
from bench.fuzz_shot import Shot, curl

_CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_RULE = re.compile(r"urn:mianyue:rule:[a-z0-9]+(-[a-z0-9]+)*")
_MOST_OF_A_REFUSAL = 20_000
_WITHOUT_TOKEN = {"nobody", "broken", "odd"}
_SHOWN = 600


@dataclass(frozen=True)
class Finding:
    """One wrong answer: `key` is the same for the same mistake, `curl` repeats it."""

    operation: str
    key: str
    detail: str
    curl: str


def findings(attempt: Attempt, response: httpx2.Response) -> list[Finding]:
    """Everything that is wrong with an answer."""
    wrong = [*_of_the_schema(attempt, response), *_of_the_api(attempt, response)]
    return [Finding(attempt.label, f"{response.status_code} {key}", detail, curl(attempt)) for key, detail in wrong]


def of_a_hook(shot: Shot, response: httpx2.Response) -> list[Finding]:
    """A hook takes a receipt or refuses it, and never breaks on one."""
    if response.status_code < 500 or response.status_code == 503:
        return []
    return [Finding(shot.label, f"{response.status_code} server error", response.text[:_SHOWN], curl(shot))]


def of_a_stray(shot: Shot, response: httpx2.Response) -> list[Finding]:
    """What no route is for is refused, on the API's own paths with a problem document; a slash too many is shown the way."""
    if response.status_code == 307 and response.headers["location"] == shot.url.removesuffix("/"):
        return []
    wrong = [f"{response.status_code} for what is no operation"] if not 400 <= response.status_code < 500 else []
    if "/api/" in shot.url and shot.method != "HEAD":
        wrong += not_a_problem(response)
    return [Finding(shot.label, key, response.text[:_SHOWN], curl(shot)) for key in wrong]


def _of_the_schema(attempt: Attempt, response: httpx2.Response) -> list[tuple[str, str]]:
    try:
        attempt.case.validate_response(response, checks=_CHECKS)
    except schemathesis.errors.FailureGroup as group:
        return [(failure.title, f"{failure.message}"[:_SHOWN]) for failure in group.exceptions]
    return []


def _of_the_api(attempt: Attempt, response: httpx2.Response) -> list[tuple[str, str]]:
    status, path = response.status_code, attempt.case.path
    wrong = []
    if status >= 500 and status != 503:
        wrong.append(("server error", response.text[:_SHOWN]))
    if path.startswith("/api/") and status < 400 and attempt.who in _WITHOUT_TOKEN:
        wrong.append(("answered without a token", attempt.who))
    if path.startswith("/api/") and status >= 400:
        wrong += [("refusal is no problem document", why) for why in not_a_problem(response)]
    return wrong


def not_a_problem(response: httpx2.Response) -> list[str]:
    """Why an answer that refuses is not a problem document that names its rule; empty when it is."""
    if response.headers.get("content-type") != MEDIA:
        return [f"content type {response.headers.get('content-type')}"]
    try:
        body = json.loads(response.content)
    except ValueError as error:
        return [str(error)]
    wrong = []
    if not _RULE.fullmatch(str(body.get("type"))):
        wrong.append(f"type {body.get('type')!r}"[:_SHOWN])
    if body.get("status") != response.status_code or not body.get("title") or not body.get("detail"):
        wrong.append("status, title or detail")
    if "\x00" in str(body) or len(response.content) > _MOST_OF_A_REFUSAL:
        wrong.append("repeats what was sent")
    return wrong
