"""Tables that recruiters hand in: good rows become interviews, each mistake is named by line and column (R24)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.spreadsheet import read_table
from domain.roster import COLUMNS, REQUIRED, Entry, RowError, read_rows
from domain.terms import Locale

NOW = datetime(2026, 11, 2, 1, 17, 33, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "interviews.csv"
WRONG_LINE = 42
GOOD = {
    "candidate_name": "王明",
    "phone": "+86 139 0013 8001",
    "email": "wangming@example.com",
    "locale": "zh-CN",
    "position": "后端开发工程师",
    "starts_at": "2026-11-30 10:00",
    "duration_minutes": "45",
    "timezone": "Asia/Shanghai",
    "recruiter": "zhangsan",
    "join_url": "https://meet.example.com/i/1",
    "organisation": "mianyue-sh",
    "external_id": "A-17",
}
HEADER = list(GOOD)


def load(*rows: dict[str, str], now: datetime | None = NOW) -> tuple[list[Entry], list[RowError]]:
    """Each row is the good one with these cells changed; they stand on lines 2, 3, …"""
    lines = [(line, list((GOOD | row).values())) for line, row in enumerate(rows, start=2)]
    return read_rows(HEADER, lines, now=now)


def the_entry(**cells: str) -> Entry:
    entries, errors = load(cells)
    assert errors == []
    return entries[0]


def mistakes(errors: list[RowError]) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, error.rule) for error in errors]


def test_a_full_row_becomes_an_interview_with_uniform_values() -> None:
    assert the_entry() == Entry(
        line=2,
        candidate_name="王明",
        phone="+8613900138001",
        email="wangming@example.com",
        locale=Locale.ZH,
        position="后端开发工程师",
        starts_at=datetime(2026, 11, 30, 2, 0, tzinfo=UTC),
        minutes=45,
        timezone="Asia/Shanghai",
        recruiter="zhangsan",
        join_url="https://meet.example.com/i/1",
        source=None,
        interviewer=None,
        organisation="mianyue-sh",
        external_id="A-17",
    )


@pytest.mark.parametrize(
    ("column", "field"),
    [("join_url", "join_url"), ("organisation", "organisation"), ("external_id", "external_id"), ("phone", "phone")],
)
def test_what_is_optional_may_be_left_empty(column: str, field: str) -> None:
    assert getattr(the_entry(**{column: "  "}), field) is None


def test_the_example_file_loads_with_exactly_the_one_wrong_phone() -> None:
    header, rows = read_table(EXAMPLE.read_bytes(), "text/csv", EXAMPLE.name)
    entries, errors = read_rows(header, rows, now=NOW)
    assert mistakes(errors) == [(WRONG_LINE, "phone", "phone-invalid")]
    assert len(entries) == len(rows) - 1 == 65
    assert {(entry.recruiter, entry.organisation) for entry in entries} == {
        ("zhangsan", "mianyue-sh"),
        ("wangfang", "mianyue-sh"),
        ("lisi", "mianyue-sz"),
        ("zhaolei", "mianyue-us"),
    }
    assert f"第 {WRONG_LINE} 行" in EXAMPLE.with_name("README.md").read_text("utf-8")


def test_the_example_file_shows_what_a_real_week_has() -> None:
    header, rows = read_table(EXAMPLE.read_bytes(), "text/csv", EXAMPLE.name)
    entries, _ = read_rows(header, rows, now=NOW)
    zones = Counter(entry.timezone for entry in entries)
    assert zones.most_common(1)[0][0] == "Asia/Shanghai"
    assert len(zones) >= 5
    assert {entry.locale for entry in entries} == set(Locale)
    assert sum(entry.phone is None for entry in entries) >= 3
    assert sum(entry.email is None for entry in entries) >= 3
    assert any(entry.starts_at < NOW + timedelta(hours=24) for entry in entries)
    assert all(NOW < entry.starts_at <= NOW + timedelta(days=15) for entry in entries)
    assert len({entry.phone for entry in entries if entry.phone}) == sum(entry.phone is not None for entry in entries)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_example_file_never_goes_stale(month: int) -> None:
    header, rows = read_table(EXAMPLE.read_bytes(), "text/csv", EXAMPLE.name)
    entries, errors = read_rows(header, rows, now=datetime(2027, month, 25, 23, 59, 59, tzinfo=UTC))
    assert (len(entries), len(errors)) == (65, 1)


def test_the_chinese_headings_of_the_form_are_understood() -> None:
    header = [
        "候选人",
        "手机",
        "邮箱",
        "语言",
        "岗位",
        "面试时间",
        "时长（分钟）",
        "时区",
        "招聘人员",
        "面试链接",
        "公司",
    ]
    row = [
        "王明",
        "13900138001",
        "wangming@example.com",
        "中文",
        "产品经理",
        "2026-11-30T10:00",
        "30",
        "北京时间",
        "lisi",
    ]
    entries, errors = read_rows(header, [(2, row)], now=None)
    assert errors == []
    assert entries[0].timezone == "Asia/Shanghai"
    assert entries[0].minutes == 30


@pytest.mark.parametrize(("heading", "column"), [(heading, name) for name, also in COLUMNS.items() for heading in also])
def test_every_other_heading_stands_for_its_column(heading: str, column: str) -> None:
    header = [heading if name == column else name for name in HEADER]
    entries, errors = read_rows(header, [(2, list(GOOD.values()))], now=None)
    assert errors == []
    assert entries == [the_entry()]


@pytest.mark.parametrize(
    "heading", ["Candidate Name", "CANDIDATE_NAME", " candidate_name ", "ｃａｎｄｉｄａｔｅ＿ｎａｍｅ", "候选人 "]
)
def test_case_width_and_spaces_of_a_heading_do_not_matter(heading: str) -> None:
    entries, errors = read_rows([heading, *HEADER[1:]], [(2, list(GOOD.values()))], now=None)
    assert errors == []
    assert entries[0].candidate_name == "王明"


def test_columns_may_stand_in_any_order() -> None:
    entries, _ = read_rows(HEADER[::-1], [(2, list(GOOD.values())[::-1])], now=None)
    assert entries == [the_entry()]


@pytest.mark.parametrize("column", REQUIRED)
def test_a_missing_column_stops_the_whole_file(column: str) -> None:
    header = [name for name in HEADER if name != column]
    entries, errors = read_rows(header, [(2, ["x"])], now=None)
    assert entries == []
    assert mistakes(errors) == [(1, column, "missing-column")]


def test_phone_or_mail_column_is_enough_but_one_must_be_there() -> None:
    for gone in ("phone", "email"):
        cells = {name: cell for name, cell in GOOD.items() if name != gone}
        entries, errors = read_rows(list(cells), [(2, list(cells.values()))], now=None)
        assert errors == []
        assert len(entries) == 1
    header = [name for name in HEADER if name not in {"phone", "email"}]
    assert mistakes(read_rows(header, [], now=None)[1]) == [(1, "phone", "missing-column")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ([*HEADER, "身份证号"], [(1, "M", "unknown-column")]),
        ([*HEADER, "salary", "", "身份证号"], [(1, "M", "unknown-column"), (1, "O", "unknown-column")]),
        ([*HEADER, "position"], [(1, "position", "doubled-column")]),
        ([*HEADER, "岗位"], [(1, "position", "doubled-column")]),
        (["王明", "13900138001", "后端"], [(1, "A", "no-header")]),
        ([], [(1, "A", "no-header")]),
        (["", " "], [(1, "A", "no-header")]),
    ],
)
def test_a_wrong_header_is_reported_by_letter_and_no_row_is_read(
    header: list[str], expected: list[tuple[int, str, str]]
) -> None:
    entries, errors = read_rows(header, [(2, list(GOOD.values()))], now=None)
    assert entries == []
    assert mistakes(errors) == expected


def test_a_wrong_row_is_reported_whole_and_the_others_go_on() -> None:
    wrong = {"phone": "1390013800", "email": "x@", "locale": "fr", "starts_at": "明天", "duration_minutes": "0"}
    entries, errors = load({}, wrong | {"timezone": "北平", "candidate_name": " "}, {"starts_at": "2026-12-01 10:00"})
    assert [entry.line for entry in entries] == [2, 4]
    assert sorted(mistakes(errors)) == [
        (3, "candidate_name", "missing"),
        (3, "duration_minutes", "duration"),
        (3, "email", "email-format"),
        (3, "locale", "locale"),
        (3, "phone", "phone-invalid"),
        (3, "starts_at", "starts-at-format"),
        (3, "timezone", "timezone"),
    ]


@pytest.mark.parametrize("column", REQUIRED)
def test_an_empty_required_cell_is_named(column: str) -> None:
    assert mistakes(load({column: " \u3000"})[1]) == [(2, column, "missing")]


def test_a_candidate_who_cannot_be_reached_is_refused() -> None:
    assert mistakes(load({"phone": "", "email": ""})[1]) == [(2, "phone", "no-contact")]


@pytest.mark.parametrize(
    "value", ["13800138000@", "secret-value", "<script>secret-value</script>", "secret-value" * 80]
)
@pytest.mark.parametrize("column", [name for name in HEADER if name not in {"candidate_name", "position"}])
def test_no_report_repeats_what_a_cell_says(column: str, value: str) -> None:
    for error in load({column: value})[1]:
        told = f"{error.column} {error.rule} {error.message_zh} {error.message_en}"
        assert "secret" not in told
        assert "138001" not in told
        assert any("\u4e00" <= sign <= "\u9fff" for sign in error.message_zh)
        assert error.message_en


def test_the_same_candidate_at_the_same_time_is_refused_with_the_first_line() -> None:
    entries, errors = load({}, {"position": "产品经理"})
    assert [entry.line for entry in entries] == [2]
    assert mistakes(errors) == [(3, "phone", "duplicate")]
    assert "第2行" in errors[0].message_zh
    assert "line 2" in errors[0].message_en


@pytest.mark.parametrize(
    ("again", "column"),
    [
        ({"phone": "13900138001", "email": ""}, "phone"),
        ({"phone": "", "email": "WangMing@EXAMPLE.com"}, "email"),
        ({"phone": "13900138009"}, "email"),
        ({"email": "other@example.com", "starts_at": "2026-11-30T02:00Z"}, "phone"),
        ({"starts_at": "2026-11-29 21:00", "timezone": "America/New_York"}, "phone"),
    ],
)
def test_a_duplicate_is_seen_through_other_spellings(again: dict[str, str], column: str) -> None:
    entries, errors = load({}, again)
    assert len(entries) == 1
    assert mistakes(errors) == [(3, column, "duplicate")]


def test_one_candidate_may_have_two_interviews_and_two_candidates_one_time() -> None:
    entries, errors = load({}, {"starts_at": "2026-11-30 11:00"}, {"phone": "13900138002", "email": "b@example.com"})
    assert errors == []
    assert len(entries) == 3


def test_a_corrected_copy_of_a_wrong_row_is_no_duplicate() -> None:
    entries, errors = load({"duration_minutes": "0"}, {})
    assert [entry.line for entry in entries] == [3]
    assert mistakes(errors) == [(2, "duration_minutes", "duration")]


def test_a_comma_too_many_is_reported_by_its_letter() -> None:
    entries, errors = read_rows(HEADER, [(2, [*GOOD.values(), "", "stray"])], now=None)
    assert entries == []
    assert mistakes(errors) == [(2, "N", "no-heading")]


def test_the_thirtieth_column_is_called_ad() -> None:
    cells = list(GOOD.values()) + [""] * (29 - len(GOOD)) + ["stray"]
    assert mistakes(read_rows(HEADER, [(2, cells)], now=None)[1]) == [(2, "AD", "no-heading")]


def test_defaults_stand_in_for_absent_columns_and_empty_cells() -> None:
    cells = {name: cell for name, cell in GOOD.items() if name not in {"recruiter", "timezone"}} | {"locale": ""}
    defaults = {"recruiter": "lisi", "timezone": "Asia/Tokyo", "locale": "en"}
    entries, errors = read_rows(list(cells), [(2, list(cells.values()))], now=None, defaults=defaults)
    assert errors == []
    assert (entries[0].recruiter, entries[0].timezone, entries[0].locale) == ("lisi", "Asia/Tokyo", Locale.EN)


def test_errors_keep_the_line_numbers_of_the_file() -> None:
    rows = [(2, list(GOOD.values())), (7, list((GOOD | {"locale": "?"}).values())), (5001, ["王明"])]
    entries, errors = read_rows(HEADER, rows, now=None)
    assert [entry.line for entry in entries] == [2]
    assert {error.line for error in errors} == {7, 5001}
