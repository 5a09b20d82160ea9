"""GET /kpi: the indicators of any recruiter, team or subsidiary and period, each with what it was made of (R5, R10–R13)."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from api.context import Caller, Connected, now
from api.documented import refusals
from api.exports import FILES, format_of
from api.fields import Login, OrganisationId
from api.findings import Sentence
from api.kpi_export import indicators_file
from api.params import Period, instants_of
from db import figure_rows, figures, people, scopes
from db.calendars import DEFAULT_ZONE, zones_of_roots
from db.engine import snapshot
from db.people import User
from db.rollup import Touched, touched
from db.scopes import By, Scope, Span
from domain.kpi import INDICATORS, Better, Counts, Indicator, total
from domain.proportions import wilson
from domain.terms import Locale

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))


class KpiQuery(Period):
    """`from` and `to` are about the instant at which an agreed time ended: cancelling, moving, recording the outcome, answering the
    survey. A date is a day of the group's calendar; `to` includes that day. `organisation` counts with all below it."""

    recruiter: Login | None = None
    organisation: OrganisationId | None = None


class KpiGroups(KpiQuery):
    """`by`: one row per recruiter, organisation (each without those below it), month or day."""

    by: By = By.RECRUITER
    format: Literal["json", "csv", "xlsx"] | None = None


class ShareView(BaseModel):
    """What a rate was made of; `low` and `high` are its 95 % interval (Wilson). enough: cases enough to judge somebody by."""

    numerator: int
    denominator: int
    low: float | None
    high: float | None
    enough: bool = Field(description="false: 数据不足, too few cases to judge by")


class Figures(BaseModel):
    """Counts, and rates from 0 to 1; a rate is null when there was nothing to count. domain/kpi.py defines each."""

    interviews: int = Field(description="interviews decided in the period; while it is not over, also those still open")
    open: int = Field(description="of these, still open")
    came_due: int = Field(description="held, or missed by somebody")
    completed: int
    candidate_no_show: int
    interviewer_no_show: int
    rescheduled: int = Field(description="agreed times after which another was agreed, also after a cancellation")
    confirmed: int
    cancelled: int
    attributable_cancelled: int = Field(description="for a reason that the catalogue attributes to the recruiter")
    late_cancelled: int = Field(description="inside the notice hours (R6)")
    candidate_cancelled: int
    candidate_last_minute: int = Field(description="by the candidate, inside the notice hours (R21)")
    reasons_due: int = Field(description="cancellations whose maker was asked for a reason")
    stated: int = Field(description="of these with a usable one (R7)")
    company_side: int = Field(description="cancelled by the company or an interviewer")
    advance: int = Field(description="of these, notice reached the candidate in time (R11)")
    compliant: int
    freed: int = Field(description="cancelled before the notice hours began")
    refilled: int = Field(description="of these, another interview was arranged for the time (R20)")
    reminded_unconfirmed: int = Field(
        description="agreed times, ended since, that were unconfirmed when the first reminder reached the candidate (R16)"
    )
    confirmed_after_reminder: int = Field(description="of these, confirmed afterwards")
    reminded_due: int = Field(description="of came_due, those whose candidate a reminder had reached")
    reminded_missed: int = Field(description="of these, missed by the candidate")
    unreminded_due: int = Field(description="of came_due, those whose candidate none had reached")
    unreminded_missed: int = Field(description="of these, missed by the candidate")
    cancellations: int = Field(
        description="rows of the cancellation log with the same filters; there dates are days of your own organisation's zone"
    )
    cancellation_rate: float | None = Field(description="cancelled / interviews (R13)")
    attributable_rate: float | None = Field(description="attributable_cancelled / interviews")
    reason_quality_rate: float | None = Field(description="stated / reasons_due (R11)")
    advance_notice_rate: float | None = Field(description="advance / company_side (R11)")
    compliance_rate: float | None = Field(description="compliant / cancelled (R5)")
    booking_accuracy: float | None = Field(
        description="held at the first agreed time / those held, moved or cancelled for a clash of that time (R21)"
    )
    satisfaction: float | None = Field(description="answers of at least 4 of 5 / answers; null of fewer than 5 (R12)")
    reschedule_rate: float | None = Field(description="rescheduled / agreed times that have ended")
    candidate_no_show_rate: float | None = Field(description="candidate_no_show / came_due")
    interviewer_no_show_rate: float | None = Field(description="interviewer_no_show / came_due")
    candidate_last_minute_share: float | None = Field(description="candidate_last_minute / cancelled (R21)")
    refill_rate: float | None = Field(description="refilled / freed (R20)")
    survey_answers: int = Field(
        description="given by candidates themselves in whole months that are over; satisfaction is told of those with at least 5"
    )
    fractions: dict[str, ShareView] = Field(description="what every rate was made of, by its name")


class GroupFigures(Figures):
    """The figures of one recruiter, organisation, month or day."""

    key: str = Field(description="login, organisation id, 2026-11 or 2026-11-30")
    name: str
    recruiter: str | None = Field(description="the login, by recruiter")
    recruiter_name: str | None


