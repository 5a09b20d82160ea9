"""What a script gets from the candidate's page instead of HTML: the interview as its candidate may see it, a command's result."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from domain.catalogue import CATALOGUE
from domain.terms import Locale, Stage
from web.candidate.pages import Filled, Opened
from web.candidate.words import WORDS

OFF_HOURS = "outside-working-hours"
PROBLEM = "application/problem+json"


class PageView(BaseModel):
    """One interview as its candidate sees it; instants are UTC. `actions` are those that make sense now; `late` tells that
    less than `notice_hours` are left (R6)."""

    id: UUID
    revision: int
    stage: Stage
    status: str
    company: str
    position: str
    starts_at: datetime
    duration_minutes: int
    timezone: str
    join_url: str
    reason: str | None
    notice_hours: int
    late: bool
    actions: list[str]
    options: list[datetime]
    picked: datetime | None
    choose_until: datetime | None
    warnings: list[str]


class PageResult(BaseModel):
    """What a command came to, as the API words it; `page` is where the interview is found from now on: a move gives it a new link."""

    id: UUID
    result: str
    stage: Stage
    revision: int
    starts_at: datetime
    page: str
    warnings: list[str]


def page_view(opened: Opened) -> PageView:
    """The page's content without its words."""
    now, seen = opened.now, opened.now.seen
    return PageView(
        id=seen.id,
        revision=seen.revision,
        stage=Stage(seen.stage),
        status=now.status,
        company=seen.company if opened.locale is Locale.ZH else seen.company_en or seen.company,
        position=seen.position,
        starts_at=seen.starts_at,
        duration_minutes=seen.minutes,
        timezone=seen.timezone,
        join_url=seen.join_url if now.live else "",
        reason=CATALOGUE[seen.reason_code].candidate.of(opened.locale) if seen.reason_code else None,
        notice_hours=now.policy.notice_hours,
        late=now.late,
        actions=list(now.may),
        options=list(now.options),
        picked=now.picked,
        choose_until=now.window_until,
        warnings=[OFF_HOURS] if opened.off_hours else [],
    )


def rejected(filled: Filled, status: int) -> JSONResponse:
    """The problem document of a form whose fields will not do."""
    first = filled.wrong[0]
    errors = [{"field": item.field, "rule": item.rule, "detail": item.detail} for item in filled.wrong]
    advice = {"suggestion": first.suggestion} if first.suggestion is not None else {}
    return problem(status, first.rule, f"{first.field}：{first.detail}", errors=errors, **advice)


def message(rule: str, status: int) -> JSONResponse:
    """The problem document of a request that gets no page, in both languages."""
    both = " / ".join(WORDS[locale][f"page.{rule}"] for locale in (Locale.ZH, Locale.EN))
    return problem(status, rule, both)


def problem(status: int, rule: str, detail: str, **extra: Any) -> JSONResponse:
    """A refusal in the API's own form (RFC 9457): the type names the rule."""
    body = {"type": f"urn:mianyue:rule:{rule}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body | extra, status, media_type=PROBLEM)
