"""GET and POST /console/bulk/new: choose interviews and say what and why, look at the preview, confirm once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api import bulks as api
from api.bulk_views import BulkPreview
from api.context import App, Connected
from api.problems import Problem
from db.intake import KeyReused
from domain.bulk import FASTEST, SLOWEST, BulkAction
from domain.keys import bulk_id
from domain.terms import Channel
from web.console import bulk_outlook, rendering
from web.console.bulk_draft import CONDITIONS, FIELDS, Draft, asked_for, body_of, drafted
from web.console.complaints import Console, complaints, told
from web.console.forms import mistakes
from web.console.posting import Posted
from web.console.reason_draft import checked, choices
from web.console.visitor import SignedIn, Visitor
from web.console.words_bulk import BulkWords

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_CHANGED = "selection-changed"


@router.get("/bulk/new")
async def form(
    request: Request, app: Connected, visitor: SignedIn, id: Annotated[list[UUID] | None, Query()] = None
) -> Response:
    """The form for the picked interviews, or for those of a position, a period, an interviewer …, also from the address."""
    given = {name: request.query_params.get(name, "")[:400] for name in CONDITIONS}
    ids = list(dict.fromkeys(str(one) for one in id or []))
    return await _form(request, app, visitor, asked_for(given, ids))


@router.post("/bulk/whom")
async def whom(request: Request, posted: Posted, app: Connected) -> Response:
    """Whom the conditions mean; asked by the page as they are changed."""
    found = await bulk_outlook.whom(app, posted.visitor, drafted(posted))
    return rendering.page(request, posted.visitor, "bulk_whom.html", {"whom": found})


@router.post("/bulk/check")
async def check(request: Request, posted: Posted) -> Response:
    """Whether the reason will do; asked by the page as it is typed."""
    visitor, draft = posted.visitor, drafted(posted)
    content = {
        "draft": draft,
        "found": {"check": await checked(visitor, draft)},
        "wrong": {},
        **choices(draft),
    }
    return rendering.page(request, visitor, "bulk_check.html", content)


@router.post("/bulk/new")
async def ask(request: Request, posted: Posted, app: Connected) -> Response:
    """On to the preview, back to the form, or do it: the button that was pressed says which."""
    visitor, draft, step = posted.visitor, drafted(posted), posted.text("step")
    if step == "back":
        return await _form(request, app, visitor, draft)
    try:
        return await (_done if step == "confirm" else _previewed)(request, app, visitor, draft)
    except ValidationError as error:
        wrong = mistakes(error, visitor.locale, FIELDS)
        if draft.whose is None:
            wrong["party"] = visitor.say("请选择责任方。")
        return await _form(request, app, visitor, draft, wrong)
    except KeyReused:
        place = _place(visitor, draft)
        return await _form(request, app, visitor, draft, alert=visitor.say("这张表单已经提交过。"), sent=place)
    except Problem as no:
        if no.rule == _CHANGED:
            return await _previewed(request, app, visitor, draft, told(no, visitor.locale)[1])
        return await _wrong(request, app, visitor, draft, no)


async def _previewed(request: Request, app: App, visitor: Visitor, draft: Draft, alert: str = "") -> Response:
    """What would come of it by now. Raises: ValidationError, Problem."""
    body = body_of(draft, visitor, dry_run=True)
    preview = await api.ask(body, app, visitor.user)
    assert isinstance(preview, BulkPreview)
    content = {
        "draft": replace(draft, expected=str(preview.total)),
        "preview": preview,
        "reason": body.reason_detail,
        "groups": await bulk_outlook.groups(app, visitor, preview),
        "sums": bulk_outlook.sums(preview),
        "days_off": await bulk_outlook.days_off(app, visitor, body.days or []),
        "alert": alert,
    }
    return _page(request, visitor, "bulk_preview", content, 409 if alert else 200)


async def _done(request: Request, app: App, visitor: Visitor, draft: Draft) -> Response:
    """Write and start it, however often the button was pressed. Raises: ValidationError, Problem, KeyReused, Unanswered."""
    body = body_of(draft, visitor, dry_run=False)
    bulk = await api.ask(body, app, visitor.user, draft.key)
    return rendering.leads_to(visitor, f"/console/bulk/{bulk.id}")  # type: ignore[union-attr]


async def _wrong(request: Request, app: App, visitor: Visitor, draft: Draft, no: Problem) -> Response:
    """The form with what is wrong: at its field when the form has it, else above all."""
    status, text = told(no, visitor.locale)
    found = {FIELDS.get(name, name.rpartition(".")[2]): said for name, said in complaints(no, visitor.locale).items()}
    return await _form(request, app, visitor, draft, found, "" if found else text, status=status)


async def _form(
    request: Request,
    app: App,
    visitor: Visitor,
    draft: Draft,
    wrong: Mapping[str, str] | None = None,
    alert: str = "",
    sent: str = "",
    status: int = 422,
) -> Response:
    content = {
        "draft": draft,
        "wrong": wrong or {},
        "alert": alert,
        "sent": sent,
        "whom": await bulk_outlook.whom(app, visitor, draft),
        "found": {"check": await checked(visitor, draft)},
        "actions": list(BulkAction),
        "channels": (Channel.SMS, Channel.EMAIL, Channel.INBOX),
        "paces": (SLOWEST, FASTEST),
        "today": visitor.now.date(),
        **await bulk_outlook.offered(app, visitor),
        **choices(draft),
    }
    return _page(request, visitor, "bulk_form", content, status if wrong or alert else 200)


def _page(request: Request, visitor: Visitor, name: str, content: dict[str, Any], status: int) -> Response:
    template = f"{name}.html" if visitor.partial else f"{name}_page.html"
    return rendering.page(request, visitor, template, {"b": BulkWords(visitor.locale), **content}, status)


def _place(visitor: Visitor, draft: Draft) -> str:
    return f"/console/bulk/{bulk_id(visitor.user.organisation, visitor.user.login, draft.key)}"
