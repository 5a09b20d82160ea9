"""What the fuzz sends: cases that schemathesis generates for an operation, aimed at things that exist and twisted by hostile values."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode

from bench.fuzz_hostile import BODIES, FORMULAS, TEXTS, VALUES
from bench.fuzz_shot import Shot

JSON = "application/json"
ROSTER = "候选人姓名,手机,邮箱,岗位,面试时间,时长,语言,时区"
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


@dataclass(frozen=True)
class Attempt(Shot):
    """A request made of a generated case, and who makes it."""

    case: Case
    who: str


def attempts(operation: APIOperation, count: int, world: World, base: str, number: int) -> list[Attempt]:
    """So many requests to one operation; the same number (the seed) and world give the same ones."""
    chance = Random(f"{number} {operation.label}")
    cases = _cases(operation, count, chance.randrange(2**32))
    return [_attempt(case, world, base, chance) for case in cases]


def _cases(operation: APIOperation, count: int, number: int) -> list[Case]:
    """Half of them as the schema wants them, half not; where few different ones exist, they repeat."""
    found = _generated(operation, GenerationMode.POSITIVE, (count + 1) // 2, number)
    found += _generated(operation, GenerationMode.NEGATIVE, count - len(found), number)
    return [found[at % len(found)] for at in range(count)]


def _generated(operation: APIOperation, mode: GenerationMode, count: int, number: int) -> list[Case]:
    found: list[Case] = []

    @seed(number)
    @settings(
        max_examples=max(count, 1),
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        found.append(case)

    try:
        collect()
    except Unsatisfiable:  # nothing about this operation can be wrong
        return []
    return found[:count]


def _attempt(case: Case, world: World, base: str, chance: Random) -> Attempt:
    _aim(case, world, chance)
    if case.query and chance.random() < 0.3:
        case.query = {**case.query, chance.choice(sorted(case.query)): _in_url(chance.choice(VALUES))}
    wanted = case.as_transport_kwargs(base_url=base)
    prepared = requests.Request(**wanted).prepare()
    headers = {name: _text(value) for name, value in prepared.headers.items() if name not in _COMPUTED}
    url, content = str(prepared.url), _body(prepared)
    if case.method == "GET" and chance.random() < 0.1:
        url += ("&" if "?" in url else "?") + chance.choice(_QUERY_BYTES)
    if case.method == "POST":
        content = _twisted(case, headers, content, chance)
    who = _signed(headers, world, chance)
    _odd_headers(case, headers, chance)
    return Attempt(case.operation.label, case.method, url, headers, content, case, who)


def _aim(case: Case, world: World, chance: Random) -> None:
    """Most path parameters name something that exists."""
    known = {"id": world.messages if "/inbox" in case.path else world.interviews, "token": world.links}
    for name in case.path_parameters or {}:
        if known.get(name) and chance.random() < 0.85:
            # Mostly the newest: the older ones are cancelled by now.
            case.path_parameters = {**case.path_parameters, name: chance.choice(known[name][-12:])}


def _twisted(case: Case, headers: dict[str, str], content: bytes, chance: Random) -> bytes:
    """The generated content, or a sensible one with some values gone bad, or one that is no request at all."""
    if chance.random() < 0.05:
        headers.setdefault("Content-Type", JSON)
        return chance.choice(BODIES)
    if case.path.endswith("/imports") and chance.random() < 0.6:
        headers["Content-Type"] = "text/csv"
        return _roster(chance)
    if case.path.startswith("/c/") and chance.random() < 0.6:
        headers["Content-Type"] = chance.choice(("application/x-www-form-urlencoded", JSON))
        return _form(chance, headers["Content-Type"])
    good = _example(case)
    if good is None or chance.random() < 0.4:
        return content
    headers["Content-Type"] = JSON
    body = copy.deepcopy(chance.choice(good))
    _refresh(body, chance)
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        _spoil(body, case.body, chance)
    return json.dumps(body).encode()


def _example(case: Case) -> list[Any] | None:
    """The examples that the operation's JSON body is documented with."""
    body = case.operation.get_body_for_media_type(JSON)
    found = list(_examples(body.definition, case.operation.schema.raw_schema)) if body is not None else []
    return found or None


