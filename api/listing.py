"""GET /interviews, one interview, its timeline and its notices: reads of the database, never of Temporal."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from api.cancelling import log_row
from api.commanding import seen
from api.context import Caller, Connected
from api.cursors import Page, after_moment, moment_of
from api.documented import READING
from api.fields import Interviewer, Login, Position
from api.histories import NoticeView, TimelineItem, notice_view, timeline_of
from api.params import Paged, Period, Search, instants
from api.views import InterviewView, interview_view
from db import interviews, log, timelines
from db.interviews import InterviewFilter
from db.people import User
from domain.terms import NoticeKind, Role, Stage

router = APIRouter(prefix="/api/v1/interviews", tags=["interviews"], responses=READING)
_LIST = "interviews"
_MOST_CANCELLATIONS = 1000


class InterviewsQuery(Paged, Period):
    """Filters of the list; `from` and `to` are about the interview's start, `q` searches candidate and position, the others are exact."""

    stage: Stage | None = None
    recruiter: Login | None = None
    interviewer: Interviewer | None = None
    position: Position | None = None
    q: Search | None = None


@router.get("")
async def listed(query: Annotated[InterviewsQuery, Query()], app: Connected, user: Caller) -> Page[InterviewView]:
    """The interviews you may see, in the order of their start (R1)."""
    since, until = await instants(app, user, query)
    wanted = InterviewFilter(
        stage=query.stage,
        recruiter=query.recruiter,
        interviewer=query.interviewer,
        position=query.position,
        since=since,
        until=until,
        text=query.q,
        after=moment_of(app, _LIST, query.cursor),
        limit=query.limit,
    )
    async with app.engine.connect() as conn:
        rows = await interviews.page(conn, user, wanted)
    return Page(
        items=[interview_view(row) for row in rows[: query.limit]],
        next=after_moment(app, _LIST, rows, query.limit, "starts_at"),
    )


@router.get("/{id}")
async def one(id: UUID, app: Connected, user: Caller) -> InterviewView:
    """One interview as it stands."""
    return interview_view(await seen(app, user, id))


@router.get("/{id}/timeline")
async def timeline(id: UUID, app: Connected, user: Caller) -> Page[TimelineItem]:
    """Everything that happened to an interview, oldest first: changes, cancellations, notices (R4, R18)."""
    await seen(app, user, id)
    async with app.engine.connect() as conn:
        changes = await timelines.changes(conn, id, with_answers=_reads_of_surveys(user))
        sent = await _notices(conn, user, id)
        cancelled = await log.rows(conn, user, log.LogFilter(interview=id, limit=_MOST_CANCELLATIONS))
    return Page(items=timeline_of(changes, sent, [log_row(row) for row in cancelled]))


@router.get("/{id}/notices")
async def notices(id: UUID, app: Connected, user: Caller) -> Page[NoticeView]:
    """The notice ledger of an interview, oldest first, with where each notice stands and what was decided about it."""
    await seen(app, user, id)
    async with app.engine.connect() as conn:
        return Page(items=await _notices(conn, user, id))


async def _notices(conn: AsyncConnection, user: User, interview: UUID) -> list[NoticeView]:
    rows = await timelines.notices_of(conn, interview)
    if not _reads_of_surveys(user):
        rows = [row for row in rows if row.kind != NoticeKind.SURVEY]
    decided = await timelines.decisions_of(conn, [row.id for row in rows])
    return [notice_view(row, decided.get(row.id, []), user.locale) for row in rows]


def _reads_of_surveys(user: User) -> bool:
    """Who was asked how the recruiter did, and who has answered, is nothing that the recruiter or their manager look up (R12)."""
    return user.role not in (Role.RECRUITER, Role.MANAGER)
