"""A past that the rules themselves wrote down: interviews arranged, moved, cancelled and held at any time, without waiting for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from db import recording
from db.intake import Arrival, keep_command
from domain import aftermath, decide, rescheduling
from domain.change import Decision
from domain.commands import AnswerSurvey, Cancel, Confirm, Move, RecordOutcome
from domain.plan import Due
from domain.state import State
from domain.terms import FROM_UI, Audience, Outcome, Party
from tests.activities.build import kept
from tests.api.desk import hire


class Unchanged(Exception):
    """The step was accepted, and changed nothing."""


class Past:
    """One interview's life; every step is written in a transaction of its own, with its facts, log row and notices."""

    def __init__(self, engine: AsyncEngine, state: State) -> None:
        self._engine, self.state = engine, state
        self.id = UUID(state.interview_id)

    async def _take(self, decision: Decision) -> None:
        if decision.change is None:
            raise Unchanged(decision.result)
        async with self._engine.begin() as conn:
            await recording.write(conn, decision.change, f"hash-{self.id}-{decision.state.revision}")
        self.state = decision.state

    async def confirm(self, at: datetime) -> None:
        await self._take(decide.confirmed(self.state, Confirm(str(uuid4()), "candidate", Audience.CANDIDATE), at))

    async def cancel(self, at: datetime, code: str = "E_REQ_FROZEN", party: Party = Party.COMPANY) -> None:
        by = Audience.CANDIDATE if party is Party.CANDIDATE else Audience.RECRUITER
        actor = "candidate" if party is Party.CANDIDATE else self.state.recruiter
        await self._take(decide.cancelled(self.state, Cancel(str(uuid4()), actor, by, party, code), at))

    async def cancel_from_ui(self, at: datetime) -> None:
        """HR operations press "Request Cancellation": nobody is asked for a reason."""
        command = Cancel(str(uuid4()), FROM_UI, Audience.HROPS, Party.COMPANY, "E_REQ_CHANGED", reason_stated=False)
        await self._take(decide.cancelled(self.state, command, at))

    async def told(self, at: datetime) -> None:
        """The cancellation's notice is delivered."""
        query = text(
            "UPDATE notices SET state = 'delivered', delivered_at = :at WHERE interview_id = :id AND revision = :revision"
            " AND kind = 'cancelled' AND audience = 'candidate' AND channel = 'sms'"
        )
        async with self._engine.begin() as conn:
            done = await conn.execute(query, {"at": at, "id": self.id, "revision": self.state.revision})
            if done.rowcount != 1:
                raise Unchanged("there is no such notice")

    async def remind(self, rung: int = 0) -> datetime:
        """A step of the reminder ladder, the longest first, is sent at its time, which is returned."""
        minutes = self.state.policy.reminders[rung].minutes
        at = self.state.starts_at - timedelta(minutes=minutes)
        if not self.state.live or self.state.key(f"remind:{minutes}") in self.state.done:
            raise Unchanged("nobody is reminded")
        await self._take(aftermath.stepped(self.state, Due(f"remind:{minutes}", at), at))
        return at

    async def reminded(self, at: datetime) -> None:
        """A reminder's receipt, which may come late, says when it was delivered."""
        query = text(
            "UPDATE notices SET state = 'delivered', delivered_at = :at WHERE interview_id = :id AND revision = :revision"
            " AND step LIKE 'remind:%' AND audience = 'candidate' AND channel = 'sms' AND delivered_at IS NULL"
        )
        async with self._engine.begin() as conn:
            done = await conn.execute(query, {"at": at, "id": self.id, "revision": self.state.revision})
            if not done.rowcount:
                raise Unchanged("there is no such notice")

    async def move(self, at: datetime, starts_at: datetime) -> None:
        command = Move(str(uuid4()), self.state.recruiter, starts_at)
        await self._take(rescheduling.moved_directly(self.state, command, at))

    async def end(self, at: datetime, outcome: Outcome = Outcome.COMPLETED) -> None:
        command = RecordOutcome(str(uuid4()), self.state.recruiter, outcome)
        await self._take(aftermath.outcome_recorded(self.state, command, at))

    async def answer(
        self, at: datetime, timeliness: int, handling: int, by: Audience = Audience.CANDIDATE, comment: str = ""
    ) -> None:
        command = AnswerSurvey(str(uuid4()), "candidate", by, timeliness, handling)
        said = Arrival(
            command.id, self.state.organisation, str(self.id), "candidate", "survey", "x", {"comment": comment}
        )
        async with self._engine.begin() as conn:
            await keep_command(conn, said)
        await self._take(aftermath.survey_answered(self.state, command, at))


class Recruiter:
    """Somebody who has arranged interviews; hired when first met."""

    def __init__(self, engine: AsyncEngine, login: str, organisation: str) -> None:
        self._engine, self.login, self.organisation = engine, login, organisation

    async def arrange(self, at: datetime, starts_at: datetime) -> Past:
        await hire(self._engine, self.login, self.organisation)
        blank = await kept(self._engine)
        state = replace(
            blank,
            organisation=self.organisation,
            recruiter=self.login,
            created_by=self.login,
            starts_at=starts_at,
        )
        past = Past(self._engine, state)
        await past._take(aftermath.stepped(state, Due("open", at), at))
        return past


def later(at: datetime, **span: float) -> datetime:
    """That much after."""
    return at + timedelta(**span)
