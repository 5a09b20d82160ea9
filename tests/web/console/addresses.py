"""The console's addresses as the application knows them, so that a story about every page or form holds for new ones, too."""

from fastapi.routing import APIRoute

from web.console import CONSOLE

# A stream of news never ends, and what leads nowhere has no address.
_NEVER_ENDING = ("/console/live", "/console/{place:path}")


def shown() -> list[str]:
    """Every address that is opened, as a page, a part of one or a file, and needs no id."""
    return [path for path in _paths("GET") if "{" not in path and path not in _NEVER_ENDING]


def posted() -> list[str]:
    """Every address that a form is sent to; parts of it that can be chosen stand in braces."""
    return _paths("POST")


def _paths(method: str) -> list[str]:
    routes = [route for part in CONSOLE for route in part.router.routes]
    return sorted({route.path for route in routes if isinstance(route, APIRoute) and method in (route.methods or ())})
