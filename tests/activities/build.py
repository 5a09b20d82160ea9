"""An interview as the intake leaves it and the changes a workflow would write, for tests on the real database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from db import intake, recording
from db.people import policy_of
from domain import aftermath, decide
from domain.change import Change
from domain.commands import Cancel
from domain.decide import reachable
from domain.plan import Due
from domain.state import State
from domain.terms import Audience, Locale, Party

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


async def kept(engine: AsyncEngine, phone: str | None = "+8613800000000", email: str | None = None) -> State:
    """The rows that exist before the workflow, and the state it starts with."""
    id, command, candidate = str(uuid4()), str(uuid4()), uuid4()
    texts = {"candidate_id": str(candidate), "position": "测试工程师", "join_url": ""}
    async with engine.begin() as conn:
        policy = await policy_of(conn, "mianyue-sh", AT)
        await intake.keep_candidate(conn, candidate, "mianyue-sh", "王小明", phone, email, Locale.ZH)
        await intake.keep_command(
            conn, intake.Arrival(command, "mianyue-sh", id, "zhangsan", "create", "x", dict(texts))
        )
    return State(
        interview_id=id,
        organisation="mianyue-sh",
        recruiter="zhangsan",
        headline="王*明 · 测试工程师",
        locale=Locale.ZH,
        policy=policy,
        starts_at=AT + timedelta(days=3),
        minutes=30,
        timezone="Asia/Shanghai",
        reach=reachable(phone, email),
        created_by="zhangsan",
        command_id=command,
    )


def opened(state: State) -> Change:
    """The first change of a life."""
    change = aftermath.stepped(state, Due("open", AT), AT).change
    assert change is not None
    return change


def cancelled(state: State, id: str | None = None, code: str = "E_REQ_FROZEN") -> Change:
    """A company's cancellation."""
    command = Cancel(id or str(uuid4()), "zhangsan", Audience.RECRUITER, Party.COMPANY, code)
    change = decide.cancelled(state, command, AT + timedelta(hours=1)).change
    assert change is not None
    return change


def reminded(state: State) -> Change:
    """The reminder one day before."""
    change = aftermath.stepped(state, Due("remind:1440", AT), AT + timedelta(hours=1)).change
    assert change is not None
    return change


async def written(engine: AsyncEngine, change: Change) -> Change | None:
    """Write a change in a transaction of its own."""
    async with engine.begin() as conn:
        return await recording.write(conn, change, f"hash-{change.state.interview_id}-{change.state.revision}")


def misplaced(change: Change) -> Change:
    """The change with a recruiter who does not exist, so that its last inserts fail."""
    return replace(change, state=replace(change.state, organisation="nowhere"))


def uuid_of(state: State) -> UUID:
    """The interview's id as the database holds it."""
    return UUID(state.interview_id)
