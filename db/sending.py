"""The ledger's transitions around one provider call: claim, then settle (design rule 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from db.tables import candidates, organisations, users
from db.tables_interview import interviews, notices
from domain.terms import NoticeState, Stage


@dataclass(frozen=True)
class Claimed:
    """A notice that this attempt, and no other, may hand to the provider."""

    interview_id: UUID
    revision: int
    kind: str
    locale: str
    phone: str | None
    email: str | None
    subject: str
    body: str
    html: str
    position: str
    starts_at: datetime
    minutes: int
    timezone: str
    organizer: str
    organizer_email: str


def _claim() -> ReturningUpdate[Any]:
    source = (
        interviews.join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(users, users.c.login == interviews.c.recruiter)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
    )
    facts = (
        select(
            interviews.c.id.label("interview_id"),
            interviews.c.revision,
            interviews.c.stage,
            candidates.c.phone,
            candidates.c.email,
            interviews.c.position,
            interviews.c.starts_at,
            interviews.c.minutes,
            interviews.c.timezone,
            case((notices.c.locale == "zh-CN", organisations.c.name), else_=organisations.c.name_en).label("organizer"),
            users.c.email.label("organizer_email"),
        )
        .select_from(source.join(notices, notices.c.interview_id == interviews.c.id))
        .where(notices.c.id == bindparam("notice"))
        .cte("facts")
    )
    return (
        update(notices)
        .where(notices.c.id == bindparam("notice"), notices.c.state == NoticeState.INTENT)
        .where(notices.c.interview_id == facts.c.interview_id, notices.c.revision == facts.c.revision)
        .where(facts.c.stage.in_(bindparam("stages", expanding=True)))
        .values(state=NoticeState.ATTEMPTING, attempts=notices.c.attempts + 1, attempted_at=bindparam("at"))
        .returning(
            facts.c.interview_id,
            notices.c.revision,
            notices.c.kind,
            notices.c.locale,
            facts.c.phone,
            facts.c.email,
            notices.c.subject,
            notices.c.body,
            notices.c.html,
            facts.c.position,
            facts.c.starts_at,
            facts.c.minutes,
            facts.c.timezone,
            facts.c.organizer,
            facts.c.organizer_email,
        )
    )


# Built once, as in db/writing.py.
_CLAIM = _claim()
# A receipt may have come before our own commit: it is kept, and what only we know is added.
_ACCEPT = (
    update(notices)
    .where(notices.c.id == bindparam("notice"))
    .values(
        state=case((notices.c.state == NoticeState.ATTEMPTING, str(NoticeState.ACCEPTED)), else_=notices.c.state),
        provider_id=func.coalesce(bindparam("named"), notices.c.provider_id),
        accepted_at=func.coalesce(notices.c.accepted_at, bindparam("now")),
    )
)
_SETTLE = update(notices).where(notices.c.id == bindparam("notice"), notices.c.state == NoticeState.ATTEMPTING)


async def claim(conn: AsyncConnection, notice: UUID, stages: Sequence[Stage], at: datetime) -> Claimed | None:
    """`intent` → `attempting`, only while what the notice says is still true; None when this attempt must not send."""
    given = {"notice": notice, "stages": [str(stage) for stage in stages], "at": at}
    found = (await conn.execute(_CLAIM, given)).first()
    return Claimed(*found) if found is not None else None


async def state_of(conn: AsyncConnection, notice: UUID) -> NoticeState:
    """The ledger's word on a notice. Raises: NoResultFound for an unknown id."""
    return NoticeState((await conn.execute(select(notices.c.state).where(notices.c.id == notice))).scalar_one())


async def settle(
    conn: AsyncConnection, notice: UUID, to: NoticeState, at: datetime, detail: str = "", provider_id: str | None = None
) -> None:
    """`attempting` → what came of it; a state that a receipt has already carried further is left alone."""
    if to is NoticeState.ACCEPTED:
        await conn.execute(_ACCEPT, {"notice": notice, "now": at, "named": provider_id or None})
    else:
        await conn.execute(_SETTLE, {"notice": notice, "state": to, "detail": detail})


async def skip(conn: AsyncConnection, notice: UUID, detail: str) -> NoticeState:
    """An intent that is no longer true is closed without being sent."""
    row = update(notices).where(notices.c.id == notice, notices.c.state == NoticeState.INTENT)
    await conn.execute(row.values(state=NoticeState.SKIPPED, detail=detail))
    return NoticeState.SKIPPED


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
