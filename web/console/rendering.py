"""Turns what a console page is given into HTML: one template environment per language, its words and filters, and the headers."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from domain.terms import Locale
from web import assets, speech
from web.console import next_steps, words
from web.console.crossing import form_token
from web.console.visitor import BY_ITSELF, Visitor

TEMPLATES = Path(__file__).parent.parent / "templates" / "console"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "HX-Request, HX-Request-Type",
}
# The headers of a request that a part of a page makes without anybody doing something, for hx-headers.
_LOOKING = json.dumps({BY_ITSELF: "yes"})


@cache
def environment(locale: Locale) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(speech.translations(locale), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        gettext=_speaker(locale),
        asset=assets.asset,
        html_lang=speech.HTML_LANG[locale],
        locale=str(locale),
        say=lambda pair: words.said(pair, locale),
        w=words.Words(locale),
        query=query,
        looking=_LOOKING,
        ahead=next_steps.ahead,
    )
    return made


def _speaker(locale: Locale) -> Callable[..., str]:
    """What templates call as `_`: as Jinja's own, with numbers and nouns that agree."""

    @pass_context
    def tell(context: Context, sentence: str, /, **values: object) -> str:
        told = speech.counted(speech.translations(locale).gettext(sentence), values)
        return (Markup(told) if context.eval_ctx.autoescape else told) % values

    return tell


def page(
    request: Request,
    visitor: Visitor,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page, or the part of it that the template is, as this visitor reads it."""
    settings = request.app.state.app.settings
    html = (
        environment(visitor.locale)
        .get_template(template)
        .render(
            visitor=visitor,
            me=visitor.user,
            csrf=lambda: form_token(settings.checked_secret(), visitor.user.login),
            partial=visitor.partial,
            moment=lambda at, zone=None: words.moment(at, zone or visitor.zone, visitor.zone, visitor.locale),
            **context,
        )
    )
    return HTMLResponse(html, status, {**HEADERS, **(headers or {})})


def plain(locale: Locale, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """A page for whoever is not signed in."""
    html = environment(locale).get_template(template).render(partial=False, **context)
    return HTMLResponse(html, status, HEADERS)


def kept_nowhere(file: Response) -> Response:
    """The same file, for this reader now: no cache keeps it, and no browser guesses what it is."""
    file.headers.update({name: HEADERS[name] for name in ("Cache-Control", "X-Content-Type-Options")})
    return file


def toast(text: str, kind: str = "success", *also: str) -> dict[str, str]:
    """The header that makes the page say something in passing; ASCII, as headers have to be. `also`: other events, as `close-dialog`."""
    return {"HX-Trigger": json.dumps({"toast": {"text": text, "kind": kind}} | {event: {} for event in also})}


def refused_in_passing(text: str, status: int) -> Response:
    """The answer to a part of a page that gets nothing: the page says why in passing and stays as it is, with all that was typed."""
    return Response(status_code=status, headers={**HEADERS, **toast(text, "danger"), "HX-Reswap": "none"})


def onward(place: str) -> Response:
    """The answer that leads a browser on to a page; kept nowhere, as all answers of the console."""
    return RedirectResponse(place, 303, HEADERS)


def carried_out(visitor: Visitor, text: str, place: str, *also: str) -> Response:
    """The answer to a command that was carried out: the page says so, its dialog closes; a browser without scripts goes to `place`."""
    if not visitor.partial:
        return onward(place)
    # The dialog comes last: what was in it can tell the page nothing any more once it is closed.
    return Response(status_code=204, headers={**HEADERS, **toast(text, "success", *also, "close-dialog")})


def leads_to(visitor: Visitor, place: str) -> Response:
    """The answer to a form that ends on another page."""
    if visitor.partial:
        return Response(status_code=204, headers={**HEADERS, "HX-Redirect": place})
    return onward(place)


def query(values: Mapping[str, object]) -> str:
    """The values as an address's query, beginning with "?"; empty ones are left out, and nothing at all gives nothing."""
    given = [(name, str(value)) for name, value in values.items() if value not in (None, "")]
    return f"?{urlencode(given)}" if given else ""
