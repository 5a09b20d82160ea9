"""Activities of the workflow's own queue: write one accepted change, close a notice that never left, read a typed reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities import names
from activities.database import transaction
from db import recording, sending
from domain.change import Change
from domain.keys import link_hash, link_token
from domain.reasons import check
from domain.terms import NoticeState


class Recorder:
    """Writes what the workflow decided; repeats are harmless."""

    def __init__(self, engine: AsyncEngine, secret: str) -> None:
        self._engine = engine
        self._secret = secret

    @activity.defn(name=names.RECORD)
    async def record(self, change: Change) -> Change | None:
        """Write a change: log, row, facts, notices, audit, all or nothing (design rule 3).

        Returns the change that stands in its place instead, if the workflow lost one that had been committed.
        """
        hashed = link_hash(link_token(self._secret, change.state.interview_id, change.state.revision))
        async with transaction(self._engine) as conn:
            return await recording.write(conn, change, hashed)

    @activity.defn(name=names.GIVE_UP)
    async def give_up(self, notice_id: str, detail: str, to: NoticeState) -> NoticeState:
        """Close the ledger row of a notice that was overtaken, or whose deadline passed before any provider took it.

        Returns where the row stands now: unknown, when an attempt may have got through.
        """
        async with transaction(self._engine) as conn:
            return await sending.give_up(conn, UUID(notice_id), detail, to)

    @activity.defn(name=names.READ_REASON)
    async def read_reason(self, text: str) -> str | None:
        """The code of a reason typed in the Temporal UI; None when it says nothing usable (R7)."""
        verdict = check(text)
        return verdict.code if verdict.acceptable else None
