"""The three answers a send can have: sent, refused for certain, unknown; none carries personal data.

Exception
├── Refused   the provider certainly did not take it: 4xx incl. 429, DNS failure, refused connection
└── Unknown   it may have been taken: read timeout, reset, 5xx, redirect, unreadable 2xx; look before sending again
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ssl import SSLCertVerificationError
from typing import TypeVar

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

TRY_LATER = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took the message and knows it by `provider_id`; empty when it named none."""

    provider_id: str


class Refused(Exception):
    """The provider certainly did not take it. `code` says why; `retry_after_seconds` is the provider's wish, if any."""

    def __init__(self, code: str, retryable: bool = False, retry_after_seconds: float | None = None) -> None:
        super().__init__(code, retryable, retry_after_seconds)
        self.code, self.retryable, self.retry_after_seconds = code, retryable, retry_after_seconds

    def __str__(self) -> str:
        return f"refused: {self.code}"


class Unknown(Exception):
    """The provider may have taken it; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"unknown: {self.why}"


Answer = Sent | Refused | Unknown
Given = TypeVar("Given")


def outcome(answer: Given | Refused | Unknown) -> Given:
    """The answer as a result, or raised. Kept out of `except` blocks, so that no provider text hangs on as context."""
    if isinstance(answer, Refused | Unknown):
        raise answer
    return answer


def http_failure(status: int, headers: Mapping[str, str] | None = None, code: str | None = None) -> Refused | Unknown:
    """What an HTTP status other than 2xx says about a send; `code` is the provider's finer word for a 4xx."""
    if 400 <= status < 500:
        return Refused(code or f"http_{status}", status in TRY_LATER, wished(headers or {}))
    return Unknown(f"http_{status}")


def network_failure(error: requests.RequestException) -> Refused | Unknown:
    """What a failed connection says about a send: refused only if not one byte of it can have left."""
    if isinstance(error, requests.ConnectTimeout):
        return Refused("connect_timeout", retryable=True)
    if isinstance(error, requests.exceptions.ProxyError):
        return Refused("proxy_failure", retryable=True)
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(reason, NameResolutionError):
        return Refused("dns_failure", retryable=True)
    if isinstance(reason, NewConnectionError):
        return Refused("connection_refused", retryable=True)
    if reason and isinstance(reason.args[0], SSLCertVerificationError):
        return Refused("bad_certificate", retryable=True)
    return Unknown("read_timeout" if isinstance(error, requests.Timeout) else "connection_lost")


def encodable(*texts: str) -> bool:
    """Whether the texts can travel at all; lone surrogates cannot."""
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError:
        return False
    return True


def wished(headers: Mapping[str, str]) -> float | None:
    """The seconds of Retry-After: a number or a date (RFC 9110, 10.2.3); anything else counts as absent."""
    retry_after = headers.get("Retry-After", "")
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(parsedate_to_datetime(retry_after).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
