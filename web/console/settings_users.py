"""/console/settings/users: the people of an organisation and those below it, found, created, changed, shut out and let in again."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ValidationError

from api import users
from api.context import App, Connected
from api.fields import OrganisationId
from api.params import Params, Search
from api.problems import Problem
from api.user_saving import ChangeUser, NewUser
from api.user_views import UserDetail, UserWithPassword
from api.users import UsersQuery, Who
from domain.clock import ZH_ZONES
from domain.terms import Locale, Role
from domain.user_rules import UserState, manages
from domain.vocabulary import said
from web.console import rendering, user_words
from web.console.complaints import Console, complaints, told
from web.console.forms import mistakes
from web.console.settings_door import Chosen, HrPosted, HrVisitor, tree
from web.console.visitor import Visitor
from web.console.words import ROLES

router = APIRouter(prefix="/console/settings/users", include_in_schema=False, route_class=Console)
Asked = TypeVar("Asked", bound=BaseModel)
FIELDS = ("name", "name_en", "role", "organisation", "email", "locale", "timezone")
# No login can stand in its way: there is no such act.
NEW = "/-/new"
_ROWS = 50
# At these refusals the form shows the sentence at the field that it is about.
_PLACES = {"login-taken": "login"}


class ListQuery(Params):
    """What the list shows; `cursor` continues a page."""

    q: Search | None = None
    role: Role | None = None
    organisation: OrganisationId | None = None
    state: UserState | None = None
    cursor: str | None = None

    def address(self, **changed: object) -> str:
        """The address's query with these filters changed; it begins at the first page."""
        return rendering.query({**self.model_dump(mode="json", exclude_none=True, exclude={"cursor"}), **changed})


@router.get("")
async def listed(
    query: Annotated[ListQuery, Query()], request: Request, app: Connected, visitor: HrVisitor
) -> Response:
    """The list with its filters, or with htmx only its table."""
    places = await tree(app, visitor, query.organisation)
    wanted = UsersQuery(limit=_ROWS, **query.model_dump())
    found = await users.listed(wanted, app, visitor.user)
    given = {"tree": places, "query_": query, "rows": found.items, "later": found.next, "roles": list(Role)}
    template = "users_table.html" if visitor.partial else "users_page.html"
    return rendering.page(request, visitor, template, given | _words(visitor) | {"states": list(UserState)})


@router.get(NEW)
async def new(request: Request, app: Connected, visitor: HrVisitor, organisation: Chosen = "") -> Response:
    """The form for somebody new."""
    places = await tree(app, visitor, organisation)
    typed = dict.fromkeys(("login", *FIELDS), "") | {"organisation": places.chosen, "locale": str(Locale.ZH)}
    typed["role"] = str(Role.RECRUITER)
    return await _form(request, app, visitor, typed, None)


@router.post(NEW)
async def create(request: Request, posted: HrPosted, app: Connected) -> Response:
    """Create somebody; the answer shows their password, this once."""
    visitor = posted.visitor
    typed = {name: posted.text(name) for name in ("login", *FIELDS)}
    try:
        made = await users.create(_asked(NewUser, typed), app, visitor.user)
    except (ValidationError, Problem) as no:
        return await _form(request, app, visitor, typed, None, _wrong(no, visitor), _status(no))
    return _password(request, visitor, made, new=True)


@router.get("/{login}")
async def one(login: Who, request: Request, app: Connected, visitor: HrVisitor, saved: str = "") -> Response:
    """Somebody's data, what may be done about them, and what was."""
    user = await users.one(login, app, visitor.user)
    return await _form(request, app, visitor, _typed(user), user, saved=saved != "")


@router.post("/{login}")
async def change(login: Who, request: Request, posted: HrPosted, app: Connected) -> Response:
    """Change what was changed in the form; what somebody else has changed meanwhile is shown first."""
    visitor = posted.visitor
    user = await users.one(login, app, visitor.user)
    now, typed = _typed(user), {name: posted.text(name) for name in FIELDS if name in posted.fields}
    seen = {name: posted.text(f"seen.{name}") for name in typed}
    touched = [name for name in typed if typed[name] != seen[name]]
    overtaken = {
        name: visitor.say("期间已被改为：%(value)s。如仍要修改，请再次保存。", value=_said(name, now[name], visitor))
        for name in touched
        if now[name] not in (seen[name], typed[name])
    }
    if overtaken:
        return await _form(request, app, visitor, now | {name: typed[name] for name in touched}, user, overtaken, 409)
    try:
        body = _asked(ChangeUser, {name: typed[name] for name in touched}, keep_zone="timezone" in touched)
        answer = await users.change(login, body, app, visitor.user)
    except (ValidationError, Problem) as no:
        return await _form(request, app, visitor, now | typed, user, _wrong(no, visitor), _status(no))
    warnings = [said((one.zh, one.en), visitor.locale) for one in answer.warnings]
    if warnings:
        return await _form(request, app, visitor, _typed(answer.user), answer.user, saved=True, warnings=warnings)
    return rendering.onward(f"{router.prefix}/{login}?saved=yes")


