"""Local times of a zone become instants or are refused with a clear reason; instants are written as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.clock import (
    AmbiguousTime,
    ClockError,
    NonexistentTime,
    UnknownZone,
    UnreadableTime,
    local_text,
    short_text,
    stamp,
    to_instant,
    zone_name,
    zone_of,
)
from domain.terms import Locale

MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-30 10:00",
        "2026-11-30T10:00:00",
        "2026/11/30 10:00",
        "2026.11.30 10:00",
        "2026年11月30日 10:00",
        "2026年11月30日10时00分",
        "２０２６－１１－３０　１０：００",  # full width, as some input methods type it
        " 2026-11-30  10:00 ",
    ],
)
def test_a_spreadsheet_time_is_read_in_every_usual_spelling(written: str) -> None:
    assert to_instant(written, "Asia/Shanghai") == MONDAY


@pytest.mark.parametrize("written", ["2026-11-30T11:00+09:00", "2026-11-30 02:00Z", "2026-11-29T21:00:00-05:00"])
def test_a_time_with_an_offset_is_taken_as_it_is(written: str) -> None:
    assert to_instant(written, "Asia/Shanghai") == MONDAY


def test_a_datetime_is_read_like_its_text() -> None:
    assert to_instant(datetime(2026, 11, 30, 10, 0), "Asia/Shanghai") == MONDAY  # noqa: DTZ001
    assert to_instant(MONDAY.astimezone(timezone(timedelta(hours=9))), "Asia/Shanghai") == MONDAY


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2026-11-30", "2026-02-30 10:00", "2026-11-30 25:00", "30/11/2026 10:00", "2026-11-3010:00"],
)
def test_a_time_that_cannot_be_read_is_refused_with_the_expected_form(written: str) -> None:
    with pytest.raises(UnreadableTime, match="2026-11-30 10:00") as refused:
        to_instant(written, "Asia/Shanghai")
    assert "请按2026-11-30 10:00的格式填写" in refused.value.zh


@pytest.mark.parametrize("written", ["0001-01-01 00:00", "9999-12-31T23:59-12:00"])
def test_the_edges_of_the_calendar_are_refused_rather_than_crash(written: str) -> None:
    with pytest.raises(UnreadableTime):
        to_instant(written, "Asia/Shanghai")


def test_a_time_inside_the_spring_gap_does_not_exist() -> None:
    with pytest.raises(NonexistentTime, match="2026-03-08 02:30 does not exist in America/New_York") as refused:
        to_instant("2026-03-08 02:30", "America/New_York")
    assert "没有2026-03-08 02:30这一时刻" in refused.value.zh


def test_a_time_inside_the_autumn_fold_must_name_its_offset() -> None:
    with pytest.raises(AmbiguousTime, match="UTC-4 and UTC-5"):
        to_instant("2026-11-01 01:30", "America/New_York")
    assert to_instant("2026-11-01T01:30-05:00", "America/New_York") == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_the_minutes_beside_gap_and_fold_are_ordinary() -> None:
    assert to_instant("2026-03-08 01:59", "America/New_York") == datetime(2026, 3, 8, 6, 59, tzinfo=UTC)
    assert to_instant("2026-03-08 03:00", "America/New_York") == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert to_instant("2026-11-01 00:59", "America/New_York") == datetime(2026, 11, 1, 4, 59, tzinfo=UTC)
    assert to_instant("2026-11-01 02:00", "America/New_York") == datetime(2026, 11, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["", "Beijing", "Asia", "../etc/passwd", "x" * 400, "Asia/Shanghai\0", "\ud800"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone, match="Asia/Shanghai"):
        to_instant("2026-11-30 10:00", zone)


def test_every_refusal_is_a_value_error_with_both_languages() -> None:
    for kind in (UnknownZone, UnreadableTime, NonexistentTime, AmbiguousTime):
        assert issubclass(kind, ClockError)
        assert issubclass(kind, ValueError)


def test_letters_print_the_day_the_zone_and_the_offset() -> None:
    assert local_text(MONDAY, "Asia/Shanghai", Locale.ZH) == "2026年11月30日（周一）10:00（北京时间，UTC+8）"
    assert local_text(MONDAY, "Asia/Shanghai", Locale.EN) == "Mon 30 Nov 2026, 10:00 (Asia/Shanghai, UTC+8)"
    assert local_text(MONDAY, "America/New_York", Locale.ZH) == "2026年11月29日（周日）21:00（纽约时间，UTC-5）"
    assert local_text(MONDAY, "Asia/Kolkata", Locale.EN) == "Mon 30 Nov 2026, 07:30 (Asia/Kolkata, UTC+5:30)"


def test_the_offset_follows_summer_time() -> None:
    july = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert local_text(july, "Europe/London", Locale.ZH) == "2026年7月1日（周三）10:00（伦敦时间，UTC+1）"
    assert local_text(MONDAY, "Europe/London", Locale.ZH).endswith("02:00（伦敦时间，UTC+0）")


def test_a_text_message_names_the_zone_only_when_it_is_not_the_company_s() -> None:
    assert short_text(MONDAY, "Asia/Shanghai", Locale.ZH, "Asia/Shanghai") == "11月30日周一10:00"
    assert short_text(MONDAY, "Asia/Tokyo", Locale.ZH, "Asia/Shanghai") == "11月30日周一11:00（东京时间）"
    assert short_text(MONDAY, "Asia/Shanghai", Locale.EN, "Asia/Shanghai") == "Mon 30 Nov 10:00"
    assert short_text(MONDAY, "America/New_York", Locale.EN, "Asia/Shanghai") == "Sun 29 Nov 21:00 (New York time)"


def test_a_zone_without_a_chinese_name_keeps_its_own() -> None:
    assert zone_name("Europe/Kyiv", Locale.ZH) == "Europe/Kyiv"
    assert zone_name("Etc/GMT+5", Locale.EN) == "Etc/GMT+5"
    assert stamp(MONDAY, "Asia/Shanghai", Locale.ZH) == "11-30 10:00 北京时间"


def test_an_instant_without_an_offset_is_never_printed() -> None:
    with pytest.raises(ValueError, match="needs an offset"):
        local_text(datetime(2026, 11, 30, 10, 0), "Asia/Shanghai", Locale.ZH)  # noqa: DTZ001


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "right/UTC", "posix/Asia/Shanghai", "../etc"])
def test_a_file_that_is_no_place_is_no_zone(zone: str) -> None:
    with pytest.raises(UnknownZone):
        zone_of(zone)
