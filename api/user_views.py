"""Users as the API gives them to those who manage them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.policy_views import Sentence
from db.people import User
from domain.terms import Locale, Role
from domain.user_rules import UserChange, UserState, manages


class UserView(BaseModel):
    """Somebody of your organisation or below it."""

    login: str
    name: str
    name_en: str
    role: Role
    organisation: str
    organisation_name: str
    organisation_name_en: str
    email: str
    locale: Locale
    timezone: str | None = Field(description="IANA zone; null: the organisation's")
    state: UserState
    disabled_at: datetime | None
    locked_until: datetime | None = Field(description="after wrong passwords; POST …/unlock ends it")
    has_password: bool = Field(description="whether they can sign in to the console at all")
    must_change: bool = Field(description="has a password that somebody else set")
    manageable: bool = Field(description="whether you may change this user")


class UserChangeView(BaseModel):
    """One change for the audit; old and new are null for what is kept private."""

    at: datetime
    by: str
    what: UserChange
    old: str | None
    new: str | None


class UserDetail(UserView):
    """One user, with how many of their interviews are not over, and what was changed about them, newest first (100 at most)."""

    live_interviews: int
    changes: list[UserChangeView]


class UserChanged(BaseModel):
    """The user after a change, and what to know about it."""

    user: UserDetail
    warnings: list[Sentence]


class UserWithPassword(BaseModel):
    """The user and their new password, shown this once: it has to be changed at the first sign-in."""

    user: UserDetail
    temporary_password: str


def user_view(row: Any, reader: User) -> UserView:
    """One row of a list."""
    return UserView(**_fields(row, reader))


def user_detail(row: Any, reader: User, live: int, changes: list[Any]) -> UserDetail:
    """One user in full."""
    told = [UserChangeView(at=one.at, by=one.by, what=one.what, old=one.old, new=one.new) for one in changes]
    return UserDetail(**_fields(row, reader), live_interviews=live, changes=told)


def _fields(row: Any, reader: User) -> dict[str, Any]:
    plain = {name: value for name, value in row._mapping.items() if name in UserView.model_fields}
    return plain | {"manageable": row.login == reader.login or manages(reader.role, Role(row.role))}
