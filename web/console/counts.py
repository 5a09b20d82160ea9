"""GET /console/counts: how much waits for somebody, for the menu; fetched by itself after the page and after news."""

from fastapi import APIRouter, Request, Response

from api.context import Connected
from db import waiting
from web.console import rendering
from web.console.complaints import Console
from web.console.visitor import Watching

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/counts")
async def counts(request: Request, app: Connected, visitor: Watching) -> Response:
    """The numbers, each put into its place in the menu."""
    async with app.engine.connect() as conn:
        numbers = await waiting.numbers(conn, visitor.user, visitor.now)
    return rendering.page(request, visitor, "counts.html", {"numbers": numbers, "most": waiting.MOST_COUNTED})
