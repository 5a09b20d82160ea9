"""How many interviews and notices there are of each kind, for the metrics."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_interview import interviews, notices

Census = list[tuple[tuple[str, ...], int]]


async def interviews_by_stage(conn: AsyncConnection) -> Census:
    """((stage,), number) of every stage that occurs."""
    query = select(interviews.c.stage, func.count()).group_by(interviews.c.stage)
    return [((stage,), number) for stage, number in (await conn.execute(query)).all()]


async def notices_by_channel_and_state(conn: AsyncConnection) -> Census:
    """((channel, state), number) of every pair that occurs."""
    columns = (notices.c.channel, notices.c.state)
    rows = (await conn.execute(select(*columns, func.count()).group_by(*columns))).all()
    return [((channel, state), number) for channel, state, number in rows]
