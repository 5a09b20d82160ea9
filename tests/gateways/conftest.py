"""A running sandbox for the gateways' tests, empty and healthy before each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.serving import serving
from settings import Settings


class Provider:
    """The provider's side of the story: what it holds, and how it is told to misbehave."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def play(self, **rule: Any) -> None:
        self._session.put(f"{self.url}/sandbox/faults", json=rule, timeout=5).raise_for_status()

    def holds(self, **wanted: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._session.get(f"{self.url}/sandbox/messages", wanted, timeout=5).json()[
            "items"
        ]
        return items

    def forget(self) -> None:
        self._session.delete(f"{self.url}/sandbox/messages", timeout=5).raise_for_status()
        self._session.delete(f"{self.url}/sandbox/faults", timeout=5).raise_for_status()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl") as url:
        yield url


@pytest.fixture
def provider(sandbox_url: str) -> Iterator[Provider]:
    provider = Provider(sandbox_url)
    provider.forget()
    yield provider
    provider.forget()


@pytest.fixture
def configured(sandbox_url: str) -> Callable[..., Settings]:
    """Settings that point both SDKs at the sandbox; keywords override."""

    def build(**values: Any) -> Settings:
        defaults = {"twilio_api_base": sandbox_url, "sendgrid_api_base": sandbox_url, "provider_timeout_seconds": 5}
        return Settings(**{**defaults, **values})

    return build
