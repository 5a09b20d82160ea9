"""Writes what a change decides about notices that exist: decisions, phone tasks called off, messages read by the candidate."""

from uuid import UUID

from sqlalchemy import bindparam, case, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables_interview import notices
from db.tables_notices import notice_decisions
from domain.change import Change
from domain.phone import CALLED_OFF
from domain.terms import Audience, Channel, NoticeState

_DECIDED = insert(notice_decisions).on_conflict_do_nothing()
# A call that somebody has begun goes on; it is theirs to end, and the mark keeps it from being open again after it.
_WAITING = notices.c.state == str(NoticeState.INTENT)
_CLOSED = (
    update(notices)
    .where(notices.c.id == bindparam("notice"), notices.c.channel == str(Channel.PHONE))
    .where(or_(_WAITING, notices.c.state == str(NoticeState.ATTEMPTING)))
    .values(
        state=case((_WAITING, str(NoticeState.SKIPPED)), else_=notices.c.state),
        detail=case((_WAITING, bindparam("why")), else_=CALLED_OFF),
    )
)
_READ = (
    update(notices)
    .where(notices.c.interview_id == bindparam("interview"), notices.c.revision == bindparam("of_revision"))
    .where(notices.c.audience == str(Audience.CANDIDATE), notices.c.acknowledged_at.is_(None))
    .where(notices.c.channel != str(Channel.PHONE), notices.c.state != str(NoticeState.SKIPPED))
    .values(acknowledged_at=bindparam("at"))
)


async def write(conn: AsyncConnection, change: Change) -> None:
    """Write it in the change's transaction; a change that decides nothing of the kind costs no statement."""
    state = change.state
    if change.decisions:
        rows = [
            {
                "organisation_id": state.organisation,
                "interview_id": UUID(state.interview_id),
                "notice_id": UUID(one.notice),
                "at": change.at,
                "actor": change.actor,
                "decision": one.decision,
                "because": one.because,
                "key": f"{change.key}:{one.decision}",
            }
            for one in change.decisions
        ]
        await conn.execute(_DECIDED, rows)
    # A call that nobody made in time is not one that nobody needs: the candidate does not know (P1).
    lost = {one.notice: one.because for one in change.decisions if one.decision == "given_up"}
    for phone in change.closes:
        await conn.execute(_CLOSED, {"notice": UUID(phone), "why": lost.get(phone, CALLED_OFF)})
    if change.acknowledges:
        given = {"interview": UUID(state.interview_id), "of_revision": state.revision, "at": change.at}
        await conn.execute(_READ, given)
