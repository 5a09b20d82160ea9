"""Whether a password is a login's: tries are counted before they are looked at, so that guessing locks the login for a while."""

from datetime import timedelta

import structlog

from api import passwords
from api.context import App, now
from db import accounts
from domain import passwords as rules
from domain.terms import Locale
from web import speech

_log = structlog.get_logger()


async def unproven(app: App, login: str, password: str, locale: Locale, wrong: str, inside: bool = False) -> str:
    """Why this is not proven to be the login's password, `wrong` being the sentence that it is not; empty when it is. Every try
    takes the same time, whether the login is anybody's or not. `inside`: asked of somebody who is signed in, whose tries are counted by
    themselves, so that whoever guesses at the door keeps nobody from a new password."""
    if not login.isprintable():  # which no login is, and the database cannot even look for
        return wrong
    counted = accounts.inside(login) if inside else login
    async with app.engine.begin() as conn:
        found = await accounts.account(conn, login)
        before = await accounts.failures(conn, counted, now())
        at = now()  # only now: others may have tried the same login first
        if before.locked_until is not None and before.locked_until > at:
            minutes = -(-(before.locked_until - at) // timedelta(minutes=1))
            return speech.say(locale, "密码输错次数过多，请 %(minutes)s 分钟后再试，或请管理员解锁。", minutes=minutes)
        # Counted before it is looked at, so that of many tries at once each knows of those before it.
        after = rules.failed(before, at)
        await accounts.keep_failures(conn, counted, after)
    # Without a connection: looking at a password takes long, and pages need them.
    fits = await passwords.matches(password, found.password_hash if found is not None else None)
    async with app.engine.begin() as conn:
        if fits:
            await accounts.forget_failures(conn, login)
            return ""
        await accounts.forget_old_failures(conn, at - timedelta(days=1))
    _log.info(
        "password refused",
        inside=inside,
        known=found is not None,
        failures=after.count,
        locked=after.locked_until is not None,
    )
    return wrong
