"""GET and POST /c/{token}/privacy: what is kept about the candidate, and their wish for a copy of it or its deletion (PIPL 45, 47)."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.context import App, Connected
from db import holdings
from domain.labels import mask_email, mask_name, mask_number
from domain.purposes import Purpose
from domain.requests import RequestKind
from web.candidate import answers, limiting, pages
from web.candidate.documented import GONE, PAGE, SENT, form, refusal
from web.candidate.opening import as_json, only_for, opened, refuse_erased, refuse_outdated, unknown
from web.candidate.pages import Opened
from web.candidate.receiving import Visit, fields_of, refuse_cross_site, visit
from web.candidate.requesting import back, carried_out
from web.candidate.routes import answered

router = APIRouter(prefix="/c", tags=["candidate"])

_KINDS = (RequestKind.COPY, RequestKind.DELETION)
_ACTIONS = {"ask": "asked", "withdraw": "withdrawn"}
_FIELDS = {
    "type": "object",
    "properties": {
        "action": {"type": "string", "enum": list(_ACTIONS)},
        "kind": {"type": "string", "enum": [str(kind) for kind in _KINDS]},
    },
    "required": ["action", "kind"],
}


class Kept(BaseModel):
    """What is kept: the candidate's name, number and address (masked), numbers of rows by sort, and what was asked for."""

    name: str
    phone: str | None
    email: str | None
    rows: dict[str, int]
    requests: list[answers.RequestView]


_GONE: dict[int | str, dict[str, Any]] = {
    **GONE,
    403: refusal("Sent from another site, or by a link that is for something else"),
    410: refusal("The interview has moved since, or the candidate's data have been deleted"),
}
_SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": Kept, "content": PAGE}, **_GONE}
_DONE: dict[int | str, dict[str, Any]] = {
    200: {"model": answers.RequestResult, "description": "Done (Accept: application/json)"},
    **SENT,
    **_GONE,
}


@router.get("/{token}/privacy", response_class=Response, responses=_SHOWN)
async def show(token: str, request: Request, app: Connected, done: str = "") -> Response:
    """What is kept; changes nothing, whoever opens it. Open until the data are deleted, also when the interview is long over."""
    asked = visit(request)
    return await answered(asked, _shown(token, app, asked, done))


@router.head("/{token}/privacy", include_in_schema=False)
async def head(token: str, request: Request, app: Connected) -> Response:
    """What GET would answer, without its body."""
    return await show(token, request, app)


@router.post("/{token}/privacy", status_code=303, response_class=Response, responses=_DONE, openapi_extra=form(_FIELDS))
async def act(token: str, request: Request, app: Connected) -> Response:
    """Ask for a copy or for deletion, or take that back; again changes nothing."""
    asked = visit(request)
    return await answered(asked, _acted(token, app, asked, request))


async def _shown(token: str, app: App, asked: Visit, done: str) -> Response:
    page = await _opened(token, app, asked)
    seen = page.now.seen
    async with app.engine.connect() as conn:
        kept = await holdings.holdings(conn, seen.id)
    if not asked.json:
        return pages.privacy(page, kept, done)
    phone, email = seen.mobile and mask_number(seen.mobile), seen.email and mask_email(seen.email)
    view = Kept(
        name=mask_name(seen.name), phone=phone, email=email, rows=vars(kept), requests=answers.requests_view(page)
    )
    return as_json(view)


async def _opened(token: str, app: App, asked: Visit) -> Opened:
    """Raises: NoPage 403, 404, 410, 429."""
    page = await opened(token, app, asked)
    only_for(page, Purpose.INTERVIEW)
    refuse_outdated(page)
    refuse_erased(page)
    return page


async def _acted(token: str, app: App, asked: Visit, request: Request) -> Response:
    refuse_cross_site(request, app.settings.web_url)
    limiting.posting(app, asked, token)
    fields = await fields_of(request)
    page = await _opened(token, app, asked)
    action, kind = fields.get("action", ""), next((known for known in _KINDS if known == fields.get("kind")), None)
    if action not in _ACTIONS or kind is None:
        return unknown(asked, page, "kind" if action in _ACTIONS else "action")
    await carried_out(app, page, kind, wanted=action == "ask")
    return back(asked, page, kind, f"{kind}_{_ACTIONS[action]}", "/privacy")
