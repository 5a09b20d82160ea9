"""What a browser is shown when a page has not answered in time: the same as when Temporal or the database is away, never raw JSON."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.problems import not_confirmed
from domain.terms import Locale
from starter import Unanswered
from web.candidate import pages
from web.candidate.opening import message
from web.candidate.receiving import NoPage, visit
from web.console import rendering
from web.console.complaints import told


def late(scope: Scope) -> Response:
    """The answer in place of the one that did not come; who is asking is not known here, so the console says it in both languages."""
    request = Request(scope)
    if request.url.path.startswith("/c/"):
        answer = message(visit(request), NoPage(503, "no-answer-yet"))
        answer.headers.update(pages.HEADERS)
        return answer
    if not request.url.path.startswith("/console"):
        return not_confirmed()
    text = " / ".join(told(Unanswered(), locale)[1] for locale in (Locale.ZH, Locale.EN))
    if request.headers.get("hx-request") == "true":
        return rendering.refused_in_passing(text, 503)
    return rendering.plain(Locale.ZH, "sorry.html", {"status": 503, "text": text}, 503)
