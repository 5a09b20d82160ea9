"""Keeps other sites' pages from posting in a signed-in user's name: a token in every form, and what the browser says of the sender."""

import hashlib
import hmac
import secrets

from starlette.requests import Request

FIELD = "csrf"
_NONCE = 16


def form_token(secret: str, login: str) -> str:
    """The token of a form for this user. Different in every page, so that a compressed page gives nothing of it away.

    It is the user's and not the session's: a form that was open while the session ended can still be sent after signing in again.
    """
    nonce = secrets.token_hex(_NONCE // 2)
    return nonce + _mac(secret, login, nonce)


def allowed(request: Request, sent: str, secret: str, login: str) -> bool:
    """Whether a form comes from a page of ours that was made for this user."""
    nonce, mac = sent[:_NONCE], sent[_NONCE:]
    return same_site(request) and hmac.compare_digest(mac.encode(), _mac(secret, login, nonce).encode())


def same_site(request: Request) -> bool:
    """Whether the browser says that the form is of our own pages; old ones say nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _mac(secret: str, login: str, nonce: str) -> str:
    return hmac.new(secret.encode(), f"form/{login}/{nonce}".encode(), hashlib.sha256).hexdigest()[:32]
