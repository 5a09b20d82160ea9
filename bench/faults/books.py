"""Our own books on a run's interviews: the notice ledger and its decisions, watched while the run goes on, read at its end."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench.faults.interview import Interview
from db.tables import audit
from db.tables_interview import cancellation_log, interviews, notices
from db.tables_notices import notice_decisions
from domain.terms import Audience, NoticeState

_LOOK_SECONDS = 0.25
_STEADY_SECONDS = 2.0
_UNDER_WAY = (NoticeState.INTENT, NoticeState.ATTEMPTING)
_COLUMNS = (
    notices.c.id,
    notices.c.interview_id,
    notices.c.revision,
    notices.c.step,
    notices.c.channel,
    notices.c.state,
    notices.c.detail,
    notices.c.after_id,
    notices.c.because,
    notices.c.created_at,
    notices.c.attempted_at,
    notices.c.accepted_at,
    notices.c.acknowledged_at,
)


@dataclass
class Books:
    """What is written about some interviews, by interview; `decided` by notice."""

    notices: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cancelled: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    done: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    row: dict[str, Any] = field(default_factory=dict)

    def settled(self, interview: Interview) -> bool:
        """Every message that was decided on has its rows, none is on its way, and of each in doubt it is known what follows."""
        return not self.open(interview)

    def open(self, interview: Interview) -> list[str]:
        """What is not settled yet, in words."""
        rows = self.notices[interview.id]
        steps = {(row.revision, row.step) for row in rows}
        missing = [f"r{t.revision} {t.step}: no row" for t in interview.told if (t.revision, t.step) not in steps]
        return missing + [
            f"r{row.revision} {row.step} {row.channel} {row.state} {row.detail}"
            for row in rows
            if row.channel != "phone" and self._open(row, interview)
        ]

    def _open(self, row: Any, interview: Interview) -> bool:
        if row.state != NoticeState.UNKNOWN:
            return row.state in _UNDER_WAY
        arrived = any(
            (other.revision, other.step, other.state) == (row.revision, row.step, NoticeState.DELIVERED)
            for other in self.notices[interview.id]
        )
        return not (
            self.decided[str(row.id)] or arrived or row.acknowledged_at or interview.overtaken(row.revision, row.step)
        )


async def read(conn: AsyncConnection, ids: Collection[str], whole: bool = True) -> Books:
    """The books on these interviews; without `whole` only the ledger and its decisions."""
    books, wanted = Books(), [UUID(id) for id in ids]
    ledger = select(*_COLUMNS).where(
        notices.c.interview_id.in_(wanted), notices.c.audience == str(Audience.CANDIDATE), notices.c.channel != "inbox"
    )
    for row in await conn.execute(ledger.order_by(notices.c.created_at, notices.c.generation)):
        books.notices[str(row.interview_id)].append(row)
    decisions = select(notice_decisions.c.notice_id, notice_decisions.c.decision)
    for decision in await conn.execute(decisions.where(notice_decisions.c.interview_id.in_(wanted))):
        books.decided[str(decision.notice_id)].add(decision.decision)
    if not whole:
        return books
    log = select(cancellation_log.c.interview_id, cancellation_log.c.revision)
    for entry in await conn.execute(log.where(cancellation_log.c.interview_id.in_(wanted))):
        books.cancelled[str(entry.interview_id)].append(entry.revision)
    changes = select(audit.c.interview_id, audit.c.action, audit.c.revision, audit.c.nth)
    for change in await conn.execute(changes.where(audit.c.interview_id.in_(wanted)).order_by(audit.c.nth)):
        books.done[str(change.interview_id)].append(change)
    for one in await conn.execute(select(interviews).where(interviews.c.id.in_(wanted))):
        books.row[str(one.id)] = one
    return books


async def known(conn: AsyncConnection, ids: Iterable[str]) -> set[str]:
    """Which of these are notices of anybody's."""
    found = await conn.execute(select(notices.c.id).where(notices.c.id.in_([UUID(id) for id in ids])))
    return {str(id) for id in found.scalars()}


class Watch:
    """Looks at the ledger every 250 ms, once for all interviews that somebody waits for."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: dict[int, list[Interview]] = {}
        self._books, self._looks = Books(), 0

    async def run(self) -> None:
        """Until cancelled; PostgreSQL may be away."""
        while True:
            ids = {interview.id for group in self._waiting.values() for interview in group}
            if ids:
                with contextlib.suppress(SQLAlchemyError):
                    async with self._engine.connect() as conn:
                        self._books = await read(conn, ids, whole=False)
                    self._looks += 1
            await asyncio.sleep(_LOOK_SECONDS)

    async def settled(self, group: list[Interview], patience: float) -> float:
        """The moment (monotonic) from which on everything about them was settled, steadily. Raises: TimeoutError."""
        deadline, since = time.monotonic() + patience, 0.0
        self._waiting[id(group)] = group
        first = self._looks
        try:
            while not since or time.monotonic() - since < _STEADY_SECONDS:
                if time.monotonic() > deadline:
                    left = [f"{one.id} {what}" for one in group for what in self._books.open(one)]
                    raise TimeoutError(f"not settled in time: {'; '.join(left)}")
                await asyncio.sleep(_LOOK_SECONDS)
                fresh = self._looks >= first + 2
                steady = fresh and all(map(self._books.settled, group))
                since = (since or time.monotonic()) if steady else 0.0
        finally:
            del self._waiting[id(group)]
        return since
