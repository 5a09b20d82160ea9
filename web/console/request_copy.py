"""GET /console/candidate-requests/{id}/copy: what is kept of a candidate, to be read, printed or sent to them as a file (PIPL 45)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import candidate_requests
from api.candidate_requests import CandidateCopy
from api.context import Connected
from web.console import rendering, words_following
from web.console.complaints import Console
from web.console.visitor import SignedIn

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/candidate-requests/{id}/copy")
async def shown(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The copy as a page."""
    copy = await candidate_requests.copied(id, app, visitor.user)
    one = await candidate_requests.one(id, app, visitor.user)
    content = {
        "one": one,
        "parts": _parts(copy),
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


def _parts(copy: CandidateCopy) -> dict[str, list[list[tuple[str, Any, datetime | None]]]]:
    """By part its entries, each a list of field, value and, where it is one, the instant."""
    found = {}
    for name, value in copy:
        entries = value if isinstance(value, list) else [value]
        found[name] = [
            [
                (field, each, each if isinstance(each, datetime) else None)
                for field, each in entry.items()
                if _told(each)
            ]
            for entry in entries
        ]
    return found


def _told(value: Any) -> bool:
    return value not in (None, "", {})
