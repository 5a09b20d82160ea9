"""Styles, scripts and icons: the address of each, which changes with its content, and how they are served."""

import json
import mimetypes
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

# Resolved, as StaticFiles resolves what it serves.
STATIC = Path(__file__).resolve().parent / "static"
BUILT = STATIC / "built"
_FOR_EVER = "public, max-age=31536000, immutable"
_DIGITS = 10


class NoAssets(RuntimeError):
    """The built assets are missing; the sentence says what to do."""


def asset(name: str) -> str:
    """The address of `console.css` and other files of web/static, or of what the build makes (`htmx.js`, `icons.svg` …).

    Raises: NoAssets when it has to be built first, KeyError when there is no such file.
    """
    if (STATIC / name).is_file():
        return f"/static/{name}?v={_digest(name)}"
    return f"/static/built/{built()[name]}"


@cache
def built() -> dict[str, str]:
    """The built files by their plain names. Raises: NoAssets when they are missing."""
    try:
        manifest: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())
    except FileNotFoundError:
        raise NoAssets(f"no front-end assets in {BUILT}: run ./run up once 缺少前端资源，请先运行 ./run up") from None
    return manifest


class Assets(StaticFiles):
    """Serves web/static: kept for ever under an address that names the content, compressed where the build did that."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304."""
        file = Path(full_path)
        packed = file.with_name(f"{file.name}.gz")
        headers = {
            "Cache-Control": _FOR_EVER if _names_content(file, scope) else "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        kind, _ = mimetypes.guess_type(file.name)
        if packed.is_file():
            headers["Vary"] = "Accept-Encoding"
            if _takes_gzip(scope):
                file, headers["Content-Encoding"] = packed, "gzip"
        answer = FileResponse(file, status_code, headers, kind, stat_result=file.stat())
        return (
            NotModifiedResponse(answer.headers)
            if self.is_not_modified(answer.headers, Headers(scope=scope))
            else answer
        )


def _takes_gzip(scope: Scope) -> bool:
    codings = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").split(",")
    return any(coding in ("gzip", "gzip;q=1", "gzip;q=1.0") for coding in codings)


def _names_content(file: Path, scope: Scope) -> bool:
    """Whether the address belongs to this very content: during an upgrade another version may be asked of us."""
    if file.is_relative_to(BUILT):
        return file.name in built().values()
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("v")
    return asked == [_digest(file.relative_to(STATIC).as_posix())]


@cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:_DIGITS]
