"""Plays a random order of commands and time jumps on one interview, and says what must hold of it afterwards."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from temporalio.service import RPCError, RPCStatusCode

from domain.commands import Answer
from domain.refusals import Refused
from domain.terms import Outcome
from starter import Ended
from tests.workflows.life import Life

ABOUT_A_TIME = {"invite", "confirm_request", "reminder", "moved"}
BEIJING = ZoneInfo("Asia/Shanghai")
COMMANDS = ["confirm", "cancel", "clash", "offer", "ask", "take", "approve", "decline", "move", "outcome", "survey"]
JUMPS = [1, 30, 65, 250, 800, 1445, 3000]

_command = st.tuples(st.sampled_from(COMMANDS), st.integers(1, 60))
_jump = st.tuples(st.just("jump"), st.sampled_from(JUMPS))
_together = st.tuples(_command, _command)
plans = st.lists(st.one_of(_command, _jump, _together), min_size=4, max_size=12)


@dataclass(frozen=True)
class Told:
    """An accepted command: its answer and when the caller had it (wall clock, as the ledger's attempts are)."""

    answer: Answer
    at: datetime


@dataclass
class Player:
    """One interview and everything that was answered about it."""

    life: Life
    told: list[Told] = field(default_factory=list)

    async def play(self, plan: list) -> None:  # type: ignore[type-arg]
        """Every step in turn; two commands in one step are sent at once."""
        for step in plan:
            if step[0] == "jump":
                await self._jump(step[1])
            elif isinstance(step[0], tuple):
                await asyncio.gather(*(self._command(*command) for command in step))
            else:
                await self._command(*step)
        await self._jump(5)
        await self.life.settled()
        await self.life.idle()

    async def _jump(self, minutes: int) -> None:
        try:
            await self.life.forward(timedelta(minutes=minutes))
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _command(self, name: str, hours: int) -> None:
        life, at = self.life, self.life.starts_at + timedelta(hours=hours)
        calls = {
            "confirm": lambda: life.confirm(),
            "cancel": lambda: life.cancel(),
            "clash": lambda: life.cancel_for_a_clash(),
            "offer": lambda: life.offer(at, at + timedelta(hours=1)),
            "ask": lambda: life.ask(at),
            "take": lambda: self._take(),
            "approve": lambda: life.approve(),
            "decline": lambda: life.decline(),
            "move": lambda: life.move(at),
            "outcome": lambda: life.outcome(Outcome.COMPLETED),
            "survey": lambda: life.survey(),
        }
        try:
            answer = await calls[name]()
        except (Refused, Ended):
            return
        self.told.append(Told(answer, datetime.now(UTC)))

    async def _take(self) -> Answer:
        """The candidate takes the first offered time."""
        request = (await self.life.row()).request
        options = request["options"] if request else []
        return await self.life.ask(datetime.fromisoformat(options[0]) if options else None)

    def results(self, name: str) -> list[Told]:
        """What was answered with this result, in the order of its revisions."""
        return sorted((t for t in self.told if t.answer.result == name), key=lambda t: t.answer.revision)

    async def check(self) -> None:
        """Raises AssertionError when one of the flow's promises was broken."""
        await self._nothing_stale_was_handed_over()
        await self._nothing_was_sent_twice()
        await self._one_live_time()
        await self._log_and_facts_agree()
        await self._asked_by_day_and_once()

    async def _nothing_stale_was_handed_over(self) -> None:
        """Once a cancellation or a move was answered, no attempt begins for what it overtook."""
        moved = {t.answer.revision - 1: t.at for t in self.results("moved")}
        cancelled = {t.answer.revision: t.at for t in self.results("cancelled")}
        for notice in await self.life.notices():
            over = [moved.get(notice.revision)]
            over += [cancelled.get(notice.revision)] if notice.kind in ABOUT_A_TIME else []
            for at in filter(None, over):
                assert notice.attempted_at is None or notice.attempted_at <= at, (notice.kind, notice.step)

    async def _nothing_was_sent_twice(self) -> None:
        ids = [message["notice_id"] for message in await self.life.accepted()]
        rows = {str(row.id): row for row in await self.life.notices()}
        assert len(ids) == len(set(ids))
        assert {rows[id].state for id in ids} <= {"accepted", "unknown"}
        assert len({row.key for row in rows.values()}) == len(rows)

    async def _one_live_time(self) -> None:
        row, moved = await self.life.row(), self.results("moved")
        assert [t.answer.revision for t in moved] == list(range(2, 2 + len(moved)))
        assert row.revision == 1 + len(moved)
        assert row.starts_at == (moved[-1].answer.starts_at if moved else self.life.starts_at)
        audit = await self.life.audit()
        assert [entry.nth for entry in audit] == list(range(1, 1 + len(audit)))

    async def _log_and_facts_agree(self) -> None:
        log, facts = await self.life.log(), await self.life.facts()
        assert [row.revision for row in log] == [t.answer.revision for t in self.results("cancelled")]
        said = [(f.revision, f.party, f.code, f.late) for f in facts if f.kind == "cancelled"]
        assert said == [(row.revision, row.party, row.reason_code, row.late) for row in log]
        assert [f.revision for f in facts if f.kind == "moved"] == [t.answer.revision for t in self.results("moved")]
        assert len([f for f in facts if f.kind == "surveyed"]) == len(await self.life.surveys())
        assert len([f for f in facts if f.kind == "completed"]) == len(self.results("recorded"))

    async def _asked_by_day_and_once(self) -> None:
        """R12; however often the interview was cancelled, moved and ended within the season."""
        asked = [row for row in await self.life.notices("survey") if row.state != "skipped"]
        assert [row.step for row in asked] in ([], ["survey"], ["survey", "survey_reminder"])
        assert all(9 <= row.created_at.astimezone(BEIJING).hour < 20 for row in asked)
