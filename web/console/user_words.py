"""How the user pages word what the API tells in codes: where somebody stands, and what was changed about them."""

from domain.terms import Locale, Role
from domain.user_rules import UserChange, UserState
from domain.vocabulary import said
from web.console.policy_words import LANGUAGES
from web.console.settings_door import Tree
from web.console.words import ROLES

STATES: dict[str, tuple[str, str]] = {
    UserState.ACTIVE: ("可登录", "can sign in"),
    UserState.LOCKED: ("暂时锁定", "locked for now"),
    UserState.DISABLED: ("已停用", "disabled"),
}
LOOKS: dict[str, str] = {UserState.ACTIVE: "green", UserState.LOCKED: "orange", UserState.DISABLED: "secondary"}
CHANGES: dict[str, tuple[str, str]] = {
    UserChange.CREATED: ("新建用户", "created"),
    UserChange.NAME: ("姓名", "name"),
    UserChange.NAME_EN: ("英文名", "English name"),
    UserChange.ROLE: ("角色", "role"),
    UserChange.ORGANISATION: ("组织", "organisation"),
    UserChange.EMAIL: ("邮箱（不记录内容）", "mail address (not kept)"),
    UserChange.LOCALE: ("语言", "language"),
    UserChange.TIMEZONE: ("时区", "time zone"),
    UserChange.DISABLED: ("停用", "disabled"),
    UserChange.ENABLED: ("重新启用", "enabled again"),
    UserChange.UNLOCKED: ("解除锁定", "unlocked"),
    UserChange.PASSWORD_RESET: ("重设密码", "new temporary password"),
}


def value(what: str, of: str | None, tree: Tree) -> str:
    """The old or new value of a change."""
    if of is None:
        return said(("组织的时区", "the organisation's"), tree.locale) if what == UserChange.TIMEZONE else ""
    if what in (UserChange.ROLE, UserChange.CREATED) and of in set(Role):
        return said(ROLES[Role(of)], tree.locale)
    if what == UserChange.LOCALE and of in set(Locale):
        return said(LANGUAGES[of], tree.locale)
    return tree.name(of) if what == UserChange.ORGANISATION else of
