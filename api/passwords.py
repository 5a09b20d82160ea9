"""Hashes passwords and compares them (argon2id), off the event loop and few at once: one takes a tenth of a second of a core."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash

_HASHER = PasswordHash.recommended()
# However many sign in at once, the pages keep the other cores; who waits longer than a request may is taken out of the line.
_HASHING = ThreadPoolExecutor(2, thread_name_prefix="argon2")
# No signs that are read for another: these are told over the phone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GIVEN_LENGTH = 12


async def hashed(password: str) -> str:
    """The hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_HASHING, _HASHER.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password of that hash; without one False, after as long a look."""
    try:
        fits = await asyncio.get_running_loop().run_in_executor(_HASHING, _verified, password, stored)
    except ValueError:  # a half character, which no password has
        return False
    return fits and stored is not None


def _verified(password: str, stored: str | None) -> bool:
    return _HASHER.verify(password, stored or _nobodys())


@cache
def _nobodys() -> str:
    """Compared with when there is no such account, so that the answer takes as long."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def invented() -> str:
    """A password to hand out, to be changed at the first sign-in."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_GIVEN_LENGTH))
