"""What the monitor reads of candidates' requests: those that nobody answered in time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_candidate import candidate_requests as requests
from domain.findings import Finding, FindingKind, Thresholds
from domain.requests import RequestState


async def overdue_requests(
    conn: AsyncConnection, known: Collection[str], limits: Thresholds, now: datetime
) -> list[Finding]:
    """One finding for each interview with requests past their due time; `detail` names their kinds. `known` needs no second look."""
    kinds = func.string_agg(requests.c.kind, aggregate_order_by(literal(","), requests.c.kind))
    query = (
        select(requests.c.interview_id, requests.c.organisation_id, kinds)
        .where(requests.c.state == str(RequestState.OPEN), requests.c.due_at < now)
        .group_by(requests.c.interview_id, requests.c.organisation_id)
        .order_by(func.min(requests.c.due_at))
        .limit(limits.most)
    )
    rows = (await conn.execute(query)).all()
    return [Finding(FindingKind.REQUEST_OVERDUE, str(id), owner, said) for id, owner, said in rows]
