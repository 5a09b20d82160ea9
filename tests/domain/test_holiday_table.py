"""The State Council's list as HR types it into a table: all of it is understood, or every mistake is named by its line."""

from datetime import date

import pytest

from domain.holiday_table import read_days
from domain.workdays import DayKind, OwnDay

HEADER = ["day", "kind", "name"]


def mistakes(*rows: list[str], header: list[str] = HEADER) -> list[tuple[int, str, str]]:
    _, errors = read_days(header, list(enumerate(rows, start=2)))
    assert all(error.message_zh and error.message_en for error in errors)
    return [(error.line, error.column, error.rule) for error in errors]


@pytest.mark.parametrize("header", [HEADER, ["日期", "类型", "名称"], ["Date", "TYPE", " Name "]])
def test_a_table_in_either_language_says_which_days_are_off_and_which_are_made_up(header: list[str]) -> None:
    rows = [
        (2, ["2027-02-05", "holiday", "春节"]),
        (3, ["2027/2/6", "放假", "春节"]),
        (5, ["2027年2月20日", "调休上班", "春节调休"]),
        (6, ["2027-02-21", "Makeup_Workday", "春节调休"]),
    ]
    days, errors = read_days(header, rows)
    assert errors == []
    assert days == {
        date(2027, 2, 5): OwnDay(DayKind.HOLIDAY, "春节"),
        date(2027, 2, 6): OwnDay(DayKind.HOLIDAY, "春节"),
        date(2027, 2, 20): OwnDay(DayKind.MAKEUP_WORKDAY, "春节调休"),
        date(2027, 2, 21): OwnDay(DayKind.MAKEUP_WORKDAY, "春节调休"),
    }


def test_columns_may_stand_in_any_order() -> None:
    days, _ = read_days(["name", "day", "kind"], [(2, ["元旦", "2027-01-01", "holiday"])])
    assert days == {date(2027, 1, 1): OwnDay(DayKind.HOLIDAY, "元旦")}


def test_every_mistake_is_named_by_line_and_column() -> None:
    assert mistakes(
        ["2027-02-30", "holiday", "春节"],
        ["", "weekend", ""],
        ["2027-02-05", "holiday", "春节"],
        ["2027-2-5", "holiday", "除夕"],
        ["1027-02-06", "holiday", "春\u202e节"],
        ["2027-02-07", "holiday", "春节,除夕", "x"],
        ["2027-02-08", "holiday", "x" * 61],
    ) == [
        (2, "day", "day"),
        (3, "day", "day"),
        (3, "kind", "kind"),
        (3, "name", "empty"),
        (5, "day", "duplicate"),
        (6, "day", "day"),
        (6, "name", "hidden-characters"),
        (7, "?", "unknown-column"),
        (8, "name", "too-long"),
    ]


def test_a_day_whose_line_has_another_mistake_still_counts_for_repeats() -> None:
    assert mistakes(["2027-02-05", "?", "春节"], ["2027-02-05", "holiday", "春节"]) == [
        (2, "kind", "kind"),
        (3, "day", "duplicate"),
    ]


@pytest.mark.parametrize(
    ("header", "column", "rule"),
    [
        (["day", "name"], "kind", "missing-column"),
        (["day", "day", "kind", "name"], "day", "missing-column"),
        (["day", "kind", "name", "备注"], "备注", "unknown-column"),
        (["2027-01-01", "holiday", "元旦"], "day", "missing-column"),
    ],
)
def test_a_wrong_header_is_reported_alone(header: list[str], column: str, rule: str) -> None:
    assert mistakes(["x", "y", "z"], header=header) == [(1, column, rule)]


def test_a_table_without_days_is_a_mistake() -> None:
    assert mistakes() == [(2, "day", "no-rows")]