class Together(Figures):
    """The figures of all of them together."""

    median_notice_hours: float | None = Field(
        description="middle of the hours from the delivered notice to the start, of company-side cancellations; 0 when none arrived"
    )


class KpiView(BaseModel):
    """The figures of everybody you may see who has any, and of all of them together."""

    since: datetime | None = Field(alias="from")
    until: datetime | None = Field(alias="to")
    zone: str = Field(description="the group's calendar: whose days the dates are")
    behind: bool = Field(
        description="true: much is waiting to be counted, and what is newest is not in these figures yet"
    )
    items: list[GroupFigures]
    team: Together
    next: str | None = None


class IndicatorView(BaseModel):
    """What an indicator is: its formula in words, and the counts that it is made of."""

    name: str
    title: Sentence
    formula: Sentence
    numerator: str
    denominator: list[str] = Field(description="added up; each lists its rows: `GET /api/v1/kpi/rows?of=`")
    better: Better
    floor: int = Field(description="fewer cases judge nobody")


@router.get("/kpi/indicators")
async def indicators(user: Caller) -> list[IndicatorView]:
    """Every indicator's definition."""
    return [
        IndicatorView(
            name=one.name,
            title=Sentence(zh=one.title.zh, en=one.title.en),
            formula=Sentence(zh=one.formula.zh, en=one.formula.en),
            numerator=one.hits,
            denominator=_as_shown(one.of),
            better=one.better,
            floor=one.floor,
        )
        for one in INDICATORS.values()
    ]


def _as_shown(of: tuple[str, ...]) -> list[str]:
    """A denominator in the words of `Figures`, where decided and open ones are the interviews."""
    return ["interviews"] if set(of) == {"decided", "open"} else list(of)


@router.get("/kpi", response_model=KpiView, responses=FILES)
async def kpi(
    query: Annotated[KpiGroups, Query()],
    app: Connected,
    user: Caller,
    accept: Annotated[str, Header(max_length=1000)] = "",
) -> KpiView | Response:
    """The indicators. The rows behind each: `GET /api/v1/kpi/rows` with the same parameters. `Accept: text/csv` (or xlsx's type, or
    `format`) exports them."""
    kind = query.format or format_of(accept)
    async with snapshot(app.engine) as conn:
        scope, span, new = await asked(conn, user, query)
        counted = await figures.counts(conn, scope, span, query.by, new)
        named = await _names(conn, user, query.by, list(counted))
        # A file has no line for all together.
        median = await figure_rows.median_notice_hours(conn, scope, span, new) if kind == "json" else None
    if kind != "json":
        return await indicators_file(counted, named, user.locale, kind)
    items = [
        GroupFigures(
            key=key,
            name=named.get(key, key),
            recruiter=key if query.by is By.RECRUITER else None,
            recruiter_name=named.get(key) if query.by is By.RECRUITER else None,
            **figures_of(one),
        )
        for key, one in counted.items()
    ]
    together = Together(median_notice_hours=median, **figures_of(total(counted.values())))
    return KpiView.model_validate(
        {
            "from": span.since,
            "to": span.until,
            "zone": span.zone,
            "behind": new.behind,
            "items": items,
            "team": together,
        }
    )


async def asked(conn: AsyncConnection, user: User, query: KpiQuery) -> tuple[Scope, Span, Touched]:
    """Whose figures are asked for, the period on the group's calendar, and what is touched. Raises: Problem 422 when the period is
    empty."""
    zones = await zones_of_roots(conn)
    zone = zones.get(user.path[0], DEFAULT_ZONE)
    since, until = instants_of(query, zone)
    at = now()
    span = Span(since, until, zone, at, with_open=until is None or until > at)
    scope = await scopes.scope_of(conn, user, query.recruiter, query.organisation)
    return scope, span, await touched(conn, user.path[0], zones)


async def _names(conn: Any, user: User, by: By, keys: list[str]) -> dict[str, str]:
    if by not in (By.RECRUITER, By.ORGANISATION):
        return {}
    find = people.names if by is By.RECRUITER else people.organisation_names
    return {key: pair[0 if user.locale is Locale.ZH else 1] for key, pair in (await find(conn, keys)).items()}


def figures_of(counts: Counts) -> dict[str, Any]:
    """Counts and rates as the API shows them."""
    plain = dict(vars(counts))
    plain["interviews"] = plain.pop("decided") + counts.open
    given = plain.pop("given")
    for hidden in ("answers", "satisfied", "moved", "first_held", "first_moved", "first_clashed"):
        plain.pop(hidden)
    shares = {name: share_view(one, counts) for name, one in INDICATORS.items()}
    rates = {name: one.numerator / one.denominator if one.denominator else None for name, one in shares.items()}
    return {**plain, "cancellations": counts.cancelled, "survey_answers": given, **rates, "fractions": shares}


def share_view(indicator: Indicator, counts: Counts) -> ShareView:
    """A rate's parts."""
    share = indicator.share(counts)
    interval = wilson(share)
    return ShareView(
        numerator=share.hits,
        denominator=share.of,
        low=interval.low if interval is not None else None,
        high=interval.high if interval is not None else None,
        enough=indicator.enough(counts),
    )
