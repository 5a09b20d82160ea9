"""Activities that say whether a candidate may be asked how it was: has the news arrived, and were they asked lately (R12)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities import names
from activities.database import transaction
from db import surveying


class Surveyor:
    """Looks things up before a survey goes out."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @activity.defn(name=names.TOLD_AT)
    async def told_at(self, interview: str, revision: int) -> datetime | None:
        """When the candidate learned of this time's cancellation (UTC); None while nothing has arrived."""
        async with transaction(self._engine) as conn:
            return await surveying.told_at(conn, UUID(interview), revision)

    @activity.defn(name=names.MAY_BE_ASKED)
    async def may_be_asked(self, interview: str, revision: int, at: datetime, days: int) -> bool:
        """Take the candidate's turn; False when another interview of theirs had it within so many days."""
        async with transaction(self._engine) as conn:
            return await surveying.take_turn(conn, UUID(interview), revision, at, days)
