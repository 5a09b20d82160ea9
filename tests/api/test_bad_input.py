"""Whatever is sent, the answer is a problem that names what is wrong; never an error of the server."""

import json
import random
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.problems import MEDIA
from tests.api.desk import Desk, Json, wish
from web.app import app

HUGE = 10**30
STRANGE: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    HUGE,
    float("nan"),
    float("inf"),
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u200b\ufeff",
    "𠮷" * 50,
    "x" * 5000,
    "'; DROP TABLE interviews; --",
    "{link}",
    "%s%d{0}",
    [],
    [[]],
    ["x"] * 1000,
    {},
    {"a": {"b": 1}},
    "2026-13-45T99:99:99Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59",
    "-5",
    "1e400",
]


def refused(answer: httpx2.Response) -> Json:
    """The problem of an answer that refuses."""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == MEDIA
    body = dict(answer.json())
    assert body["type"].startswith("urn:mianyue:rule:")
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    assert "\x00" not in answer.text
    assert len(answer.content) < 20_000, "a refusal does not repeat what was sent"
    return body


async def raw(desk: Desk, content: bytes | AsyncIterator[bytes], kind: str = "application/json") -> httpx2.Response:
    return await desk.http.post("/api/v1/interviews", content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b'{"position": "\xff"}',
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b'{"duration_minutes": ' + b"9" * 5000 + b"}",
        b'{"duration_minutes": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"\\ud800": 1}',
        b'{"position": "\\ud800"}',
        b'{"candidate": {"\\u0000": 1}}',
        json.dumps({"x" * 500_000: 1}).encode(),
        json.dumps({f"x{n}": 1 for n in range(50_000)}).encode(),
    ],
    ids=range(19),
)
async def test_a_body_that_is_no_request_is_refused(zhangsan: Desk, content: bytes) -> None:
    refused(await raw(zhangsan, content))


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x/y; ="]
)
async def test_another_content_type_is_refused(zhangsan: Desk, kind: str) -> None:
    refused(await raw(zhangsan, json.dumps(wish()).encode(), kind))


async def test_a_body_over_a_megabyte_is_refused_whether_announced_or_not(zhangsan: Desk) -> None:
    body = json.dumps(wish(position="x" * 1_100_000)).encode()
    assert refused(await raw(zhangsan, body))["type"].endswith(":body-too-large")

    async def in_pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(body), 65_536):
            yield body[at : at + 65_536]

    assert refused(await raw(zhangsan, in_pieces()))["type"].endswith(":body-too-large")


async def test_a_text_of_nearly_a_megabyte_is_refused_quickly(zhangsan: Desk) -> None:
    answer = await zhangsan.post("/interviews", wish(position="x" * 1_000_000))
    assert refused(answer)["errors"][0]["field"] == "position"
    for path in ("/reasons/check", f"/interviews/{uuid4()}/cancel"):
        refused(
            await zhangsan.post(path, {"text": "因" * 300_000, "reason_detail": "因" * 300_000, "party": "company"})
        )


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        ("position", "后端\x00工程师", None),
        ("position", "后端\ud800", None),
        ("candidate.name", "王\x00明", None),
        ("candidate.name", "", None),
        ("candidate.phone", "12345", None),
        ("candidate.email", "not-an-address", None),
        ("candidate.locale", "fr", "enum"),
        ("duration_minutes", HUGE, None),
        ("duration_minutes", 0, "greater_than_equal"),
        ("starts_at", "2026-11-30T10:00:00", "timezone_aware"),
        ("starts_at", "9999-12-31T23:59:59-12:00", "out-of-calendar"),
        ("timezone", "Mars/Olympus", "unknown-zone"),
        ("timezone", "../../etc/passwd", "unknown-zone"),
        ("timezone", "\x00", None),
        ("join_url", "javascript:alert(1)", "join-url"),
        ("recruiter", "a b", "string_pattern_mismatch"),
        ("colour", "blue", "extra_forbidden"),
        ("candidate.age", 30, "extra_forbidden"),
    ],
)
async def test_a_wrong_field_is_named(zhangsan: Desk, place: str, value: Any, rule: str | None) -> None:
    body = wish()
    target = body["candidate"] if place.startswith("candidate.") else body
    target[place.rpartition(".")[2]] = value
    problem = refused(await raw(zhangsan, json.dumps(body).encode()))
    assert problem["type"] == "urn:mianyue:rule:invalid-field"
    assert [error["field"] for error in problem["errors"]] == [place]
    assert rule is None or problem["errors"][0]["rule"] == rule
    assert all(error["detail"] for error in problem["errors"])


