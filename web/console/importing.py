"""GET and POST /console/interviews/import: a csv or xlsx of interviews, what it would come to and came to, and the sample list (R24)."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse

from api import imports
from api.context import Connected
from api.imports import ImportResult
from api.problems import Problem
from domain.roster import COLUMNS
from domain.terms import Locale
from web.console import rendering
from web.console.complaints import Console, complaints, told
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_NEEDED = ("candidate_name", "position", "starts_at")
SAMPLE = Path(__file__).parent.parent.parent / "examples" / "interviews.csv"


@router.get("/interviews/import")
async def blank(request: Request, visitor: SignedIn, refused: str = "") -> Response:
    """What a list looks like, and where to put it. `refused`: a list that was not even taken in, because it is too large."""
    large = visitor.say("文件超过 5 MB，请拆分后分别导入。")
    return _page(request, visitor, wrong={"file": large} if refused else None)


@router.get("/interviews/import/sample.csv")
async def sample(visitor: SignedIn) -> Response:
    """The example list, to be filled in."""
    return FileResponse(SAMPLE, media_type="text/csv", filename="interviews.csv", headers=rendering.HEADERS)


@router.post("/interviews/import")
async def upload(
    request: Request, posted: Posted, app: Connected, content_type: Annotated[str, Header(max_length=300)] = ""
) -> Response:
    """First what the list would come to; confirmed, create every good row. The same file again creates nothing twice, and another file
    than the one that was shown is shown first."""
    visitor = posted.visitor
    file = posted.fields.get("file")
    if file is None or isinstance(file, str) or not file.filename:
        return _page(request, visitor, wrong={"file": visitor.say("请选择要导入的文件。")})
    seen = hashlib.sha256(await file.read()).hexdigest()
    await file.seek(0)
    confirmed = posted.text("step") == "confirm" and posted.text("seen") == seen
    try:
        result = await imports.import_interviews(request, app, visitor.user, None, content_type, dry_run=not confirmed)
    except Problem as no:
        return _page(request, visitor, wrong=complaints(no, visitor.locale) or {"file": told(no, visitor.locale)[1]})
    return _page(request, visitor, result, seen=seen)


def _page(
    request: Request,
    visitor: Visitor,
    result: ImportResult | None = None,
    wrong: dict[str, str] | None = None,
    seen: str = "",
) -> Response:
    zh = visitor.locale is Locale.ZH
    content: dict[str, Any] = {
        "wrong": wrong or {},
        "result": result,
        "seen": seen,
        "fresh": [row for row in result.created if not row.repeated] if result else [],
        "repeated": [row for row in result.created if row.repeated] if result else [],
        "columns": [(_column(name, zh), name in _NEEDED) for name in COLUMNS],
        "column": lambda name: _column(name, zh),
        "sentence": lambda error: error.message_zh if zh else error.message_en,
    }
    template = "import_found.html" if visitor.partial else "import.html"
    return rendering.page(request, visitor, template, content, 422 if wrong else 200)


def _column(name: str, zh: bool) -> str:
    """A column as people of that language head it; a letter stays a letter."""
    return COLUMNS[name][0] if zh and name in COLUMNS else name
