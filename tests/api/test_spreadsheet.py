"""Files from Excel, WPS and other systems in, exports out (R24): every encoding read right, nothing ever executed."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from api.spreadsheet import MOST_BYTES, XLSX_TYPE, BadTable, Cell, read_table, write_table_csv, write_table_xlsx

TEXT = "候选人,岗位\n王明,产品经理\n李思远,测试\n"
READ = (["候选人", "岗位"], [(2, ["王明", "产品经理"]), (3, ["李思远", "测试"])])
TEN = datetime.fromisoformat("2026-11-30T10:00")


def from_csv(text: str | bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    content = text.encode() if isinstance(text, str) else text
    return read_table(content, "text/csv", "interviews.csv")


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return out.getvalue()


def sheet_xml(rows: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def refusal(content: bytes, content_type: str = "", filename: str = "x.csv") -> str:
    with pytest.raises(BadTable) as caught:
        read_table(content, content_type, filename)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.message_zh)
    assert caught.value.message_en
    return caught.value.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_csv_reads_the_same_in_every_dress(encoding: str, delimiter: str, newline: str) -> None:
    assert from_csv(TEXT.replace(",", delimiter).replace("\n", newline).encode(encoding)) == READ


@pytest.mark.parametrize("name", ["䶮", "㛃", "𠮷野", "镕"])
def test_rare_characters_of_names_survive_the_encoding_of_chinese_excel(name: str) -> None:
    assert from_csv(f"候选人\n{name}\n".encode("gb18030"))[1] == [(2, [name])]


@pytest.mark.parametrize(
    ("content_type", "filename"),
    [
        ("text/csv", "a.csv"),
        ("text/csv; charset=utf-8", ""),
        ("TEXT/CSV", "upload"),
        ("application/csv", ""),
        ("text/plain", "a.txt"),
        ("application/vnd.ms-excel", "A.CSV"),
        ("application/octet-stream", "面试名单.csv"),
        ("", "a.tsv"),
    ],
)
def test_a_csv_is_known_by_its_type_or_its_name(content_type: str, filename: str) -> None:
    assert read_table(TEXT.encode(), content_type, filename) == READ


@pytest.mark.parametrize(
    ("content_type", "filename"), [(XLSX_TYPE, "a.xlsx"), ("", ""), ("text/csv", "a.csv"), ("application/zip", "a")]
)
def test_a_workbook_is_known_by_its_content(content_type: str, filename: str) -> None:
    content = workbook(["候选人", "岗位"], ["王明", "产品经理"], ["李思远", "测试"])
    assert read_table(content, content_type, filename) == READ


def test_quoted_line_breaks_do_not_shift_the_line_numbers() -> None:
    text = 'a,b\r\n"one\r\ntwo",x\r\n\r\n  ,\r\n"three\nfour\nfive",y\r\nlast,z\r\n'
    assert from_csv(text)[1] == [(2, ["one\r\ntwo", "x"]), (6, ["three\nfour\nfive", "y"]), (9, ["last", "z"])]


def test_quoted_delimiters_and_quotes_are_text() -> None:
    assert from_csv('a,b\n"x, y","say ""hi"""\n')[1] == [(2, ["x, y", 'say "hi"'])]


def test_blank_lines_and_trailing_empty_cells_are_dropped() -> None:
    assert from_csv("a,b,,\n\n1,2,,,,\n,,\n ,\n3\n") == (["a", "b"], [(3, ["1", "2"]), (6, ["3"])])


def test_a_heading_alone_is_a_table_without_rows() -> None:
    assert from_csv("a,b\n") == from_csv("a,b") == (["a", "b"], [])


