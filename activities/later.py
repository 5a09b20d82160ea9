"""A provider's "not now" as Temporal's retry: with the provider's own wait, when it names one."""

from datetime import timedelta

from temporalio.exceptions import ApplicationError

from gateways.answers import Refused

_LONGEST_SECONDS = 3600.0


def later(refused: Refused) -> ApplicationError:
    """The error that makes Temporal try again, no sooner than the provider wants."""
    wait = refused.retry_after_seconds
    delay = timedelta(seconds=min(wait, _LONGEST_SECONDS)) if wait is not None else None
    return ApplicationError(refused.code, type="ProviderRefused", next_retry_delay=delay)
