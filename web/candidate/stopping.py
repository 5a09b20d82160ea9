"""GET and POST /c/{token}/messages: the candidate stops our text messages or mails, or wants them again."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from api.context import App, Connected
from db import opt_outs
from db.links import Linked
from domain.keys import address_hash
from domain.purposes import Purpose
from domain.terms import Channel
from web.candidate import limiting, pages
from web.candidate.documented import GONE, PAGE, SENT, form, refusal
from web.candidate.opening import as_json, opened, outdated, refuse_erased, unknown
from web.candidate.pages import Opened
from web.candidate.receiving import Visit, fields_of, refuse_cross_site, visit
from web.candidate.routes import answered
from web.candidate.words import SHORT

router = APIRouter(prefix="/c", tags=["candidate"])

SOURCE = "page"
_ACTIONS = {"stop": "stopped", "resume": "resumed"}
_FIELDS = {
    "type": "object",
    "properties": {
        "action": {"type": "string", "enum": list(_ACTIONS)},
        "channel": {"type": "string", "enum": ["sms", "email"]},
    },
    "required": ["action", "channel"],
}


class Messages(BaseModel):
    """Which channels reach the candidate, and whether each is stopped."""

    stopped: dict[Channel, bool]


_GONE: dict[int | str, dict[str, Any]] = {
    **GONE,
    410: refusal("The candidate's data have been deleted"),
}
_SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": Messages, "content": PAGE}, **_GONE}
_DONE: dict[int | str, dict[str, Any]] = {
    200: {"model": Messages, "description": "Done (Accept: application/json)"},
    **SENT,
    403: refusal("Sent from another site"),
    **_GONE,
}


@router.get("/{token}/messages", response_class=Response, responses=_SHOWN)
async def show(token: str, request: Request, app: Connected, done: str = "") -> Response:
    """Whether messages are stopped; changes nothing, whoever opens it. Open as long as the link is known."""
    asked = visit(request)
    return await answered(asked, _shown(token, app, asked, done))


@router.head("/{token}/messages", include_in_schema=False)
async def head(token: str, request: Request, app: Connected) -> Response:
    """What GET would answer, without its body."""
    return await show(token, request, app)


@router.post(
    "/{token}/messages", status_code=303, response_class=Response, responses=_DONE, openapi_extra=form(_FIELDS)
)
async def act(token: str, request: Request, app: Connected) -> Response:
    """Stop or resume one channel; again changes nothing."""
    asked = visit(request)
    return await answered(asked, _acted(token, app, asked, request))


async def _shown(token: str, app: App, asked: Visit, done: str) -> Response:
    page = await _opened(token, app, asked)
    stopped = await _stopped(app, page.now.seen)
    home = page.now.seen.purpose != Purpose.MESSAGES and not page.now.expired and not outdated(page.now.seen)
    return as_json(Messages(stopped=stopped)) if asked.json else pages.messages(page, stopped, done, home)


async def _opened(token: str, app: App, asked: Visit) -> Opened:
    """Any link of the candidate's, as long as we could still write to them. Raises: NoPage 404, 410, 429."""
    page = await opened(token, app, asked)
    refuse_erased(page)
    return page


async def _acted(token: str, app: App, asked: Visit, request: Request) -> Response:
    refuse_cross_site(request, app.settings.web_url)
    limiting.posting(app, asked, token)
    fields = await fields_of(request)
    page = await _opened(token, app, asked)
    action, addresses = fields.get("action", ""), _addresses(app, page.now.seen)
    channel = next((known for known in addresses if known == fields.get("channel")), None)
    if action not in _ACTIONS or channel is None:
        return unknown(asked, page, "channel" if action in _ACTIONS else "action")
    await _write(app, page.now.seen, action, channel, addresses[channel])
    if asked.json:
        return as_json(Messages(stopped=await _stopped(app, page.now.seen)))
    return RedirectResponse(f"/c/{token}/messages?done={_ACTIONS[action]}&lang={SHORT[page.locale]}", 303)


async def _write(app: App, seen: Linked, action: str, channel: Channel, hashed: str) -> None:
    """What HR or a provider recorded is not undone here: whoever holds the link may not be the one who asked for it."""
    async with app.engine.begin() as conn:
        if action == "stop":
            await opt_outs.opt_out(conn, seen.organisation, channel, hashed, SOURCE, datetime.now(UTC))
        else:
            await opt_outs.withdraw(conn, seen.organisation, channel, hashed, SOURCE)


async def _stopped(app: App, seen: Linked) -> dict[Channel, bool]:
    async with app.engine.connect() as conn:
        return {
            channel: await opt_outs.opted_out(conn, seen.organisation, channel, hashed)
            for channel, hashed in _addresses(app, seen).items()
        }


def _addresses(app: App, seen: Linked) -> dict[Channel, str]:
    """The hash of the candidate's number and mail address, as far as they are known."""
    secret = app.settings.secret.get_secret_value()
    known = {Channel.SMS: seen.mobile, Channel.EMAIL: seen.email}
    return {channel: address_hash(secret, address) for channel, address in known.items() if address}
