"""The web process of a small company: takes receipts on a free port, keeps them as they came, answers as it is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATIENCE = 10.0


@dataclass(frozen=True)
class Post:
    """One POST as it came, and when (monotonic seconds)."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


class Receiver:
    """`answers` are the statuses of the next posts, 204 after them."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.answers: list[int] = []
        self.url = ""

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.posts.append(Post(request.url.path, dict(request.headers), body))
        return Response(status_code=self.answers.pop(0) if self.answers else 204)

    def wait_for(self, number: int, path: str = "") -> list[Post]:
        """The posts whose path starts so, once there are that many."""
        end = time.monotonic() + PATIENCE
        while len(found := [post for post in self.posts if post.path.startswith(path)]) < number:
            assert time.monotonic() < end, f"{len(found)} of {number} posts came"
            time.sleep(0.01)
        return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that is up."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < end, "the receiver did not start"
        time.sleep(0.01)
    receiver.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield receiver
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
