"""Errors as RFC 9457 problem+json: the type names the rule, errors name the fields; bad input never becomes a 500."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from db.intake import KeyReused
from db.people import PolicyUnreadable
from domain.contact import BadContact
from domain.refusals import REFUSALS, Refused
from starter import Ended, Unanswered

_log = structlog.get_logger()
MEDIA = "application/problem+json"
_MOST_ERRORS = 50
# Rules of the framework's own refusals whose phrase says less, or differs between Python versions.
_RULES = {400: "unreadable-body", 404: "no-such-path", 413: "body-too-large"}
_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "2"}}
# What the framework says in English only, by its rule; our own rules bring both languages.
_CHINESE = {
    "missing": "必填",
    "extra_forbidden": "没有该字段",
    "enum": "不是可选的值",
    "literal_error": "不是可选的值",
    "timezone_aware": "须带时区偏移，例如 2026-11-30T10:00:00+08:00",
    "datetime_from_date_parsing": "无法识别的时间",
    "datetime_parsing": "无法识别的时间",
    "uuid_parsing": "不是有效的编号",
    "int_parsing": "须为整数",
    "int_type": "须为整数",
    "string_type": "须为文本",
    "bool_type": "须为 true 或 false",
    "string_too_long": "过长",
    "string_too_short": "过短",
    "too_long": "过长",
    "too_short": "过短",
    "float_parsing": "须为数字",
    "float_type": "须为数字",
    "greater_than": "须大于允许的最小值",
    "date_parsing": "无法识别的日期",
    "date_from_datetime_parsing": "无法识别的日期",
    "greater_than_equal": "小于允许的最小值",
    "less_than_equal": "大于允许的最大值",
    "json_invalid": "不是有效的 JSON",
}
# Where its own English speaks of items, and means signs.
_ENGLISH = {"too_long": "too long", "too_short": "too short"}
_AGAIN = "暂未得到确认，请用同一 Idempotency-Key 重试 / not confirmed yet: repeat with the same Idempotency-Key"


class Problem(Exception):
    """An answer "no" to a request: HTTP status, rule, sentence (zh / en), and what else helps."""

    def __init__(self, status: int, rule: str, detail: str, **extra: Any) -> None:
        super().__init__(rule)
        self.status, self.rule, self.detail, self.extra = status, rule, detail, extra


def answer(status: int, rule: str, detail: str, headers: dict[str, str] | None = None, **extra: Any) -> JSONResponse:
    """The problem document of a rule."""
    body = {"type": f"urn:mianyue:rule:{rule}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body | extra, status, headers, MEDIA)


def install(app: FastAPI) -> None:
    """Register every handler that turns an exception into a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BadContact, _bad_contact)
    app.add_exception_handler(KeyReused, _key_reused)
    app.add_exception_handler(Ended, _ended)
    app.add_exception_handler(Unanswered, _unanswered)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(OperationalError, _unanswered)
    app.add_exception_handler(PoolTimeout, _unanswered)
    app.add_exception_handler(PolicyUnreadable, _policy_unreadable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _hung_up)


def invalid(field: str, rule: str, detail: str) -> Problem:
    """The problem of one field that only the handler could judge."""
    return Problem(
        422, "invalid-field", f"{field}: {detail}", errors=[{"field": field, "rule": rule, "detail": detail}]
    )


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    headers = _HEADERS.get(error.status)
    return answer(error.status, error.rule, error.detail, headers, **error.extra)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return answer(REFUSALS[error.rule][0], error.rule, str(error))


async def _bad_contact(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BadContact)
    detail = f"{error.message_zh} / {error.message_en}"
    return answer(422, error.rule, detail, errors=[{"field": error.field, "rule": error.rule, "detail": detail}])


async def _key_reused(request: Request, error: Exception) -> JSONResponse:
    detail = "该 Idempotency-Key 已用于另一请求 / this Idempotency-Key was used for a different request"
    return answer(422, "idempotency-key-reused", detail)


async def _ended(request: Request, error: Exception) -> JSONResponse:
    return answer(409, "interview-closed", str(Refused("interview-closed")))


def not_confirmed() -> JSONResponse:
    """503: no answer in time; the request may still be carried out."""
    return answer(503, "no-answer-yet", _AGAIN, _HEADERS[503])


async def _unanswered(request: Request, error: Exception) -> JSONResponse:
    return not_confirmed()


async def _unstorable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DataError)
    # No field's own rule caught it: where it was ours and not the sender's, this line tells.
    _log.warning("data refused by the database", path=getattr(request.scope.get("route"), "path", ""))
    detail = "含有无法保存的字符或数字 / holds a character or a number that cannot be stored"
    return answer(422, "unstorable", detail)


async def _policy_unreadable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PolicyUnreadable)
    return answer(503, "policy-unreadable", policy_mistaken(error), {"Retry-After": "60"})


def policy_mistaken(error: PolicyUnreadable) -> str:
    """The sentence about it (zh / en), which names no field; the log does."""
    _log.error("policy unreadable", organisation=error.organisation, wrong=str(error.__cause__).splitlines()[0])
    return (
        "该组织的策略有误，请联系管理员修正 / this organisation's policy is mistaken: an administrator has to mend it"
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    rule = _RULES.get(error.status_code) or HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return answer(error.status_code, rule, str(error.detail), dict(error.headers or {}))


async def _hung_up(request: Request, error: Exception) -> JSONResponse:
    """Whoever asked has gone before all of the question had come: nobody reads this, and nothing was done."""
    return answer(400, "unreadable-body", "请求未发送完整 / the request was cut off")


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [field_error(item) for item in error.errors()[:_MOST_ERRORS]]
    told = "; ".join(f"{e['field']}: {e['detail']}" for e in errors[:5])
    return answer(422, "invalid-field", told, errors=errors)


def field_error(item: dict[str, Any]) -> dict[str, str]:
    """Field, rule and sentence of one validation error; never the value, which may be personal."""
    field = "body" if item["type"] == "json_invalid" else _path(item["loc"])
    zh, en = _CHINESE.get(item["type"]), _ENGLISH.get(item["type"], str(item["msg"]))
    return {"field": field, "rule": str(item["type"]), "detail": f"{zh} / {en}" if zh else en}


def _path(place: Sequence[Any]) -> str:
    """The field's place; a sender's own field name is cut short, and shown only as far as text can carry it."""
    parts = [str(part)[:80].encode("utf-8", "replace").decode() for part in place[1:]]
    return ".".join(parts) or str(place[0])
