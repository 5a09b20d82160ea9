"""Creates the interviews of an uploaded table, a few at a time; what is wrong with one row never stops the others."""

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.bodies import CandidateBody, NewInterview
from api.context import App
from api.creating import create_interview
from api.problems import Problem
from db.people import User, organisations_of
from domain.refusals import REFUSALS, Refused
from domain.roster import Entry, RowError
from starter import Unanswered

_AT_ONCE = 8
_FIELD = re.compile(r"^(?:[a-z_]+(?:：|: )|[a-z]+_[a-z_]+ )")
_AGAIN = ("暂未得到确认，请再次上传同一文件", "not confirmed yet: upload the same file again")
_ELSEWHERE = ("招聘人员不属于该公司", "the recruiter does not belong to this organisation")


@dataclass(frozen=True)
class Import:
    """One good row: what it asks for, its cells as they stood in the file, and the upload's own key."""

    entry: Entry
    cells: Mapping[str, str]
    key: str

    @property
    def mark(self) -> str:
        """SHA-256 of what the row says, wherever it stands in the file: the same row is the same interview."""
        said = sorted((heading.strip().casefold(), cell.strip()) for heading, cell in self.cells.items())
        return hashlib.sha256(json.dumps([self.key, said]).encode()).hexdigest()

    @property
    def own_key(self) -> str:
        """The row's Idempotency-Key."""
        return f"import/{self.mark}"


@dataclass(frozen=True)
class RowCreated:
    """A row whose interview exists; `fresh` when this upload made it."""

    line: int
    id: UUID
    fresh: bool


async def create_all(app: App, user: User, rows: Sequence[Import]) -> list[RowCreated | RowError]:
    """Create every row, a few at a time. Once one gets no answer, the rest is not tried: each would wait as long."""
    async with app.engine.connect() as conn:
        homes = await organisations_of(conn, {row.entry.recruiter for row in rows})
    gate, down = asyncio.Semaphore(_AT_ONCE), asyncio.Event()

    async def one(row: Import) -> RowCreated | RowError:
        async with gate:
            if down.is_set():
                return _wrong(row, "recruiter", "no-answer-yet", *_AGAIN)
            done = await _create(app, user, row, homes)
            if isinstance(done, RowError) and done.rule == "no-answer-yet":
                down.set()
            return done

    return await asyncio.gather(*(one(row) for row in rows))


async def _create(app: App, user: User, row: Import, homes: Mapping[str, str]) -> RowCreated | RowError:
    if wrong := elsewhere(row, homes):
        return wrong
    try:
        created = await create_interview(app, user, body_of(row.entry), row.own_key, row.mark)
    except (ValidationError, Problem, Refused) as no:
        return mistake(row, no)
    except (Unanswered, OperationalError, PoolTimeout):
        return _wrong(row, "line", "no-answer-yet", *_AGAIN)
    return RowCreated(row.entry.line, created.id, created.fresh)


def elsewhere(row: Import, homes: Mapping[str, str]) -> RowError | None:
    """The mistake of a row whose recruiter (by `homes`, login to organisation) works for another organisation than it says."""
    entry = row.entry
    if entry.organisation is None or homes.get(entry.recruiter, entry.organisation) == entry.organisation:
        return None
    return _wrong(row, "organisation", "organisation-mismatch", *_ELSEWHERE)


def mistake(row: Import, no: ValidationError | Problem | Refused) -> RowError:
    """What creating would not take, at its column."""
    if isinstance(no, ValidationError):
        first = no.errors()[0]
        return _wrong(row, str(first["loc"][-1]), str(first["type"]), *_sentences(str(first["msg"])))
    if isinstance(no, Problem):
        return _wrong(row, "recruiter", no.rule, *_sentences(no.detail))
    return _wrong(row, "starts_at", no.rule, *(_bare(text) for text in REFUSALS[no.rule][1:]))


def body_of(entry: Entry) -> NewInterview:
    """The row as the request that creating takes. Raises: ValidationError."""
    return NewInterview(
        candidate=CandidateBody(name=entry.candidate_name, phone=entry.phone, email=entry.email, locale=entry.locale),
        position=entry.position,
        starts_at=entry.starts_at,
        duration_minutes=entry.minutes,
        timezone=entry.timezone,
        recruiter=entry.recruiter,
        join_url=entry.join_url,
        source=entry.source,
        interviewer=entry.interviewer,
    )


def _wrong(row: Import, column: str, rule: str, zh: str, en: str) -> RowError:
    return RowError(row.entry.line, column, rule, zh, en)


def _sentences(detail: str) -> tuple[str, str]:
    """Both languages of a sentence "zh / en"; the same twice when it has only one."""
    zh, _, en = detail.partition(" / ")
    return _bare(zh), _bare(en or zh)


def _bare(sentence: str) -> str:
    """Without the field's name in front: the column says it, as the file calls it."""
    return _FIELD.sub("", sentence)
