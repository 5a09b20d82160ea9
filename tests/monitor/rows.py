"""Rows as the workflow and the senders leave them: an interview and its notices, at any age."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import candidates
from db.tables_interview import interviews, notices
from db.tables_notices import receipts

SHANGHAI, SHENZHEN = "mianyue-sh", "mianyue-sz"


def ago(**span: float) -> datetime:
    """So long before now."""
    return datetime.now(UTC) - timedelta(**span)


async def interview(
    engine: AsyncEngine, organisation: str = SHANGHAI, recruiter: str = "zhangsan", **more: Any
) -> UUID:
    """An interview of an hour ago whose next step is two hours away; `more` says otherwise."""
    id, candidate = uuid4(), uuid4()
    row = {
        "id": id,
        "organisation_id": organisation,
        "candidate_id": candidate,
        "recruiter": recruiter,
        "position": "后端工程师",
        "stage": "invited",
        "revision": 1,
        "first_starts_at": ago(hours=-26),
        "starts_at": ago(hours=-26),
        "minutes": 45,
        "timezone": "Asia/Shanghai",
        "next_step": "remind:1440",
        "next_at": ago(hours=-2),
        "created_by": recruiter,
        "created_at": ago(hours=1),
        "updated_at": ago(hours=1),
    }
    person = {"id": candidate, "organisation_id": organisation, "name": "王小明", "locale": "zh-CN"}
    async with engine.begin() as conn:
        await conn.execute(insert(candidates).values(person))
        await conn.execute(insert(interviews).values(row | more))
    return id


async def notice(engine: AsyncEngine, of: UUID, organisation: str = SHANGHAI, **more: Any) -> str:
    """A reminder by SMS that is due now; `more` says otherwise. Its id."""
    [id] = await many(engine, of, 1, organisation, **more)
    return id


async def many(engine: AsyncEngine, of: UUID, number: int, organisation: str = SHANGHAI, **more: Any) -> list[str]:
    """So many notices of one interview, all alike."""
    ids = [uuid4() for _ in range(number)]
    row: dict[str, Any] = {
        "organisation_id": organisation,
        "interview_id": of,
        "revision": 1,
        "kind": "reminder",
        "audience": "candidate",
        "channel": "sms",
        "step": "remind:1440",
        "locale": "zh-CN",
        "subject": "",
        "body": "面试提醒",
        "state": "intent",
        "created_at": ago(hours=1),
        "due_at": ago(),
        "deadline": ago(hours=-24),
    }
    async with engine.begin() as conn:
        await conn.execute(insert(notices), [row | more | {"id": id, "key": f"test:{id}"} for id in ids])
    return [str(id) for id in ids]


async def change(engine: AsyncEngine, notice: str, **values: Any) -> None:
    """What became of a notice."""
    async with engine.begin() as conn:
        await conn.execute(update(notices).where(notices.c.id == UUID(notice)).values(**values))


async def change_interview(engine: AsyncEngine, id: UUID, **values: Any) -> None:
    """What became of an interview."""
    async with engine.begin() as conn:
        await conn.execute(update(interviews).where(interviews.c.id == id).values(**values))


async def receipt(engine: AsyncEngine, notice: str, provider: str = "twilio") -> None:
    """The provider says that a notice arrived."""
    row = {
        "provider": provider,
        "event_id": str(uuid4()),
        "organisation_id": SHANGHAI,
        "notice_id": UUID(notice),
        "provider_id": "SM1",
        "status": "delivered",
        "at": ago(),
        "received_at": ago(),
    }
    async with engine.begin() as conn:
        await conn.execute(insert(receipts).values(row))
