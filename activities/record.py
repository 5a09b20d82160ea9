"""Activities that write to PostgreSQL only: one accepted change, or the end of a notice that never left."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities import names
from db import recording, sending
from domain.change import Change
from domain.keys import link_hash, link_token
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
        async with self._engine.begin() as conn:
            return await recording.write(conn, change, hashed)

    @activity.defn(name=names.GIVE_UP)
    async def give_up(self, notice_id: str, detail: str, to: NoticeState) -> None:
        """Close the ledger row of a notice that was overtaken, or whose deadline passed before any provider took it."""
        async with self._engine.begin() as conn:
            await sending.give_up(conn, UUID(notice_id), detail, to)
