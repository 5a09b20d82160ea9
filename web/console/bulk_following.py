"""GET /console/bulk and /console/bulk/{id}: the bulks, and one with its progress and outcomes; POST …/pause, resume, stop."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import bulks as api
from api.bulk_views import BulkView
from api.bulks import BulkItemsQuery, BulksQuery
from api.context import App, Connected
from domain.bulk import OVER, BulkState, ItemState, Steering
from web.console import rendering
from web.console.complaints import Console
from web.console.following import people
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor, Watching
from web.console.words_bulk import BulkWords

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/bulk")
async def listed(
    query: Annotated[BulksQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The bulks, newest first; with `open` those that are not over."""
    return await _list(request, app, visitor, query, "bulk_list" if visitor.partial else "bulk_list_page")


@router.get("/bulk/now")
async def listed_now(
    query: Annotated[BulksQuery, Query()], request: Request, app: Connected, visitor: Watching
) -> Response:
    """The list as it stands: fetched by itself while something on it moves."""
    return await _list(request, app, visitor, query, "bulk_list")


@router.get("/bulk/{id}")
async def one(
    id: UUID, query: Annotated[BulkItemsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """One bulk: how far it has come, what came of each interview, who wanted it and why."""
    return await _run(request, app, visitor, id, query)


@router.get("/bulk/{id}/now")
async def one_now(
    id: UUID, query: Annotated[BulkItemsQuery, Query()], request: Request, app: Connected, visitor: Watching
) -> Response:
    """The same as it stands: fetched by itself while it is not over."""
    return await _run(request, app, visitor, id, query)


@router.get("/bulk/{id}/stop")
async def stop_form(
    id: UUID, query: Annotated[BulkItemsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """Asks whether it is really to be stopped."""
    bulk = await api.one(id, app, visitor.user)
    template = "bulk_stop.html" if visitor.partial else "bulk_stop_page.html"
    return rendering.page(request, visitor, template, {"bulk": bulk, "over": bulk.state in OVER, "asked": query})


@router.post("/bulk/{id}/{to}")
async def steer(id: UUID, to: Steering, request: Request, posted: Posted, app: Connected) -> Response:
    """Pause, resume or stop it; one that stands so already stays so."""
    visitor = posted.visitor
    query = BulkItemsQuery.model_validate({"state": posted.text("state"), "cursor": posted.text("cursor")})
    await api.steered(app, visitor.user, id, to)
    if not visitor.partial:
        return rendering.onward(f"/console/bulk/{id}")
    headers = rendering.toast(_told(visitor, to), "success", "close-dialog")
    return await _run(request, app, visitor, id, query, headers)


def _told(visitor: Visitor, to: Steering) -> str:
    return {
        Steering.PAUSE: visitor.say("已暂停，正在处理的会先完成。"),
        Steering.RESUME: visitor.say("已继续。"),
        Steering.STOP: visitor.say("已停止，其余面试保持原样。"),
    }[to]


async def _list(request: Request, app: App, visitor: Visitor, query: BulksQuery, template: str) -> Response:
    page = await api.listed(query, app, visitor.user)
    content = {
        "b": BulkWords(visitor.locale),
        "asked": query,
        "page": page,
        "moving": any(bulk.state in (BulkState.WAITING, BulkState.RUNNING) for bulk in page.items),
        "people": await people(app, {bulk.created_by for bulk in page.items}),
    }
    return rendering.page(request, visitor, f"{template}.html", content)


async def _run(
    request: Request,
    app: App,
    visitor: Visitor,
    id: UUID,
    query: BulkItemsQuery,
    headers: dict[str, str] | None = None,
) -> Response:
    bulk = await api.one(id, app, visitor.user)
    content: dict[str, Any] = {
        "b": BulkWords(visitor.locale),
        "bulk": bulk,
        "over": bulk.state in OVER,
        "moving": bulk.state in (BulkState.WAITING, BulkState.RUNNING),
        "handled": bulk.total - bulk.counts.pending,
        "outcomes": [(state, getattr(bulk.counts, state)) for state in ItemState],
        "asked": query,
        "items": await api.items(id, query, app, visitor.user),
        "people": await people(app, {bulk.created_by, bulk.state_by, *(step.by for step in bulk.steps)}),
        "temporal": _in_temporal(app, bulk),
    }
    template = "bulk_run.html" if visitor.partial else "bulk_run_page.html"
    return rendering.page(request, visitor, template, content, headers=headers)


def _in_temporal(app: App, bulk: BulkView) -> str:
    """Where the Temporal UI shows its run."""
    return f"{app.settings.ui_url}/namespaces/{app.client.namespace}/workflows/{bulk.workflow_id}"
