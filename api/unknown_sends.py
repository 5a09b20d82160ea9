"""GET /unknown-sends and POST /notices/{id}/settle: the sends nobody can be sure of, and what a person found out about one (P2)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Query
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from api.arrivals import arrival_about
from api.bodies import SettleBody
from api.context import App, Caller, Connected, IdempotencyKey, now
from api.cursors import TwoWays, place_by, ways
from api.documented import DOCUMENTED
from api.histories import DecisionView, NoticeView, decision_view, notice_view
from api.params import Paged
from api.problems import Problem
from db import intake, timelines, unknown_sends
from db.people import User
from db.unknown_sends import NotUnknown, UnknownFilter
from domain.decisions import explained, question
from domain.terms import Channel, NoticeState
from domain.vocabulary import NOTICE_STATES
from starter import look

router = APIRouter(prefix="/api/v1", tags=["notices"], responses=DOCUMENTED)
_LIST = "unknown-sends"


class UnknownSend(BaseModel):
    """A send nobody can be sure of: since when, what the provider said when asked, what was decided, and what HR has to answer."""

    id: UUID
    interview_id: UUID
    revision: int
    candidate: str
    kind: str
    channel: str
    state: str
    since: datetime
    detail: str
    looked: str = Field(description="found, not_found, cannot_say; empty: it has not answered")
    looked_at: datetime | None
    told_by: str | None = Field(description="the channel on which the same message has arrived: the candidate knows")
    decisions: list[DecisionView]
    sentence: str = Field(description="why it is unknown, and what the provider said, in your language")
    question: str
    position: str
    recruiter: str
    starts_at: datetime
    timezone: str


@router.get("/unknown-sends")
async def listed(query: Annotated[Paged, Query()], app: Connected, user: Caller) -> TwoWays[UnknownSend]:
    """What is left when receipt and provider said nothing, oldest first: a person has to find out."""
    place = place_by(app, _LIST, query.cursor, datetime.fromisoformat, UUID)
    async with app.engine.connect() as conn:
        part = await unknown_sends.unknown_sends(conn, user, UnknownFilter(now(), place, query.limit))
        decided = await timelines.decisions_of(conn, [row.id for row in part.rows])
    items = [_view(row, decided.get(row.id, []), user) for row in part.rows]
    return TwoWays(items=items, **ways(app, _LIST, part, "since", "id"))


async def one(id: UUID, app: App, user: User) -> UnknownSend:
    """One notice to a candidate, for its dialog; its state says whether it is still unknown. Raises: Problem 404."""
    async with app.engine.connect() as conn:
        row = await _seen(conn, user, id)
        decided = await timelines.decisions_of(conn, [id])
    return _view(row, decided.get(id, []), user)


@router.post("/notices/{id}/settle")
async def settle(
    id: UUID, body: SettleBody, after: BackgroundTasks, app: Connected, user: Caller, key: IdempotencyKey = None
) -> NoticeView:
    """Say whether the candidate got it: delivered from then on, or failed, which sends the message on its next way."""
    at = now()
    async with app.engine.begin() as conn:
        row = await _seen(conn, user, id)
        arrival = arrival_about(user, row, "settle", body, key, at)
        if await intake.keep_command(conn, arrival):
            try:
                await unknown_sends.settle(conn, user, row, body.came, body.remark, at, arrival.id)
            except NotUnknown:
                raise await _known(conn, user, id) from None
        whole = next(one for one in await timelines.notices_of(conn, row.interview_id) if one.id == id)
        view = notice_view(whole, (await timelines.decisions_of(conn, [id])).get(id, []), user.locale)
    after.add_task(look, app.client, str(row.interview_id))
    return view


async def _seen(conn: AsyncConnection, user: User, id: UUID) -> Any:
    row = await unknown_sends.notice(conn, user, id)
    if row is None:
        raise Problem(404, "notice-not-found", "没有该通知 / no such notice to a candidate among those you may see")
    return row


async def _known(conn: AsyncConnection, user: User, id: UUID) -> Problem:
    row = await _seen(conn, user, id)
    zh, en = NOTICE_STATES[NoticeState(row.state)]
    return Problem(409, "notice-not-unknown", f"该通知的结果已明确：{zh} / it is known by now: {en}", state=row.state)


def _view(row: Any, decided: list[Any], user: User) -> UnknownSend:
    told = [explained(row.detail, user.locale), explained(f"unknown:{row.looked or 'no_answer'}", user.locale)]
    return UnknownSend(
        **{name: value for name, value in row._mapping.items() if name != "organisation_id"},
        decisions=[decision_view(one, user.locale) for one in decided],
        sentence=("；" if user.locale == "zh-CN" else "; ").join(part for part in told if part),
        question=question(Channel(row.channel), user.locale, Channel(row.told_by) if row.told_by else None),
    )
