"""GET /console/findings: what the monitor found, for HR operations."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import findings
from api.context import Connected
from api.findings import FindingsQuery
from domain.findings import LOUD, FindingKind
from web.console import following, rendering, words_following
from web.console.complaints import Console
from web.console.visitor import SignedIn

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)


@router.get("/findings")
async def listed(
    query: Annotated[FindingsQuery, Query()], request: Request, app: Connected, visitor: SignedIn
) -> Response:
    """The findings, newest first, or with htmx only the table."""
    rows, later, wrong = await following.rows_of(findings.listed(query, app, visitor.user), visitor)
    content: dict[str, Any] = {
        "query": query,
        "address": lambda **changed: following.address(query, **changed),
        "rows": rows,
        "later": later,
        "wrong": wrong,
        "kinds": words_following.FINDING_KINDS,
        "all_kinds": list(FindingKind),
        "loud": LOUD,
        "looking": following.LOOKING,
    }
    return rendering.page(request, visitor, "findings_table.html" if visitor.partial else "findings_page.html", content)
