"""What every request handler needs: engine, Temporal client, settings, and the user behind the bearer token."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from api.problems import Problem
from db.people import User, user_by_token
from domain.terms import Role
from settings import Settings

_bearer = HTTPBearer(auto_error=False, description="`./run mianyue token --user <login>`")


@dataclass(frozen=True)
class App:
    """The process's connections, made once in the lifespan."""

    engine: AsyncEngine
    client: Client
    settings: Settings


def app_of(request: Request) -> App:
    """The connections of this process."""
    app: App = request.app.state.app
    return app


Connected = Annotated[App, Depends(app_of)]


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


async def signed_in(
    app: Connected, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> User:
    """The user of the bearer token. Raises: Problem 401."""
    if credentials is None or not credentials.credentials.isascii():
        raise Problem(401, "token-required", "缺少令牌 / a bearer token is required")
    async with app.engine.connect() as conn:
        user = await user_by_token(conn, credentials.credentials, now())
    if user is None:
        raise Problem(401, "token-invalid", "令牌无效或已过期 / the token is unknown or has expired")
    return user


Caller = Annotated[User, Depends(signed_in)]


def hr_operations(user: User) -> None:
    """Raises: Problem 403 for a recruiter or manager; administrators may do what HR operations may."""
    if user.role in (Role.RECRUITER, Role.MANAGER):
        raise Problem(403, "hrops-only", "仅限 HR 运营和管理员 / for HR operations and administrators only")


def managers(user: User) -> None:
    """Raises: Problem 403 for a recruiter; HR operations and administrators may do what managers may."""
    if user.role is Role.RECRUITER:
        raise Problem(
            403, "managers-only", "仅限主管、HR 运营和管理员 / for managers, HR operations and administrators only"
        )


def _key(
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")] = None,
) -> str | None:
    return idempotency_key


IdempotencyKey = Annotated[str | None, Depends(_key)]
