"""The ledger's transitions after a claim: what a provider call came to, and notices that are never sent (design rule 4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_interview import notices
from domain.channel_rules import Stop
from domain.looking import RULE
from domain.terms import NoticeState

# An attempt that was given up as lost may still get its answer.
_UNANSWERED = notices.c.state.in_([str(NoticeState.ATTEMPTING), str(NoticeState.UNKNOWN)])
# A receipt may have come before our own commit: it is kept, and what only we know is added.
_ACCEPT = (
    update(notices)
    .where(notices.c.id == bindparam("notice"))
    .values(
        state=case((_UNANSWERED, str(NoticeState.ACCEPTED)), else_=notices.c.state),
        detail=case((_UNANSWERED, ""), else_=notices.c.detail),
        provider_id=func.coalesce(bindparam("named"), notices.c.provider_id),
        accepted_at=func.coalesce(notices.c.accepted_at, bindparam("now")),
    )
)
_SETTLE = update(notices).where(notices.c.id == bindparam("notice"), notices.c.state == NoticeState.ATTEMPTING)


async def state_of(conn: AsyncConnection, notice: UUID) -> NoticeState:
    """The ledger's word on a notice. Raises: NoResultFound for an unknown id."""
    return NoticeState((await conn.execute(select(notices.c.state).where(notices.c.id == notice))).scalar_one())


async def settle(
    conn: AsyncConnection, notice: UUID, to: NoticeState, at: datetime, detail: str = "", provider_id: str | None = None
) -> None:
    """`attempting` → what came of it; a state that a receipt has already carried further is left alone.

    An answer also ends the doubt about an attempt that was taken for lost.
    """
    if to is NoticeState.ACCEPTED:
        await conn.execute(_ACCEPT, {"notice": notice, "now": at, "named": provider_id or None})
    else:
        await conn.execute(_SETTLE, {"notice": notice, "state": to, "detail": detail})


async def skip(conn: AsyncConnection, notice: UUID, detail: str) -> NoticeState:
    """An intent that is no longer true is closed without being sent."""
    row = update(notices).where(notices.c.id == notice, notices.c.state == NoticeState.INTENT)
    await conn.execute(row.values(state=NoticeState.SKIPPED, detail=detail))
    return NoticeState.SKIPPED


async def stop(conn: AsyncConnection, notice: UUID, stopped: Stop) -> None:
    """A claimed notice that a channel rule holds back: closed with the rule's name, never handed to the provider."""
    values = {"state": NoticeState.SKIPPED, "detail": f"{RULE}{stopped.rule}", "retry_at": stopped.retry_at}
    await conn.execute(_SETTLE, {"notice": notice, **values})


async def give_up(conn: AsyncConnection, notice: UUID, detail: str, to: NoticeState) -> NoticeState:
    """A notice that will not be tried again: `to` for one that never left, unknown when an attempt may have got through.

    Returns where it stands now; one that had been settled before stays as it is.
    """
    row = update(notices).where(
        notices.c.id == notice, notices.c.state.in_([NoticeState.INTENT, NoticeState.ATTEMPTING])
    )
    left = case((notices.c.state == NoticeState.INTENT, str(to)), else_=str(NoticeState.UNKNOWN))
    closed = (await conn.execute(row.values(state=left, detail=detail).returning(notices.c.state))).scalar_one_or_none()
    return NoticeState(closed) if closed is not None else await state_of(conn, notice)