def test_workbook_cells_come_as_a_person_would_type_them() -> None:
    content = workbook(
        ["a", "b", "c", "d", "e", "f"],
        [TEN, TEN.replace(second=30), date(2026, 11, 30), 45, 45.0, 45.5],
        [13900138001, 13900138001.0, "+26h", None, " x ", time(10, 30)],
        [None, None],
        ["王明", None, "", "x"],
    )
    assert read_table(content, XLSX_TYPE, "")[1] == [
        (2, ["2026-11-30 10:00", "2026-11-30 10:00:30", "2026-11-30", "45", "45", "45.5"]),
        (3, ["13900138001", "13900138001", "+26h", "", " x ", "10:30:00"]),
        (5, ["王明", "", "", "x"]),
    ]


def test_a_time_that_excel_keeps_a_hair_early_is_rounded_to_its_second() -> None:
    content = workbook(["a"], [TEN - timedelta(microseconds=100)])
    assert read_table(content, XLSX_TYPE, "")[1] == [(2, ["2026-11-30 10:00"])]


@pytest.mark.parametrize("formula", ["=1+1", "=NOW()", '=WEBSERVICE("http://example.com")', "=A1"])
def test_a_formula_stays_the_text_it_is(formula: str) -> None:
    assert read_table(workbook(["a"], [formula]), XLSX_TYPE, "")[1] == [(2, [formula])]
    assert from_csv(f"a;b\n{formula};x\n")[1][0][1][0] == formula


def test_only_the_first_sheet_is_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["first"])
    book.create_sheet("说明").append(["second"])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue(), XLSX_TYPE, "") == (["first"], [])


def test_row_numbers_of_a_sheet_with_gaps_are_the_ones_excel_shows() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B9"], sheet["A2000"] = "a", "x", "y"
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue(), XLSX_TYPE, "") == (["a"], [(9, ["", "x"]), (2000, ["y"])])


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\n\na,b\n", b",,\n1,2\n", b"\xef\xbb\xbf", workbook(), workbook([None])]
)
def test_a_file_without_column_names_is_refused(content: bytes) -> None:
    assert refusal(content) == "empty"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"a,b\n\xff\xff\xff\n", "encoding"),
        (b"a,b\n\x00\x00,x\n", "encoding"),
        (b"\xff\xfea\x00\x00\xd8", "encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "encoding"),
        (b'a,b\n"open,x\n', "broken-csv"),
        (b'a,b\n"closed"again,x\n', "broken-csv"),
        (b"a,b\n" + b"x" * 200_000, "broken-csv"),
        (b"a" * (MOST_BYTES + 1), "too-big"),
        (b"a\n" + b"x\n" * 5001, "too-many-rows"),
        (b"a," * 50 + b"a\n", "too-many-columns"),
        (b"a\n" + b"," * 50 + b"x\n", "too-many-columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-or-locked"),
        (b"PK\x03\x04 and then nothing", "broken-xlsx"),
        (workbook(["a"])[:-200], "broken-xlsx"),
        (workbook(["a"] * 51), "too-many-columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, rule: str) -> None:
    assert refusal(content) == rule


@pytest.mark.parametrize(
    ("content_type", "filename", "rule"),
    [
        ("application/json", "a.json", "unsupported"),
        ("application/pdf", "a.pdf", "unsupported"),
        ("", "", "unsupported"),
        ("application/octet-stream", "a.exe", "unsupported"),
        (XLSX_TYPE, "a", "broken-xlsx"),
        ("", "a.XLSX", "broken-xlsx"),
    ],
)
def test_text_that_claims_to_be_something_else_is_refused(content_type: str, filename: str, rule: str) -> None:
    assert refusal(TEXT.encode(), content_type, filename) == rule


def test_exactly_the_greatest_number_of_rows_and_columns_is_read() -> None:
    header, rows = from_csv(b",".join([b"a"] * 50) + b"\n" + b"x\n" * 5000)
    assert (len(header), len(rows)) == (50, 5000)


def test_a_small_file_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    bomb = with_sheet(sheet_xml(" " * 60_000_000))
    assert len(bomb) < 100_000
    assert refusal(bomb, XLSX_TYPE, "a.xlsx") == "too-big-unpacked"


def test_a_workbook_of_a_thousand_parts_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}", "")
    assert refusal(out.getvalue()) == "too-big-unpacked"


@pytest.mark.parametrize("number", ["99999999999", "1048576"])
def test_a_sheet_that_claims_an_endless_gap_ends(number: str) -> None:
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    header, rows = read_table(with_sheet(sheet_xml(f'{first}<row r="{number}"/>')), XLSX_TYPE, "")
    assert (header, rows) == (["a"], [])


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY z "zzzzzzzzzz">'
        + "".join(f'<!ENTITY {chr(121 - n)} "{f"&{chr(122 - n)};" * 20}">' for n in range(9))
        + f'<!ENTITY a "{"&q;" * 20}">]>',
    ],
)
def test_entities_in_a_sheet_are_not_followed(doctype: str) -> None:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    assert refusal(with_sheet(sheet_xml(cell, doctype)), XLSX_TYPE, "a.xlsx") == "broken-xlsx"


