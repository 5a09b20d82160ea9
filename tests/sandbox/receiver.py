"""The web process of a small company: takes receipts on a free port, keeps them as they came, answers as it is told."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.serving import served

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
    with served(Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST"])])) as receiver.url:
        yield receiver
