"""What else takes the time of an interview's people: of who interviews, within the organisation, and of the candidate, in the group."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    any_,
    bindparam,
    false,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from db.interviews import stands
from db.people import User
from db.tables import candidates, organisations
from db.tables_interview import interviews
from domain.cells import LONGEST_MINUTES
from domain.slots import Taken
from domain.terms import Role


@dataclass(frozen=True)
class Engagement:
    """Another interview that stands, and whose time it takes. `id` is None when the reader may not see it; `position` is then told
    only within the interview's own organisation (else empty)."""

    id: UUID | None
    position: str
    taken: Taken


async def engagements(
    conn: AsyncConnection, user: User, interview: UUID, since: datetime, until: datetime
) -> list[Engagement]:
    """The other interviews of its people that overlap this period, by their start; cancelled and closed ones take no time.

    Who interviews is whom the interview names, else its recruiter.
    """
    # A span taken off a wall clock would be an hour wrong where the clocks change.
    period = {"since": since, "until": until, "earliest": since.astimezone(UTC) - _LONGEST}
    query = _FOR_RECRUITERS if user.role is Role.RECRUITER else _FOR_OTHERS
    reader = {"reader": user.login if user.role is Role.RECRUITER else user.organisation}
    rows = (await conn.execute(query, period | reader | {"interview": interview})).all()
    return [
        Engagement(
            row.id if row.visible else None,
            row.position if row.visible or row.same_organisation else "",
            Taken(row.starts_at, row.ends_at, row.interviewer, row.candidate),
        )
        for row in rows
    ]


_LONGEST = timedelta(minutes=LONGEST_MINUTES)


def _query(visible: ColumnElement[bool]) -> Select[Any]:
    this = _this()
    whose = _whose(this)
    ends_at = (interviews.c.starts_at + func.make_interval(0, 0, 0, 0, 0, interviews.c.minutes)).label("ends_at")
    return (
        select(
            interviews.c.id,
            interviews.c.position,
            interviews.c.starts_at,
            ends_at,
            whose.c.interviewer,
            whose.c.candidate,
            visible.label("visible"),
            (interviews.c.organisation_id == this.c.organisation_id).label("same_organisation"),
        )
        .join_from(whose, interviews, interviews.c.id == whose.c.id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .join(this, true())
        .where(interviews.c.id != bindparam("interview"), organisations.c.path[1] == this.c.root)
        .where(stands(), ends_at > bindparam("since"))
        .order_by(interviews.c.starts_at, interviews.c.id)
    )


def _this() -> CTE:
    """The interview itself: who holds it, and how its candidate is known."""
    return (
        select(
            interviews.c.organisation_id,
            organisations.c.path[1].label("root"),
            func.coalesce(func.nullif(interviews.c.interviewer, ""), interviews.c.recruiter).label("holder"),
            interviews.c.candidate_id,
            candidates.c.phone,
            candidates.c.email,
        )
        .join_from(interviews, candidates, candidates.c.id == interviews.c.candidate_id)
        .join(organisations, organisations.c.id == interviews.c.organisation_id)
        .where(interviews.c.id == bindparam("interview"))
        .cte("this")
    )


def _whose(this: CTE) -> CTE:
    """The interviews of the period that take the holder's time or the candidate's: one index each."""
    begins = (interviews.c.starts_at > bindparam("earliest"), interviews.c.starts_at < bindparam("until"))
    held = select(interviews.c.id, true().label("interviewer"), false().label("candidate")).join_from(
        interviews, this, interviews.c.organisation_id == this.c.organisation_id
    )
    known = select(interviews.c.id, false().label("interviewer"), true().label("candidate")).select_from(
        this.join(candidates, true()).join(interviews, interviews.c.candidate_id == candidates.c.id)
    )
    found = union_all(
        held.where(interviews.c.interviewer == this.c.holder, *begins),
        held.where(interviews.c.interviewer == "", interviews.c.recruiter == this.c.holder, *begins),
        known.where(candidates.c.id == this.c.candidate_id, *begins),
        known.where(candidates.c.phone == this.c.phone, *begins),
        known.where(func.lower(candidates.c.email) == func.lower(this.c.email), *begins),
    ).subquery("found")
    both = func.bool_or(found.c.interviewer), func.bool_or(found.c.candidate)
    return (
        select(found.c.id, both[0].label("interviewer"), both[1].label("candidate")).group_by(found.c.id).cte("whose")
    )


_FOR_RECRUITERS = _query(interviews.c.recruiter == bindparam("reader"))
_FOR_OTHERS = _query(bindparam("reader", type_=String) == any_(organisations.c.path))
