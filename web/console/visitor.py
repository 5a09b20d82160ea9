"""Who is looking at a page of the console: the user behind the session's cookie, their language and zone; or the way to sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection

from api.context import App, Connected, now
from db.accounts import session_user
from db.calendars import zone_of_tree
from db.people import PolicyUnreadable, User, policy_of
from domain.terms import Locale, Role
from settings import Settings
from web import speech

COOKIE = "mianyue-session"
COOKIE_PATH = "/console"
_TOKEN_LENGTH = 43
# What an open page asks for without anybody doing something.
BY_ITSELF = "x-by-itself"


class SignInFirst(Exception):
    """Nobody is signed in, or no more: the session is over, was idle too long, or its user has left."""


class NewPasswordFirst(Exception):
    """The password was set by somebody else and has to be changed before anything else."""


@dataclass(frozen=True)
class Visitor:
    """A signed-in user; `zone` is the one to show times in that have none of their own; `partial`: a part of a page is wanted."""

    user: User
    token: str
    zone: str
    now: datetime
    partial: bool
    path: str

    @property
    def locale(self) -> Locale:
        """The language they work in."""
        return self.user.locale

    @property
    def hrops(self) -> bool:
        """Whether settings and everybody's tasks are theirs."""
        return self.user.role in (Role.HROPS, Role.ADMIN)

    @property
    def manager(self) -> bool:
        """Whether they see more than their own interviews."""
        return self.user.role is not Role.RECRUITER

    def say(self, sentence: str, **values: object) -> str:
        """A sentence in their language."""
        return speech.say(self.locale, sentence, **values)


def cookie_of(request: Request) -> str:
    """The session's token; empty without one."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) == _TOKEN_LENGTH and token.isascii() else ""


def idle(settings: Settings) -> timedelta:
    """How long a session may go unused."""
    return timedelta(minutes=settings.session_idle_minutes)


async def visiting(request: Request, app: Connected) -> Visitor:
    """Whoever is signed in; a list that looks again by itself does not keep the session awake. Raises: SignInFirst, NewPasswordFirst."""
    visitor, must_change = await known(request, app, touch=BY_ITSELF not in request.headers)
    if must_change:
        raise NewPasswordFirst
    return visitor


async def known(request: Request, app: App, touch: bool = True) -> tuple[Visitor, bool]:
    """Who is signed in, and whether they have to change their password first; without `touch` this does not count as their
    doing something: pages that look for news by themselves must not keep a session awake. Raises: SignInFirst."""
    at, token = now(), cookie_of(request)
    if not token:
        raise SignInFirst
    async with app.engine.connect() as conn:
        found = await session_user(conn, token, at, idle(app.settings), touch)
        if found is None:
            raise SignInFirst
        user, must_change = found
        zone = user.timezone or await _zone(conn, user, at)
    partial = request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"
    visitor = Visitor(user, token, zone, at, partial, request.url.path)
    request.state.visitor = visitor
    return visitor, must_change


async def _zone(conn: AsyncConnection, user: User, at: datetime) -> str:
    try:
        return (await policy_of(conn, user.organisation, at)).timezone
    except (PolicyUnreadable, LookupError):  # or nobody there could open the settings to mend it
        return await zone_of_tree(conn, user.path[0])


async def watching(request: Request, app: Connected) -> Visitor:
    """Whoever is signed in, for what a page fetches by itself. Raises: SignInFirst, NewPasswordFirst."""
    visitor, must_change = await known(request, app, touch=False)
    if must_change:
        raise NewPasswordFirst
    return visitor


SignedIn = Annotated[Visitor, Depends(visiting)]
Watching = Annotated[Visitor, Depends(watching)]
