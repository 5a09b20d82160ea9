"""GET /console/findings: what the monitor found, for HR operations."""

from typing import Annotated

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
    _, shared = await following.listed(findings.listed(query, app, visitor.user), query, visitor)
    content = {
        **shared,
        "kinds": words_following.FINDING_KINDS,
        "all_kinds": list(FindingKind),
        "loud": LOUD,
    }
    return rendering.page(request, visitor, "findings_table.html" if visitor.partial else "findings_page.html", content)
