"""How large a request's body may be: more is refused with 413, also when the sender does not say how much is coming."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer

MOST_BYTES = 1_048_576
# 5 MB of file, and what multipart adds around it.
MOST_IMPORT_BYTES = 5_000_000 + 65_536
IMPORTS = frozenset({"/api/v1/imports", "/console/interviews/import"})


class BodyLimit:
    """ASGI middleware; counts what arrives and believes Content-Length only where it says too much.

    pages: where somebody who posted too much from a browser's form is led instead, by the form's path.
    """

    def __init__(self, app: ASGIApp, pages: Mapping[str, str] | None = None) -> None:
        self._app, self._pages = app, pages or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_IMPORT_BYTES if scope["path"] in IMPORTS else MOST_BYTES
        if _announced(scope) > most:
            await self._refused(scope["path"], most)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)

    def _refused(self, path: str, most: int) -> Response:
        if path in self._pages:
            return RedirectResponse(self._pages[path], 303, {"Cache-Control": "no-store"})
        return answer(413, "body-too-large", _told(most))


def _announced(scope: Scope) -> int:
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said[:18]) if said.isdigit() else 0


def _counted(receive: Receive, most: int) -> Receive:
    arrived = 0

    async def counted() -> Message:
        nonlocal arrived
        message = await receive()
        arrived += len(message.get("body", b""))
        if arrived > most:
            raise HTTPException(413, _told(most))
        return message

    return counted


def _told(most: int) -> str:
    return f"正文超过{most}字节 / the body is over {most} bytes"
