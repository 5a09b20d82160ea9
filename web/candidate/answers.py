"""What a script gets from the candidate's page instead of HTML: the interview as its candidate may see it, a command's result."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.problems import answer
from domain.catalogue import CATALOGUE
from domain.requests import RequestKind, RequestState
from domain.terms import Locale, Stage
from web.candidate.pages import Filled, Opened, contact
from web.candidate.receiving import NoPage
from web.candidate.words import WORDS


class RequestView(BaseModel):
    """What the candidate asked for beside the interview's steps, and what came of it; `note` is the answer."""

    kind: RequestKind
    state: RequestState
    at: datetime
    due_at: datetime
    note: str


class PageView(BaseModel):
    """One interview as its candidate sees it; instants are UTC. `actions` are those that make sense now; `late` tells that
    less than `notice_hours` are left (R6). A waiting wish to move is answered by `answer_by`, or HR operations looks after it;
    `next_free` are the first times that may be picked freely."""

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
    answer_by: datetime | None
    next_free: list[datetime]
    may_ask_for_person: bool
    requests: list[RequestView]


class RequestResult(BaseModel):
    """What a request beside the interview's steps came to."""

    kind: RequestKind
    result: str


class SurveyView(BaseModel):
    """What a link opens that is for the survey alone."""

    open: bool
    answered: bool


class PageResult(BaseModel):
    """What a command came to, as the API words it; `page` is where the interview is found from now on: a move gives it a new link."""

    id: UUID
    result: str
    stage: Stage
    revision: int
    starts_at: datetime
    page: str


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
        answer_by=now.answer_by,
        next_free=opened.free.next(now.at) if "reschedule" in now.may else [],
        may_ask_for_person=now.human and opened.may_ask(RequestKind.HUMAN_INTERVIEW),
        requests=requests_view(opened),
    )


def requests_view(opened: Opened) -> list[RequestView]:
    """The latest request of each kind."""
    return [RequestView.model_validate(row, from_attributes=True) for row in opened.requests.values()]


def survey_view(opened: Opened) -> SurveyView:
    """Whether the survey can be answered, and was."""
    return SurveyView(open="survey" in opened.now.may, answered=opened.now.seen.surveyed)


def rejected(filled: Filled, status: int) -> JSONResponse:
    """The problem document of a form whose fields will not do."""
    first = filled.wrong[0]
    errors = [{"field": item.field, "rule": item.rule, "detail": item.detail} for item in filled.wrong]
    advice: dict[str, Any] = {"suggestion": first.suggestion} if first.suggestion is not None else {}
    return answer(status, first.rule, f"{first.field}：{first.detail}", errors=errors, **advice)


def message(none: NoPage) -> JSONResponse:
    """The problem document of a request that gets no page, in both languages, and whom to turn to as far as that is known."""
    both = " / ".join(WORDS[locale][f"page.{none.rule}"] for locale in (Locale.ZH, Locale.EN))
    company = contact(none.link.seen, Locale.ZH) if none.link is not None else None
    headers = {"Retry-After": str(none.retry_after)} if none.retry_after is not None else None
    extra: dict[str, Any] = {"contact": company._asdict()} if company is not None else {}
    return answer(none.status, none.rule, both, headers, **extra)
