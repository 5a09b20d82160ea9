"""Contents that a schema alone does not lead to: sensible requests with some values gone bad, and what is no request at all."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import requests
from schemathesis import Case

from bench.fuzz_hostile import BODIES, FORMULAS, TEXTS, VALUES

JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_ROSTER = "候选人姓名,手机,邮箱,岗位,面试时间,时长,语言,时区"
_ALSO = ("remark", "justification", "offer_reschedule", "dry_run", "reason_code", "recruiter", "extra")


def twisted(case: Case[Any], headers: dict[str, str], content: bytes, chance: Random) -> bytes:
    """The content to send in place of the generated one, or that one; sets its Content-Type."""
    if chance.random() < 0.05:
        headers.setdefault("Content-Type", JSON)
        return chance.choice(BODIES)
    if case.path.endswith("/imports") and chance.random() < 0.6:
        headers["Content-Type"] = "text/csv"
        return _roster(chance)
    if case.path.startswith("/c/") and chance.random() < 0.7:
        headers["Content-Type"] = chance.choice((_FORM, _FORM, JSON))
        return _form(chance, headers["Content-Type"] == JSON)
    good = _examples_of(case)
    if not good or chance.random() < 0.3:
        return content
    headers["Content-Type"] = JSON
    body = copy.deepcopy(chance.choice(good))
    _refresh(body, chance)
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        _spoil(body, case.body, chance)
    return json.dumps(body).encode()


def _examples_of(case: Case[Any]) -> list[Any]:
    """The examples that the operation's JSON body is documented with."""
    whole = case.operation.schema.raw_schema
    described = whole["paths"][case.path][case.method.lower()]
    content = described.get("requestBody", {}).get("content", {}).get(JSON, {})
    return list(_examples(content.get("schema"), whole))


def _examples(part: Any, whole: Any) -> Iterator[Any]:
    if not isinstance(part, dict):
        return
    if "$ref" in part:
        yield from _examples(whole["components"]["schemas"][part["$ref"].rpartition("/")[2]], whole)
    yield from part.get("examples", ())
    for one in part.get("anyOf", ()):
        yield from _examples(one, whole)


def _refresh(body: Any, chance: Random) -> None:
    """Instants of an example become ones that can still be booked; a channel that the candidate lacks is not insisted on."""
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=chance.randrange(1, 24 * 20))
    if "starts_at" in body:
        body["starts_at"] = at.isoformat()
    if "options" in body:
        body["options"] = [at.isoformat(), (at + timedelta(hours=30)).isoformat()]
    if "channels" in body and chance.random() < 0.7:
        del body["channels"]


def _spoil(body: Any, generated: Any, chance: Random) -> None:
    """One field of the body gets a hostile value, or the one that was generated for it."""
    target = chance.choice([body, *(part for part in body.values() if isinstance(part, dict))])
    name = chance.choice((*target, *_ALSO))
    if isinstance(generated, dict) and name in generated and chance.random() < 0.4:
        target[name] = generated[name]
    else:
        target[name] = chance.choice(VALUES)


def _roster(chance: Random) -> bytes:
    """A csv of a few rows, good ones and hostile ones."""
    at = (datetime.now(UTC) + timedelta(days=chance.randrange(1, 20))).strftime("%Y-%m-%d %H:%M")
    rows = [_ROSTER]
    for _ in range(chance.randrange(3)):
        phone = f"139{chance.randrange(10**8):08}"
        cells = ["王明", phone, "", chance.choice(FORMULAS), at, "45", "zh-CN", "Asia/Shanghai"]
        if chance.random() < 0.5:
            cells[chance.randrange(len(cells))] = chance.choice(TEXTS)
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\n".join(rows).encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace")


def _form(chance: Random, as_json: bool) -> bytes:
    """A candidate's form, as it should be or with one or two fields gone bad."""
    at = (datetime.now(UTC) + timedelta(days=chance.randrange(1, 20))).isoformat()
    form: dict[str, Any] = {
        "action": chance.choice(("confirm", "cancel", "reschedule", "survey")),
        "reason_code": "C_SCHEDULE",
        "starts_at": chance.choice(("any", "free", at)),
        "timeliness": "5",
        "handling": "4",
    }
    for _ in range(chance.randrange(3)):
        name = chance.choice((*form, "reason_detail", "comment", "date", "time", "form", "x" * 300))
        form[name] = chance.choice(VALUES if as_json else TEXTS)
    return json.dumps(form).encode() if as_json else urlencoded(form)


def urlencoded(fields: dict[str, str]) -> bytes:
    """The fields of a form; half characters are sent as the bytes they would be."""
    raw = {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
    return str(requests.Request("POST", "http://x", data=raw).prepare().body or "").encode()
