"""Turns every "no" of the API's functions into a page, or a part of one, that says what is wrong in the reader's language."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.problems import Problem, policy_mistaken
from db.intake import KeyReused
from db.people import PolicyUnreadable
from domain.refusals import REFUSALS, Refused, sentence
from domain.terms import Locale
from starter import Ended, Unanswered
from web import speech
from web.console import rendering
from web.console.forms import mistakes
from web.console.places import LANGUAGE, NEW_PASSWORD, PAGES, SIGN_IN, SIGN_OUT, page_of
from web.console.visitor import NewPasswordFirst, SignInFirst, Visitor, cookie_of

_MISTAKEN = (RequestValidationError, ValidationError, DataError)
_NOES = (Problem, Refused, Ended, Unanswered, KeyReused, PolicyUnreadable, *_MISTAKEN, OperationalError, PoolTimeout)
_log = structlog.get_logger()


class Console(APIRoute):
    """A route of the console; what goes wrong in it is answered as a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with its complaints."""
        if "GET" in (self.methods or ()) and "." not in self.path.rpartition("/")[2]:
            PAGES.add(self.path)
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except (SignInFirst, NewPasswordFirst) as first:
                return _first(request, first)
            except _NOES as no:
                return _no(request, no)

        return answered


def told(no: Exception, locale: Locale) -> tuple[int, str]:
    """Status and sentence of a "no"."""
    if isinstance(no, Problem):
        return no.status, speech.one_language(no.detail, locale)
    if isinstance(no, Refused):
        return REFUSALS[no.rule][0], sentence(no.rule, locale)
    if isinstance(no, Ended):
        return 409, sentence("interview-closed", locale)
    if isinstance(no, KeyReused):
        return 409, speech.say(locale, "这张表单已经提交过，内容与这次不同；请刷新页面查看结果后再操作。")
    if isinstance(no, RequestValidationError):
        return 422, speech.say(locale, "地址或表单中有无法识别的内容：%(fields)s", fields=_fields(no))
    if isinstance(no, ValidationError):
        found = "; ".join(f"{field}: {wrong}" for field, wrong in list(mistakes(no, locale).items())[:5])
        return 422, speech.say(locale, "地址或表单中有无法识别的内容：%(fields)s", fields=found)
    if isinstance(no, PolicyUnreadable):
        return 503, speech.one_language(policy_mistaken(no), locale)
    if isinstance(no, DataError):
        return 422, speech.say(locale, "地址或表单中有系统无法保存的字符或数字。")
    return 503, speech.say(locale, "系统暂未确认这一操作，请稍后用同一表单重试；重复提交不会重复执行。")


def complaints(no: Problem, locale: Locale) -> dict[str, str]:
    """What is wrong by field, of a refusal that names fields."""
    return {str(one["field"]): speech.one_language(str(one["detail"]), locale) for one in no.extra.get("errors", [])}


def _no(request: Request, no: Exception) -> Response:
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    locale = visitor.locale if visitor is not None else Locale.ZH
    status, text = told(no, locale)
    if isinstance(no, ValidationError | DataError):
        # No page expected it: where it was ours and not the reader's, this line tells.
        _log.warning(
            "input refused late", error=type(no).__name__, path=getattr(request.scope.get("route"), "path", "")
        )
    if visitor is None:
        return rendering.plain(locale, "sorry.html", {"status": status, "text": text}, status)
    if visitor.partial:
        return rendering.refused_in_passing(text, status)
    return rendering.page(request, visitor, "no.html", {"status": status, "text": text}, status)


def _first(request: Request, first: SignInFirst | NewPasswordFirst) -> Response:
    if "text/event-stream" in request.headers.get("accept", ""):
        # No stream can be led to a page; this ends it without an error, and the page asks again later.
        return Response(status_code=204, headers=rendering.HEADERS)
    return _sign_in_first(request) if isinstance(first, SignInFirst) else rendering.onward(NEW_PASSWORD)


def _sign_in_first(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={**rendering.HEADERS, "HX-Reswap": "none"})
    if request.url.path == SIGN_OUT:
        return rendering.onward(SIGN_IN)
    told = {"next": page_of(request)}
    if request.method != "GET" and request.url.path != LANGUAGE:
        told["over"] = "unsaved"
    elif cookie_of(request):
        told["over"] = "yes"
    return rendering.onward(SIGN_IN + rendering.query(told))


def _fields(no: RequestValidationError) -> str:
    return ", ".join(sorted({str(one["loc"][-1])[:40] for one in no.errors()[:5]}))
