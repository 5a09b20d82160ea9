"""Heeds a provider's wish to be left alone: after 429 with Retry-After nothing is sent to it before that time."""

import threading
import time
from collections.abc import Callable

from gateways.answers import Given, Refused

# A wish beyond this is a mistake of somebody's; what is urgent must not wait for it.
LONGEST_SECONDS = 3600.0


class Pause:
    """One provider's pause, for all threads of a gateway: what waits behind a refusal is refused without a call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = float("-inf")

    @property
    def rest(self) -> float:
        """Seconds until the provider may be called again; 0 when it may be now."""
        return max(0.0, self._until - time.monotonic())

    def obey(self, call: Callable[[], Given]) -> Given | Refused:
        """The answer to a send or a question; Refused "paused", to be tried again after what is left of the pause."""
        if rest := self.rest:
            return Refused("paused", retryable=True, retry_after_seconds=rest)
        answer = call()
        if isinstance(answer, Refused) and answer.retryable and answer.retry_after_seconds is not None:
            self._extend(min(answer.retry_after_seconds, LONGEST_SECONDS))
        return answer

    def _extend(self, seconds: float) -> None:
        """Of several answers to calls made at once the longest wish counts."""
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)
