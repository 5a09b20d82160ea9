"""One life as a client plays it (start, confirm, cancel, survey) through starter.py, against the real side or its empty twin."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from db import intake
from db.intake import Arrival
from db.tables_interview import notices
from domain.commands import AnswerSurvey, Cancel, Command, Confirm
from domain.keys import command_id, workflow_id
from domain.state import State
from domain.terms import Audience, Locale, Party
from starter import Unanswered, send, start

INVITES = 1
WITH_SURVEY = 4  # one invitation by mail, the cancellation by SMS and mail, one survey by mail
CODE, DETAIL = "E_REQ_FROZEN", "该岗位编制冻结，招聘计划暂停"
_POLL_SECONDS = 0.03
_PATIENCE = 60.0


class Accepted:
    """How many sends of each interview were accepted; lives wait here for theirs."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._waiting: dict[str, tuple[int, asyncio.Future[None]]] = {}

    @property
    def waiting(self) -> list[str]:
        """The interviews somebody waits for."""
        return list(self._waiting)

    def heard(self, interview: str, count: int) -> None:
        """This interview has so many accepted sends now."""
        self._counts[interview] = count
        wanted, future = self._waiting.get(interview, (count + 1, None))
        if future is not None and count >= wanted and not future.done():
            future.set_result(None)

    def heard_one(self, interview: str) -> None:
        """One more."""
        self.heard(interview, self._counts[interview] + 1)

    async def reach(self, interview: str, wanted: int) -> None:
        """Return when so many sends were accepted. Raises: TimeoutError."""
        if self._counts[interview] >= wanted:
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting[interview] = (wanted, future)
        try:
            await asyncio.wait_for(future, _PATIENCE)
        finally:
            del self._waiting[interview]


async def watch_ledger(engine: AsyncEngine, accepted: Accepted) -> None:
    """Tell the waiting lives what the notice ledger says: one query for all of them, every 30 ms."""
    count = func.count().label("count")
    query = select(notices.c.interview_id, count).where(notices.c.accepted_at.is_not(None))
    while True:
        if waiting := [UUID(id) for id in accepted.waiting]:
            asked = query.where(notices.c.interview_id.in_(waiting)).group_by(notices.c.interview_id)
            async with engine.connect() as conn:
                for id, found in await conn.execute(asked):
                    accepted.heard(str(id), found)
        await asyncio.sleep(_POLL_SECONDS)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: where its workflows run and how a request's rows are kept (the twin keeps none)."""

    name: str
    client: Client
    keep: Callable[[Arrival], Awaitable[None]]
    accepted: Accepted = field(default_factory=Accepted)
    unanswered: list[str] = field(default_factory=list)


def keeping(engine: AsyncEngine) -> Callable[[Arrival], Awaitable[None]]:
    """What the API writes before the workflow hears of a request: the command's row, at first the candidate's too."""

    async def keep(arrival: Arrival) -> None:
        async with engine.begin() as conn:
            if candidate := arrival.texts.get("candidate_id"):
                # A number of their own: the rules let a number have few messages, and no text twice.
                phone, email = f"+86139{UUID(candidate).int % 10**8:08}", f"{candidate}@candidate.example"
                await intake.keep_candidate(
                    conn, UUID(candidate), arrival.organisation, "测试", phone, email, Locale.ZH
                )
            await intake.keep_command(conn, arrival)

    return keep


async def keep_nothing(arrival: Arrival) -> None:
    """The twin's."""


async def play(side: Side, state: State) -> float:
    """Play a whole life until its workflow has closed; the seconds its cancel call took."""
    seconds = await _cancelled(side, state)
    await end_life(side, state)
    return seconds


async def cancel_only(side: Side, state: State) -> float:
    """The seconds of a cancel call as by default, where the survey follows hours later; the rest of the life is dropped."""
    seconds = await _cancelled(side, replace(state, policy=replace(state.policy, survey_delay_minutes=120)))
    await side.accepted.reach(state.interview_id, WITH_SURVEY - 1)
    await side.client.get_workflow_handle(workflow_id(state.interview_id)).terminate("measured")
    return seconds


async def _cancelled(side: Side, state: State) -> float:
    id = state.interview_id
    await open_life(side, state)
    await command(side, state, Confirm(_id(id, "confirm"), "candidate", Audience.CANDIDATE))
    cancel = Cancel(_id(id, "cancel"), state.recruiter, Audience.RECRUITER, Party.COMPANY, CODE)
    return await command(side, state, cancel, reason_detail=DETAIL)


async def open_life(side: Side, state: State) -> None:
    """Start an interview and wait until its invitation was accepted."""
    texts = {"candidate_id": str(uuid4()), "position": "后端工程师", "join_url": ""}
    await side.keep(_arrival(state, state.command_id or "", "create", texts))
    await start(side.client, state)
    await side.accepted.reach(state.interview_id, INVITES)


async def end_life(side: Side, state: State) -> None:
    """After the cancel: wait for the survey, answer it, and see the workflow closed."""
    id = state.interview_id
    await side.accepted.reach(id, WITH_SURVEY)
    await command(side, state, AnswerSurvey(_id(id, "survey"), "candidate", Audience.CANDIDATE, 4, 5), comment="")
    await side.client.get_workflow_handle(workflow_id(id)).result()


async def command(side: Side, state: State, wish: Command, **texts: Any) -> float:
    """Keep the request, send it; the seconds until its answer (the rows before it are not counted)."""
    await side.keep(_arrival(state, wish.id, type(wish).__name__.lower(), texts))
    begun = time.perf_counter()
    while not await _answered(side, state.interview_id, wish):
        side.unanswered.append(wish.id)
    return time.perf_counter() - begun


async def _answered(side: Side, interview: str, wish: Command) -> bool:
    """False when no worker answered in time: the same command is then sent again, as every client may."""
    try:
        await send(side.client, interview, wish)
    except Unanswered:
        return False
    return True


def _arrival(state: State, id: str, kind: str, texts: dict[str, Any]) -> Arrival:
    return Arrival(id, state.organisation, state.interview_id, state.recruiter, kind, "0" * 64, texts)


def _id(interview: str, kind: str) -> str:
    return command_id(interview, "bench", kind, "1")
