"""POST /api/v1/interviews: write the candidate, start the workflow, answer when the interview's row can be read."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection

from api.arrivals import fingerprint
from api.bodies import NewInterview
from api.context import App, Caller, Connected, IdempotencyKey, now
from api.documented import DOCUMENTED
from api.problems import Problem
from api.views import InterviewView, interview_view
from db import intake, interviews
from db.people import User, policy_of, user_of
from domain import keys
from domain.decide import reachable
from domain.labels import mask_name
from domain.policy import Policy
from domain.refusals import Refused
from domain.state import State
from domain.terms import Role
from starter import Unanswered, start

router = APIRouter(prefix="/api/v1", tags=["interviews"], responses=DOCUMENTED)
_READABLE_SECONDS = 10.0


@router.post("/interviews", status_code=201)
async def create(body: NewInterview, app: Connected, user: Caller, key: IdempotencyKey = None) -> InterviewView:
    """Create an interview and invite the candidate. The same Idempotency-Key gives the same interview."""
    created = await create_interview(app, user, body, key or uuid4().hex, fingerprint(body))
    return interview_view(await _readable(app, user, created.id))


@dataclass(frozen=True)
class Created:
    """An interview that now exists; `fresh` when this request began its life."""

    id: UUID
    fresh: bool


async def create_interview(app: App, user: User, body: NewInterview, key: str, mark: str) -> Created:
    """Write what must exist before the workflow, then start it; used by the import, too.

    The same `key` with another `mark` (fingerprint of what was asked for) is refused.
    Raises: Problem, Refused, KeyReused, Unanswered.
    """
    async with app.engine.begin() as conn:
        recruiter = await recruiter_of(conn, user, body.recruiter)
        policy = await policy_of(conn, recruiter.organisation, now())
        id = keys.interview_id(user.organisation, user.login, key)
        state = _state(body, user, recruiter, policy, id)
        first = await _keep(conn, body, user, recruiter, state, mark)
        # An earlier request may have met an outage before the life began. One that has begun is never begun again, also when Temporal
        # has long forgotten it.
        there = not first and await interviews.begun(conn, UUID(id))
        if not there:
            check_start(body, policy)
    return Created(UUID(id), not there and await start(app.client, state))


def check_start(body: NewInterview, policy: Policy) -> None:
    """Raises: Refused for a start that is over or further ahead than the policy allows."""
    if body.starts_at <= now():
        raise Refused("starts-in-past")
    if body.starts_at > now() + timedelta(days=policy.max_days_ahead):
        raise Refused("too-far-ahead")


async def recruiter_of(conn: AsyncConnection, user: User, login: str | None) -> User:
    """Whose interview it is: the caller's own, or, for HR operations, that of anybody in their organisations. Raises: Problem."""
    if login is None or login == user.login:
        return user
    other = await user_of(conn, login)
    if other is None or user.organisation not in other.path:
        raise Problem(
            422, "unknown-recruiter", "recruiter：没有该招聘人员 / recruiter: no such user in your organisation"
        )
    if user.role is Role.RECRUITER:
        raise Problem(403, "not-your-interview", "只能创建自己的面试 / recruiters create interviews of their own")
    return other


async def _keep(
    conn: AsyncConnection, body: NewInterview, user: User, recruiter: User, state: State, mark: str
) -> bool:
    candidate = UUID(keys.command_id(state.interview_id, user.login, "candidate", "row"))
    person = body.candidate
    assert state.command_id is not None
    texts = {
        "candidate_id": str(candidate),
        "position": body.position,
        "join_url": body.join_url or "",
        "source": body.source or "",
        "interviewer": body.interviewer or "",
    }
    await intake.keep_candidate(
        conn, candidate, recruiter.organisation, person.name, person.phone, person.email, person.locale
    )
    return await intake.keep_command(
        conn,
        intake.Arrival(
            state.command_id,
            recruiter.organisation,
            state.interview_id,
            user.login,
            "create",
            mark,
            texts,
        ),
    )


def _state(body: NewInterview, user: User, recruiter: User, policy: Policy, id: str) -> State:
    return State(
        interview_id=id,
        organisation=recruiter.organisation,
        recruiter=recruiter.login,
        headline=f"{mask_name(body.candidate.name)} · {body.position}",
        locale=policy.locale,
        policy=policy,
        starts_at=body.starts_at,
        minutes=body.duration_minutes,
        timezone=body.timezone,
        reach=reachable(body.candidate.phone, body.candidate.email),
        created_by=user.login,
        command_id=keys.command_id(id, user.login, "create", "row"),
    )


async def _readable(app: App, user: User, id: UUID) -> Any:
    """The interview's row, which its workflow writes first of all. Raises: Unanswered when no worker does."""
    wait, waited = 0.01, 0.0
    while waited < _READABLE_SECONDS:
        async with app.engine.connect() as conn:
            row = await interviews.interview(conn, user, id)
        if row is not None:
            return row
        await asyncio.sleep(wait)
        waited, wait = waited + wait, min(wait * 1.5, 0.2)
    raise Unanswered
