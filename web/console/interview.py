"""GET /console/interviews/{id}: the page of one interview, refreshed live; and the commands that are given on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError

from api import commanding
from api.bodies import OutcomeBody, SurveyBody
from api.context import App, Connected
from api.views import CommandResult
from domain.refusals import Refused
from domain.terms import Outcome
from starter import Ended
from web.console import following, rendering
from web.console.cancel_draft import standing
from web.console.complaints import Console, told
from web.console.forms import fresh_key, mistakes, revision_of
from web.console.interview_page import row_of, shown
from web.console.posting import Form, Posted
from web.console.visitor import SignedIn, Visitor, Watching

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_SCORES = ("5", "4", "3", "2", "1")


@router.get("/interviews/{id:uuid}")
async def page(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The page. Somebody else's interview is not found."""
    return await shown(request, app, visitor, id)


@router.get("/interviews/{id}/now")
async def now(id: UUID, request: Request, app: Connected, visitor: Watching) -> Response:
    """The part that changes, as it stands: fetched when the interview has changed."""
    return await shown(request, app, visitor, id)


@router.post("/interviews/{id}/confirm")
async def confirm(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Confirm the time on the candidate's behalf."""
    return await _pressed(request, posted, app, id, commanding.confirm)


@router.post("/interviews/{id}/acknowledge")
async def acknowledge(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """The candidate has said that they know."""
    return await _pressed(request, posted, app, id, commanding.acknowledge)


@router.get("/interviews/{id}/outcome")
async def outcome_form(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The dialog that asks what happened."""
    return await _dialog(request, app, visitor, id, "outcome", {}, {})


@router.post("/interviews/{id}/outcome")
async def outcome(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Record what happened; it stays."""
    given = {"outcome": posted.text("outcome")}
    if not given["outcome"]:
        wrong = {"outcome": posted.visitor.say("请选择面试结果。")}
        return await _dialog(request, app, posted.visitor, id, "outcome", given, wrong, status=422)
    done = posted.visitor.say("面试结果已登记。")
    return await _filled(request, posted, app, id, "outcome", given, OutcomeBody, commanding.outcome, done)


@router.get("/interviews/{id}/survey")
async def survey_form(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The dialog for an answer that was taken by phone."""
    return await _dialog(request, app, visitor, id, "survey", {}, {})


@router.post("/interviews/{id}/survey")
async def survey(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Enter it; it counts in no figure (R12)."""
    visitor = posted.visitor
    given: dict[str, Any] = {name: posted.text(name) for name in ("timeliness", "handling", "comment")}
    unrated = [name for name in ("timeliness", "handling") if given[name] not in _SCORES]
    if unrated:
        wrong = dict.fromkeys(unrated, visitor.say("请选择 1 至 5 分。"))
        return await _dialog(request, app, visitor, id, "survey", given, wrong, status=422)
    body = {**given, "timeliness": int(given["timeliness"]), "handling": int(given["handling"])}
    done = visitor.say("问卷已登记，不计入任何指标。")
    return await _filled(request, posted, app, id, "survey", body, SurveyBody, commanding.survey, done)


async def _pressed(request: Request, posted: Form, app: App, id: UUID, send: Callable[..., Any]) -> Response:
    """A command without fields: carried out, and the page as it stands then. Raises: Problem 404, Refused, Ended."""
    visitor, row = posted.visitor, await row_of(app, posted.visitor, id)
    if _moved(posted, row):
        return await _told(request, app, visitor, id, visitor.say("面试时间刚刚有变动，没有执行。请看新的时间。"), 409)
    done: CommandResult = await send(id, app, visitor.user, posted.text("key")[:64] or fresh_key())
    repeated = done.result.startswith("already")
    text = visitor.say("此前已登记，没有重复执行。") if repeated else visitor.say("已登记。")
    return await _told(request, app, visitor, id, text)


async def _told(request: Request, app: App, visitor: Visitor, id: UUID, text: str, status: int = 200) -> Response:
    if not visitor.partial:
        return rendering.onward(f"/console/interviews/{id}")
    kind = "success" if status < 400 else "danger"
    return await shown(request, app, visitor, id, status, rendering.toast(text, kind))


async def _filled(
    request: Request,
    posted: Form,
    app: App,
    id: UUID,
    name: str,
    given: dict[str, Any],
    shape: type[BaseModel],
    send: Callable[..., Any],
    text: str,
) -> Response:
    """A command with fields, from its dialog; what is wrong is told there."""
    visitor, row = posted.visitor, await row_of(app, posted.visitor, id)
    if _moved(posted, row):
        alert = visitor.say("面试时间刚刚有变动，没有执行。请看新的时间。")
        return await _dialog(request, app, visitor, id, name, given, {}, alert, 409)
    try:
        await send(id, shape.model_validate(given), app, visitor.user, posted.text("key")[:64] or fresh_key())
    except ValidationError as error:
        return await _dialog(request, app, visitor, id, name, given, mistakes(error, visitor.locale), status=422)
    except (Refused, Ended) as no:
        status, alert = told(no, visitor.locale)
        return await _dialog(request, app, visitor, id, name, given, {}, alert, status)
    return following.carried_out(posted, text, f"/console/interviews/{id}")


async def _dialog(
    request: Request,
    app: App,
    visitor: Visitor,
    id: UUID,
    name: str,
    given: dict[str, Any],
    wrong: dict[str, str],
    alert: str = "",
    status: int = 200,
) -> Response:
    row = await row_of(app, visitor, id)
    content = {
        "row": row,
        "given": dict.fromkeys(("outcome", "timeliness", "handling", "comment"), "")
        | {k: str(v) for k, v in given.items()},
        "wrong": wrong,
        "alert": alert,
        "seen": standing(row),
        "form": fresh_key(),
        "outcomes": list(Outcome),
    }
    return rendering.page(request, visitor, f"{name}{'' if visitor.partial else '_page'}.html", content, status)


def _moved(posted: Form, row: Any) -> bool:
    """Whether the page showed another time than the one that stands."""
    return bool(revision_of(posted.text("seen")) != row.revision)