def _examples(part: Any, whole: Any) -> Iterator[Any]:
    if not isinstance(part, dict):
        return
    if "$ref" in part:
        yield from _examples(whole["components"]["schemas"].get(part["$ref"].rpartition("/")[2]), whole)
    elif "examples" in part:
        yield from part["examples"]
    else:
        for inner in (part.get("schema"), *part.get("anyOf", ())):
            yield from _examples(inner, whole)


def _refresh(body: Any, chance: Random) -> None:
    """Instants of an example become ones that can still be booked, the reason one that fits many."""
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=chance.randrange(1, 24 * 20))
    for name in ("starts_at", "options"):
        if name in body:
            body[name] = (
                [at.isoformat(), (at + timedelta(hours=30)).isoformat()] if name == "options" else at.isoformat()
            )
    if "channels" in body and chance.random() < 0.7:
        del body["channels"]


def _spoil(body: Any, generated: Any, chance: Random) -> None:
    """One field of the body gets a hostile value, or the one that was generated for it."""
    inner = [body, *(part for part in body.values() if isinstance(part, dict))]
    target = chance.choice(inner)
    names = [*target, "remark", "justification", "offer_reschedule", "dry_run", "reason_code", "recruiter", "extra"]
    name = chance.choice(names)
    if isinstance(generated, dict) and name in generated and chance.random() < 0.4:
        target[name] = generated[name]
    else:
        target[name] = chance.choice(VALUES)


def _roster(chance: Random) -> bytes:
    """A csv of a few rows, good ones and hostile ones."""
    at = (datetime.now(UTC) + timedelta(days=chance.randrange(1, 20))).strftime("%Y-%m-%d %H:%M")
    rows = [ROSTER]
    for _ in range(chance.randrange(3)):
        cells = [
            "王明",
            f"139{chance.randrange(10**8):08}",
            "",
            chance.choice(FORMULAS),
            at,
            "45",
            "zh-CN",
            "Asia/Shanghai",
        ]
        if chance.random() < 0.7:
            cells[chance.randrange(len(cells))] = chance.choice(TEXTS)
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\n".join(rows).encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace")


def _form(chance: Random, kind: str) -> bytes:
    """A candidate's form with one or two fields gone bad."""
    at = (datetime.now(UTC) + timedelta(days=chance.randrange(1, 20))).isoformat()
    form: dict[str, Any] = {"action": chance.choice(("confirm", "cancel", "reschedule", "survey"))}
    form |= {
        "reason_code": "C_SCHEDULE",
        "starts_at": chance.choice(("any", "free", at)),
        "timeliness": "5",
        "handling": "4",
    }
    for _ in range(chance.randrange(3)):
        name = chance.choice((*form, "reason_detail", "comment", "date", "time", "form", "x" * 300))
        form[name] = chance.choice(VALUES if kind == JSON else TEXTS)
    if kind == JSON:
        return json.dumps(form).encode()
    return requests.models.RequestEncodingMixin._encode_params(  # type: ignore[attr-defined]
        {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}
    ).encode()


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


def _odd_headers(case: Case, headers: dict[str, str], chance: Random) -> None:
    if case.method == "POST" and chance.random() < 0.2:
        headers["Idempotency-Key"] = chance.choice(_KEYS)
    if case.method == "GET" and chance.random() < 0.2:
        headers["Accept"] = chance.choice(_ACCEPTS)
    if case.path.startswith("/c/") and chance.random() < 0.4:
        headers["Accept"] = chance.choice((JSON, "text/html", *_ACCEPTS))


def _in_url(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()[:2000]


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _body(prepared: requests.PreparedRequest) -> bytes:
    body = prepared.body or b""
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
