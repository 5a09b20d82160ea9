"""The commands on one interview: confirm, acknowledge, reschedule, outcome, survey; each is an Update of its workflow."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from api.arrivals import arrival
from api.bodies import ApproveBody, OutcomeBody, RescheduleBody, SurveyBody
from api.context import App, Caller, Connected, IdempotencyKey
from api.documented import DOCUMENTED
from api.problems import Problem
from api.slot_warnings import warnings_of
from api.views import CommandResult
from db import intake, interviews
from db.intake import Arrival
from db.people import User
from domain.commands import Acknowledge, AnswerSurvey, Approve, Command, Confirm, Decline, Move, Offer, RecordOutcome
from domain.slots import Concern
from domain.terms import Audience, Role
from starter import send

router = APIRouter(prefix="/api/v1/interviews/{id}", tags=["commands"], responses=DOCUMENTED)


async def seen(app: App, user: User, id: UUID) -> Any:
    """The interview's row as this user may see it. Raises: Problem 404, also for somebody else's interview."""
    async with app.engine.connect() as conn:
        return known(await interviews.interview(conn, user, id))


def known(row: Any) -> Any:
    """The row that was looked for among those the user may see. Raises: Problem 404 when there is none."""
    if row is None:
        raise Problem(404, "interview-not-found", "没有该面试 / no such interview among those you may see")
    return row


def audience_of(user: User) -> Audience:
    """On whose side a caller acts."""
    return Audience.RECRUITER if user.role is Role.RECRUITER else Audience.HROPS


async def arrived(
    app: App, user: User, id: UUID, kind: str, body: BaseModel | None, key: str | None, **texts: Any
) -> Arrival:
    """Keep the command's row before Temporal hears of it (design rule 5). Raises: Problem 404, KeyReused."""
    row = await seen(app, user, id)
    command = arrival(user, row.organisation_id, str(id), kind, body, key, **texts)
    async with app.engine.begin() as conn:
        await intake.keep_command(conn, command)
    return command


async def sent(app: App, id: UUID, command: Command) -> CommandResult:
    """Send the command and word its answer. Raises: Refused, Ended, Unanswered."""
    done = await send(app.client, str(id), command)
    return CommandResult(id=id, result=done.result, stage=done.stage, revision=done.revision, starts_at=done.starts_at)


@router.post("/confirm")
async def confirm(id: UUID, app: Connected, user: Caller, key: IdempotencyKey = None) -> CommandResult:
    """Confirm the present time on the candidate's behalf."""
    command = await arrived(app, user, id, "confirm", None, key)
    return await sent(app, id, Confirm(command.id, user.login, audience_of(user)))


@router.post("/acknowledge")
async def acknowledge(id: UUID, app: Connected, user: Caller, key: IdempotencyKey = None) -> CommandResult:
    """The candidate knows where the interview stands, having been told by chance; its messages are followed no more."""
    command = await arrived(app, user, id, "acknowledge", None, key)
    return await sent(app, id, Acknowledge(command.id, user.login, audience_of(user)))


@router.post("/reschedule")
async def reschedule(
    id: UUID, body: RescheduleBody, app: Connected, user: Caller, key: IdempotencyKey = None
) -> CommandResult:
    """Offer times to the candidate, or move the interview directly (R8). What speaks against a time is told in `warnings`."""
    command = await arrived(app, user, id, "reschedule", body, key)
    if body.options is not None:
        done = await sent(app, id, Offer(command.id, user.login, body.options, body.revision))
    else:
        assert body.starts_at is not None
        done = await sent(app, id, Move(command.id, user.login, body.starts_at, body.revision))
    against = await warnings_of(app, user, await seen(app, user, id), body.options or [done.starts_at])
    told = {concern for found in against.values() for concern in found}
    return done.model_copy(update={"warnings": [concern for concern in Concern if concern in told]})


@router.post("/reschedule/approve")
async def approve(
    id: UUID, app: Connected, user: Caller, body: ApproveBody | None = None, key: IdempotencyKey = None
) -> CommandResult:
    """Approve the time the candidate picked, or name one of those on the table."""
    command = await arrived(app, user, id, "approve", body, key)
    return await sent(app, id, Approve(command.id, user.login, body.starts_at if body is not None else None))


@router.post("/reschedule/decline")
async def decline(id: UUID, app: Connected, user: Caller, key: IdempotencyKey = None) -> CommandResult:
    """Decline the pending move; the present time stands."""
    command = await arrived(app, user, id, "decline", None, key)
    return await sent(app, id, Decline(command.id, user.login))


@router.post("/outcome")
async def outcome(
    id: UUID, body: OutcomeBody, app: Connected, user: Caller, key: IdempotencyKey = None
) -> CommandResult:
    """Say what happened; possible from the start of the interview on."""
    command = await arrived(app, user, id, "outcome", body, key)
    return await sent(app, id, RecordOutcome(command.id, user.login, body.outcome))


@router.post("/survey")
async def survey(id: UUID, body: SurveyBody, app: Connected, user: Caller, key: IdempotencyKey = None) -> CommandResult:
    """Enter a survey answer taken by phone (R12): it counts in no figure, and the candidate may still give their own."""
    command = await arrived(app, user, id, "survey", body, key, comment=body.comment)
    answer = AnswerSurvey(command.id, user.login, audience_of(user), body.timeliness, body.handling)
    return await sent(app, id, answer)
