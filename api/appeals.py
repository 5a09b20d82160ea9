"""GET and POST /appeals (申诉): a recruiter objects to how something was counted; somebody else decides, and the figures follow (R14)."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from api.bodies import Body
from api.context import App, Caller, Connected, managers, now
from api.cursors import Page, after_moment, moment_of
from api.documented import DOCUMENTED
from api.fields import Login, Month, Words
from api.params import Paged
from api.problems import Problem, invalid
from db import appeals, scoring
from db.appeals import AppealFilter, Filed
from db.people import User
from db.trees import tree_of
from domain.appeals import About, AppealState, Correction
from domain.clock import first_day, month_of
from domain.kpi import INDICATORS
from domain.terms import Locale

router = APIRouter(prefix="/api/v1/appeals", tags=["appraisal"], responses=DOCUMENTED)
_LIST = "appeals"


class AppealBody(Body):
    """POST /appeals: about `interview_id` with its `revision`, or about the score of a `month`."""

    text: Words
    interview_id: UUID | None = None
    revision: int | None = Field(default=None, ge=1, le=1_000_000)
    month: Month | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        fact = self.interview_id is not None and self.revision is not None
        if fact is (self.month is not None) or (self.interview_id is None) is not (self.revision is None):
            detail = "须填 interview_id 和 revision，或填 month / give interview_id and revision, or month"
            raise PydanticCustomError("one-thing", detail)
        return self


class UpholdBody(Body):
    """POST /appeals/{id}/uphold: of a fact what is corrected, of a score the indicators that do not count that month."""

    remark: Words
    correction: Correction = Correction()
    left_out: list[str] = Field(default_factory=list, max_length=20)


class RejectBody(Body):
    """POST /appeals/{id}/reject."""

    remark: Words


class AppealsQuery(Paged):
    """Filters of the list."""

    state: AppealState | None = None
    recruiter: Login | None = None


class AppealView(BaseModel):
    """One appeal."""

    id: UUID
    about: About
    recruiter: str
    recruiter_name: str
    interview_id: UUID | None
    revision: int | None
    month: Month | None
    text: str
    filed_at: datetime
    state: AppealState
    left_out: list[str]
    remark: str
    decided_by: str | None
    decided_at: datetime | None


@router.get("")
async def listed(query: Annotated[AppealsQuery, Query()], app: Connected, user: Caller) -> Page[AppealView]:
    """Appeals, newest first: your own, and as a manager or in HR operations those of your organisations."""
    wanted = AppealFilter(query.state, query.recruiter, moment_of(app, _LIST, query.cursor), query.limit)
    async with app.engine.connect() as conn:
        rows = await appeals.page(conn, user, wanted)
    place = after_moment(app, _LIST, rows, query.limit, "filed_at")
    return Page(items=[_view(row, user) for row in rows[: query.limit]], next=place)


@router.post("", status_code=201)
async def file(body: AppealBody, app: Connected, user: Caller) -> AppealView:
    """Object to how one of your agreed times was counted, or to a month's score of yours."""
    month = first_day(body.month) if body.month is not None else None
    filed = Filed(uuid4(), body.text, body.interview_id, body.revision, month)
    async with app.engine.begin() as conn:
        if filed.interview is not None and filed.revision is not None:
            if not await appeals.has_agreed_time(conn, user, filed.interview, filed.revision):
                raise invalid("interview_id", "not-yours", "不是您的面试 / not an interview of yours")
        elif month is not None and not await scoring.stands(conn, user.login, month):
            raise invalid("month", "no-score", "该月没有您的评分 / you have no score of that month")
        kept = await appeals.file(conn, user, filed, now())
    if not kept:
        raise Problem(409, "appeal-open", "该申诉正在处理中 / this is being looked into already")
    return await one(filed.id, app, user)


@router.get("/{id}")
async def one(id: UUID, app: Connected, user: Caller) -> AppealView:
    """One appeal."""
    return _view(await _seen(app, user, id), user)


@router.post("/{id}/uphold")
async def uphold(id: UUID, body: UpholdBody, app: Connected, user: Caller) -> AppealView:
    """The recruiter is right: figures and scores are counted anew at once. Never of one's own."""
    row = await _judge(app, user, id)
    _must_fit(About(row.about), body)
    async with app.engine.begin() as conn:
        decided = await appeals.decide(conn, id, AppealState.UPHELD, body.left_out, body.remark, user.login, now())
        if decided is None:
            raise _decided_already()
        if decided.interview_id is not None:
            await appeals.correct(conn, decided, body.correction)
        await _score_again(conn, user, decided)
    return await one(id, app, user)


@router.post("/{id}/reject")
async def reject(id: UUID, body: RejectBody, app: Connected, user: Caller) -> AppealView:
    """It stays as it was counted, and why."""
    await _judge(app, user, id)
    async with app.engine.begin() as conn:
        decided = await appeals.decide(conn, id, AppealState.REJECTED, [], body.remark, user.login, now())
    if decided is None:
        raise _decided_already()
    return await one(id, app, user)


def _must_fit(about: About, body: UpholdBody) -> None:
    """Raises: Problem 422 for a correction that does not belong to what the appeal is about."""
    if about is About.FACT and (body.correction.empty or body.left_out):
        detail = "须指明更正哪一项 / say what is corrected: attributable, stated or in_time"
        raise invalid("correction", "nothing-corrected", detail)
    if about is About.SCORE and (not body.left_out or not body.correction.empty):
        raise invalid("left_out", "nothing-left-out", "须指明该月不计入的指标 / name the indicators that do not count")
    for name in body.left_out:
        if name not in INDICATORS:
            known = ", ".join(INDICATORS)
            raise invalid("left_out", "unknown-indicator", f"可选 / one of: {known}")


async def _score_again(conn: Any, user: User, appeal: Any) -> None:
    """The recruiter's score of the months that the appeal may change; those without a score wait for their own day."""
    at = now()
    months = [appeal.month] if appeal.month is not None else await appeals.months_of(conn, appeal)
    for month in months:
        tree = await tree_of(conn, user.path[0], month)
        if tree is not None and await scoring.stands(conn, appeal.recruiter, month):
            await scoring.score_month(conn, tree, month, "appeal", at, only=appeal.recruiter)


async def _judge(app: App, user: User, id: UUID) -> Any:
    """The appeal, when this user may decide it. Raises: Problem 403 or 404."""
    managers(user)
    row = await _seen(app, user, id)
    if row.recruiter == user.login:
        raise Problem(403, "not-your-own", "不能处理自己的申诉 / nobody decides an appeal of their own")
    return row


async def _seen(app: App, user: User, id: UUID) -> Any:
    async with app.engine.connect() as conn:
        row = await appeals.one(conn, user, id)
    if row is None:
        raise Problem(404, "appeal-not-found", "没有该申诉 / no such appeal among yours")
    return row


def _decided_already() -> Problem:
    return Problem(409, "already-decided", "该申诉已有结论 / this appeal has been decided already")


def _view(row: Any, user: User) -> AppealView:
    plain = dict(row._mapping)
    return AppealView(
        **{
            name: value
            for name, value in plain.items()
            if name in AppealView.model_fields and name not in ("month", "left_out")
        },
        month=month_of(row.month) if row.month is not None else None,
        left_out=row.left_out or [],
        recruiter_name=row.name if user.locale is Locale.ZH else row.name_en,
    )
