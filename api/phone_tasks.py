"""GET /phone-tasks, and taking, giving back and finishing one: calls that people make when no channel reached the candidate (P1, P2)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from api.arrivals import arrival_about
from api.bodies import CallBody
from api.context import App, Caller, Connected, IdempotencyKey, now
from api.cursors import TwoWays, place_by, ways
from api.documented import DOCUMENTED
from api.params import Paged
from api.phone_views import PhoneTask, as_problem, phone_task
from api.problems import Problem
from db import intake, opt_outs, phone_tasks
from db.people import User
from db.phone_tasks import TaskClosed, TaskFilter, TaskNotTaken, TaskTaken
from domain.keys import address_hash
from domain.phone import CallOutcome, TaskState
from domain.terms import Channel
from starter import look

router = APIRouter(prefix="/api/v1/phone-tasks", tags=["phone tasks"], responses=DOCUMENTED)
_LIST = "phone-tasks"
Step = Callable[[AsyncConnection, User, UUID, datetime], Awaitable[None]]
_REFUSED = (TaskTaken, TaskClosed, TaskNotTaken)


class PhoneTasksQuery(Paged):
    """`mine`: only those of your own interviews, or that you have taken."""

    state: Literal["open", "taken", "all"] = "open"
    mine: bool = False


@router.get("")
async def listed(query: Annotated[PhoneTasksQuery, Query()], app: Connected, user: Caller) -> TwoWays[PhoneTask]:
    """Candidates to call, the next deadline first. A recruiter sees those of the own organisation, so that a colleague can help."""
    at = now()
    state = None if query.state == "all" else TaskState(query.state)
    wanted = TaskFilter(
        at, state, query.mine, place_by(app, _LIST, query.cursor, datetime.fromisoformat, UUID), query.limit
    )
    async with app.engine.connect() as conn:
        part = await phone_tasks.tasks(conn, user, wanted)
        items = await _viewed(conn, app, user, part.rows, at)
    return TwoWays(items=items, **ways(app, _LIST, part, "deadline", "id"))


async def one(id: UUID, app: App, user: User) -> PhoneTask:
    """One task, for its dialog. Raises: Problem 404."""
    async with app.engine.connect() as conn:
        return await _one(conn, app, user, id)


@router.post("/{id}/take")
async def take(id: UUID, app: Connected, user: Caller) -> PhoneTask:
    """Take it on yourself before calling; nobody else can call meanwhile. After 30 minutes without a result it is open again."""
    return await _stepped(app, user, id, phone_tasks.take)


@router.post("/{id}/release")
async def release(id: UUID, app: Connected, user: Caller) -> PhoneTask:
    """Give it back for others to take; HR operations may give it back for whoever is on it."""
    return await _stepped(app, user, id, phone_tasks.release)


@router.post("/{id}/done")
async def done(
    id: UUID, body: CallBody, after: BackgroundTasks, app: Connected, user: Caller, key: IdempotencyKey = None
) -> PhoneTask:
    """Say what came of the call; no_answer opens the task again, saying the same twice is one."""
    at = now()
    async with app.engine.begin() as conn:
        row = await _seen(conn, user, id)
        arrival = arrival_about(user, row, "phone_done", body, key, at)
        if await intake.keep_command(conn, arrival):
            await _end(conn, app, user, row, body, at, arrival.id)
        task = await _one(conn, app, user, id)
    after.add_task(look, app.client, str(row.interview_id))
    return task


async def _stepped(app: App, user: User, id: UUID, step: Step) -> PhoneTask:
    """One step of a task that this user may see, and the task after it. Raises: Problem 404, 409."""
    async with app.engine.begin() as conn:
        await _seen(conn, user, id)
        try:
            await step(conn, user, id, now())
        except _REFUSED as refused:
            raise as_problem(refused) from None
        return await _one(conn, app, user, id)


async def _end(conn: AsyncConnection, app: App, user: User, row: Any, body: CallBody, at: datetime, key: str) -> None:
    try:
        fresh = await phone_tasks.ended(conn, user, row.id, body.outcome, body.remark, at, key)
    except _REFUSED as refused:
        raise as_problem(refused) from None
    if fresh and body.outcome is CallOutcome.ASKED_NOT_TO_CALL and row.number:
        hashed = _hash(app, row.number)
        await opt_outs.opt_out(conn, row.organisation_id, Channel.PHONE, hashed, user.login[:32], at)


async def _seen(conn: AsyncConnection, user: User, id: UUID) -> Any:
    """The task's row. Raises: Problem 404, also for one that this user may not see."""
    row = await phone_tasks.task(conn, user, id)
    if row is None:
        raise Problem(404, "phone-task-not-found", "没有该电话任务 / no such phone task among those you may see")
    return row


async def _one(conn: AsyncConnection, app: App, user: User, id: UUID) -> PhoneTask:
    return (await _viewed(conn, app, user, [await _seen(conn, user, id)], now()))[0]


async def _viewed(conn: AsyncConnection, app: App, user: User, rows: list[Any], at: datetime) -> list[PhoneTask]:
    """The rows as people see them, with a word on those who asked not to be called."""
    hashes = {row.id: _hash(app, row.number) for row in rows if row.number}
    unwanted: set[tuple[str, str]] = set()
    for organisation in {row.organisation_id for row in rows}:
        stopped = await opt_outs.opted_out_of(conn, organisation, Channel.PHONE, set(hashes.values()))
        unwanted |= {(organisation, hashed) for hashed in stopped}
    return [phone_task(row, user, at, (row.organisation_id, hashes.get(row.id)) in unwanted) for row in rows]


def _hash(app: App, number: str) -> str:
    return address_hash(app.settings.secret.get_secret_value(), number)
