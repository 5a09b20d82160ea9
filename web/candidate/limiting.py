"""How often a link and a network address may be used: enough for people, too little for guessing; a minute later it is forgotten."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.context import App
from domain.keys import link_hash
from web.candidate.receiving import NoPage, Visit

# Each web process counts for itself: of n processes an address gets up to n times as much, which is still too little.
_storage = MemoryStorage()
_window = MovingWindowRateLimiter(_storage)


def posting(app: App, asked: Visit, token: str) -> None:
    """Count one form of this link from this address. Raises: NoPage 429."""
    _count(app.settings.candidate_posts_per_link, "link", link_hash(token))
    _count(app.settings.candidate_posts_per_address, "address", asked.address)


def guessed(app: App, asked: Visit) -> None:
    """Count one link that does not exist. Raises: NoPage 429 when this address has tried too many of them.

    A link that exists is opened all the same: nobody guesses 192 bits, and somebody else behind the same address may hold it.
    """
    _count(app.settings.candidate_guesses_per_address, "guess", asked.address)


def _count(most: int, what: str, who: str) -> None:
    rate = RateLimitItemPerMinute(most)
    if not _window.hit(rate, what, who):
        raise _too_many(rate, what, who)


def _too_many(rate: RateLimitItemPerMinute, what: str, who: str) -> NoPage:
    seconds = math.ceil(_window.get_window_stats(rate, what, who).reset_time - time.time())
    return NoPage(429, "too-many", retry_after=max(1, seconds))


def forget() -> None:
    """Begin counting anew."""
    _storage.reset()
