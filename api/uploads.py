"""An uploaded csv or xlsx, as a form's `file` or as the body itself, read into a table."""

import asyncio
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from api.problems import Problem, invalid
from api.spreadsheet import XLSX_TYPE, BadTable, Table, read_table

_MOST_FIELDS = 20
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "required": ["file"], "properties": {"file": _BINARY["schema"]}}}
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"multipart/form-data": _FORM, "text/csv": _BINARY, XLSX_TYPE: _BINARY},
    }
}
"""What /openapi.json says of a route that takes such a file."""


async def uploaded_table(request: Request, content_type: str) -> Table:
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
            raise invalid(
                "file", "missing", "请选择要上传的文件（字段 file） / choose the file to upload (field `file`)"
            )
        return await file.read(), file.content_type or "", file.filename or ""
