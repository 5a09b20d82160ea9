"""GET /console/…: an address of the console at which there is nothing is answered as a page."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.context import Connected
from api.problems import Problem
from web import speech
from web.console import rendering
from web.console.complaints import Console
from web.console.signing import spoken
from web.console.visitor import SignInFirst, known

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_GONE = Problem(
    404,
    "no-such-path",
    "没有这个页面：地址可能有误，或页面已移走 / there is no such page: its address may be mistaken, or it has moved",
)


@router.get("/{place:path}")
async def nothing(place: str, request: Request, app: Connected) -> Response:
    """Says so, in the frame of the console for whoever is signed in; an address with a slash too much leads on."""
    if place.endswith("/") or not place:
        return RedirectResponse(f"/console/{place}".rstrip("/"), 307, rendering.HEADERS)
    try:
        await known(request, app, touch=False)
    except SignInFirst:
        locale = spoken(request)
        content = {"status": 404, "text": speech.one_language(_GONE.detail, locale)}
        return rendering.plain(locale, "sorry.html", content, 404)
    raise _GONE
