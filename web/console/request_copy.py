"""GET /console/candidate-requests/{id}/copy: what is kept of a candidate, to be read, printed or sent to them as a file (PIPL 45)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import candidate_requests
from api.cancelling import LINK_SHOWN
from api.candidate_requests import CandidateCopy
from api.context import Connected
from domain.terms import Locale
from domain.vocabulary import said
from domain.wording_facts import LINK
from web.console import rendering, words_following
from web.console.complaints import Console
from web.console.visitor import SignedIn
from web.console.words import Words

Field = tuple[str, Any, datetime | None]
router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/candidate-requests/{id}/copy")
async def shown(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The copy as a page."""
    copy = await candidate_requests.copied(id, app, visitor.user)
    one = await candidate_requests.one(id, app, visitor.user)
    content = {
        "one": one,
        "parts": _parts(copy, Words(visitor.locale), visitor.locale),
        "titles": words_following.COPY_PARTS,
        "fields": words_following.COPY_FIELDS,
    }
    return rendering.page(request, visitor, "candidate_copy.html", content)


@router.get("/candidate-requests/{id}/copy.json")
async def filed(id: UUID, app: Connected, visitor: SignedIn) -> Response:
    """The copy as a file."""
    copy = await candidate_requests.copied(id, app, visitor.user)
    named = {"Content-Disposition": 'attachment; filename="personal-data.json"'}
    return Response(copy.model_dump_json(indent=2), 200, {**rendering.HEADERS, **named}, "application/json")


def _parts(copy: CandidateCopy, words: Words, locale: Locale) -> dict[str, list[list[Field]]]:
    """By part its entries, each a list of its fields."""
    found = {}
    for part, value in copy:
        entries = value if isinstance(value, list) else [value]
        found[part] = [_fields(part, entry, words, locale) for entry in entries]
    return found


def _fields(part: str, entry: dict[str, Any], words: Words, locale: Locale) -> list[Field]:
    """Field, value in words, and the instant where it is one; what is empty is left out."""
    told = entry | _worded(part, entry, words, locale)
    return [
        (name, each, each if isinstance(each, datetime) else None)
        for name, each in told.items()
        if each not in (None, "", {})
    ]


def _worded(part: str, entry: dict[str, Any], words: Words, locale: Locale) -> dict[str, str]:
    """The fields that hold codes, as people say them."""
    if part == "interview":
        outcome = entry["outcome"]
        return {"stage": words.stage(entry["stage"]), "outcome": words.outcome(outcome) if outcome else ""}
    if part == "messages":
        channel = entry["channel"]
        return {
            "kind": words.kind(entry["kind"]),
            "channel": words.channel(channel),
            "state": words.standing(channel, entry["state"]),
            "body": entry["body"].replace(LINK, LINK_SHOWN[locale]),
        }
    if part == "cancellations":
        return {"reason_code": words.reason(entry["reason_code"])}
    if part == "requests":
        kinds, states = words_following.REQUEST_KINDS, words_following.REQUEST_STATES
        return {"kind": said(kinds[entry["kind"]], locale), "state": said(states[entry["state"]], locale)}
    return {}
