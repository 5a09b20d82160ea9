"""Threads for the blocking provider SDKs, one client and one kept-alive connection each, off the event loop."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from settings import LOOPBACK

Client = TypeVar("Client")
Result = TypeVar("Result")


class Pool(Generic[Client]):
    """Runs calls on at most `threads` threads; each thread has its own client, for neither SDK shares one safely."""

    def __init__(self, name: str, threads: int, connect: Callable[[requests.Session], Client]) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._connect, self._local = connect, threading.local()
        self._sessions: list[requests.Session] = []

    async def run(self, call: Callable[[Client], Result]) -> Result:
        """The result of `call` with a client, run on one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._with_client, call)

    async def close(self) -> None:
        """Lets running calls end, drops waiting ones, closes the connections."""
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)
        for session in self._sessions:
            session.close()

    def _with_client(self, call: Callable[[Client], Result]) -> Result:
        if not hasattr(self._local, "client"):
            session = _session()
            self._sessions.append(session)
            self._local.client = self._connect(session)
        client: Client = self._local.client
        return call(client)


def read_environment_once(session: requests.Session, base: str) -> None:
    """Proxy and CA settings for `base`: requests would read them from the environment again on every call.

    This machine is never reached through a proxy.
    """
    session.trust_env = urlsplit(base).hostname not in LOOPBACK
    found = session.merge_environment_settings(base, {}, None, None, None)
    session.proxies, session.verify = found["proxies"], found["verify"]
    session.trust_env = False


def checked_base(url: str, name: str) -> str:
    """`url` without a trailing slash; raises ValueError, naming the setting, unless it is http(s)://host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{name} must look like http://host:port")
    return url.rstrip("/")


def _session() -> requests.Session:
    session = requests.Session()
    # a repeated POST is a second message: nothing below the ledger may retry
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
