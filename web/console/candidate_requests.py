"""GET /console/candidate-requests and the answers to them: a human interviewer, deletion, a copy (PIPL 24, 45, 47)."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api import candidate_requests
from api.bodies import AnswerBody
from api.candidate_requests import CandidateRequest, RequestsQuery
from api.context import Connected
from api.problems import Problem
from domain.requests import RequestKind, RequestState
from web.console import following, forms, rendering, words_following
from web.console.complaints import Console, complaints, told
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_HOME = "/console/candidate-requests"
_ANSWERS = {"done": candidate_requests.done, "decline": candidate_requests.decline}
How = Literal["done", "decline"]
# What can be done about it stands in the dialog beside the refusal.
_TO_BE_DONE_FIRST = ("interview-open", "sends-pending", "bulk-running", "request-closed")
WORDS = {
    "kinds": words_following.REQUEST_KINDS,
    "states": words_following.REQUEST_STATES,
    "looks": words_following.REQUEST_LOOKS,
    "views": words_following.REQUEST_VIEWS,
}


@router.get("/candidate-requests")
async def listed(
    query: Annotated[RequestsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The requests, the next due first, or with htmx only the table."""
    rows, shared = await following.listed(candidate_requests.listed(query, app, visitor.user), query, visitor)
    content = {
        **shared,
        **WORDS,
        "filtered": following.filtered(query, "kind", "interview"),
        "people": await following.people(app, (login for row in rows for login in (row.recruiter, row.handled_by))),
    }
    template = "candidate_requests_table.html" if visitor.partial else "candidate_requests_page.html"
    return rendering.page(request, visitor, template, content)


@router.get("/candidate-requests/{id}/{how}")
async def asked(id: UUID, how: How, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The dialog of an answer: what follows from it, and what the candidate will read."""
    return _dialog(request, visitor, await candidate_requests.one(id, app, visitor.user), how, {})


@router.post("/candidate-requests/{id}/{how}")
async def answered(id: UUID, how: How, request: Request, posted: Posted, app: Connected) -> Response:
    """Answer it. A deletion is carried out by this, so it has to be confirmed."""
    visitor = posted.visitor
    one = await candidate_requests.one(id, app, visitor.user)
    given = {name: posted.text(name) for name in ("note", "sure")}
    if (one.kind, how) == (RequestKind.DELETION, "done") and not given["sure"]:
        wrong = {"sure": visitor.say("删除无法恢复，请先勾选确认。")}
        return _dialog(request, visitor, one, how, given, wrong, status=422)
    try:
        body = AnswerBody.model_validate({"note": given["note"]})
        await _ANSWERS[how](id, body, app, visitor.user)
    except ValidationError as error:
        return _dialog(request, visitor, one, how, given, forms.mistakes(error, visitor.locale), status=422)
    except Problem as no:
        if no.status != 422 and no.rule not in _TO_BE_DONE_FIRST:
            raise
        one = await candidate_requests.one(id, app, visitor.user)
        wrong = complaints(no, visitor.locale)
        rule = no.rule if not wrong else ""
        return _dialog(request, visitor, one, how, given, wrong, (rule, told(no, visitor.locale)[1]), no.status)
    return following.carried_out(posted, _said(visitor, one.kind, how), _HOME)


def _said(visitor: Visitor, kind: RequestKind, how: How) -> str:
    if how == "decline":
        return visitor.say("已答复，候选人会看到您写的原因。")
    if kind is RequestKind.DELETION:
        return visitor.say("候选人的个人信息已删除。")
    return visitor.say("已登记为办理完成。")


def _dialog(
    request: Request,
    visitor: Visitor,
    one: CandidateRequest,
    how: How,
    given: dict[str, str],
    wrong: dict[str, str] | None = None,
    refused: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Response:
    content: dict[str, Any] = WORDS | {
        "one": one,
        "how": how,
        "waits": one.state is RequestState.OPEN,
        "given": {"note": "", "sure": ""} | given,
        "wrong": wrong or {},
        "rule": refused[0],
        "refusal": refused[1] if refused[0] else "",
    }
    template = "candidate_request_dialog.html" if visitor.partial else "candidate_request_page.html"
    return rendering.page(request, visitor, template, content, status)
