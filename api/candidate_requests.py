"""GET /candidate-requests, answering one, and the copy of a candidate's data: a human interviewer, deletion, a copy (PIPL 24, 45, 47)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from api.bodies import AnswerBody
from api.context import App, Caller, Connected, hr_operations, now
from api.cursors import TwoWays, place_by, ways
from api.documented import DOCUMENTED
from api.params import Paged
from api.problems import Problem, invalid
from db import candidate_requests, erasing, holdings
from db.candidate_requests import RequestFilter
from db.people import User
from domain.requests import RequestKind, RequestState, may_handle

router = APIRouter(prefix="/api/v1/candidate-requests", tags=["candidate requests"], responses=DOCUMENTED)
_LIST = "candidate-requests"
_REFUSED = {
    erasing.StillRunning: (
        "interview-open",
        "面试流程尚未结束，结束后才能删除。尚未开始的面试可以先取消；已开始或已取消的，请等结果、通知和问卷处理完毕"
        " / the interview's life still runs. Cancel one that has not begun; others end with their outcome, messages and survey",
    ),
    erasing.SendsPending: (
        "sends-pending",
        "仍有通知未发出或结果未知，请先处理 / messages still have to leave or to be settled: settle them first",
    ),
    erasing.BulkRunning: (
        "bulk-running",
        "该面试所在的批量处理尚未结束，请待其完成或先停止它 / a bulk that holds this interview still runs: wait for its end, or stop it",
    ),
}


class RequestsQuery(Paged):
    """Which requests, the next due first: open ones unless told otherwise."""

    state: RequestState | Literal["all"] = RequestState.OPEN
    kind: RequestKind | None = None
    interview: UUID | None = None


class CandidateRequest(BaseModel):
    """What a candidate asks for. `mine_to_answer`: whether you may answer it now; `note` is the answer, as the candidate reads it."""

    id: UUID
    interview_id: UUID
    organisation: str
    kind: RequestKind
    state: RequestState
    at: datetime
    due_at: datetime
    overdue: bool
    mine_to_answer: bool
    handled_by: str | None = Field(description="a login, or candidate for one that was taken back")
    handled_at: datetime | None
    note: str
    candidate: str
    position: str
    starts_at: datetime
    timezone: str
    stage: str
    recruiter: str


class CandidateCopy(BaseModel):
    """What is kept of a candidate: who they are, the appointment, messages sent, what they said, answered and asked for."""

    candidate: dict[str, Any]
    interview: dict[str, Any]
    messages: list[dict[str, Any]]
    said: list[dict[str, Any]]
    cancellations: list[dict[str, Any]]
    survey: list[dict[str, Any]]
    requests: list[dict[str, Any]]


@router.get("")
async def listed(query: Annotated[RequestsQuery, Query()], app: Connected, user: Caller) -> TwoWays[CandidateRequest]:
    """Requests of your own interviews; for managers, HR operations and administrators those of their organisations."""
    state = None if query.state == "all" else RequestState(query.state)
    place = place_by(app, _LIST, query.cursor, datetime.fromisoformat, UUID)
    wanted = RequestFilter(state, query.kind, query.interview, place, query.limit)
    async with app.engine.connect() as conn:
        part = await candidate_requests.page(conn, user, wanted)
    items = [_view(row, user, now()) for row in part.rows]
    return TwoWays(items=items, **ways(app, _LIST, part, "due_at", "id"))


async def one(id: UUID, app: App, user: User) -> CandidateRequest:
    """One request, for its dialog. Raises: Problem 404."""
    async with app.engine.connect() as conn:
        return _view(await _seen(conn, user, id), user, now())


@router.get("/{id}/copy")
async def copied(id: UUID, app: Connected, user: Caller) -> CandidateCopy:
    """What is kept of the candidate behind a request, to be sent to them once it is certain who asks; for HR operations."""
    hr_operations(user)
    async with app.engine.connect() as conn:
        row = await _seen(conn, user, id)
        return CandidateCopy(**await holdings.copy(conn, row.interview_id))


@router.post("/{id}/done")
async def done(id: UUID, body: AnswerBody, app: Connected, user: Caller) -> CandidateRequest:
    """Carried out. Of a deletion this is the deletion itself: the candidate is taken out of everything that is kept, for good."""
    return await _answered(app, user, id, RequestState.DONE, body.note)


@router.post("/{id}/decline")
async def decline(id: UUID, body: AnswerBody, app: Connected, user: Caller) -> CandidateRequest:
    """Not possible; the candidate has a right to be told why, so `note` must say it."""
    if not body.note:
        raise invalid("note", "note-required", "请写明原因，候选人会看到 / say why: the candidate reads it")
    return await _answered(app, user, id, RequestState.DECLINED, body.note)


async def _answered(app: App, user: User, id: UUID, state: RequestState, note: str) -> CandidateRequest:
    """Answer an open request. The same answer again changes nothing. Raises: Problem 403, 404, 409."""
    at = now()
    async with app.engine.begin() as conn:
        row = await _seen(conn, user, id, lock=True)
        if not may_handle(user.role, RequestKind(row.kind)):
            hr_operations(user)
        if row.state == RequestState.OPEN:
            await _carry_out(conn, row, state, at)
            await candidate_requests.answer(conn, user, id, state, note, at)
        elif (row.state, row.handled_by) != (state, user.login):
            raise Problem(409, "request-closed", "该申请已处理或已撤回 / the request was answered or taken back")
        return _view(await _seen(conn, user, id), user, at)


async def _carry_out(conn: AsyncConnection, row: Any, state: RequestState, at: datetime) -> None:
    if (row.kind, state) != (RequestKind.DELETION, RequestState.DONE):
        return
    try:
        await erasing.erase(conn, row.interview_id, at)
    except tuple(_REFUSED) as refused:
        raise Problem(409, *_REFUSED[type(refused)]) from None


async def _seen(conn: AsyncConnection, user: User, id: UUID, lock: bool = False) -> Any:
    row = await candidate_requests.request(conn, user, id, lock)
    if row is None:
        raise Problem(404, "request-not-found", "没有该申请 / no such request among those you may see")
    return row


def _view(row: Any, user: User, at: datetime) -> CandidateRequest:
    waits = row.state == RequestState.OPEN
    return CandidateRequest(
        id=row.id,
        interview_id=row.interview_id,
        organisation=row.organisation_id,
        kind=row.kind,
        state=row.state,
        at=row.at,
        due_at=row.due_at,
        overdue=waits and row.due_at < at,
        mine_to_answer=waits and may_handle(user.role, RequestKind(row.kind)),
        handled_by=row.handled_by,
        handled_at=row.handled_at,
        note=row.note,
        candidate=row.candidate,
        position=row.position,
        starts_at=row.starts_at,
        timezone=row.timezone,
        stage=row.stage,
        recruiter=row.recruiter,
    )
