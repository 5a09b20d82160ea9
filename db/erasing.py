"""Takes a candidate out of everything that is kept of an interview (PIPL 47): personal texts go, codes, times and figures stay (R4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db.persons import same_person
from db.tables import audit, candidates, commands
from db.tables_bulk import bulk_items, bulks
from db.tables_candidate import candidate_requests
from db.tables_interview import cancellation_log, interviews, notices, surveys
from db.tables_judging import appeals
from domain.bulk import OVER
from domain.catalogue import CATALOGUE
from domain.terms import Locale, NoticeState, Stage

ERASED = "已删除 / erased"
"""What stands where the candidate's name stood."""

_PENDING = [str(state) for state in (NoticeState.INTENT, NoticeState.ATTEMPTING, NoticeState.UNKNOWN)]
# What a workflow's step or a figure reads of a command; everything else in it was typed by somebody.
_KEPT_TEXTS = ("candidate_id", "position", "source")


class StillRunning(Exception):
    """The interview's life is not closed: its candidate has to be told of what happens in it."""


class SendsPending(Exception):
    """A message to the candidate has not come to its end: the ledger could not say any more whom it went to."""


class BulkRunning(Exception):
    """A bulk that holds the interview is not over: its reason is still said to others as it was typed."""


async def erase(conn: AsyncConnection, interview: UUID, at: datetime) -> None:
    """Erase in the caller's transaction, which holds the candidate's own open request: PostgreSQL lets it touch what only grows.

    Raises: StillRunning, SendsPending, BulkRunning.
    """
    row = (await conn.execute(select(interviews).where(interviews.c.id == interview).with_for_update())).one()
    if row.stage != Stage.CLOSED:
        raise StillRunning
    pending = exists().where(notices.c.interview_id == interview, notices.c.state.in_(_PENDING))
    if (await conn.execute(select(pending))).scalar_one():
        raise SendsPending
    person = (await conn.execute(select(candidates).where(candidates.c.id == row.candidate_id))).one()
    # While the candidate's row still tells whose other interviews are theirs, too.
    await _out_of_bulks(conn, interview, person)
    gone = {"name": ERASED, "phone": None, "email": None, "erased_at": at}
    await conn.execute(update(candidates).where(candidates.c.id == person.id).values(gone))
    await conn.execute(update(interviews).where(interviews.c.id == interview).values(join_url=""))
    await conn.execute(update(surveys).where(surveys.c.interview_id == interview).values(comment=""))
    unsaid = {"subject": "", "body": "", "html": "", "remark": ""}
    await conn.execute(update(notices).where(notices.c.interview_id == interview).values(unsaid))
    answers = update(candidate_requests).where(candidate_requests.c.interview_id == interview)
    await conn.execute(answers.values(note=""))
    await _out_of_history(conn, interview)
    await _out_of_appeals(conn, interview, person)


async def _out_of_history(conn: AsyncConnection, interview: UUID) -> None:
    """Rows that only ever grow: each keeps its place and its codes; a reason is worded by its code, as when none was typed."""
    logged = select(cancellation_log.c.id, cancellation_log.c.reason_code).where(
        cancellation_log.c.interview_id == interview
    )
    worded = update(cancellation_log).where(cancellation_log.c.id == bindparam("row"))
    worded = worded.values(reason_detail=bindparam("wording"), justification="", remark="")
    for id, code in (await conn.execute(logged)).all():
        await conn.execute(worded, {"row": id, "wording": _worded(code)})
    for command in (await conn.execute(select(commands).where(commands.c.interview_id == interview))).all():
        kept = {name: value for name, value in command.texts.items() if name in _KEPT_TEXTS}
        await conn.execute(update(commands).where(commands.c.id == command.id).values(texts=kept))
    # The masked name that the Temporal UI showed; nothing follows from it.
    unnamed = func.jsonb_set(audit.c.change, text("'{state,headline}'"), text("'\"\"'::jsonb"), False)
    await conn.execute(update(audit).where(audit.c.interview_id == interview).values(change=unnamed))


async def _out_of_appeals(conn: AsyncConnection, interview: UUID, person: Any) -> None:
    """A recruiter's own words about the interview stay theirs, without whom they were about."""
    unnamed = {column.name: _without(person, column) for column in (appeals.c.text, appeals.c.remark)}
    await conn.execute(update(appeals).where(appeals.c.interview_id == interview).values(unnamed))


async def _out_of_bulks(conn: AsyncConnection, interview: UUID, person: Any) -> None:
    """What was said of many stays, without whom one of them was; what was said of this candidate alone, of however many of their
    interviews, goes, as in the log."""
    query = select(bulks.c.id, bulks.c.state, bulks.c.reason_code)
    query = query.join(bulk_items, bulk_items.c.bulk_id == bulks.c.id).where(bulk_items.c.interview_id == interview)
    theirs = same_person(person.id)
    for bulk in (await conn.execute(query)).all():
        if bulk.state not in OVER:
            raise BulkRunning
        others = select(bulk_items.c.bulk_id).join(interviews, interviews.c.id == bulk_items.c.interview_id)
        others = others.where(bulk_items.c.bulk_id == bulk.id, interviews.c.candidate_id.not_in(theirs))
        if (await conn.execute(select(others.exists()))).scalar_one():
            kept = {c.name: _without(person, c) for c in (bulks.c.reason_detail, bulks.c.justification, bulks.c.remark)}
        else:
            kept = {"reason_detail": _worded(bulk.reason_code), "justification": "", "remark": ""}
        await conn.execute(update(bulks).where(bulks.c.id == bulk.id).values(kept))


def _without(person: Any, column: Any) -> Any:
    """The column's text without this person's name, number and address."""
    for said in (person.name, person.phone, person.email):
        column = func.replace(column, said, "…") if said else column
    return column


def _worded(code: str) -> str:
    return CATALOGUE[code].internal.of(Locale.ZH) if code in CATALOGUE else ""
