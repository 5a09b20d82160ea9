"""GET /console/calls and what is done about one: the phone tasks that people work off when no message reached a candidate (P1, P2)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Query, Request, Response
from pydantic import ValidationError

from api import phone_tasks
from api.bodies import CallBody
from api.context import Connected
from api.phone_tasks import PhoneTasksQuery
from api.phone_views import PhoneTask
from domain.phone import TaskState
from web.console import following, forms, rendering, words_following
from web.console.complaints import Console
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_HOME = "/console/calls"
_WORDS = {
    "call_views": words_following.CALL_VIEWS,
    "states": words_following.CALL_STATES,
    "looks": words_following.CALL_LOOKS,
    "outcomes": words_following.CALL_OUTCOMES,
    "follows": words_following.CALL_FOLLOWS,
}


@router.get("/calls")
async def listed(
    query: Annotated[PhoneTasksQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The tasks, the next deadline first, or with htmx only the table."""
    rows, shared = await following.listed(phone_tasks.listed(query, app, visitor.user), query, visitor)
    people = await following.people(app, (row.recruiter for row in rows))
    content = {**shared, **_WORDS, "people": people}
    return rendering.page(request, visitor, "calls_table.html" if visitor.partial else "calls_page.html", content)


@router.get("/calls/{id}")
async def shown(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One task: the number and what to say for whoever is on it, and the form for what came of the call."""
    return _dialog(request, visitor, await phone_tasks.one(id, app, visitor.user), {})


@router.post("/calls/{id}/take")
async def take(id: UUID, request: Request, posted: Posted, app: Connected) -> Response:
    """Take it before calling; its dialog opens with the number."""
    task = await phone_tasks.take(id, app, posted.visitor.user)
    if not posted.visitor.partial:
        return rendering.onward(f"{_HOME}/{id}")
    text = posted.visitor.say("已由您接手，30 分钟内同事不会重复致电。")
    return _dialog(request, posted.visitor, task, {}, headers=rendering.toast(text, "success", following.RENEW))


@router.post("/calls/{id}/release")
async def release(id: UUID, posted: Posted, app: Connected) -> Response:
    """Give it back."""
    await phone_tasks.release(id, app, posted.visitor.user)
    return following.carried_out(posted, posted.visitor.say("任务已放回，同事可以接手。"), _HOME)


@router.post("/calls/{id}/done")
async def done(id: UUID, request: Request, posted: Posted, after: BackgroundTasks, app: Connected) -> Response:
    """Say what came of the call."""
    visitor = posted.visitor
    given = {name: posted.text(name) for name in ("outcome", "remark", "key")}
    try:
        body = CallBody.model_validate({"outcome": given["outcome"], "remark": given["remark"]})
    except ValidationError as error:
        wrong = forms.mistakes(error, visitor.locale)
        if not given["outcome"]:
            wrong["outcome"] = visitor.say("请选择通话结果。")
        return _dialog(request, visitor, await phone_tasks.one(id, app, visitor.user), given, wrong, 422)
    await phone_tasks.done(id, body, after, app, visitor.user, given["key"] or None)
    return following.carried_out(posted, visitor.say("通话结果已登记。"), _HOME)


def _dialog(
    request: Request,
    visitor: Visitor,
    task: PhoneTask,
    given: dict[str, str],
    wrong: dict[str, str] | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    own = task.state is TaskState.TAKEN and task.taken_by is not None and task.taken_by.login == visitor.user.login
    fresh = {"outcome": "", "remark": "", "key": forms.fresh_key()}
    content: dict[str, Any] = _WORDS | {"task": task, "own": own, "given": fresh | given, "wrong": wrong or {}}
    return rendering.page(
        request, visitor, "call_dialog.html" if visitor.partial else "call_page.html", content, status, headers
    )
