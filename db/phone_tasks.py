"""Phone tasks in the ledger: who may see them, and the steps from open to reached, each one conditional on where the task stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db import paging
from db.decisions import decided
from db.paging import Place, Slice
from db.people import User
from db.tables import candidates, organisations, users
from db.tables_interview import interviews, notices
from db.tables_notices import notice_decisions
from domain.phone import CALLED_OFF, TAKE_LASTS, CallOutcome, TaskState, lapsed
from domain.terms import Channel, NoticeState, Role

_PHONE = notices.c.channel == str(Channel.PHONE)
_WAITS = notices.c.state == str(NoticeState.INTENT)
_HELD = notices.c.state == str(NoticeState.ATTEMPTING)
# A call about an earlier time can still be ended, but not begun.
_ITS_INTERVIEW = interviews.c.id == notices.c.interview_id
_SAME_TIME = and_(_ITS_INTERVIEW, interviews.c.revision == notices.c.revision)
_DEADLINE = func.coalesce(notices.c.deadline, interviews.c.starts_at)


class TaskClosed(Exception):
    """The call is not wanted any more, or was made."""


class TaskTaken(Exception):
    """Somebody else is on it, or on another task of the same candidate: `row` is the one they took."""

    def __init__(self, row: Any) -> None:
        super().__init__("taken")
        self.row = row


class TaskNotTaken(Exception):
    """Nobody is on it: it has to be taken first."""


@dataclass(frozen=True)
class TaskFilter:
    """A page of tasks by deadline at the instant `at`; `state` None shows all, `mine` those of one's own interviews or taken
    by oneself; `place` is a (deadline, id)."""

    at: datetime
    state: TaskState | None = None
    mine: bool = False
    place: Place | None = None
    limit: int = 50


def _columns() -> Select[Any]:
    joined = (
        notices.join(interviews, interviews.c.id == notices.c.interview_id)
        .join(candidates, candidates.c.id == interviews.c.candidate_id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .outerjoin(users, users.c.login == notices.c.taken_by)
    )
    return select(
        notices.c.id,
        notices.c.interview_id,
        notices.c.organisation_id,
        candidates.c.name.label("candidate"),
        candidates.c.phone.label("number"),
        notices.c.kind,
        notices.c.locale,
        notices.c.body.label("text"),
        _DEADLINE.label("deadline"),
        notices.c.state,
        notices.c.detail,
        notices.c.taken_by,
        users.c.name.label("taken_name"),
        users.c.name_en.label("taken_name_en"),
        notices.c.taken_at,
        notices.c.attempts,
        notices.c.remark,
        notices.c.created_at,
        interviews.c.position,
        interviews.c.recruiter,
        interviews.c.starts_at,
        interviews.c.timezone,
    ).select_from(joined)


def _visible(user: User) -> Select[Any]:
    """A recruiter helps out colleagues of the same organisation; the others see their organisation and below."""
    query = _columns()
    if user.role is not Role.RECRUITER:
        return query.where(_PHONE, literal(user.organisation) == any_(organisations.c.path))
    own = interviews.c.recruiter == user.login
    return query.where(_PHONE, or_(own, interviews.c.organisation_id == user.organisation))


async def task(conn: AsyncConnection, user: User, id: UUID, lock: bool = False) -> Any | None:
    """One task as this user may see it, or None; locked until the transaction ends when the next step depends on it."""
    query = _visible(user).where(notices.c.id == id)
    return (await conn.execute(query.with_for_update(of=notices) if lock else query)).first()


async def tasks(conn: AsyncConnection, user: User, wanted: TaskFilter) -> Slice:
    """The page, the next deadline first."""
    query = _visible(user).where(*_in_state(wanted))
    if wanted.mine:
        query = query.where(or_(interviews.c.recruiter == user.login, notices.c.taken_by == user.login))
    return await paging.page(conn, query, [_DEADLINE, notices.c.id], wanted.place, wanted.limit)


def open_ones(user: User, at: datetime) -> Select[Any]:
    """The calls that nobody is on, to be counted."""
    return _visible(user).where(*_in_state(TaskFilter(at, TaskState.OPEN))).with_only_columns(notices.c.id)


def _in_state(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    """As domain.phone.task_state names them."""
    fresh = notices.c.taken_at > wanted.at - TAKE_LASTS
    if wanted.state is TaskState.TAKEN:
        return [and_(_HELD, fresh)]
    if wanted.state is TaskState.OPEN:
        return [or_(_WAITS, and_(_HELD, ~fresh, notices.c.detail != CALLED_OFF))]
    return []


async def take(conn: AsyncConnection, user: User, id: UUID, at: datetime) -> None:
    """Put this user on the task; exactly one of many at once gets it. Who is on it already stays so.

    Raises: TaskTaken while somebody else is on it or calls the same number about another interview of the organisation,
    TaskClosed when there is nothing to call about any more.
    """
    await _nobody_else_calls(conn, user, id, at)
    if await _hold(conn, id, user.login, at, _WAITS):
        await decided(conn, id, "taken", at, actor=user.login, key=f"taken:{at.isoformat()}")
        return
    row = await task(conn, user, id, lock=True)
    if row is None or row.state != NoticeState.ATTEMPTING:
        raise TaskClosed
    if not lapsed(row.taken_at, at):
        if row.taken_by == user.login:
            return
        raise TaskTaken(row)
    unchanged = and_(_HELD, notices.c.taken_at == row.taken_at, notices.c.detail != CALLED_OFF)
    if not await _hold(conn, id, user.login, at, unchanged):
        raise TaskClosed
    how = "taken" if row.taken_by == user.login else "taken_over"
    await decided(conn, id, how, at, actor=user.login, key=f"{how}:{at.isoformat()}")


async def _nobody_else_calls(conn: AsyncConnection, user: User, id: UUID, at: datetime) -> None:
    """Two recruiters with a task each for the same person are the article's own case; takes of one number wait for each other."""
    row = await task(conn, user, id)
    if row is None or row.number is None:
        return
    place = f"call/{row.organisation_id}/{row.number}"
    await conn.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))
    others = _columns().where(
        _PHONE,
        _HELD,
        notices.c.id != id,
        notices.c.organisation_id == row.organisation_id,
        candidates.c.phone == row.number,
        notices.c.taken_by != user.login,
        notices.c.taken_at > at - TAKE_LASTS,
    )
    calling = (await conn.execute(others.limit(1))).first()
    if calling is not None:
        raise TaskTaken(calling)


