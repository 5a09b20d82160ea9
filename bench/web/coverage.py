"""Which routes of the console the asks of `./run bench web` reach, as the application itself would tell them apart."""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import product
from typing import Any, Literal, get_args, get_origin
from urllib.parse import unquote

from fastapi.routing import APIRoute
from starlette.routing import Match

from bench.web.ask import Ask
from web.console import CONSOLE

_NAME = re.compile(r"\{[a-z_]+\}")
_UUID = "00000000-0000-0000-0000-000000000001"
_SAMPLES = {"score": "1", "in_force": "1", "proposal": "1", "own_proposal": "1", "unread_policy": "1"}
"""What stands for a thing in an address; an id for all others."""


def routes() -> list[APIRoute]:
    """The console's routes in the order in which they are tried."""
    return [route for part in CONSOLE for route in part.router.routes if isinstance(route, APIRoute)]


def all_ways() -> set[str]:
    """Every method and path; a part of a path that is one of a few words stands for each of them."""
    return {f"{method} {path}" for route in routes() for method in route.methods or () for path in _paths(route)}


def ways_of(ask: Ask) -> Iterator[str]:
    """Which of them this ask goes; none when it is not the console's."""
    path = unquote(_NAME.sub(lambda name: _SAMPLES.get(name[0][1:-1], _UUID), ask.path).partition("?")[0])
    method = "GET" if ask.form is None else "POST"
    scope = {"type": "http", "method": method, "path": path}
    for route in routes():
        match, found = route.matches(scope)
        if match is Match.FULL:
            words = {name: str(found["path_params"][name]) for name in _words(route)}
            yield f"{method} {_with(route.path, words)}"
            return


def _paths(route: APIRoute) -> Iterator[str]:
    words = _words(route)
    for chosen in product(*words.values()):
        yield _with(route.path, dict(zip(words, chosen, strict=True)))


def _words(route: APIRoute) -> dict[str, list[str]]:
    """The parts of the path that are one of a few words."""
    found = {one.name: _few(one.field_info.annotation) for one in route.dependant.path_params}
    return {name: words for name, words in found.items() if words}


def _few(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return [str(word) for word in get_args(kind)]
    return [str(one.value) for one in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []


def _with(path: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        path = path.replace(f"{{{name}}}", word)
    return path
