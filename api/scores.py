"""GET /scores: every month's score line by line and what stood before; what a policy would have made of a past month."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field

from api.appraisal_policies import PolicyId
from api.context import Caller, Connected, hr_operations, now
from api.cursors import Page, cursor_of, place_of
from api.documented import refusals
from api.exports import FILES, MOST_EXPORTED, format_of, too_many
from api.fields import Login, Month
from api.kpi_export import scores_file
from api.params import Paged, Params
from api.problems import Problem, invalid
from db import appraisal_policies, scopes, scoring
from db.people import User
from db.rollup import touched
from db.trees import members_of, tree_of
from domain.appraisal_policy import appraisal_policy_from
from domain.clock import first_day, local_day, month_of, next_month
from domain.scoring import Score, score
from domain.terms import Locale

router = APIRouter(prefix="/api/v1", tags=["appraisal"], responses=refusals((401, 403, 404, 422, 503)))
_LIST = "scores"

ScoreId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ScoresQuery(Paged):
    """Filters of the list."""

    month: Month | None = None
    recruiter: Login | None = None
    format: Literal["json", "csv", "xlsx"] | None = None


class LineView(BaseModel):
    """One indicator's part; points null: 数据不足, it counts neither way."""

    indicator: str
    hits: int
    of: int
    target: float
    weight: float = Field(description="percent")
    points: float | None
    weighted: float | None = Field(description="points times the weight that counted")


class ScoreView(BaseModel):
    """A month's score; `nth` above 1: counted anew, `because` says why."""

    id: int
    recruiter: str
    recruiter_name: str
    month: Month
    nth: int
    policy: int
    lines: list[LineView]
    counted: float = Field(description="the weight, in percent, that had cases enough")
    total: float | None
    because: str = Field(description="month, facts or appeal")
    made_at: datetime


class EffectQuery(Params):
    """The month that the policy is tried on."""

    month: Month


class Effect(BaseModel):
    """What the version would have made of a month, beside what the policy of that month made of it."""

    recruiter: str
    total: float | None
    counted: float
    standing_total: float | None = Field(description="under the policy that was in force")
    lines: list[LineView]


class EffectView(BaseModel):
    """The simulated effect on everybody."""

    month: Month
    items: list[Effect]


@router.get("/scores", response_model=Page[ScoreView], responses=FILES)
async def listed(
    query: Annotated[ScoresQuery, Query()],
    app: Connected,
    user: Caller,
    accept: Annotated[str, Header(max_length=1000)] = "",
) -> Page[ScoreView] | Response:
    """Scores that stand, newest first: your own, as a manager or in HR operations those of your organisations. What stood before:
    `GET /api/v1/scores/{id}/versions`. `Accept: text/csv` (or xlsx's type, or `format`) exports all of them."""
    month = first_day(query.month) if query.month is not None else None
    before = int(place_of(app, _LIST, query.cursor)[0]) if query.cursor is not None else None
    kind = query.format or format_of(accept)
    most = query.limit if kind == "json" else MOST_EXPORTED
    async with app.engine.connect() as conn:
        rows = await scoring.page(conn, user, month, query.recruiter, before, most)
    if kind != "json":
        if len(rows) > most:
            raise too_many()
        return await scores_file(rows, user.locale, kind)
    shown = rows[: query.limit]
    place = cursor_of(app, _LIST, (str(shown[-1].id),)) if len(rows) > query.limit else None
    return Page(items=[_view(row, user) for row in shown], next=place)


@router.get("/scores/{id}/versions")
async def versions(id: ScoreId, app: Connected, user: Caller) -> Page[ScoreView]:
    """Every version that this month's score has had, the newest (the one that stands) first; `id` may be that of any of them."""
    async with app.engine.connect() as conn:
        rows = await scoring.versions(conn, user, id)
    if not rows:
        raise Problem(404, "score-not-found", "没有该评分 / no such score among yours")
    return Page(items=[_view(row, user) for row in rows])


@router.get("/appraisal/policies/{id}/effect")
async def effect(id: PolicyId, query: Annotated[EffectQuery, Query()], app: Connected, user: Caller) -> EffectView:
    """What this version would have made of a past month, before it takes effect (R14). Nothing is written."""
    hr_operations(user)
    month = first_day(query.month)
    async with app.engine.connect() as conn:
        row = await appraisal_policies.one(conn, user, id)
        if row is None:
            raise Problem(404, "policy-not-found", "没有该方案 / no such policy among yours")
        tree = await tree_of(conn, user.path[0], month)
        if tree is None:
            raise invalid("month", "no-policy", "该月没有考核方案 / no policy held in that month")
        if next_month(month) > local_day(now(), tree.zone):
            raise invalid("month", "not-over", "须为已结束的月份 / must be a month that is over")
        members = await members_of(conn, tree, month, next_month(month), await touched(conn, tree.root))
        reached = set(await scopes.below(conn, user.organisation, row.organisation_id)) & tree.standing.keys()
    tried = appraisal_policy_from(row.data).scoring
    items = [
        _effect(login, score(one.counts, tried), score(one.counts, tree.standing[one.team].policy.scoring))
        for login, one in members.items()
        if one.team in reached
    ]
    return EffectView(month=query.month, items=items)


def _effect(login: str, tried: Score, standing: Score) -> Effect:
    return Effect(
        recruiter=login,
        total=tried.total,
        counted=tried.counted,
        standing_total=standing.total,
        lines=[LineView(**scoring.line_data(line)) for line in tried.lines],
    )


def _view(row: Any, user: User) -> ScoreView:
    return ScoreView(
        id=row.id,
        recruiter=row.recruiter,
        recruiter_name=row.name if user.locale is Locale.ZH else row.name_en,
        month=month_of(row.month),
        nth=row.nth,
        policy=row.policy_id,
        lines=[LineView(**line) for line in row.data["lines"]],
        counted=row.counted,
        total=row.total,
        because=row.because,
        made_at=row.made_at,
    )
