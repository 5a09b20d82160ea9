"""Requests that no operation is for: methods that a path does not have, paths that do not exist, forms of paths that proxies make."""

from random import Random
from urllib.parse import quote

from bench.fuzz_cases import World
from bench.fuzz_hostile import TEXTS
from bench.fuzz_shot import Shot

_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "HEAD", "OPTIONS")
_PATHS = ("/interviews", "/interviews/{id}", "/interviews/{id}/cancel", "/reasons/check", "/kpi", "/inbox", "/imports")
_ABSENT = (
    "/interviews/{id}/",
    "//interviews",
    "/interviews/{id}/cancel/x",
    "/../../etc/passwd",
    "/%2e%2e/x",
    "/interviews;x=1",
)


def strays(count: int, world: World, base: str, chance: Random) -> list[Shot]:
    """So many of them, signed as HR operations."""
    headers = {"Authorization": f"Bearer {world.tokens['hrops']}"}
    made = []
    for _ in range(count):
        known = chance.random() < 0.6
        method = chance.choice(_METHODS) if known else chance.choice(("POST", *_METHODS))
        path = chance.choice(_PATHS if known else (*_ABSENT, "/" + quote(chance.choice(TEXTS)[:300], errors="replace")))
        url = f"{base}/api/v1{path.replace('{id}', chance.choice(world.interviews))}"
        made.append(Shot("(no operation)", method, url, headers, b""))
    return made
