"""Which interviews a bulk is about, and the newest known state of each, for its preview."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Text, Uuid, any_, bindparam, cast, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from db.interviews import own, stands
from db.people import User
from db.persons import same_person, with_address
from db.tables import audit
from db.tables_interview import interviews
from domain.bulk import MOST_INTERVIEWS
from domain.state import State

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
    query = select(interviews.c.id).where(own(user), *_conditions(wanted, now))
    query = query.order_by(interviews.c.starts_at, interviews.c.id).limit(MOST_INTERVIEWS + 1)
    return list((await conn.execute(query)).scalars())


def _conditions(wanted: Selection, now: datetime) -> list[Any]:
    if wanted.ids is not None:
        return [interviews.c.id == any_(literal(list(wanted.ids), ARRAY(Uuid)))]
    found: list[Any] = [stands(), interviews.c.starts_at > now]
    same = {name: getattr(wanted, name) for name in ("position", "recruiter", "interviewer")}
    found += [interviews.c[name] == value for name, value in same.items() if value is not None]
    if wanted.since is not None:
        found.append(interviews.c.starts_at >= wanted.since)
    if wanted.until is not None:
        found.append(interviews.c.starts_at < wanted.until)
    if wanted.candidate is not None:
        found.append(interviews.c.candidate_id.in_(with_address(literal(wanted.candidate))))
    if wanted.person is not None:
        found.append(interviews.c.candidate_id.in_(same_person(wanted.person)))
    return found


# As text: the driver would read thousands of objects into dictionaries, in the event loop, only to be read once more into states.
_newest = (
    select(cast(audit.c.change["state"], Text).label("state"))
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
    # Thousands take a while, in which others are served.
    return await asyncio.to_thread(_read, rows)


def _read(rows: Sequence[Any]) -> dict[UUID, State]:
    return {row.id: _STATE.validate_json(row.state) for row in rows}
