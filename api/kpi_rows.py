"""GET /kpi/rows: exactly the agreed times that a figure counts, each with its interview (P3)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import App, Caller, Connected
from api.cursors import Page, cursor_of, place_of
from api.documented import refusals
from api.fields import ReasonCode
from api.kpi import KpiQuery, asked
from api.params import Paged
from api.problems import invalid
from db import figure_rows
from db.figure_rows import Place
from domain.agreed_times import COUNTED, Ending
from domain.kpi import INDICATORS
from domain.terms import Party

router = APIRouter(prefix="/api/v1", tags=["kpi"], responses=refusals((401, 422, 503)))
_LIST = "kpi-rows"
_SEVERAL = {"interviews": ["decided", "open"]}


class RowsQuery(KpiQuery, Paged):
    """`of` names a count (`cancelled`) or an indicator (`cancellation_rate`: the rows of its denominator)."""

    of: str = Field(max_length=40, examples=["cancelled", "advance_notice_rate"])
    code: ReasonCode | None = Field(default=None, description="only those with this reason code")


class AgreedTimeView(BaseModel):
    """One agreed time and how it ended; what belongs to a cancellation is null or false for others."""

    interview_id: UUID
    revision: int
    position: str
    recruiter: str
    organisation: str
    ending: Ending
    at: datetime = Field(description="when it ended so; of an open one, when it was arranged")
    starts_at: datetime
    first: bool = Field(description="the first time agreed")
    confirmed: bool
    moved_on: bool = Field(description="another time was agreed afterwards")
    party: Party | None
    code: str | None
    attributable: str | None
    late: bool
    asked: bool
    stated: bool
    ours: bool
    in_time: bool
    compliant: bool
    refilled: bool
    notice_hours: float | None = Field(description="from the first delivered notice to the start")
    reminded: bool = Field(description="a reminder reached the candidate before the start")
    reminded_unconfirmed: bool = Field(description="the first that arrived found the time unconfirmed")
    confirmed_after_reminder: bool


@router.get("/kpi/rows")
async def rows(query: Annotated[RowsQuery, Query()], app: Connected, user: Caller) -> Page[AgreedTimeView]:
    """The rows, newest first. Answers of surveys are not listed: they were given without a name to show."""
    names = _counted(query.of)
    async with app.engine.connect() as conn:
        scope, span, new = await asked(conn, user, query)
        if not span.with_open:
            names = [name for name in names if name != "open"]
        found = await figure_rows.rows(
            conn, scope, span, names, _after(app, query.cursor), query.limit, new, query.code
        )
    shown = found[: query.limit]
    items = [AgreedTimeView.model_validate({**row._mapping, "organisation": row.organisation_id}) for row in shown]
    return Page(items=items, next=_next(app, shown) if len(found) > query.limit else None)


def _counted(of: str) -> list[str]:
    """The counts whose rows are wanted. Raises: Problem 422 for a name that counts no agreed times."""
    indicator = INDICATORS.get(of)
    names = list(indicator.of) if indicator is not None else _SEVERAL.get(of, [of])
    if not all(name in COUNTED for name in names):
        known = ", ".join(
            [*_SEVERAL, *COUNTED, *(name for name, one in INDICATORS.items() if set(one.of) <= COUNTED.keys())]
        )
        raise invalid("of", "unknown-count", f"须为以下之一 / must be one of: {known}")
    return names


def _after(app: App, cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    at, interview, revision = place_of(app, _LIST, cursor)
    return Place(datetime.fromisoformat(at), UUID(interview), int(revision))


def _next(app: App, shown: list[Place]) -> str:
    last = shown[-1]
    return cursor_of(app, _LIST, (last.at.isoformat(), str(last.interview_id), str(last.revision)))  # type: ignore[attr-defined]
