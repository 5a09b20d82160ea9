"""Who may change what about whom: recruiters and managers are HR operations' business, everybody else administrators'."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue import Wording
from domain.terms import FROM_UI, Audience, Party, Role

# The audit says who did something by these words where it was no user.
_RESERVED = {FROM_UI, str(Audience.CANDIDATE), str(Party.SYSTEM), "command-line", "installation"}
_MANAGED = (Role.RECRUITER, Role.MANAGER)


class UserState(StrEnum):
    """Whether somebody can sign in: `locked` for some minutes after wrong passwords, `disabled` when they have left."""

    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


class UserChange(StrEnum):
    """What was changed about a user."""

    CREATED = "created"
    NAME = "name"
    NAME_EN = "name_en"
    ROLE = "role"
    ORGANISATION = "organisation"
    EMAIL = "email"
    LOCALE = "locale"
    TIMEZONE = "timezone"
    DISABLED = "disabled"
    ENABLED = "enabled"
    UNLOCKED = "unlocked"
    PASSWORD_RESET = "password_reset"


@dataclass(frozen=True)
class Changed:
    """One change for the audit; old and new are None for what is kept private."""

    what: UserChange
    old: str | None = None
    new: str | None = None


def manages(role: Role, other: Role) -> bool:
    """Whether somebody with this role creates, changes and disables users with the other one."""
    return role is Role.ADMIN or (role is Role.HROPS and other in _MANAGED)


def changes_of(before: dict[str, str | None], after: dict[str, str | None]) -> list[Changed]:
    """What differs, by field; of a mail address only that it does."""
    found = []
    for field, new in after.items():
        if (old := before[field]) != new:
            what = UserChange(field)
            found.append(Changed(what) if what is UserChange.EMAIL else Changed(what, old, new))
    return found


def login_rule(login: str) -> tuple[str, Wording] | None:
    """Why nobody new may have this login; None when somebody may."""
    if login.casefold() in _RESERVED:
        return "login-reserved", Wording("该登录名由系统保留", "the system keeps this login for itself")
    if not login[:1].isalnum():
        return "login-form", Wording("登录名须以字母或数字开头", "a login begins with a letter or a digit")
    if unicodedata.normalize("NFKC", login) != login:
        return "login-form", Wording("请勿使用全角或组合字符", "no full-width or combined characters")
    return None


def live_warning(number: int, disabled: bool, moved: bool) -> Wording | None:
    """What to know when somebody with so many interviews that are not over is disabled or moved to another organisation."""
    if number == 0 or not (disabled or moved):
        return None
    if disabled:
        return Wording(
            f"该用户名下还有 {number} 场未结束的面试：面试和通知照常进行，仍归其名下，请主管或 HR 运营跟进。",
            f"{number} of this user's interviews are not over: they and their notices go on under the same name; a manager or HR"
            " operations should look after them.",
        )
    return Wording(
        f"该用户名下 {number} 场未结束的面试仍属原组织，指标也计入原组织。",
        f"{number} of this user's interviews that are not over stay with the organisation before, and count there.",
    )
