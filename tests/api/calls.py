"""Candidates whom no message reached: rows of the ledger as a workflow leaves them, and what people see of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_interview import interviews, notices
from db.tables_notices import notice_decisions
from tests.api.desk import Desk, Json

SAY = "王小明您好，您的面试已取消，敬请谅解。"


async def left(engine: AsyncEngine, interview: str, **changes: Any) -> str:
    """A notice to the candidate, by default an open phone task; its id."""
    id, at = uuid4(), datetime.now(UTC)
    async with engine.begin() as conn:
        home = select(interviews.c.organisation_id, interviews.c.revision).where(interviews.c.id == UUID(interview))
        organisation, revision = (await conn.execute(home)).one()
        row = {
            "id": id,
            "organisation_id": organisation,
            "interview_id": UUID(interview),
            "key": f"{interview}:{id}",
            "revision": revision,
            "kind": "cancelled",
            "audience": "candidate",
            "channel": "phone",
            "step": "cancelled",
            "locale": "zh-CN",
            "subject": "",
            "body": SAY,
            "state": "intent",
            "created_at": at,
            "due_at": at,
            "deadline": at + timedelta(hours=24),
        }
        await conn.execute(insert(notices).values(row | changes))
    return str(id)


async def touch(engine: AsyncEngine, notice: str, **changes: Any) -> None:
    """Change a row as time or a workflow would."""
    async with engine.begin() as conn:
        await conn.execute(update(notices).where(notices.c.id == UUID(notice)).values(**changes))


async def row(engine: AsyncEngine, notice: str) -> Any:
    """The row as it stands."""
    async with engine.connect() as conn:
        return (await conn.execute(select(notices).where(notices.c.id == UUID(notice)))).one()


async def decided(engine: AsyncEngine, notice: str) -> list[tuple[str, str]]:
    """Who decided what about a notice, in order."""
    query = select(notice_decisions.c.actor, notice_decisions.c.decision).order_by(notice_decisions.c.id)
    async with engine.connect() as conn:
        rows = (await conn.execute(query.where(notice_decisions.c.notice_id == UUID(notice)))).all()
    return [(found.actor, found.decision) for found in rows]


async def listed(desk: Desk, interview: str, state: str = "open", **params: str) -> list[Json]:
    """The tasks of one interview that this user sees, through every page."""
    found: list[Json] = []
    query: Json = {"state": state, "limit": 200} | params
    while True:
        page = await desk.page("/phone-tasks", query)
        found += [item for item in page["items"] if item["interview_id"] == interview]
        if page["next"] is None:
            return found
        query = query | {"cursor": page["next"]}