@pytest.mark.parametrize("starts_at", ["2020-01-01T10:00:00Z", "2090-01-01T10:00:00Z"])
async def test_a_time_that_cannot_be_booked_is_refused(zhangsan: Desk, starts_at: str) -> None:
    assert refused(await zhangsan.post("/interviews", wish(starts_at=starts_at)))["status"] == 422


async def test_a_candidate_without_any_address_is_refused(zhangsan: Desk) -> None:
    body = wish(candidate={"phone": None, "email": None})
    assert refused(await zhangsan.post("/interviews", body))["errors"][0]["rule"] == "no-contact"


@pytest.mark.parametrize("id", ["x", "1", "%00", "..%2f..", "null", "ffffffff-ffff-ffff-ffff", "é", "9" * 2000])
async def test_an_id_that_is_none_is_refused(zhangsan: Desk, id: str) -> None:
    for path in ("", "/timeline", "/notices"):
        refused(await zhangsan.http.get(f"/api/v1/interviews/{id}{path}"))
    refused(await zhangsan.http.post(f"/api/v1/interviews/{id}/confirm"))
    refused(await zhangsan.http.post(f"/api/v1/inbox/{id}/read"))


def _bodies(seed: random.Random, schemas: Json) -> Callable[[Json], Any]:
    """Bodies in the shape of a schema with strange values in it."""

    def made(schema: Json, depth: int = 0) -> Any:
        if "examples" in schema and "properties" in schema and seed.random() < 0.6:
            good = seed.choice(schema["examples"])
            return good | {seed.choice(list(schema["properties"])): seed.choice(STRANGE)}
        if seed.random() < 0.25 or depth > 3:
            return seed.choice(STRANGE)
        if "$ref" in schema:
            return made(schemas[schema["$ref"].rpartition("/")[2]], depth)
        if "anyOf" in schema:
            return made(seed.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return seed.choice(schema["enum"])
        if "properties" in schema:
            kept = {name: part for name, part in schema["properties"].items() if seed.random() < 0.85}
            return {name: made(part, depth + 1) for name, part in kept.items()}
        if schema.get("type") == "array":
            return [made(schema["items"], depth + 1) for _ in range(seed.randrange(3))]
        return seed.choice(STRANGE)

    return made


async def test_strange_requests_to_every_route_are_never_errors_of_the_server(zhangsan: Desk) -> None:
    described = app.openapi()
    seed = random.Random(20261123)
    made = _bodies(seed, described["components"]["schemas"])
    known = await zhangsan.arrange()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if not path.startswith("/api/v1"):
                continue
            for _ in range(25):
                target = path.replace("{id}", seed.choice([known, known, str(uuid4()), "x"]))
                names = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
                query = {name: _in_url(seed.choice(STRANGE)) for name in names if seed.random() < 0.3}
                content = operation.get("requestBody", {}).get("content", {}).get("application/json")
                body = json.dumps(made(content["schema"])).encode() if content else b""
                headers = {"Content-Type": "application/json"} if content else {}
                answer = await zhangsan.http.request(method, target, params=query, content=body, headers=headers)
                assert answer.status_code < 500, (method, target, query, body, answer.text)
                if answer.status_code >= 400:
                    refused(answer)
                    assert str(answer.status_code) in operation["responses"], (method, path, answer.status_code)


def _in_url(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()[:2000]


@pytest.mark.parametrize("path", ["/kpi/rows?of=cancelled&", "/cancellations?", "/cancellations?format=csv&"])
async def test_a_reason_code_that_nobody_could_store_is_refused_by_name(zhangsan: Desk, path: str) -> None:
    for code in ("%00", "x" * 33, "%E5%9B%A0"):
        assert [error["field"] for error in refused(await zhangsan.get(f"{path}code={code}"))["errors"]] == ["code"]


async def test_a_nul_in_an_address_is_refused_or_finds_nothing(hrops: Desk) -> None:
    answers = {}
    for path, operations in app.openapi()["paths"].items():
        for part in operations.get("get", {}).get("parameters", []):
            if part["in"] in ("path", "query") and path.startswith("/api/v1"):
                place = path.replace("{" + part["name"] + "}", "%00") + f"?{part['name']}=%00"
                answers[place] = (await hrops.get(place.removeprefix("/api/v1"))).status_code
    assert len(answers) > 50
    assert {place: status for place, status in answers.items() if status >= 500} == {}
