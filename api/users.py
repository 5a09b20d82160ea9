"""GET, POST and PATCH /users, unlocking and new passwords: HR operations see to recruiters and managers, administrators to everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from api import passwords
from api.context import Caller, Connected, hr_operations, now
from api.cursors import Page, cursor_of, place_of
from api.documented import DOCUMENTED, READING, refusals
from api.fields import Login, OrganisationId
from api.params import Paged, Search
from api.policy_views import sentence
from api.problems import Problem
from api.user_saving import ChangeUser, NewUser, Wish, check_manageable, check_new, wish_of
from api.user_views import UserChanged, UserDetail, UserView, UserWithPassword, user_detail, user_view
from db import accounts, users
from db.people import User
from db.users import UserFilter
from domain.terms import Role
from domain.user_rules import Changed, UserChange, UserState, live_warning

router = APIRouter(prefix="/api/v1/users", tags=["settings"])
_LIST = "users"
_READING = READING | refusals((403,))
Who = Annotated[Login, Path(description="the user's login")]


class UsersQuery(Paged):
    """Filters of the list; `organisation` includes those below it, `q` searches login, names and mail address."""

    q: Search | None = None
    role: Role | None = None
    organisation: OrganisationId | None = None
    state: UserState | None = None


@router.get("", responses=_READING)
async def listed(query: Annotated[UsersQuery, Query()], app: Connected, user: Caller) -> Page[UserView]:
    """The users of your organisation and those below it, by login. For HR operations and administrators."""
    hr_operations(user)
    after = place_of(app, _LIST, query.cursor)[0] if query.cursor is not None else None
    wanted = UserFilter(query.q, query.role, query.organisation, query.state, after, query.limit)
    async with app.engine.connect() as conn:
        rows = await users.page(conn, user, wanted, now())
    shown = rows[: query.limit]
    place = cursor_of(app, _LIST, (shown[-1].login,)) if len(rows) > query.limit else None
    return Page(items=[user_view(row, user) for row in shown], next=place)


@router.get("/{login}", responses=_READING)
async def one(login: Who, app: Connected, user: Caller) -> UserDetail:
    """One user, with what was changed about them and by whom."""
    hr_operations(user)
    async with app.engine.connect() as conn:
        return await _detail(conn, user, login)


@router.post("", status_code=201, responses=DOCUMENTED)
async def create(body: NewUser, app: Connected, user: Caller) -> UserWithPassword:
    """A new user with a temporary password, which is shown this once and has to be changed at the first sign-in."""
    hr_operations(user)
    made = passwords.invented()
    hashed = await passwords.hashed(made)
    async with app.engine.begin() as conn:
        await users.take_turn(conn)
        await check_new(conn, user, body)
        at = now()
        await users.add(conn, body.row())
        await accounts.set_password(conn, body.login, hashed, at, must_change=True)
        created = [Changed(UserChange.CREATED, None, str(body.role))]
        await users.record(conn, body.organisation, body.login, user.login, at, created)
        return UserWithPassword(user=await _detail(conn, user, body.login), temporary_password=made)


@router.patch("/{login}", responses=DOCUMENTED)
async def change(login: Who, body: ChangeUser, app: Connected, user: Caller) -> UserChanged:
    """Change what is given. Interviews keep their recruiter and their organisation, also when the recruiter is disabled or moves."""
    hr_operations(user)
    async with app.engine.begin() as conn:
        await users.take_turn(conn)
        at = now()
        wish = await wish_of(conn, user, login, body, at)
        await _apply(conn, user, login, wish)
        detail = await _detail(conn, user, login)
    told = live_warning(detail.live_interviews, wish.disabling, wish.moving)
    return UserChanged(user=detail, warnings=[sentence(told)] if told is not None else [])


@router.post("/{login}/unlock", responses=DOCUMENTED)
async def unlock(login: Who, app: Connected, user: Caller) -> UserDetail:
    """Wrong passwords are forgotten: they may try again at once. Of somebody who is not locked it changes nothing."""
    hr_operations(user)
    async with app.engine.begin() as conn:
        row = await _managed(conn, user, login)
        if row.state == UserState.LOCKED:
            await users.record(conn, row.organisation, login, user.login, now(), [Changed(UserChange.UNLOCKED)])
        await accounts.forget_failures(conn, login)
        return await _detail(conn, user, login)


@router.post("/{login}/password", responses=DOCUMENTED)
async def reset_password(login: Who, app: Connected, user: Caller) -> UserWithPassword:
    """A new temporary password, shown this once; the old one and all sessions end, and a lock too."""
    hr_operations(user)
    if login == user.login:
        own = "自己的密码请在个人设置中修改 / change your own password in your own settings"
        raise Problem(403, "not-yourself", own)
    made = passwords.invented()
    hashed = await passwords.hashed(made)
    async with app.engine.begin() as conn:
        row = await _managed(conn, user, login)
        if row.state == UserState.DISABLED:
            raise Problem(409, "user-disabled", "该用户已停用，请先启用 / this user is disabled: enable them first")
        at = now()
        await accounts.set_password(conn, login, hashed, at, must_change=True)
        await users.record(conn, row.organisation, login, user.login, at, [Changed(UserChange.PASSWORD_RESET)])
        return UserWithPassword(user=await _detail(conn, user, login), temporary_password=made)


async def _managed(conn: AsyncConnection, user: User, login: str) -> Any:
    await users.take_turn(conn)
    row = await users.one(conn, user, login, now())
    return check_manageable(user, row)


async def _apply(conn: AsyncConnection, user: User, login: str, wish: Wish) -> None:
    if wish.values:
        await users.change(conn, login, wish.values)
    if wish.disabling:
        await users.shut_out(conn, login)
    await users.record(conn, wish.organisation, login, user.login, wish.at, wish.changes)


async def _detail(conn: AsyncConnection, user: User, login: str) -> UserDetail:
    row = await users.one(conn, user, login, now())
    if row is None:
        raise Problem(404, "user-not-found", "没有该用户 / no such user among yours")
    return user_detail(row, user, await users.live_interviews(conn, login), await users.changes(conn, login))
