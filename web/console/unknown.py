"""GET /console/unknown and POST …/settle: sends nobody can be sure of, and what a person found out about one (P2)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Query, Request, Response
from pydantic import ValidationError

from api import unknown_sends
from api.bodies import SettleBody
from api.context import Connected
from api.params import Paged
from api.unknown_sends import UnknownSend
from domain.terms import NoticeState
from web.console import following, forms, rendering
from web.console.complaints import Console
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_HOME = "/console/unknown"
_ANSWERS = {"yes": True, "no": False}
_OPEN = (NoticeState.UNKNOWN, NoticeState.ATTEMPTING)


@router.get("/unknown")
async def listed(query: Annotated[Paged, Query()], request: Request, app: Connected, visitor: SignedIn) -> Response:
    """The list, oldest first, or with htmx only its table."""
    rows, shared = await following.listed(unknown_sends.listed(query, app, visitor.user), query, visitor)
    content = {**shared, "people": await following.people(app, (row.recruiter for row in rows))}
    return rendering.page(request, visitor, "unknown_table.html" if visitor.partial else "unknown_page.html", content)


@router.get("/unknown/{id}")
async def shown(id: UUID, request: Request, app: Connected, visitor: SignedIn) -> Response:
    """One send, what is known of it, and the form for what somebody found out."""
    return _dialog(request, visitor, await unknown_sends.one(id, app, visitor.user), {})


@router.post("/unknown/{id}/settle")
async def settle(id: UUID, request: Request, posted: Posted, after: BackgroundTasks, app: Connected) -> Response:
    """Say whether the candidate got it."""
    visitor = posted.visitor
    given = {name: posted.text(name) for name in ("came", "remark", "key")}
    try:
        body = SettleBody.model_validate({"came": _ANSWERS.get(given["came"]), "remark": given["remark"]})
    except ValidationError as error:
        wrong = forms.mistakes(error, visitor.locale)
        if "came" in wrong:
            wrong["came"] = visitor.say("请选择核实结果。")
        return _dialog(request, visitor, await unknown_sends.one(id, app, visitor.user), given, wrong, 422)
    await unknown_sends.settle(id, body, after, app, visitor.user, given["key"] or None)
    text = (
        visitor.say("已登记：候选人已收到。")
        if body.came
        else visitor.say("已登记：候选人未收到，将改用其他渠道通知。")
    )
    return following.carried_out(posted, text, _HOME)


def _dialog(
    request: Request,
    visitor: Visitor,
    send: UnknownSend,
    given: dict[str, str],
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    fresh = {"came": "", "remark": "", "key": forms.fresh_key()}
    content: dict[str, Any] = {
        "send": send,
        "open": send.state in _OPEN,
        "given": fresh | given,
        "wrong": wrong or {},
    }
    return rendering.page(
        request, visitor, "unknown_dialog.html" if visitor.partial else "unknown_send_page.html", content, status
    )
