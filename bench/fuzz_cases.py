"""What the fuzz sends: cases that schemathesis generates for an operation, aimed at things that exist and twisted by hostile values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.core.result import Ok

from bench.fuzz_bodies import JSON, twisted
from bench.fuzz_hostile import VALUES
from bench.fuzz_shot import Shot

Operation = APIOperation[Any, Any, Any, Any]
_COMPUTED = ("Content-Length", "Transfer-Encoding")  # the sender sees to them
_KEYS = ("k1", "k2", "k3", "x" * 200, "x" * 201, "é", "a b", "")
_ACCEPTS = ("text/csv", "text/csv;q=0.1, */*", "application/json", "*/*;q=x", "text/html", "x" * 1001, "é", ",;,")
_ODD_CREDENTIALS = ("Bearer", "Bearer ", "Basic aHJvcHM6aHJvcHM=", "Bearer é", "Bearer a b", "bearer \x7f", "x" * 8000)
_QUERY_BYTES = (
    "q=%00",
    "q=%ff%fe",
    "limit=%EF%BC%91",
    "limit=1&limit=2",
    "cursor=%",
    "=&&&=",
    "from=2026-11-30T10:00:00+08:00",
)


@dataclass
class World:
    """What exists in the fuzzed system, so that cases reach past "no such thing"; `tokens` are API tokens by login."""

    tokens: dict[str, str]
    interviews: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt(Shot):
    """A request made of a generated case, and who makes it."""

    case: Case[Any]
    who: str


def operations(schema: BaseSchema) -> Iterator[Operation]:
    """Those of the OpenAPI document; one that is not valid ends it."""
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def attempts(operation: Operation, count: int, world: World, base: str, number: int) -> list[Attempt]:
    """So many requests to one operation; the same number (the seed) and world give the same ones."""
    chance = Random(f"{number} {operation.label}")
    cases = _cases(operation, count, chance.randrange(2**32))
    return [_attempt(case, world, base, chance) for case in cases]


def _cases(operation: Operation, count: int, number: int) -> list[Case[Any]]:
    """Half of them as the schema wants them, half not; where few different ones exist, they repeat."""
    found = _generated(operation, GenerationMode.POSITIVE, (count + 1) // 2, number)
    found += _generated(operation, GenerationMode.NEGATIVE, count - len(found), number)
    return [found[at % len(found)] for at in range(count)]


def _generated(operation: Operation, mode: GenerationMode, count: int, number: int) -> list[Case[Any]]:
    found: list[Case[Any]] = []

    @seed(number)
    @settings(
        max_examples=max(count, 1),
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case[Any]) -> None:
        found.append(case)

    try:
        collect()
    except Unsatisfiable:  # nothing about this operation can be wrong
        return []
    return found[:count]


def _attempt(case: Case[Any], world: World, base: str, chance: Random) -> Attempt:
    _aim(case, world, chance)
    if case.path in world.cursors and chance.random() < 0.15:
        case.query = {"limit": chance.randrange(1, 5), "cursor": _cursor(world.cursors[case.path], chance)}
    elif case.query and chance.random() < 0.3:
        case.query = {**case.query, chance.choice(sorted(case.query)): _in_url(chance.choice(VALUES))}
    wanted = case.as_transport_kwargs(base_url=base)
    prepared = requests.Request(**wanted).prepare()
    headers = {name: _text(value) for name, value in prepared.headers.items() if name not in _COMPUTED}
    url, content = str(prepared.url), _body(prepared)
    if case.method == "GET" and chance.random() < 0.1:
        url += ("&" if "?" in url else "?") + chance.choice(_QUERY_BYTES)
    if case.method in ("POST", "PATCH"):
        content = twisted(case, headers, content, chance)
    who = _signed(headers, world, chance)
    _odd_headers(case, headers, chance)
    return Attempt(case.operation.label, case.method, url, headers, content, case, who)


def _aim(case: Case[Any], world: World, chance: Random) -> None:
    """Most path parameters name something that exists."""
    known = {"id": world.messages if "/inbox" in case.path else world.interviews, "token": world.links}
    known |= {"organisation": world.organisations, "login": world.users}
    for name in case.path_parameters or {}:
        if known.get(name) and chance.random() < 0.85:
            # The newest: the older ones are cancelled by now.
            case.path_parameters = {**case.path_parameters, name: chance.choice(known[name][-10:])}


def _signed(headers: dict[str, str], world: World, chance: Random) -> str:
    """Mostly HR operations, who see everything; also a recruiter, nobody, and tokens that are none."""
    headers.pop("Authorization", None)
    who = chance.choices(("hrops", "zhangsan", "nobody", "broken", "odd"), (62, 20, 6, 6, 6))[0]
    if who in world.tokens:
        headers["Authorization"] = f"Bearer {world.tokens[who]}"
    elif who == "broken":
        headers["Authorization"] = f"Bearer {world.tokens['hrops'][:-1]}{chance.choice('~!.')}"
    elif who == "odd":
        headers["Authorization"] = chance.choice(_ODD_CREDENTIALS)
    return who


def _odd_headers(case: Case[Any], headers: dict[str, str], chance: Random) -> None:
    if case.method == "POST" and chance.random() < 0.2:
        headers["Idempotency-Key"] = chance.choice(_KEYS)
    if case.method == "GET" and chance.random() < 0.2:
        headers["Accept"] = chance.choice(_ACCEPTS)
    if case.path.startswith("/c/") and chance.random() < 0.4:
        headers["Accept"] = chance.choice((JSON, "text/html", *_ACCEPTS))


def _cursor(given: str, chance: Random) -> str:
    """One that a list gave out, sometimes with a sign changed."""
    at = chance.randrange(len(given))
    return given if chance.random() < 0.5 else given[:at] + chance.choice("A-_ é") + given[at + 1 :]


def _in_url(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()[:2000]


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _body(prepared: requests.PreparedRequest) -> bytes:
    body = prepared.body or b""
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
