"""What /openapi.json says about refusals: the problem document's schema and the statuses each kind of route can answer."""

from collections.abc import Iterable
from typing import Any, Literal

from api.problems import MEDIA

Responses = dict[int | str, dict[str, Any]]

_MEANINGS = {
    400: "正文无法解析 / the body is not readable JSON, multipart or UTF-8",
    401: "缺少令牌，或令牌无效、已过期 / no bearer token, or an unknown or expired one",
    403: "无权进行此操作 / not allowed for your role",
    404: "不存在，或您无权查看 / absent, or not among what you may see",
    409: "与面试当前状态冲突，type 指明规则 / the interview's state does not allow it; `type` names the rule",
    413: "正文过大 / the body is over the limit",
    422: "字段有误，errors 逐一指明 / wrong fields, each named in `errors`; for a reason also `suggestion`",
    503: "暂未得到确认，请用同一 Idempotency-Key 重试 / not confirmed yet: repeat with the same Idempotency-Key",
}

_FIELD_ERROR = {
    "type": "object",
    "required": ["field", "rule", "detail"],
    "properties": {"field": {"type": "string"}, "rule": {"type": "string"}, "detail": {"type": "string"}},
}

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:mianyue:rule:<rule>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "zh / en"},
        "errors": {"type": "array", "items": _FIELD_ERROR},
        "suggestion": {"type": "string", "description": "R7: what to write instead"},
    },
}

_EXAMPLES = {
    401: ("token-required", "Unauthorized", "缺少令牌 / a bearer token is required"),
    404: ("interview-not-found", "Not Found", "没有该面试 / no such interview among those you may see"),
    409: ("interview-cancelled", "Conflict", "该面试已取消 / the interview is cancelled"),
    422: ("invalid-field", "Unprocessable Entity", "duration_minutes: Input should be greater than or equal to 5"),
    503: ("no-answer-yet", "Service Unavailable", _MEANINGS[503]),
}


def refusals(statuses: Iterable[int]) -> Responses:
    """The `responses` of routes that can refuse with these statuses."""
    return {status: {"description": _MEANINGS[status], "content": {MEDIA: _media(status)}} for status in statuses}


def _media(status: int) -> dict[str, Any]:
    if status not in _EXAMPLES:
        return {"schema": _PROBLEM}
    rule, title, detail = _EXAMPLES[status]
    return {
        "schema": _PROBLEM,
        "example": {"type": f"urn:mianyue:rule:{rule}", "title": title, "status": status, "detail": detail},
    }


def hook(kind: Literal["x-www-form-urlencoded", "json"]) -> dict[str, Any]:
    """What a provider's route documents: the signed body, read as it came, and its refusals."""
    described = {
        400: "已签名，但内容不是回执 / signed, but no receipt",
        403: "签名缺失、无效或过期 / no valid signature",
    }
    described |= {413: _MEANINGS[413], 503: "暂时无法记录，请重发 / cannot be recorded now: send it again"}
    told = {204: {"description": "已记录，或已知、无关 / recorded, known already, or not of ours"}}
    answers = {
        status: {"description": text, "content": {MEDIA: {"schema": _PROBLEM}}} for status, text in described.items()
    }
    content = {f"application/{kind}": {"schema": _SIGNED[kind]}}
    return {"responses": told | answers, "openapi_extra": {"requestBody": {"required": True, "content": content}}}


_SIGNED = {
    "x-www-form-urlencoded": {
        "type": "object",
        "required": ["AccountSid", "MessageSid", "MessageStatus"],
        "properties": {name: {"type": "string"} for name in ("AccountSid", "MessageSid", "MessageStatus", "ErrorCode")},
    },
    "json": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "op_id": {
                    "type": "string",
                    "format": "uuid",
                    "description": "our notice; another sender's event has none",
                },
                "sg_event_id": {"type": "string"},
                "sg_message_id": {"type": "string"},
                "event": {"type": "string"},
                "timestamp": {"type": "integer"},
            },
        },
    },
}

DOCUMENTED = refusals((400, 401, 403, 404, 409, 413, 422, 503))
READING = refusals((401, 404, 422, 503))
