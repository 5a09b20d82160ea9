"""Signing in and out, changing the password, choosing language and zone: GET and POST /console/{signin,signout,password,language}."""

import asyncio
import secrets
from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, Form, Request, Response

from api import passwords
from api.context import App, Connected, now
from api.problems import invalid
from db import accounts
from domain import passwords as rules
from domain.clock import ZH_ZONES, UnknownZone, zone_of
from domain.terms import Locale
from web import speech
from web.console import rendering
from web.console.complaints import Console
from web.console.crossing import same_site
from web.console.places import HOME, SIGN_IN, inside
from web.console.posting import Posted, PostedAnyway
from web.console.proving import unproven
from web.console.visitor import COOKIE, COOKIE_PATH, SignedIn, SignInFirst, Visitor, known

router = APIRouter(prefix="/console", include_in_schema=False, route_class=Console)
_log = structlog.get_logger()
_LANGUAGES = {"zh": Locale.ZH, "en": Locale.EN}
_LANGUAGE_COOKIE = "mianyue-language"

Typed = Annotated[str, Form(max_length=400)]


@router.get("/signin")
async def form(request: Request, app: Connected, next: str = "", lang: str = "", over: str = "") -> Response:
    """The form; somebody who is signed in already goes on. `over` says that a session has ended, `unsaved` while a form was sent."""
    try:
        await known(request, app, touch=False)
    except SignInFirst:
        chosen = lang if lang in _LANGUAGES else ""
        given = {"next": inside(next), "login": "", "wrong": "", "chosen": chosen, "over": over}
        return _form(request, spoken(request, lang), given)
    return rendering.onward(inside(next))


@router.post("/signin")
async def sign_in(
    request: Request,
    app: Connected,
    login: Typed = "",
    password: Typed = "",
    next: Annotated[str, Form()] = "",
    chosen: Typed = "",
    over: Typed = "",
) -> Response:
    """Sign in: wrong passwords in a row lock the login for a while, whether it is anybody's or not. A language that was `chosen` at
    the door is the user's from then on."""
    locale = spoken(request, chosen)
    again = {"next": inside(next), "login": login[:64], "wrong": "", "chosen": chosen, "over": over}
    if not same_site(request):
        return _form(request, locale, again | {"wrong": speech.say(locale, "请从本页面登录。")}, 403)
    login = login.strip()[:64]
    wrong = await unproven(app, login, password, locale, speech.say(locale, "登录名或密码不正确。"))
    if wrong:
        return _form(request, locale, again | {"wrong": wrong}, 422)
    return await _opened(app, login, inside(next), _LANGUAGES.get(chosen))


@router.post("/signout")
async def sign_out(posted: PostedAnyway, app: Connected) -> Response:
    """End the session."""
    async with app.engine.begin() as conn:
        await accounts.end_session(conn, posted.visitor.token)
    answer = rendering.onward(SIGN_IN)
    answer.delete_cookie(COOKIE, COOKIE_PATH)
    return answer


@router.get("/password")
async def password_form(request: Request, app: Connected) -> Response:
    """The form to change one's own password, also the one page open to who has to."""
    visitor, must = await known(request, app)
    return _password(request, visitor, must)


@router.post("/password")
async def change_password(request: Request, posted: PostedAnyway, app: Connected) -> Response:
    """Change one's own password; one's other sessions end."""
    visitor = posted.visitor
    old, new, again = (posted.text(name) for name in ("password", "new", "again"))
    # Beside each other, as each takes a tenth of a second of a core.
    wrong, hashed = await asyncio.gather(_unfit(app, visitor, old, new, again), passwords.hashed(new))
    if wrong:
        return _password(request, visitor, posted.must_change, wrong)
    async with app.engine.begin() as conn:
        await accounts.set_password(conn, visitor.user.login, hashed, now(), keep=visitor.token)
    _log.info("password changed", login=visitor.user.login)
    return rendering.onward(f"{HOME}/interviews")


@router.post("/language")
async def language(posted: PostedAnyway, app: Connected) -> Response:
    """Work in another language from now on; back to the page it was asked on."""
    chosen = _LANGUAGES.get(posted.text("lang"))
    if chosen is not None:
        async with app.engine.begin() as conn:
            await accounts.set_language(conn, posted.visitor.user.login, str(chosen))
    return rendering.onward(inside(posted.text("next")))


@router.get("/account")
async def account(request: Request, visitor: SignedIn) -> Response:
    """One's own zone, and the way to a new password."""
    return rendering.page(request, visitor, "account.html", {"zones": sorted(ZH_ZONES)})


@router.post("/zone")
async def zone(posted: Posted, app: Connected) -> Response:
    """Read times in another zone from now on; empty: the organisation's."""
    wanted = posted.text("zone")
    try:
        chosen = zone_of(wanted).key if wanted else None
    except UnknownZone as unknown:
        raise invalid("timezone", "unknown-zone", f"{unknown.zh} / {unknown.en}") from None
    async with app.engine.begin() as conn:
        await accounts.set_zone(conn, posted.visitor.user.login, chosen)
    return rendering.onward(inside(posted.text("next")))


async def _opened(app: App, login: str, place: str, chosen: Locale | None) -> Response:
    token = secrets.token_urlsafe(32)
    hours = timedelta(hours=app.settings.session_hours)
    async with app.engine.begin() as conn:
        found = await accounts.account(conn, login)
        if found is None:
            raise SignInFirst
        await accounts.open_session(conn, found, token, now(), hours)
        if chosen is not None:
            await accounts.set_language(conn, login, str(chosen))
    _log.info("signed in", login=login)
    answer = rendering.onward(place)
    secure = app.settings.web_url.startswith("https://")
    answer.set_cookie(COOKIE, token, path=COOKIE_PATH, httponly=True, samesite="lax", secure=secure)
    return answer


async def _unfit(app: App, visitor: Visitor, old: str, new: str, again: str) -> dict[str, str]:
    """What is wrong with a change of password, by field."""
    wrong = await unproven(app, visitor.user.login, old, visitor.locale, visitor.say("现在的密码不正确。"), inside=True)
    if wrong:
        return {"password": wrong}
    weak = rules.weakness(new, visitor.user.login)
    if weak is not None:
        return {"new": rules.weakness_said(weak, visitor.locale)}
    if new == old:
        return {"new": visitor.say("新密码不能与现在的密码相同。")}
    return {} if new == again else {"again": visitor.say("两次输入的新密码不一致。")}


def _password(request: Request, visitor: Visitor, must: bool, wrong: dict[str, str] | None = None) -> Response:
    given = {"must": must, "wrong": wrong or {}, "shortest": rules.SHORTEST}
    return rendering.page(request, visitor, "password.html", given, 422 if wrong else 200)


def _form(request: Request, locale: Locale, given: dict[str, str], status: int = 200) -> Response:
    short = next(name for name, each in _LANGUAGES.items() if each is locale)
    answer = rendering.plain(locale, "signin.html", {**given, "lang": short}, status)
    answer.set_cookie(_LANGUAGE_COOKIE, short, path=COOKIE_PATH, httponly=True, samesite="lax", max_age=365 * 86400)
    return answer


def spoken(request: Request, lang: str = "") -> Locale:
    """The language asked for, the one chosen before, or the browser's."""
    chosen = _LANGUAGES.get(lang) or _LANGUAGES.get(request.cookies.get(_LANGUAGE_COOKIE, ""))
    english = request.headers.get("accept-language", "zh").lower().startswith("en")
    return chosen or (Locale.EN if english else Locale.ZH)
