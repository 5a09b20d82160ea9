"""Serves an app, above all the stand-in itself, from a thread of this process, for tests and benchmarks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from sandbox.app import Conduct, create_app

START_SECONDS = 10


@contextmanager
def serving(journal: Path, conduct: Conduct | None = None) -> Iterator[str]:
    """The base URL of a stand-in on a free port, with its ledger in `journal`; TimeoutError if it does not come up."""
    with served(create_app(journal, conduct)) as url:
        yield url


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The base URL of this app on a free port of loopback; TimeoutError if it does not come up."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server)}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)


def _port(server: uvicorn.Server) -> int:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the app did not start")
        time.sleep(0.01)
    return int(server.servers[0].sockets[0].getsockname()[1])
