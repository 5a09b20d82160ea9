"""What somebody wants to make of a user, checked against who they are: nothing is written before all of it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from sqlalchemy.ext.asyncio import AsyncConnection

from api.bodies import Body
from api.fields import Email, Login, OrganisationId, StaffName, StaffNameEn, Zone
from api.problems import Problem, invalid
from db import users
from db.people import User, within
from domain.terms import Locale, Role
from domain.user_rules import Changed, UserChange, UserState, changes_of, login_rule, manages

_NEW: JsonDict = {
    "login": "zhaoliu",
    "name": "赵六",
    "name_en": "Zhao Liu",
    "role": "recruiter",
    "organisation": "mianyue-sh",
    "email": "zhaoliu@example.com",
    "locale": "zh-CN",
}


class NewUser(Body):
    """POST /users. Without `name_en` the name serves for both; without `timezone` times are shown in the organisation's."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NEW]})

    login: Login
    name: StaffName
    name_en: StaffNameEn | None = None
    role: Role
    organisation: OrganisationId
    email: Email
    locale: Locale = Locale.ZH
    timezone: Zone | None = None

    def row(self) -> dict[str, Any]:
        """The row of the users' table."""
        values = self.model_dump(mode="json", exclude={"organisation"})
        return values | {"organisation_id": self.organisation, "name_en": self.name_en or self.name}


class ChangeUser(Body):
    """PATCH /users/{login}: what is left out or null stays; a null `timezone` is the organisation's."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "manager"}, {"disabled": True}]})

    name: StaffName | None = None
    name_en: StaffNameEn | None = None
    role: Role | None = None
    organisation: OrganisationId | None = None
    email: Email | None = None
    locale: Locale | None = None
    timezone: Zone | None = None
    disabled: bool | None = Field(default=None, strict=True)


@dataclass(frozen=True)
class Wish:
    """A change that may be made: new values by column, what the audit keeps of it; `organisation` is the user's from then on."""

    values: dict[str, Any]
    changes: list[Changed]
    organisation: str
    at: datetime
    disabling: bool
    moving: bool


async def check_new(conn: AsyncConnection, user: User, body: NewUser) -> None:
    """Raises: Problem 403, 409 or 422 for somebody who cannot be created so."""
    if (broken := login_rule(body.login)) is not None:
        rule, said = broken
        raise invalid("login", rule, f"{said.zh} / {said.en}")
    _check_role(user, body.role)
    await _check_organisation(conn, user, body.organisation)
    if await users.taken(conn, body.login):
        detail = "登录名已被使用（不区分大小写）/ this login is taken, whatever its capitals"
        raise Problem(409, "login-taken", detail)


def check_manageable(user: User, row: Any | None) -> Any:
    """The row of somebody whom this user may change. Raises: Problem 403, 404."""
    if row is None:
        raise Problem(404, "user-not-found", "没有该用户 / no such user among yours")
    if row.login != user.login and not manages(user.role, Role(row.role)):
        raise Problem(403, "only-administrators", "该用户由管理员管理 / administrators manage this user")
    return row


async def wish_of(conn: AsyncConnection, user: User, login: str, body: ChangeUser, at: datetime) -> Wish:
    """The change, as far as it is one. Raises: Problem 403, 404, 409, 422."""
    row = check_manageable(user, await users.one(conn, user, login, at))
    before = {name: row._mapping[name] for name in ChangeUser.model_fields if name != "disabled"}
    given = body.model_dump(mode="json", exclude={"disabled"}, exclude_unset=True)
    wanted = {name: value for name, value in given.items() if value is not None or name == "timezone"}
    changes = changes_of(before, wanted)
    disabled = row.state == UserState.DISABLED
    turns = body.disabled is not None and body.disabled != disabled
    if turns:
        changes.append(Changed(UserChange.DISABLED if body.disabled else UserChange.ENABLED))
    after = before | wanted
    what = {one.what for one in changes}
    _check_self(user, login, what)
    if UserChange.ROLE in what:
        _check_role(user, Role(after["role"]))
    if UserChange.ORGANISATION in what:
        await _check_organisation(conn, user, after["organisation"])
    if what & {UserChange.ROLE, UserChange.ORGANISATION, UserChange.DISABLED}:
        await _check_last(conn, row)
    values = {("organisation_id" if name == "organisation" else name): value for name, value in wanted.items()}
    values |= {"disabled_at": at if body.disabled else None} if turns else {}
    disabling, moving = UserChange.DISABLED in what, UserChange.ORGANISATION in what
    return Wish(values if changes else {}, changes, after["organisation"], at, disabling, moving)


def _check_self(user: User, login: str, what: set[UserChange]) -> None:
    if login == user.login and what & {UserChange.ROLE, UserChange.ORGANISATION, UserChange.DISABLED}:
        detail = "不能更改自己的角色、组织，也不能停用自己 / nobody changes their own role or organisation, or disables themselves"
        raise Problem(403, "not-yourself", detail)


def _check_role(user: User, role: Role) -> None:
    if not manages(user.role, role):
        detail = "该角色仅管理员可授予 / only administrators give this role"
        raise Problem(403, "only-administrators", detail)


async def _check_organisation(conn: AsyncConnection, user: User, organisation: str) -> None:
    if not await within(conn, organisation, user.organisation):
        raise invalid("organisation", "organisation-not-found", "没有该组织 / no such organisation among yours")


async def _check_last(conn: AsyncConnection, row: Any) -> None:
    """Raises: Problem 409 when a group would be left without an administrator."""
    at_root = len(row.path) == 1
    if row.role != Role.ADMIN or row.state == UserState.DISABLED or not at_root:
        return
    if await users.other_administrators(conn, row.organisation, row.login) == 0:
        detail = "集团须至少保留一名管理员 / the group must keep an administrator"
        raise Problem(409, "last-administrator", detail)
