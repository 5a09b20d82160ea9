"""GET /kpi/reasons: why interviews are cancelled (R15): shares, what has changed, and suggestions with their evidence."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Connected
from api.documented import refusals
from api.findings import Sentence
from api.kpi import KpiQuery, asked
from api.problems import invalid
from db import reasons
from db.engine import snapshot
from db.scopes import Span
from domain.insight import Advice, Dimension, Slice, advice, sentence, slices
from domain.terms import Locale

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))


_MOST = timedelta(days=3660)


class ReasonsQuery(KpiQuery):
    """A period with both ends is held against the one of the same length before it."""

    by: Dimension = Dimension.CODE


class SliceView(BaseModel):
    """One value's part of the cancellations."""

    value: str
    cancelled: int
    share: float
    low: float | None
    high: float | None
    before_cancelled: int
    before_share: float | None
    change_low: float | None = Field(description="interval of the difference, -1 to 1; 95 % for all values together")
    change_high: float | None
    moved: bool = Field(description="changed by more than chance")


class AdviceView(BaseModel):
    """A suggestion and the cancellations behind it."""

    name: str
    codes: list[str]
    cancelled: int
    of: int
    low: float
    high: float
    sentence: Sentence


class ReasonsView(BaseModel):
    """The parts, the largest first, and what may help."""

    by: Dimension
    of: int
    before_of: int
    items: list[SliceView]
    advice: list[AdviceView]


@router.get("/kpi/reasons")
async def reasons_of(query: Annotated[ReasonsQuery, Query()], app: Connected, user: Caller) -> ReasonsView:
    """Cancellations by party, reason code, position, source, weekday of the interview, or time before it."""
    async with snapshot(app.engine) as conn:
        scope, span, new = await asked(conn, user, query)
        now = await reasons.tally(conn, scope, span, query.by, new)
        earlier = _earlier(span)
        before = await reasons.tally(conn, scope, earlier, query.by, new) if earlier is not None else {}
        codes = now if query.by is Dimension.CODE else await reasons.tally(conn, scope, span, Dimension.CODE, new)
    return ReasonsView(
        by=query.by,
        of=sum(now.values()),
        before_of=sum(before.values()),
        items=[_slice(one) for one in slices(now, before)],
        advice=[_advice(one) for one in advice(codes)],
    )


def _earlier(span: Span) -> Span | None:
    """The period of the same length just before; None of an open one."""
    if span.since is None or span.until is None:
        return None
    length = span.until - span.since
    if length > _MOST:
        raise invalid("from", "too-long", f"最多 {_MOST.days} 天 / {_MOST.days} days at most")
    return Span(span.since - length, span.since, span.zone, span.now, with_open=False)


def _slice(one: Slice) -> SliceView:
    interval, change = one.interval, one.change
    return SliceView(
        value=one.value,
        cancelled=one.share.hits,
        share=one.share.rate or 0.0,
        low=interval.low if interval is not None else None,
        high=interval.high if interval is not None else None,
        before_cancelled=one.before.hits,
        before_share=one.before.rate,
        change_low=change.low if change is not None else None,
        change_high=change.high if change is not None else None,
        moved=one.moved,
    )


def _advice(one: Advice) -> AdviceView:
    return AdviceView(
        name=one.rule.name,
        codes=sorted(one.rule.codes),
        cancelled=one.share.hits,
        of=one.share.of,
        low=one.interval.low,
        high=one.interval.high,
        sentence=Sentence(zh=sentence(one, Locale.ZH), en=sentence(one, Locale.EN)),
    )