async def _hold(conn: AsyncConnection, id: UUID, login: str, at: datetime, when: ColumnElement[bool]) -> bool:
    """Put a user on the task if it is so and still about the interview's present time."""
    row = update(notices).where(notices.c.id == id, _PHONE, when, _SAME_TIME)
    row = row.values(state=str(NoticeState.ATTEMPTING), taken_by=login, taken_at=at, attempted_at=at)
    return (await conn.execute(row.returning(notices.c.id))).first() is not None


async def release(conn: AsyncConnection, user: User, id: UUID, at: datetime) -> None:
    """Give the task back; HR operations may do it for whoever is on it. Having given it back already changes nothing.

    Raises: TaskTaken when somebody else is on it, TaskNotTaken, TaskClosed.
    """
    row = await task(conn, user, id, lock=True)
    if row is not None and row.state == NoticeState.INTENT and await _last(conn, id) == (user.login, "released"):
        return
    row = _held(row)
    if row.taken_by != user.login and user.role is Role.RECRUITER:
        raise TaskTaken(row)
    await conn.execute(update(notices).where(notices.c.id == id, _HELD, _ITS_INTERVIEW).values(_open_again()))
    await decided(conn, id, "released", at, actor=user.login, key=f"released:{at.isoformat()}")


async def ended(
    conn: AsyncConnection, user: User, id: UUID, outcome: CallOutcome, remark: str, at: datetime, key: str
) -> bool:
    """Write what came of a call by who is on the task; False when they had said the same already.

    Raises: TaskTaken when somebody else is on it, TaskNotTaken, TaskClosed.
    """
    row = await task(conn, user, id, lock=True)
    if row is not None and row.state != NoticeState.ATTEMPTING and await _last(conn, id) == (user.login, str(outcome)):
        return False
    row = _held(row)
    if row.taken_by != user.login:
        raise TaskTaken(row)
    said = {"remark": remark} if remark else {}
    values = {"attempts": notices.c.attempts + 1} | said | _after(outcome, at)
    await conn.execute(update(notices).where(notices.c.id == id, _HELD, _ITS_INTERVIEW).values(values))
    await decided(conn, id, str(outcome), at, actor=user.login, key=f"{outcome}:{key}")
    return True


def _held(row: Any | None) -> Any:
    if row is None or row.state not in (NoticeState.INTENT, NoticeState.ATTEMPTING):
        raise TaskClosed
    if row.state == NoticeState.INTENT:
        raise TaskNotTaken
    return row


def _after(outcome: CallOutcome, at: datetime) -> dict[str, Any]:
    if outcome is CallOutcome.REACHED:
        return {"state": str(NoticeState.DELIVERED), "delivered_at": at, "detail": ""}
    if outcome is CallOutcome.NO_ANSWER:
        return _open_again()
    return {"state": str(NoticeState.FAILED), "detail": str(outcome)}


def _open_again() -> dict[str, Any]:
    """Open for others, unless the interview needed no call any more while this one was made."""
    over = or_(notices.c.detail == CALLED_OFF, notices.c.revision != interviews.c.revision)
    return {
        "state": case((over, str(NoticeState.SKIPPED)), else_=str(NoticeState.INTENT)),
        "detail": case((over, CALLED_OFF), else_=""),
        "taken_by": None,
        "taken_at": None,
    }


async def _last(conn: AsyncConnection, id: UUID) -> tuple[str, str] | None:
    """Who decided what about the task last."""
    query = select(notice_decisions.c.actor, notice_decisions.c.decision).where(notice_decisions.c.notice_id == id)
    row = (await conn.execute(query.order_by(notice_decisions.c.id.desc()).limit(1))).first()
    return (row.actor, row.decision) if row is not None else None