def test_a_damaged_workbook_is_refused_not_crashed_on() -> None:
    whole = workbook(["a", "b"], ["x", TEN])
    rules: set[str] = set()
    for cut in range(40, len(whole) - 60, 30):
        damaged = whole[:cut] + b"?" * 60 + whole[cut + 60 :]
        try:
            read_table(damaged, XLSX_TYPE, "a.xlsx")
        except BadTable as bad:
            rules.add(bad.rule)
    assert "broken-xlsx" in rules
    assert rules <= {"broken-xlsx", "too-big-unpacked", "empty"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613900138001", "-2", "@SUM(A1)", "\tx", "\n=1", "＝1+1", "＋1", "－1", "＠x"]
)
@pytest.mark.parametrize("write", [write_table_csv, write_table_xlsx])
def test_formula_like_text_is_defused_in_exports_and_reads_back_the_same(
    write: Callable[[list[str], list[list[Cell]]], bytes], text: str
) -> None:
    content = write(["a", text], [[text, "x"]])
    header, rows = read_table(content, "text/csv", "a.csv")
    assert header == ["a", text]
    assert [cells for _, cells in rows] == [[text, "x"]]
    if write is write_table_csv:
        assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1][0] == f"'{text}"


def test_an_exported_workbook_holds_no_formula_and_keeps_numbers_numbers() -> None:
    rows: list[list[Cell]] = [["=1+1", -3, 0.25, None], ["http://example.com", 0, 1, "x"]]
    sheet = load_workbook(io.BytesIO(write_table_xlsx(["a", "b", "c", "d"], rows))).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values == [["a", "b", "c", "d"], ["'=1+1", -3, 0.25, None], ["http://example.com", 0, 1, "x"]]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"


def test_an_exported_csv_opens_with_chinese_in_excel() -> None:
    content = write_table_csv(["候选人", "提前时长"], [["王明", 26.5], ['说"好"', None]])
    assert content == '\ufeff候选人,提前时长\r\n王明,26.5\r\n"说""好""",\r\n'.encode()


def test_numbers_are_not_marked_as_formulas_in_a_csv() -> None:
    assert write_table_csv(["a"], [[-3], [-0.5]]).decode("utf-8-sig") == "a\r\n-3\r\n-0.5\r\n"


@pytest.mark.parametrize("write", [write_table_csv, write_table_xlsx])
def test_text_that_no_file_can_hold_does_not_stop_an_export(
    write: Callable[[list[str], list[list[Cell]]], bytes],
) -> None:
    _, rows = read_table(write(["a"], [["x\ud800"], ["长" * 40_000]]), "text/csv", "a.csv")
    assert [len(cells[0]) for _, cells in rows] == [2, 32_767]


@pytest.mark.parametrize("write", [write_table_csv, write_table_xlsx])
def test_an_export_takes_its_rows_one_by_one(write: Callable[..., bytes]) -> None:
    _, rows = read_table(write(["n"], ([n] for n in range(1, 5001))), "text/csv", "a.csv")
    assert rows[0] == (2, ["1"])
    assert rows[-1] == (5001, ["5000"])
    assert len(rows) == 5000