@router.get("/{login}/{act}")
async def asked(login: Who, act: str, request: Request, app: Connected, visitor: HrVisitor) -> Response:
    """Whether to really disable or enable somebody, or give them a new password; a dialog."""
    user = await users.one(login, app, visitor.user)
    if act not in ("disable", "enable", "password") or not user.manageable:
        raise Problem(404, "no-such-page", "没有该页面 / no such page")
    template = "user_ask.html" if visitor.partial else "user_ask_page.html"
    return rendering.page(request, visitor, template, {"user": user, "act": act})


@router.post("/{login}/{act}")
async def done(login: Who, act: str, request: Request, posted: HrPosted, app: Connected) -> Response:
    """Disable, enable, unlock, or show a new password this once."""
    visitor = posted.visitor
    if act == "password":
        made = await users.reset_password(login, app, visitor.user)
        return _password(request, visitor, made, new=False)
    if act in ("disable", "enable"):
        answer = await users.change(login, ChangeUser(disabled=act == "disable"), app, visitor.user)
        warnings = [said((one.zh, one.en), visitor.locale) for one in answer.warnings]
        if warnings:
            return await _form(request, app, visitor, _typed(answer.user), answer.user, saved=True, warnings=warnings)
    elif act == "unlock":
        await users.unlock(login, app, visitor.user)
    else:
        raise Problem(404, "no-such-page", "没有该页面 / no such page")
    return rendering.onward(f"{router.prefix}/{login}?saved=yes")


def _asked(kind: type[Asked], typed: dict[str, str], keep_zone: bool = False) -> Asked:
    """The request that a form makes; empty fields are left out. Raises: ValidationError."""
    given: dict[str, Any] = {name: value for name, value in typed.items() if value}
    if keep_zone:
        given["timezone"] = typed.get("timezone") or None
    return kind.model_validate(given)


def _typed(user: UserDetail) -> dict[str, str]:
    values = {name: getattr(user, name) for name in ("login", *FIELDS)}
    return {name: str(value) if value is not None else "" for name, value in values.items()}


def _wrong(no: ValidationError | Problem, visitor: Visitor) -> dict[str, str]:
    """What is wrong, by field; what belongs to none is `form`'s."""
    if isinstance(no, ValidationError):
        return mistakes(no, visitor.locale)
    found = complaints(no, visitor.locale)
    return found or {_PLACES.get(no.rule, "form"): told(no, visitor.locale)[1]}


def _status(no: ValidationError | Problem) -> int:
    return no.status if isinstance(no, Problem) else 422


def _said(name: str, value: str, visitor: Visitor) -> str:
    if name == "role":
        return said(ROLES[Role(value)], visitor.locale)
    return value or visitor.say("组织的时区")


def _words(visitor: Visitor) -> dict[str, Any]:
    return {
        "state": lambda state: said(user_words.STATES[state], visitor.locale),
        "state_look": lambda state: user_words.LOOKS[state],
        "changed": lambda what: said(user_words.CHANGES[what], visitor.locale),
    }


def _password(request: Request, visitor: Visitor, made: UserWithPassword, new: bool) -> Response:
    given = {"user": made.user, "password": made.temporary_password, "new": new}
    return rendering.page(request, visitor, "user_password.html", given)


async def _form(
    request: Request,
    app: App,
    visitor: Visitor,
    typed: dict[str, str],
    user: UserDetail | None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
    saved: bool = False,
    warnings: list[str] | None = None,
) -> Response:
    places = await tree(app, visitor, None)
    given = {
        "tree": places,
        "typed": typed,
        "user": user,
        "seen": _typed(user) if user is not None else {},
        "wrong": wrong or {},
        "roles": [role for role in Role if manages(visitor.user.role, role)],
        "zones": sorted(ZH_ZONES),
        "saved": saved,
        "warnings": warnings or [],
        "value": lambda what, of: user_words.value(what, of, places),
    }
    return rendering.page(request, visitor, "user_page.html", given | _words(visitor), status)
