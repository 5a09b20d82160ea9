"""Where somebody goes on after the door: addresses that come with a request, of which none is trusted."""

from urllib.parse import SplitResult, urlsplit

from fastapi import Request

HOME = "/console"
SIGN_IN, SIGN_OUT = f"{HOME}/signin", f"{HOME}/signout"
NEW_PASSWORD = f"{HOME}/password"
LANGUAGE = f"{HOME}/language"
PAGES: set[str] = set()
"""The paths of the console that can be opened, files excepted; its routes add their own."""
_LONGEST = 4000


def inside(place: str) -> str:
    """A place of the console to go to; anything else, also what a browser might read as another site, becomes its home."""
    parts = _parts(place) if place.isascii() and "\\" not in place and len(place) <= _LONGEST else _parts("")
    ours = not parts.scheme and not parts.netloc and f"{parts.path}/".startswith(f"{HOME}/") and ".." not in parts.path
    return place if ours and parts.path != SIGN_IN else f"{HOME}/interviews"


def page_of(request: Request) -> str:
    """The page that a request was made on: the one asked for, or the one whose form was sent or whose file was wanted (a browser that
    gets a file stays at the door); empty where nobody can tell."""
    page = request.scope["route"].path in PAGES
    if page and request.method == "GET":
        return _place(request.url.path, request.url.query) if request.url.path != HOME else ""
    came = _parts(request.headers.get("referer", ""))
    if came.path == request.url.path and not page:
        return ""  # a refused form is shown where it was sent to, which need not be a page
    return _place(came.path, came.query)


def _place(path: str, query: str) -> str:
    return path + (f"?{query}" if query else "")


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # such as //[
        return urlsplit("")
