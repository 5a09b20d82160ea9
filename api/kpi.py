"""GET /kpi: each recruiter's figures of a period with the counts that every rate was made of (R5, R10–R13)."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Connected
from api.documented import refusals
from api.fields import Login
from api.params import Period, instants
from db import facts
from domain.kpi import RATES, Counts, total
from domain.terms import Locale

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))


class KpiQuery(Period):
    """`from` and `to` are about the instant of each fact: cancelling, recording the outcome, answering the survey."""

    recruiter: Login | None = None


class FractionView(BaseModel):
    """What a rate was made of."""

    numerator: float
    denominator: int


class Figures(BaseModel):
    """Counts, and rates from 0 to 1; a rate is null when there was nothing to count. domain/kpi.py defines each."""

    interviews: int = Field(
        description="interviews decided in the period, and those arranged in it that are still open"
    )
    cancelled: int
    cancellation_rate: float | None = Field(description="cancelled / interviews (R13)")
    attributable_cancelled: int = Field(description="for a reason that the catalogue attributes to the recruiter")
    attributable_rate: float | None = Field(description="attributable_cancelled / interviews")
    late_cancelled: int = Field(description="inside the notice hours (R6)")
    cancellations: int = Field(description="rows of the cancellation log with the same filters")
    reason_quality_rate: float | None = Field(
        description="cancellations with a usable reason / those whose maker was asked for one (R11)"
    )
    advance_notice_rate: float | None = Field(
        description="company-side cancellations notified at least the policy's hours ahead / company-side cancellations (R11)"
    )
    compliance_rate: float | None = Field(description="cancellations that kept both rules / cancellations (R5)")
    confirmed: int
    rescheduled: int
    completed: int
    candidate_no_show: int
    interviewer_no_show: int
    survey_answers: int = Field(description="given by candidates themselves")
    satisfaction: float | None = Field(description="mean of (score - 1) / 4 (R12)")
    fractions: dict[str, FractionView] = Field(description="numerator and denominator of every rate, by its name")


class RecruiterFigures(Figures):
    """One recruiter's figures."""

    recruiter: str
    recruiter_name: str


class KpiView(BaseModel):
    """The figures of every recruiter you may see who has any, and of all of them together."""

    since: datetime | None = Field(alias="from")
    until: datetime | None = Field(alias="to")
    items: list[RecruiterFigures]
    team: Figures
    next: str | None = None


@router.get("/kpi")
async def kpi(query: Annotated[KpiQuery, Query()], app: Connected, user: Caller) -> KpiView:
    """Figures per recruiter. The cancellations behind them: `GET /api/v1/cancellations` with the same parameters."""
    since, until = await instants(app, user, query)
    async with app.engine.connect() as conn:
        counted = await facts.counts(conn, user, facts.KpiFilter(since, until, query.recruiter))
        named = await facts.names(conn, list(counted))
    zh = user.locale is Locale.ZH
    items = [
        RecruiterFigures(recruiter=login, recruiter_name=named[login][0 if zh else 1], **_figures(counts))
        for login, counts in counted.items()
    ]
    return KpiView.model_validate(
        {"from": since, "to": until, "items": items, "team": Figures(**_figures(total(counted.values())))}
    )


def _figures(counts: Counts) -> dict[str, object]:
    found = {name: formula(counts) for name, formula in RATES.items()}
    fractions = {name: FractionView(numerator=f.numerator, denominator=f.denominator) for name, f in found.items()}
    return {**asdict(counts), **{name: f.rate for name, f in found.items()}, "fractions": fractions}
