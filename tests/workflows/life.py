"""One interview of a story: commands as people send them, its own clock, and what every side has on record of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowExecutionDescription, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

import starter
from db import intake
from db.tables import audit
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices, surveys
from domain.commands import (
    Acknowledge,
    Answer,
    AnswerSurvey,
    Approve,
    Ask,
    Cancel,
    Command,
    Confirm,
    Decline,
    Move,
    Offer,
    RecordOutcome,
)
from domain.keys import workflow_id
from domain.state import State
from domain.terms import Audience, Channel, Outcome, Party

DEADLINE_SECONDS = 15.0


class Life:
    """An interview under test; commands raise Refused or Ended exactly as the API gets them."""

    def __init__(
        self,
        env: WorkflowEnvironment,
        engine: AsyncEngine,
        http: httpx2.AsyncClient,
        state: State,
        phone: str | None,
        email: str | None,
    ) -> None:
        self.id, self.starts_at, self.minutes = state.interview_id, state.starts_at, state.minutes
        self.recruiter, self.organisation = state.recruiter, state.organisation
        self.phone, self.email = phone, email
        self.handle: WorkflowHandle[Any, Any] = env.client.get_workflow_handle(workflow_id(self.id))
        self._env, self._engine, self._http = env, engine, http

    # what people do

    async def confirm(self, by: Audience = Audience.CANDIDATE) -> Answer:
        return await self._send(Confirm(_id(), self._actor(by), by))

    async def cancel(
        self,
        code: str = "E_REQ_FROZEN",
        party: Party = Party.COMPANY,
        by: Audience = Audience.RECRUITER,
        key: str | None = None,
        texts: dict[str, str] | None = None,
        actor: str | None = None,
        channels: list[Channel] | None = None,
        offer_reschedule: bool | None = None,
    ) -> Answer:
        """Cancel as the API does: the texts go to the database first, then the command without them."""
        command = Cancel(key or _id(), actor or self._actor(by), by, party, code, channels, offer_reschedule)
        said = texts or {"reason_detail": "岗位冻结，编制被取消", "remark": "", "justification": ""}
        arrival = intake.Arrival(command.id, self.organisation, self.id, command.actor, "cancel", "x", dict(said))
        async with self._engine.begin() as conn:
            await intake.keep_command(conn, arrival)
        return await self._send(command)

    async def cancel_for_a_clash(self) -> Answer:
        """The candidate's 临时有事 (R8)."""
        said = {"reason_detail": "临时有事：需赶回老家办理房产过户"}
        return await self.cancel("C_SCHEDULE", Party.CANDIDATE, Audience.CANDIDATE, texts=said)

    async def offer(self, *options: datetime) -> Answer:
        return await self._send(Offer(_id(), self.recruiter, list(options)))

    async def ask(self, starts_at: datetime | None = None) -> Answer:
        return await self._send(Ask(_id(), "candidate", starts_at))

    async def approve(self, starts_at: datetime | None = None, key: str | None = None) -> Answer:
        return await self._send(Approve(key or _id(), self.recruiter, starts_at))

    async def decline(self) -> Answer:
        return await self._send(Decline(_id(), self.recruiter))

    async def move(self, starts_at: datetime) -> Answer:
        return await self._send(Move(_id(), self.recruiter, starts_at))

    async def outcome(self, outcome: Outcome) -> Answer:
        return await self._send(RecordOutcome(_id(), self.recruiter, outcome))

    async def survey(
        self, timeliness: int = 5, handling: int = 4, by: Audience = Audience.CANDIDATE, key: str | None = None
    ) -> Answer:
        return await self._send(AnswerSurvey(key or _id(), self._actor(by), by, timeliness, handling))

    async def acknowledge(self) -> Answer:
        """The candidate clicks 我已知悉."""
        return await self._send(Acknowledge(_id(), "candidate", Audience.CANDIDATE))

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """Channel and address of everything that a provider can reach."""
        pairs = (("sms", self.phone), ("email", self.email))
        return [(channel, to) for channel, to in pairs if to is not None]

    async def _send(self, command: Command) -> Answer:
        return await starter.send(self._env.client, self.id, command)

    def _actor(self, by: Audience) -> str:
        return {Audience.CANDIDATE: "candidate", Audience.HROPS: "hrops"}.get(by, self.recruiter)

    # time

    async def now(self) -> datetime:
        """The interview's own clock."""
        return await self._env.get_current_time(self.handle)

    async def forward(self, by: timedelta, *then: str) -> None:
        """Move the interview's clock on, then wait for the audit's keys `then` and for every notice to be settled."""
        await self._env.fast_forward(self.handle, by)
        await self.done(*then)
        await self.settled()

    async def until(self, at: datetime, *then: str) -> None:
        """Move the interview's clock to an instant."""
        await self.forward(at - await self.now(), *then)

    async def overslept(self, at: datetime) -> None:
        """Move the clock on past a timer that no worker is there to act on."""
        skipping = asyncio.create_task(self._env.fast_forward(self.handle, at - await self.now()))

        async def passed() -> bool:
            return await self.now() >= at

        await eventually(passed, f"{at}")
        skipping.cancel()

    async def done(self, *keys: str) -> None:
        """Wait until the audit holds these keys."""

        async def written() -> bool:
            return set(keys) <= {row.key for row in await self.audit()}

        await eventually(written, f"audit keys {keys}")

    async def done_by(self, actor: str) -> None:
        """Wait until the audit holds something this actor did."""

        async def written() -> bool:
            return actor in {row.actor for row in await self.audit()}

        await eventually(written, f"something done by {actor}")

    async def settled(self) -> None:
        """Wait until no notice is waiting for a provider."""

        async def quiet() -> bool:
            carried = {row.state for row in await self.notices() if row.channel != "phone"}
            return not carried & {"intent", "attempting"}

        await eventually(quiet, "settled notices")

    async def idle(self) -> None:
        """Wait until nothing of it is in the hands of a worker."""

        async def at_rest() -> bool:
            now = (await self.described()).raw_description
            return not now.pending_activities and not now.HasField("pending_workflow_task")

        await eventually(at_rest, "an idle workflow")

    async def closed(self) -> None:
        """Wait until the workflow has ended by itself."""
        await asyncio.wait_for(self.handle.result(), DEADLINE_SECONDS)

    # what is on record

    async def notices(self, kind: str | None = None, **wanted: object) -> list[Any]:
        """Rows of the notice ledger, oldest first."""
        rows = await self._rows(notices, notices.c.created_at, notices.c.channel)
        if kind is not None:
            wanted["kind"] = kind
        return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]

    async def log(self) -> list[Any]:
        return await self._rows(cancellation_log, cancellation_log.c.id)

    async def facts(self) -> list[Any]:
        return await self._rows(kpi_facts, kpi_facts.c.id)

    async def audit(self) -> list[Any]:
        return await self._rows(audit, audit.c.id)

    async def surveys(self) -> list[Any]:
        return await self._rows(surveys, surveys.c.answered_at)

    async def row(self) -> Any:
        async with self._engine.connect() as conn:
            return (await conn.execute(select(interviews).where(interviews.c.id == UUID(self.id)))).one()

    async def _rows(self, table: Table, *order: Any) -> list[Any]:
        async with self._engine.connect() as conn:
            query = select(table).where(table.c.interview_id == UUID(self.id)).order_by(*order)
            return list((await conn.execute(query)).all())

    async def accepted(self) -> list[dict[str, Any]]:
        """What the sandbox took for this candidate, oldest first."""
        found: list[dict[str, Any]] = []
        for to in filter(None, (self.phone, self.email)):
            found += (await self._http.get("/sandbox/messages", params={"to": to})).json()["items"]
        return sorted(found, key=lambda message: str(message["accepted_at"]))

    async def received(self) -> Counter[tuple[str, str]]:
        """How many messages of each (kind, channel) the sandbox took for this candidate."""
        kinds = {str(row.id): row.kind for row in await self.notices()}
        return Counter((kinds[m["notice_id"]], m["channel"]) for m in await self.accepted())

    # what HR sees in the Temporal UI

    async def described(self) -> WorkflowExecutionDescription:
        return await self.handle.describe()

    async def details(self) -> str:
        """The workflow's current details, as the UI asks for them."""
        metadata: WorkflowMetadata = await self.handle.query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        return metadata.current_details

    async def attributes(self) -> dict[str, Any]:
        """The search attributes by name."""
        return {pair.key.name: pair.value for pair in (await self.described()).typed_search_attributes}


async def eventually(reached: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait for a condition. Raises: TimeoutError naming it."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + DEADLINE_SECONDS
    while not await reached():
        if loop.time() > deadline:
            raise TimeoutError(f"not reached within {DEADLINE_SECONDS:g} s: {what}")
        await asyncio.sleep(0.015)


def states(rows: Sequence[Any]) -> dict[str, str]:
    """The state of each notice by channel."""
    return {row.channel: row.state for row in rows}


def _id() -> str:
    return str(uuid4())
