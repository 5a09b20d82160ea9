"""GET /alerts and what people do with one (R13): the recruiter reads and comments, the manager decides; nothing happens by itself."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.bodies import Body
from api.context import App, Caller, Connected, managers, now
from api.cursors import Page, after_moment, moment_of
from api.documented import DOCUMENTED
from api.fields import Login, Words
from api.findings import Sentence
from api.params import Paged
from api.problems import Problem
from db import alerting
from db.alerting import AlertFilter
from db.people import User
from domain.alert_words import basis, sentence
from domain.alerting import Judged, Level
from domain.following import Next
from domain.proportions import Share
from domain.terms import Locale

router = APIRouter(prefix="/api/v1/alerts", tags=["appraisal"], responses=DOCUMENTED)
_LIST = "alerts"


class ReviewDecision(StrEnum):
    """What a review came to; a record for people. Pay, ranking and employment are decided elsewhere, or not at all."""

    NO_ISSUE = "no_issue"
    EXPLAINED = "explained"
    COACHING = "coaching"
    PROCESS_CHANGE = "process_change"
    DATA_ERROR = "data_error"


class AlertsQuery(Paged):
    """`reviews`: only those that became a review task; `open`: only reviews that wait for a decision."""

    recruiter: Login | None = None
    reviews: bool = False
    open: bool = False


class ReviewView(BaseModel):
    """The manager's task."""

    opened_at: datetime
    comment: str = Field(description="the recruiter's own words")
    commented_at: datetime | None
    decision: ReviewDecision | None
    remark: str
    decided_by: str | None
    decided_at: datetime | None


class AlertView(BaseModel):
    """One alert with its evidence. A note is seen by the recruiter alone; a review also by managers and HR operations."""

    id: UUID
    recruiter: str
    recruiter_name: str
    indicator: str
    level: Level
    follows: Next
    day: date = Field(description="the day after the window")
    window_days: int
    sentence: Sentence
    basis: Sentence = Field(description="what the sentence rests on")
    hits: int
    cases: int
    others_hits: int = Field(description="of the other recruiters of the team")
    others_cases: int
    chance: float = Field(description="0-1, that luck alone gives so many")
    adjusted: float = Field(description="the same, corrected for the number of recruiters looked at")
    alert_from: int | None = Field(description="hits from which the chance of one recruiter alone is an alert")
    alarm_from: int | None
    reasons: dict[str, int] = Field(description="the counted cancellations by reason code")
    policy: int
    made_at: datetime
    read_at: datetime | None
    review: ReviewView | None


class CommentBody(Body):
    """POST /alerts/{id}/comment."""

    comment: Words


class DecisionBody(Body):
    """POST /alerts/{id}/decide."""

    decision: ReviewDecision
    remark: Words


@router.get("")
async def listed(query: Annotated[AlertsQuery, Query()], app: Connected, user: Caller) -> Page[AlertView]:
    """Alerts, newest first: your own, and as a manager or in HR operations the review tasks of your organisations."""
    wanted = AlertFilter(query.recruiter, query.reviews, query.open, moment_of(app, _LIST, query.cursor), query.limit)
    async with app.engine.connect() as conn:
        rows = await alerting.page(conn, user, wanted)
    place = after_moment(app, _LIST, rows, query.limit, "made_at")
    return Page(items=[_view(row, user) for row in rows[: query.limit]], next=place)


@router.get("/{id}")
async def one(id: UUID, app: Connected, user: Caller) -> AlertView:
    """One alert."""
    return _view(await _seen(app, user, id), user)


@router.post("/{id}/read")
async def read(id: UUID, app: Connected, user: Caller) -> AlertView:
    """You have read your note; the first time is kept."""
    await _own(app, user, id)
    async with app.engine.begin() as conn:
        await alerting.read(conn, id, now())
    return await one(id, app, user)


@router.post("/{id}/comment")
async def comment(id: UUID, body: CommentBody, app: Connected, user: Caller) -> AlertView:
    """What you want the manager to know, before the review is decided; the last comment counts."""
    await _own(app, user, id)
    async with app.engine.begin() as conn:
        kept = await alerting.comment(conn, id, body.comment, now())
    if not kept:
        raise _no_open_review()
    return await one(id, app, user)


@router.post("/{id}/decide")
async def decide(id: UUID, body: DecisionBody, app: Connected, user: Caller) -> AlertView:
    """Close the review with a reason. For managers, HR operations and administrators, never of one's own figures."""
    managers(user)
    row = await _seen(app, user, id)
    if row.recruiter == user.login:
        raise Problem(403, "not-your-own", "不能核查自己的指标 / nobody reviews their own figures")
    async with app.engine.begin() as conn:
        kept = await alerting.decide(conn, id, body.decision, body.remark, user.login, now())
    if not kept:
        raise _no_open_review()
    return await one(id, app, user)


async def _seen(app: App, user: User, id: UUID) -> Any:
    async with app.engine.connect() as conn:
        row = await alerting.one(conn, user, id)
    if row is None:
        raise Problem(404, "alert-not-found", "没有该预警 / no such alert among yours")
    return row


async def _own(app: App, user: User, id: UUID) -> None:
    if (await _seen(app, user, id)).recruiter != user.login:
        raise Problem(403, "not-your-alert", "仅限本人 / only for whom it is about")


def _no_open_review() -> Problem:
    return Problem(409, "no-open-review", "没有待处理的核查 / there is no review that waits for a decision")


def _view(row: Any, user: User) -> AlertView:
    judged = _judged(row)
    named = {Locale.ZH: row.name, Locale.EN: row.name_en}
    said = {one: sentence(named[one], judged, row.indicator, row.reasons, one) for one in Locale}
    rests_on = {one: basis(judged, row.indicator, row.window_days, row.above, one) for one in Locale}
    fields = {name: value for name, value in row._mapping.items() if not name.startswith("review_")}
    task = {name.removeprefix("review_"): value for name, value in row._mapping.items() if name.startswith("review_")}
    return AlertView(
        **{name: value for name, value in fields.items() if name in AlertView.model_fields},
        recruiter_name=named[user.locale],
        sentence=Sentence(zh=said[Locale.ZH], en=said[Locale.EN]),
        basis=Sentence(zh=rests_on[Locale.ZH], en=rests_on[Locale.EN]),
        policy=row.policy_id,
        review=ReviewView(**task) if task["opened_at"] is not None else None,
    )


def _judged(row: Any) -> Judged:
    """What the look found, as it was written down."""
    return Judged(
        recruiter=row.recruiter,
        share=Share(row.hits, row.cases),
        others=Share(row.others_hits, row.others_cases),
        chance=row.chance,
        adjusted=row.adjusted,
        alert_from=row.alert_from,
        alarm_from=row.alarm_from,
        level=Level(row.level),
        plain=row.plain,
    )
