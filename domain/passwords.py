"""What a password has to be like, and how wrong ones are answered: long rather than odd (NIST SP 800-63B), locks that end by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.terms import Locale

SHORTEST, LONGEST = 10, 128
_FREE_ATTEMPTS = 5
_FIRST_LOCK = timedelta(minutes=1)
_LONGEST_LOCK = timedelta(minutes=30)
_FORGOTTEN_AFTER = timedelta(hours=12)
# What people type when made to: the usual beginnings, here and elsewhere, whatever follows them.
_COMMON = (
    "password",
    "passw0rd",
    "12345",
    "qwerty",
    "111111",
    "123123",
    "abc123",
    "iloveyou",
    "woaini",
    "5201314",
    "admin",
)
_PRODUCT = ("mianyue", "面约")
_SENTENCES = {
    "too-short": (f"密码至少 {SHORTEST} 个字符", f"a password has at least {SHORTEST} characters"),
    "too-long": (f"密码最多 {LONGEST} 个字符", f"a password has at most {LONGEST} characters"),
    "too-common": (
        "密码不能以 password、12345、qwerty、admin 等常见字样开头",
        "a password must not begin as common ones do (password, 12345, qwerty, admin …)",
    ),
    "like-product": ("密码不能以产品名（mianyue、面约）开头", "a password must not begin with the product's name"),
    "like-login": ("密码不能包含登录名", "a password must not contain the login"),
    "too-plain": ("密码至少要有 5 个不同的字符", "a password has at least 5 different characters"),
}


@dataclass(frozen=True)
class Failures:
    """Wrong passwords in a row: how many, the last one's instant, and until when the account is locked (None: it is not)."""

    count: int
    at: datetime
    locked_until: datetime | None


def weakness(password: str, login: str) -> str | None:
    """The rule that a new password breaks; None when it will do."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return "too-short"
    if len(password) > LONGEST:
        return "too-long"
    if login.casefold() in plain:
        return "like-login"
    if any(plain.startswith(common) for common in _COMMON):
        return "too-common"
    if plain.startswith(_PRODUCT):
        return "like-product"
    return "too-plain" if len(set(plain)) < 5 else None


def weakness_said(rule: str, locale: Locale) -> str:
    """The sentence of a rule of `weakness`."""
    zh, en = _SENTENCES[rule]
    return zh if locale is Locale.ZH else en


def failed(before: Failures | None, at: datetime) -> Failures:
    """One wrong password more. From the sixth on each locks the account for twice as long, up to half an hour."""
    fresh = before is None or at - before.at > _FORGOTTEN_AFTER
    count = 1 if fresh or before is None else before.count + 1
    over = count - _FREE_ATTEMPTS
    if over < 1:
        return Failures(count, at, None)
    return Failures(count, at, at + min(_FIRST_LOCK * 2 ** min(over - 1, 10), _LONGEST_LOCK))
