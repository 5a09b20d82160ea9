"""A running sandbox for its own tests, empty and healthy before each, and a bare HTTP client for it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.app import Conduct
from sandbox.courier import Patience
from sandbox.keys import Signing, sendgrid_private_key, twilio_token
from sandbox.serving import serving
from tests.sandbox.receiver import Receiver, receiving

SECRET = "a secret of this installation, made for these tests"


class Http:
    """Requests relative to the sandbox."""

    def __init__(self, base: str) -> None:
        self._session, self._base = requests.Session(), base
        self._session.trust_env = False
        self.close = self._session.close

    def get(self, path: str, **kwargs: Any) -> requests.Response:
        return self._session.get(self._base + path, timeout=5, **kwargs)

    def post(self, path: str, **kwargs: Any) -> requests.Response:
        return self._session.post(self._base + path, timeout=5, **kwargs)

    def put(self, path: str, **kwargs: Any) -> requests.Response:
        return self._session.put(self._base + path, timeout=5, **kwargs)

    def delete(self, path: str) -> requests.Response:
        return self._session.delete(self._base + path, timeout=5)


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl") as url:
        yield url


@pytest.fixture
def http(sandbox_url: str) -> Iterator[Http]:
    http = Http(sandbox_url)
    http.delete("/sandbox/messages")
    http.delete("/sandbox/faults")
    yield http
    http.delete("/sandbox/faults")
    http.close()


@pytest.fixture(scope="session")
def web() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def provider_url(web: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    conduct = Conduct(
        signing=Signing(twilio_token(SECRET), sendgrid_private_key(SECRET), SECRET.encode()),
        events_url=f"{web.url}/hooks/sendgrid",
        patience=Patience(first=0.05, longest=0.1, total=2.0),
    )
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl", conduct) as url:
        yield url


@pytest.fixture
def provider(provider_url: str, web: Receiver) -> Iterator[Http]:
    http = Http(provider_url)
    for path in ("messages", "faults", "receipts"):
        http.delete(f"/sandbox/{path}")
    web.posts.clear()
    web.answers.clear()
    yield http
    http.close()
