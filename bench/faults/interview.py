"""One interview of a fault run as its people play it: every command is repeated until it is answered, as clients do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid5

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

import starter
from bench.faults.organisation import NAME, RUNG_MINUTES
from db import intake
from db.intake import Arrival
from domain import keys
from domain.commands import Answer, Cancel, Command, Confirm, Move
from domain.policy import Policy
from domain.state import State
from domain.terms import Audience, Channel, Locale, NoticeKind, Party

_SPACE = UUID("5c1a2f86-0d0f-4c55-9f0e-6f3a1c0b7d21")
_PATIENCE = 120.0
_BETWEEN = 0.2
_REACH = [Channel.SMS, Channel.EMAIL, Channel.INBOX]
_SAID = "岗位冻结，编制被取消"
Result = TypeVar("Result")


@dataclass(frozen=True, order=True)
class Told:
    """A message that the candidate must get, by what was decided; in the order in which decisions can follow each other."""

    revision: int
    place: int
    step: str
    kind: NoticeKind


@dataclass
class Interview:
    """`told` grows with every answer; nothing in it comes from the ledger."""

    id: str
    starts_at: datetime
    policy: Policy
    client: Client
    engine: AsyncEngine
    told: list[Told] = field(default_factory=list)
    confirmed: bool = False

    @property
    def phone(self) -> str:
        """The candidate's number."""
        return f"+861{UUID(self.id).int % 10**10:010d}"

    @property
    def email(self) -> str:
        """The candidate's address."""
        return f"c-{self.id}@example.com"

    @property
    def last(self) -> Told:
        """The message about where the interview stands in the end."""
        return max(self.told)

    def overtaken(self, revision: int, step: str) -> bool:
        """Whether a later decision made a message untrue: what it says need not arrive any more."""
        last = self.last
        return revision < last.revision or (last.kind is NoticeKind.CANCELLED and step != last.step)

    def channels(self, told: Told) -> list[Channel]:
        """The channels that a message goes out on, by policy: one notice each."""
        return [c for c in self.policy.channels_of(told.kind, _REACH) if c is not Channel.INBOX]

    def notice(self, told: Told, channel: Channel) -> str:
        """The id of the first notice of a message on a channel."""
        return keys.notice_id(keys.notice_key(self.id, told.revision, told.step, Audience.CANDIDATE, channel))

    async def open(self) -> None:
        """Keep the candidate, start the life."""
        state = self._state()
        texts = {"candidate_id": str(uuid5(_SPACE, self.id)), "position": "后端工程师", "join_url": ""}

        async def keep() -> None:
            async with self.engine.begin() as conn:
                person = UUID(texts["candidate_id"])
                await intake.keep_candidate(conn, person, NAME, "欧阳小明", self.phone, self.email, Locale.ZH)
                await intake.keep_command(conn, self._arrival(state.command_id or "", "create", texts))

        await _patiently(keep)
        await _patiently(lambda: starter.start(self.client, state))
        self._must_hear(Told(1, 0, "invite", NoticeKind.INVITE))

    async def confirm(self) -> Answer:
        """The candidate keeps the time."""
        answer = await self._send(Confirm(self._id("confirm"), "candidate", Audience.CANDIDATE), {})
        self.confirmed = True
        return answer

    async def cancel(self, revision: int | None = None) -> Answer:
        """The recruiter cancels; `revision`, when given, is the one they mean."""
        command = Cancel(self._id("cancel"), NAME, Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
        texts = {"reason_detail": _SAID, "remark": "", "justification": ""}
        answer = await self._send(replace(command, revision=revision), texts)
        if answer.result == "cancelled":
            self._must_hear(Told(answer.revision, 2, "cancelled", NoticeKind.CANCELLED))
        return answer

    def was_cancelled(self) -> None:
        """A bulk has cancelled it, as the bulk says."""
        self._must_hear(Told(1, 2, "cancelled", NoticeKind.CANCELLED))

    async def move(self, by: timedelta = timedelta(days=1)) -> Answer:
        """The recruiter sets another time."""
        answer = await self._send(Move(self._id("move"), NAME, self.starts_at + by), {})
        self._must_hear(Told(answer.revision, 0, "moved", NoticeKind.MOVED))
        return answer

    def will_be_reminded(self) -> None:
        """The rung is due in a moment: what it says depends on whether the candidate has confirmed."""
        kind = NoticeKind.REMINDER if self.confirmed else NoticeKind.CONFIRM_REQUEST
        self._must_hear(Told(1, 1, f"remind:{RUNG_MINUTES}", kind))

    def _must_hear(self, told: Told) -> None:
        if told not in self.told:
            self.told.append(told)

    async def _send(self, command: Command, texts: dict[str, str]) -> Answer:
        async def keep() -> None:
            async with self.engine.begin() as conn:
                await intake.keep_command(conn, self._arrival(command.id, type(command).__name__.lower(), texts))

        await _patiently(keep)
        return await _patiently(lambda: starter.send(self.client, self.id, command))

    def _arrival(self, id: str, kind: str, texts: dict[str, str]) -> Arrival:
        return Arrival(id, NAME, self.id, NAME, kind, "0" * 64, dict(texts))

    def _id(self, kind: str) -> str:
        return keys.command_id(self.id, NAME, kind, "1")

    def _state(self) -> State:
        return State(
            interview_id=self.id,
            organisation=NAME,
            recruiter=NAME,
            headline="欧*明 · 后端工程师",
            locale=self.policy.locale,
            policy=self.policy,
            starts_at=self.starts_at,
            minutes=45,
            timezone="Asia/Shanghai",
            reach=list(_REACH),
            created_by=NAME,
            command_id=self._id("create"),
        )


def in_days(days: float = 3) -> datetime:
    """A start in so many days, on the second."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)


async def _patiently(call: Callable[[], Awaitable[Result]]) -> Result:
    """Again and again while Temporal, its workers or PostgreSQL are away. Raises what stands after two minutes."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return await call()
        except (starter.Unanswered, SQLAlchemyError):
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(_BETWEEN)
