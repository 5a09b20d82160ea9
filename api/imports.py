"""POST /imports: a csv or xlsx of interviews; every good row is created, every mistake named by line and column (R24)."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from api.context import Caller, Connected, IdempotencyKey, now
from api.documented import refusals
from api.importing import Import, RowCreated, create_all
from api.problems import Problem, invalid
from api.spreadsheet import XLSX_TYPE, BadTable, Table, read_table
from domain.roster import RowError, read_rows
from starter import Unanswered

router = APIRouter(prefix="/api/v1", tags=["imports"], responses=refusals((400, 401, 413, 422, 503)))
_MOST_FIELDS = 20
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "required": ["file"], "properties": {"file": _BINARY["schema"]}}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"multipart/form-data": _FORM, "text/csv": _BINARY, XLSX_TYPE: _BINARY},
    }
}


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


@router.post("/imports", openapi_extra=_BODY)
async def import_interviews(
    request: Request,
    app: Connected,
    user: Caller,
    key: IdempotencyKey = None,
    content_type: Annotated[str, Header(max_length=300)] = "",
) -> ImportResult:
    """Create the interviews of a csv or xlsx (multipart `file`, or the file as the body). A row uploaded before creates nothing
    again; another Idempotency-Key makes it a different upload."""
    header, rows = await _table(request, content_type)
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


async def _table(request: Request, content_type: str) -> Table:
    """The uploaded table. Raises: Problem 413 or 422."""
    content, kind, name = await _upload(request, content_type)
    try:
        return await asyncio.to_thread(read_table, content, kind, name)
    except BadTable as bad:
        status = 413 if bad.rule == "too-big" else 422
        detail = f"{bad.message_zh} / {bad.message_en}"
        raise Problem(
            status, bad.rule, detail, errors=[{"field": "file", "rule": bad.rule, "detail": detail}]
        ) from None


async def _upload(request: Request, content_type: str) -> tuple[bytes, str, str]:
    """The file's content, type and name, out of a form or as the body itself."""
    if not content_type.lower().startswith("multipart/form-data"):
        return await request.body(), content_type, ""
    async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise invalid("file", "missing", "请在 file 字段中上传文件 / upload the file in the field `file`")
        return await file.read(), file.content_type or "", file.filename or ""
