"""Reads of a bulk's interviews, one by one: what came of each, with what people need to recognise it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import candidates
from db.tables_bulk import bulk_items
from db.tables_interview import interviews
from domain.bulk import ItemState

_ITEM = select(
    bulk_items.c.nth,
    bulk_items.c.interview_id,
    bulk_items.c.state,
    bulk_items.c.rule,
    bulk_items.c.at,
    candidates.c.name.label("candidate_name"),
    interviews.c.position,
    interviews.c.recruiter,
    interviews.c.starts_at,
    interviews.c.timezone,
    interviews.c.stage,
).select_from(
    bulk_items.join(interviews, interviews.c.id == bulk_items.c.interview_id).join(
        candidates, candidates.c.id == interviews.c.candidate_id
    )
)


async def page(conn: AsyncConnection, bulk: UUID, state: ItemState | None, after: int, limit: int) -> list[Any]:
    """Up to limit + 1 items after the `after`th, in their turn; all states, or one."""
    query = _ITEM.where(bulk_items.c.bulk_id == bulk, bulk_items.c.nth > after)
    if state is not None:
        query = query.where(bulk_items.c.state == str(state))
    return list((await conn.execute(query.order_by(bulk_items.c.nth).limit(limit + 1))).all())
