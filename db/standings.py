"""Where the notices of one message stand, and what the ledger learns when a provider is asked about one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import candidates
from db.tables_interview import interviews, notices
from domain.looking import Standing
from domain.receipts import Found
from domain.terms import Audience, NoticeState

_COLUMNS = (
    notices.c.id,
    notices.c.state,
    notices.c.detail,
    notices.c.looked,
    notices.c.acknowledged_at,
    notices.c.created_at,
    notices.c.attempted_at,
    notices.c.accepted_at,
    notices.c.retry_at,
    notices.c.looked_at,
)
# Not known to have left, or to have arrived.
_IN_DOUBT = notices.c.state.in_([str(NoticeState.UNKNOWN), str(NoticeState.ACCEPTED)])


@dataclass(frozen=True)
class Doubtful:
    """A notice of which nobody knows whether it left or arrived: what to look for at its provider, the id that it has there if
    known, and the ids of others that are not it."""

    to: str | None
    body: str
    attempted_at: datetime | None
    revision: int
    kind: str
    interview_id: UUID
    others: frozenset[str]
    provider_id: str | None


async def standings(conn: AsyncConnection, interview: UUID, revision: int, step: str) -> list[Standing]:
    """Every notice of a message to the candidate, oldest first."""
    query = select(*_COLUMNS).where(
        notices.c.interview_id == interview,
        notices.c.revision == revision,
        notices.c.step == step,
        notices.c.audience == str(Audience.CANDIDATE),
        notices.c.channel != "inbox",
    )
    rows = (await conn.execute(query.order_by(notices.c.created_at, notices.c.id))).all()
    return [
        Standing(
            id=str(row.id),
            state=NoticeState(row.state),
            detail=row.detail,
            looked=row.looked,
            acknowledged=row.acknowledged_at is not None,
            created_at=row.created_at,
            attempted_at=row.attempted_at,
            accepted_at=row.accepted_at,
            retry_at=row.retry_at,
            looked_at=row.looked_at,
        )
        for row in rows
    ]


async def doubtful(conn: AsyncConnection, notice: UUID) -> Doubtful | None:
    """The notice as its provider would know it; None when its fate is known by now."""
    address = case((notices.c.channel == "sms", candidates.c.phone), else_=candidates.c.email).label("address")
    query = (
        select(
            address,
            notices.c.body,
            notices.c.attempted_at,
            notices.c.revision,
            notices.c.kind,
            notices.c.interview_id,
            notices.c.provider_id,
        )
        .join_from(notices, interviews, interviews.c.id == notices.c.interview_id)
        .join(candidates, candidates.c.id == interviews.c.candidate_id)
        .where(notices.c.id == notice, _IN_DOUBT)
    )
    row = (await conn.execute(query)).first()
    if row is None:
        return None
    known = select(notices.c.provider_id).where(
        notices.c.interview_id == row.interview_id, notices.c.id != notice, notices.c.provider_id.is_not(None)
    )
    others = frozenset((await conn.execute(known)).scalars().all())
    return Doubtful(
        row.address, row.body, row.attempted_at, row.revision, row.kind, row.interview_id, others, row.provider_id
    )


async def looked(conn: AsyncConnection, notice: UUID, what: str, at: datetime, found: Found | None = None) -> None:
    """Keep what the provider said; a notice that it has is unknown no more. A receipt that came meanwhile stands.

    A delivery dates from when the provider says it was; never later than now, nor before we handed it over.
    """
    row = update(notices).where(notices.c.id == notice, _IN_DOUBT)
    values: dict[str, object] = {"looked": what, "looked_at": at}
    if found is not None:
        accepted_at = func.coalesce(notices.c.accepted_at, notices.c.attempted_at)
        provider_id = func.coalesce(notices.c.provider_id, found.provider_id)
        values |= {"state": str(found.state), "provider_id": provider_id, "accepted_at": accepted_at}
        if found.state is NoticeState.DELIVERED:
            values["delivered_at"] = func.greatest(func.least(found.at or at, at), notices.c.attempted_at)
    await conn.execute(row.values(**values))
