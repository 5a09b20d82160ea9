"""GET and POST /console/interviews/import: a csv or xlsx of interviews, what came of it line by line, and the sample list (R24)."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse

from api import imports
from api.context import Connected
from api.imports import ImportResult
from api.problems import Problem
from domain.roster import COLUMNS, REQUIRED
from domain.terms import Locale
from web.console import rendering
from web.console.complaints import Console, complaints, told
from web.console.posting import Posted
from web.console.visitor import SignedIn, Visitor

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
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
    """Create every good row; the same file again creates nothing twice."""
    visitor = posted.visitor
    file = posted.fields.get("file")
    if file is None or isinstance(file, str) or not file.filename:
        return _page(request, visitor, wrong={"file": visitor.say("请选择要导入的文件。")})
    try:
        result = await imports.import_interviews(request, app, visitor.user, None, content_type)
    except Problem as no:
        return _page(request, visitor, wrong=complaints(no, visitor.locale) or {"file": told(no, visitor.locale)[1]})
    return _page(request, visitor, result)


def _page(
    request: Request, visitor: Visitor, result: ImportResult | None = None, wrong: dict[str, str] | None = None
) -> Response:
    zh = visitor.locale is Locale.ZH
    content: dict[str, Any] = {
        "wrong": wrong or {},
        "result": result,
        "fresh": [row for row in result.created if not row.repeated] if result else [],
        "repeated": [row for row in result.created if row.repeated] if result else [],
        "columns": [(_column(name, zh), name in REQUIRED and name != "recruiter") for name in COLUMNS],
        "column": lambda name: _column(name, zh),
        "sentence": lambda error: error.message_zh if zh else error.message_en,
    }
    return rendering.page(request, visitor, "import.html", content, 422 if wrong else 200)


def _column(name: str, zh: bool) -> str:
    """A column as people of that language head it; a letter stays a letter."""
    return COLUMNS[name][0] if zh and name in COLUMNS else name
