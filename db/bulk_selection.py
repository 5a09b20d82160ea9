"""Which interviews a bulk is about, and the newest known state of each, for its preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Uuid, any_, bindparam, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import audit, candidates, organisations
from db.tables_interview import interviews
from domain.bulk import MOST_INTERVIEWS
from domain.state import LIVE, State
from domain.terms import Role

_STATE = TypeAdapter(State)


@dataclass(frozen=True)
class Selection:
    """All that is given must hold; by `ids` whatever stands there, else only interviews whose time stands and has not begun.
    `candidate` is a number or mail address, `person` the id of a candidate or of one of their interviews."""

    ids: Sequence[UUID] | None = None
    position: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    recruiter: str | None = None
    interviewer: str | None = None
    candidate: str | None = None
    person: UUID | None = None


async def select_ids(conn: AsyncConnection, user: User, wanted: Selection, now: datetime) -> list[UUID]:
    """The interviews of the selection that this user may see, earliest first; one more than a bulk may have, when there are."""
    joined = interviews.join(organisations, organisations.c.id == interviews.c.organisation_id)
    query = select(interviews.c.id).select_from(joined).where(_seen_by(user), *_conditions(wanted, now))
    query = query.order_by(interviews.c.starts_at, interviews.c.id).limit(MOST_INTERVIEWS + 1)
    return list((await conn.execute(query)).scalars())


def _seen_by(user: User) -> Any:
    """The same interviews as db.interviews shows them."""
    if user.role is Role.RECRUITER:
        return interviews.c.recruiter == user.login
    return literal(user.organisation) == any_(organisations.c.path)


def _conditions(wanted: Selection, now: datetime) -> list[Any]:
    if wanted.ids is not None:
        return [interviews.c.id == any_(literal(list(wanted.ids), ARRAY(Uuid)))]
    found: list[Any] = [interviews.c.stage.in_([str(stage) for stage in LIVE]), interviews.c.starts_at > now]
    same = {name: getattr(wanted, name) for name in ("position", "recruiter", "interviewer")}
    found += [interviews.c[name] == value for name, value in same.items() if value is not None]
    if wanted.since is not None:
        found.append(interviews.c.starts_at >= wanted.since)
    if wanted.until is not None:
        found.append(interviews.c.starts_at < wanted.until)
    if wanted.candidate is not None:
        found.append(interviews.c.candidate_id.in_(_with_address(literal(wanted.candidate))))
    if wanted.person is not None:
        found.append(interviews.c.candidate_id.in_(_same_person(wanted.person)))
    return found


def _with_address(address: Any) -> Any:
    """Everybody whose number or (in whatever case) mail address this is: each interview has a candidate's row of its own."""
    theirs = or_(candidates.c.phone == address, func.lower(candidates.c.email) == func.lower(address))
    return select(candidates.c.id).where(theirs)


def _same_person(id: UUID) -> Any:
    """The candidate's rows that share a number or an address with this one."""
    known = candidates.alias("known")
    meant = or_(known.c.id == id, known.c.id.in_(select(interviews.c.candidate_id).where(interviews.c.id == id)))
    same = or_(
        candidates.c.id == known.c.id,
        candidates.c.phone == known.c.phone,
        func.lower(candidates.c.email) == func.lower(known.c.email),
    )
    return select(candidates.c.id).join(known, same).where(meant)


_newest = (
    select(audit.c.change["state"].label("state"))
    .where(audit.c.interview_id == interviews.c.id)
    .order_by(audit.c.nth.desc())
    .limit(1)
    .lateral("newest")
)
_STATES = select(interviews.c.id, _newest.c.state).select_from(interviews.join(_newest, true()))
_STATES = _STATES.where(interviews.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))


async def states_of(conn: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, State]:
    """The state that each interview's newest change left behind; one without changes is left out.

    It is what its workflow decides by, except for what never decides on a cancellation or an offer (looks taken in between).
    """
    rows = (await conn.execute(_STATES, {"ids": list(ids)})).all()
    return {row.id: _STATE.validate_python(row.state) for row in rows}
