"""POST /imports: a csv or xlsx of interviews; every good row is created, every mistake named by line and column (R24)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field

from api.context import Caller, Connected, IdempotencyKey, now
from api.documented import refusals
from api.importing import Import, RowCreated, create_all
from api.uploads import FILE_BODY, uploaded_table
from domain.roster import RowError, read_rows
from starter import Unanswered

router = APIRouter(prefix="/api/v1", tags=["imports"], responses=refusals((400, 401, 413, 422, 503)))


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


class ImportResult(BaseModel):
    """What came of an upload; `total` counts the rows that hold anything."""

    created: list[CreatedRow]
    errors: list[RowErrorView]
    total: int = Field(examples=[66])


@router.post("/imports", openapi_extra=FILE_BODY)
async def import_interviews(
    request: Request,
    app: Connected,
    user: Caller,
    key: IdempotencyKey = None,
    content_type: Annotated[str, Header(max_length=300)] = "",
) -> ImportResult:
    """Create the interviews of a csv or xlsx (multipart `file`, or the file as the body). A row uploaded before creates nothing
    again; another Idempotency-Key makes it a different upload."""
    header, rows = await uploaded_table(request, content_type)
    entries, errors = read_rows(header, rows, now=now(), defaults={"recruiter": user.login})
    contents = {line: dict(zip(header, cells, strict=False)) for line, cells in rows}
    found = await create_all(app, user, [Import(entry, contents[entry.line], key or "") for entry in entries])
    return _result(found, errors, len(rows))


def _result(found: list[RowCreated | RowError], errors: list[RowError], total: int) -> ImportResult:
    created = [row for row in found if isinstance(row, RowCreated)]
    wrong = sorted([*errors, *(row for row in found if isinstance(row, RowError))], key=lambda row: row.line)
    if not created and any(row.rule == "no-answer-yet" for row in wrong):
        raise Unanswered
    return ImportResult(
        created=[CreatedRow(line=row.line, id=row.id, repeated=not row.fresh) for row in created],
        errors=[RowErrorView(**vars(row)) for row in wrong],
        total=total,
    )
