"""What an import would come to before anything is created: which rows are good, what only creating would find wrong, who is told how."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from api.context import App, now
from api.creating import check_start, recruiter_of
from api.importing import Import, body_of, elsewhere, mistake
from api.problems import Problem
from db.people import User, organisations_of, policy_of
from db.tables import commands
from db.tables_interview import interviews
from domain import keys
from domain.decide import reachable
from domain.policy import Policy
from domain.refusals import Refused
from domain.roster import RowError
from domain.terms import Channel, NoticeKind


@dataclass(frozen=True)
class Foreseen:
    """A row that would do. `fresh`: it would make an interview, whose invitation leaves on `channels`; `unconfirmed`: an earlier upload
    asked for it and no interview is there yet, so that it has to be asked for again."""

    line: int
    fresh: bool
    unconfirmed: bool
    channels: Sequence[Channel] = ()


@dataclass(frozen=True)
class _Whose:
    """Whom a row's recruiter column names, and the policy their interviews follow."""

    person: User
    policy: Policy


async def foresee_all(app: App, user: User, rows: Sequence[Import]) -> list[Foreseen | RowError]:
    """What would come of each row by now; nothing is written and nobody is told."""
    ids = {row.entry.line: UUID(keys.interview_id(user.organisation, user.login, row.own_key)) for row in rows}
    async with app.engine.connect() as conn:
        homes = await organisations_of(conn, {row.entry.recruiter for row in rows})
        known = await _known(conn, list(ids.values()))
        people: dict[str, _Whose | Problem] = {}
        for login in {row.entry.recruiter for row in rows}:
            people[login] = await _whose(conn, user, login)
    return [
        elsewhere(row, homes) or _foreseen(row, people[row.entry.recruiter], known.get(ids[row.entry.line]))
        for row in rows
    ]


async def _known(conn: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Those that an earlier upload has asked for, and whether the interview is there: the command is written first, and when Temporal
    did not answer then, it is all there is."""
    joined = commands.outerjoin(interviews, interviews.c.id == commands.c.interview_id)
    wanted = commands.c.interview_id == any_(literal(list(ids), ARRAY(Uuid)))
    query = select(commands.c.interview_id, interviews.c.id.is_not(None)).select_from(joined).where(wanted)
    return {row.interview_id: row[1] for row in await conn.execute(query)}


async def _whose(conn: AsyncConnection, user: User, login: str) -> _Whose | Problem:
    try:
        person = await recruiter_of(conn, user, login)
    except Problem as no:
        return no
    return _Whose(person, await policy_of(conn, person.organisation, now()))


def _foreseen(row: Import, whose: _Whose | Problem, known: bool | None) -> Foreseen | RowError:
    fresh = known is None
    try:
        body = body_of(row.entry)
        if isinstance(whose, Problem):
            raise whose
        if fresh:
            check_start(body, whose.policy)
    except (ValidationError, Problem, Refused) as no:
        return mistake(row, no)
    reach = reachable(row.entry.phone, row.entry.email)
    return Foreseen(
        row.entry.line, fresh, known is False, whose.policy.channels_of(NoticeKind.INVITE, reach) if fresh else ()
    )
