"""Working days and hours as the place of the interview and its organisation know them (R8)."""

from datetime import UTC, date, datetime

import pytest

from domain.policy import USUAL_HOURS, WorkingHours
from domain.workdays import Day, DayKind, OwnDay, day_of, in_working_hours

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"


@pytest.mark.parametrize(
    ("day", "zone", "kind"),
    [
        (date(2026, 2, 14), SHANGHAI, DayKind.MAKEUP_WORKDAY),  # a Saturday made up for Spring Festival
        (date(2026, 2, 14), "PRC", DayKind.MAKEUP_WORKDAY),  # an older name of the same zone
        (date(2026, 10, 10), SHANGHAI, DayKind.MAKEUP_WORKDAY),
        (date(2026, 2, 17), SHANGHAI, DayKind.HOLIDAY),
        (date(2026, 10, 3), SHANGHAI, DayKind.HOLIDAY),  # a Saturday in the National Day week
        (date(2026, 11, 28), SHANGHAI, DayKind.WEEKEND),
        (date(2026, 11, 26), SHANGHAI, DayKind.WORKDAY),
        (date(2026, 11, 26), NEW_YORK, DayKind.HOLIDAY),  # Thanksgiving
        (date(2026, 2, 14), NEW_YORK, DayKind.WEEKEND),
        (date(2026, 11, 28), "Etc/GMT+5", DayKind.WEEKEND),
        (date(2026, 11, 27), "Etc/GMT+5", DayKind.WORKDAY),
        (date(2026, 11, 27), "Asia/Dubai", DayKind.WORKDAY),
        (date(8999, 1, 2), SHANGHAI, DayKind.WORKDAY),  # no calendar reaches that far
    ],
)
def test_the_country_of_the_interviews_clock_decides_its_days(day: date, zone: str, kind: DayKind) -> None:
    found = day_of(day, zone)
    assert found.kind is kind
    assert found.works is (kind in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY))


def test_holidays_have_a_name_in_both_languages() -> None:
    festival = Day(date(2026, 2, 17), DayKind.HOLIDAY, "春节", "Chinese New Year (Spring Festival)")
    assert day_of(date(2026, 2, 17), SHANGHAI) == festival
    made_up = day_of(date(2026, 2, 14), SHANGHAI)
    assert (made_up.name_zh, made_up.name_en) == ("调休上班", "make-up workday")
    assert day_of(date(2026, 11, 26), NEW_YORK).name_en == "Thanksgiving Day"
    assert day_of(date(2026, 11, 26), SHANGHAI).name_zh == ""


def test_the_organisations_own_table_overrules_the_calendar() -> None:
    closed = OwnDay(DayKind.HOLIDAY, "公司周年庆")
    assert day_of(date(2026, 11, 26), SHANGHAI, closed) == Day(
        date(2026, 11, 26), DayKind.HOLIDAY, "公司周年庆", "公司周年庆"
    )
    assert day_of(date(2026, 11, 28), SHANGHAI, OwnDay(DayKind.MAKEUP_WORKDAY, "补班")).works
    nine = datetime(2026, 11, 28, 1, tzinfo=UTC)
    assert not in_working_hours(nine, 45, SHANGHAI, USUAL_HOURS)
    assert in_working_hours(nine, 45, SHANGHAI, USUAL_HOURS, OwnDay(DayKind.MAKEUP_WORKDAY, "补班"))


@pytest.mark.parametrize(
    ("hour", "minute", "inside"), [(9, 0, True), (8, 59, False), (17, 15, True), (17, 16, False), (23, 30, False)]
)
def test_the_whole_interview_must_fit_into_working_hours(hour: int, minute: int, inside: bool) -> None:
    at = datetime(2026, 11, 25, hour - 8, minute, tzinfo=UTC) if hour >= 8 else datetime(2026, 11, 25, tzinfo=UTC)
    assert in_working_hours(at, 45, SHANGHAI, USUAL_HOURS) is inside


def test_an_organisation_that_begins_earlier_is_at_work_earlier() -> None:
    work = WorkingHours("08:30", "17:30")
    half_past_eight, late = (datetime(2026, 11, 25, hour, 30, tzinfo=UTC) for hour in (0, 9))
    assert in_working_hours(half_past_eight, 45, SHANGHAI, work)
    assert not in_working_hours(late, 45, SHANGHAI, work)
    assert str(work) == "8:30–17:30"
