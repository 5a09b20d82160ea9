"""Tables as files: an uploaded csv or xlsx read into plain text cells, an export that no spreadsheet executes."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 40_000_000
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 50
MOST_CELL = 32_767
SHEET_ROWS = 1_048_576

# Windows browsers call a csv "vnd.ms-excel"; many clients send no useful type at all.
_CSV_TYPES = {"text/csv", "application/csv", "text/plain", "text/tab-separated-values"}
_VAGUE_TYPES = {"", "application/octet-stream", "application/vnd.ms-excel"}
# Full-width signs start a formula too in East Asian versions of Excel.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What zipfile, ElementTree and openpyxl raise on damaged workbooks.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    EOFError,
)

Cell = str | int | float | datetime | None
Table = tuple[list[str], list[tuple[int, list[str]]]]

_SENTENCES = {
    "too-big": ("文件超过5 MB，请拆分后再上传", "the file is over 5 MB: split it"),
    "too-big-unpacked": (
        "工作簿内容过多，请将面试名单复制到新的工作簿后再上传",
        "the workbook unpacks too large: copy the interviews into a new one",
    ),
    "too-many-rows": (f"最多{MOST_ROWS}行，请拆分后再上传", f"{MOST_ROWS} rows at most: split the file"),
    "too-many-columns": (f"最多{MOST_COLUMNS}列，请删去无关的列", f"{MOST_COLUMNS} columns at most: remove the others"),
    "empty": (
        "文件中没有内容，或首行为空：首行须为列名",
        "the file or its first line is empty: it must name the columns",
    ),
    "encoding": ("无法识别文字编码，请另存为“CSV UTF-8”后再上传", "unknown text encoding: save it as CSV UTF-8"),
    "broken-csv": (
        "CSV 的引号不配对或单元格过长，请检查后再上传",
        "the csv has an unmatched quote or an overlong cell",
    ),
    "broken-xlsx": (
        "无法打开此 Excel 文件，请在 Excel 中另存为 .xlsx 后再上传",
        "not a readable .xlsx: save it again as .xlsx",
    ),
    "old-or-locked": (
        "请上传未加密的 .xlsx：不支持 .xls 旧格式和带密码的文件",
        "upload an .xlsx without password: old .xls and locked files cannot be read",
    ),
    "unsupported": ("仅支持 .csv 和 .xlsx 文件", "only .csv and .xlsx files can be read"),
}


class BadTable(ValueError):
    """A file that is no table we can read; `rule` names why, the messages tell its sender what to do."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.message_zh, self.message_en = _SENTENCES[rule]


def read_table(content: bytes, content_type: str, filename: str) -> Table:
    """The headings of line 1 and the other lines that hold anything, each with its line number in the file.

    Csv may be UTF-8, UTF-16 with a mark or GB18030, split by comma, semicolon or tab; of an xlsx the first sheet is
    read. Cells come as text; formulas as the text they are, never evaluated. Blocks: call it in a thread.
    Raises BadTable.
    """
    if len(content) > MOST_BYTES:
        raise BadTable("too-big")
    kind = content_type.partition(";")[0].strip().lower()
    name = filename.lower()
    if content.startswith(b"PK\x03\x04"):
        return _gather(_xlsx_lines(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTable("old-or-locked")
    if kind == XLSX_TYPE or name.endswith((".xlsx", ".xlsm")):
        raise BadTable("broken-xlsx")
    if kind in _CSV_TYPES or (kind in _VAGUE_TYPES and name.endswith((".csv", ".tsv", ".txt"))):
        return _gather(_csv_lines(_text(content)))
    raise BadTable("unsupported")


def write_table_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as csv in UTF-8 with a byte-order mark, so that Excel shows Chinese; formula-like text is defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_defused(cell) for cell in header])
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_table_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as one sheet with a fixed heading line, written row by row; formula-like text is defused.

    Raises BadTable when it has more rows than a sheet can hold.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(header) - 1, 0), 18)
        bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for column, title in enumerate(header):
            sheet.write_string(0, column, str(_defused(title)), bold)
        for line, row in enumerate(rows, start=1):
            if line >= SHEET_ROWS:
                raise BadTable("too-many-rows")
            for column, cell in enumerate(map(_defused, row)):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, dated)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
    return out.getvalue()


def _gather(lines: Iterator[tuple[int, list[str]]]) -> Table:
    """The heading line, then every line that is not blank, within the limits."""
    _, header = next(lines, (1, []))
    header = _trimmed(header)
    if not header:
        raise BadTable("empty")
    rows: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        if kept := _trimmed(cells):
            rows.append((number, kept))
        if len(rows) > MOST_ROWS:
            raise BadTable("too-many-rows")
    return header, rows


def _trimmed(cells: list[str]) -> list[str]:
    """The cells up to the last one that holds anything, without the apostrophe that marks formula-like text."""
    width = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
    if width > MOST_COLUMNS:
        raise BadTable("too-many-columns")
    return [cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell for cell in cells[:width]]


def _text(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadTable("encoding")


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line that it begins on."""
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise BadTable("broken-csv") from None


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number; one column beyond the limit is read so that excess shows."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise BadTable("too-big-unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=SHEET_ROWS, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, values in enumerate(rows, start=1):
            blank = values.count(None) == len(values)
            yield number, [] if blank else [_as_text(value) for value in values]
    except BadTable:
        raise
    except _DAMAGE:
        raise BadTable("broken-xlsx") from None


def _as_text(value: Any) -> str:
    """A workbook's cell as a person would type it; a date without a time stays without one."""
    match value:
        case None:
            return ""
        case datetime():
            # Excel keeps times as fractions of a day, which miss the second by a hair.
            whole = (value + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
            return whole.isoformat(" ").removesuffix(" 00:00:00").removesuffix(":00")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(getattr(value, "text", None) or value)


def _defused(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe; text no file can hold is replaced or cut."""
    if not isinstance(cell, str):
        return cell
    marked = f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    return marked.encode("utf-8", "replace").decode()[:MOST_CELL]
