"""POST /imports: a csv or xlsx of interviews; every good row is created, every mistake named by line and column (R24)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel, Field

from api.context import App, Caller, Connected, IdempotencyKey, now
from api.documented import refusals
from api.import_foreseeing import Foreseen, foresee_all
from api.importing import Import, RowCreated, create_all
from api.uploads import FILE_BODY, uploaded_table
from db.people import User, policy_of
from domain.roster import RowError, heading_of, read_rows
from starter import Unanswered

router = APIRouter(prefix="/api/v1", tags=["imports"], responses=refusals((400, 401, 413, 422, 503)))
# What a new interview takes by itself in the console, too.
USUAL_MINUTES = "45"


class CreatedRow(BaseModel):
    """A row whose interview exists; `repeated` when an earlier upload had created it."""

    line: int
    id: UUID
    repeated: bool


class RowErrorView(BaseModel):
    """One mistake of the file; the other rows go on."""

    line: int
    column: str
    rule: str
    message_zh: str
    message_en: str
    heading: str = Field(default="", description="the column as the file heads it")
    value: str = Field(default="", description="what stands there")
    candidate: str = Field(default="", description="whom the row is about")


class ImportResult(BaseModel):
    """What came of an upload; `total` counts the rows that hold anything."""

    dry_run: bool = False
    created: list[CreatedRow]
    errors: list[RowErrorView]
    total: int = Field(examples=[66])
    ready: int = Field(default=0, description="dry_run: rows that would make an interview")
    repeated: int = Field(default=0, description="dry_run: rows that an earlier upload has asked for")
    unconfirmed: int = Field(
        default=0, description="dry_run: those of them without an interview yet; the file again makes them"
    )
    invitations: dict[str, int] = Field(default={}, description="dry_run: how many invitations would leave by channel")


@router.post("/imports", openapi_extra=FILE_BODY)
async def import_interviews(
    request: Request,
    app: Connected,
    user: Caller,
    key: IdempotencyKey = None,
    content_type: Annotated[str, Header(max_length=300)] = "",
    dry_run: Annotated[bool, Query(description="only show what would come of it")] = False,
) -> ImportResult:
    """Create the interviews of a csv or xlsx (multipart `file`, or the file as the body), or with dry_run show what would come of it.
    A row uploaded before creates nothing again; another Idempotency-Key makes it a different upload. Where a row or the whole file
    does not say them: the recruiter is you, language and time zone are those of your organisation's policy, the length 45 minutes."""
    header, rows = await uploaded_table(request, content_type)
    entries, errors = read_rows(header, rows, now=now(), defaults=await _defaults(app, user))
    contents = {line: dict(zip(header, cells, strict=False)) for line, cells in rows}
    wanted = [Import(entry, contents[entry.line], key or "") for entry in entries]
    shown = _Shown(header, contents)
    if dry_run:
        return _foreseen(await foresee_all(app, user, wanted), errors, shown)
    return _result(await create_all(app, user, wanted), errors, shown)


async def _defaults(app: App, user: User) -> dict[str, str]:
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, user.organisation, now())
    usual = {"locale": str(policy.locale), "timezone": policy.timezone, "duration_minutes": USUAL_MINUTES}
    return {"recruiter": user.login, **usual}


@dataclass(frozen=True)
class _Shown:
    """The uploaded file as it stood, to say in its own words where a mistake is: headings, and the cells of each line by heading."""

    header: list[str]
    contents: Mapping[int, Mapping[str, str]]

    def view(self, wrong: RowError) -> RowErrorView:
        """The mistake with the file's own heading, the cell and the candidate's name."""
        heading, cells = heading_of(self.header, wrong.column), self.contents.get(wrong.line, {})
        name = cells.get(heading_of(self.header, "candidate_name"), "")
        return RowErrorView(**vars(wrong), heading=heading, value=cells.get(heading, "")[:80], candidate=name[:80])


def _foreseen(found: list[Foreseen | RowError], errors: list[RowError], shown: _Shown) -> ImportResult:
    good = [row for row in found if isinstance(row, Foreseen)]
    told = Counter(str(channel) for row in good for channel in row.channels)
    return ImportResult(
        dry_run=True,
        created=[],
        errors=_errors(found, errors, shown),
        total=len(shown.contents),
        ready=sum(row.fresh for row in good),
        repeated=sum(not row.fresh for row in good),
        unconfirmed=sum(row.unconfirmed for row in good),
        invitations=dict(told),
    )


def _result(found: list[RowCreated | RowError], errors: list[RowError], shown: _Shown) -> ImportResult:
    created = [row for row in found if isinstance(row, RowCreated)]
    wrong = _errors(found, errors, shown)
    if not created and any(row.rule == "no-answer-yet" for row in wrong):
        raise Unanswered
    return ImportResult(
        created=[CreatedRow(line=row.line, id=row.id, repeated=not row.fresh) for row in created],
        errors=wrong,
        total=len(shown.contents),
    )


def _errors(found: Sequence[object], errors: list[RowError], shown: _Shown) -> list[RowErrorView]:
    late = (row for row in found if isinstance(row, RowError))
    return [shown.view(row) for row in sorted([*errors, *late], key=lambda row: row.line)]
