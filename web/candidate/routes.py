"""GET and POST /c/{token}: the candidate confirms, acknowledges, asks for another time, cancels, answers the survey."""

from collections.abc import Awaitable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.context import Connected
from web.candidate import answers, forms, pages
from web.candidate.acting import acted
from web.candidate.documented import GONE, PAGE, SENT, form, refusal
from web.candidate.opening import message, shown
from web.candidate.receiving import NoPage, Visit, visit

router = APIRouter(prefix="/c", tags=["candidate"])

_FIELDS = {"type": "object", "properties": {name: {"type": "string"} for name in forms.NAMES}, "required": ["action"]}
_GONE: dict[int | str, dict[str, Any]] = {
    **GONE,
    410: refusal("The interview has moved since, is over or closed, or the candidate's data have been deleted"),
}
_SHOWN: dict[int | str, dict[str, Any]] = {200: {"model": answers.PageView, "content": PAGE}, **_GONE}
_DONE: dict[int | str, dict[str, Any]] = {
    200: {"model": answers.PageResult, "description": "Done (Accept: application/json)"},
    **SENT,
    403: refusal("Sent from another site, or by a link that is for something else"),
    409: refusal("Not possible any more"),
    422: refusal("A field will not do; it is named"),
    **_GONE,
}


@router.get("/{token}", response_class=Response, responses=_SHOWN)
async def show(token: str, request: Request, app: Connected, done: str = "") -> Response:
    """The interview behind the link; changes nothing, whoever opens it."""
    asked = visit(request)
    return await answered(asked, shown(token, app, asked, done))


@router.head("/{token}", include_in_schema=False)
async def head(token: str, request: Request, app: Connected) -> Response:
    """What GET would answer, without its body."""
    return await show(token, request, app)


@router.post("/{token}", status_code=303, response_class=Response, responses=_DONE, openapi_extra=form(_FIELDS))
async def act(token: str, request: Request, app: Connected) -> Response:
    """Carry out one wish of the candidate: `action` is confirm, acknowledge, reschedule, cancel or survey;
    ask_for_person and keep_the_ai ask for a person as interviewer and take that back."""
    asked = visit(request)
    return await answered(asked, acted(token, app, asked, request))


async def answered(asked: Visit, work: Awaitable[Response]) -> Response:
    """The answer with its headers; a link without a page, or a database that is away, gets one friendly page."""
    try:
        response = await work
    except NoPage as none:
        response = message(asked, none)
    except (OperationalError, PoolTimeout):
        response = message(asked, NoPage(503, "no-answer-yet"))
    response.headers.update(pages.HEADERS)
    return response
