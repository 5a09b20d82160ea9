"""What recruiters write in one cell, and what it is taken for: times, zones, durations, languages, links (R24)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.roster import Entry, RowError, read_rows
from domain.terms import Locale

NOW = datetime(2026, 11, 2, 1, 17, 33, tzinfo=UTC)
ROW = {
    "candidate_name": "王明",
    "phone": "+86 139 0013 8001",
    "locale": "zh-CN",
    "position": "后端开发工程师",
    "starts_at": "2026-11-30 10:00",
    "duration_minutes": "45",
    "timezone": "Asia/Shanghai",
    "recruiter": "zhangsan",
    "join_url": "",
    "organisation": "",
    "external_id": "",
}


def load(cells: dict[str, str], now: datetime | None = NOW) -> tuple[list[Entry], list[RowError]]:
    """The good row with these cells changed, as line 2."""
    return read_rows(list(ROW), [(2, list((ROW | cells).values()))], now=now)


def the_entry(**cells: str) -> Entry:
    entries, errors = load(cells)
    assert errors == []
    return entries[0]


def mistakes(errors: list[RowError]) -> list[tuple[int, str, str]]:
    return [(error.line, error.column, error.rule) for error in errors]


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-11-30 10:00", "Asia/Shanghai", "2026-11-30T02:00+00:00"),
        ("2026-11-30 10:00", "America/New_York", "2026-11-30T15:00+00:00"),
        ("2026-07-01 10:00", "America/New_York", "2026-07-01T14:00+00:00"),
        ("2026-11-30 10:00", "Europe/London", "2026-11-30T10:00+00:00"),
        ("2026-11-30 10:00", "Asia/Kathmandu", "2026-11-30T04:15+00:00"),
        ("2026/11/30 10:00", "Asia/Shanghai", "2026-11-30T02:00+00:00"),
        ("2026/11/30 9:05", "Asia/Shanghai", "2026-11-30T01:05+00:00"),
        ("2026年11月30日 10:00", "Asia/Shanghai", "2026-11-30T02:00+00:00"),
        ("2026-11-30T10:00", "Asia/Tokyo", "2026-11-30T01:00+00:00"),
        ("2026-11-30T10:00+08:00", "America/New_York", "2026-11-30T02:00+00:00"),
        ("2026-11-30T10:00:00Z", "Asia/Shanghai", "2026-11-30T10:00+00:00"),
        ("2026-11-01T01:30-04:00", "America/New_York", "2026-11-01T05:30+00:00"),
        ("２０２６－１１－３０　１０：００", "Asia/Shanghai", "2026-11-30T02:00+00:00"),
        ("+26h", "Asia/Shanghai", "2026-11-03T03:18+00:00"),
        ("+1H", "Asia/Shanghai", "2026-11-02T02:18+00:00"),
        ("＋26ｈ", "Asia/Shanghai", "2026-11-03T03:18+00:00"),
        ("+3d 10:00", "Asia/Shanghai", "2026-11-05T02:00+00:00"),
        ("+3d 9:30", "Asia/Shanghai", "2026-11-05T01:30+00:00"),
        ("+3D  10:00", "Asia/Shanghai", "2026-11-05T02:00+00:00"),
        ("+0d 23:59", "Asia/Shanghai", "2026-11-02T15:59+00:00"),
        # In New York it is still the first of November, and winter time has just begun.
        ("+3d 10:00", "America/New_York", "2026-11-04T15:00+00:00"),
        ("+14d 09:30", "Europe/London", "2026-11-16T09:30+00:00"),
    ],
)
def test_a_start_is_one_instant_however_it_is_written(text: str, zone: str, instant: str) -> None:
    entry = the_entry(starts_at=text, timezone=zone)
    assert entry.starts_at == datetime.fromisoformat(instant)
    assert entry.starts_at.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "text",
    [
        "明天上午十点", "2026-11-30", "10:00", "2026-13-01 10:00", "2026-02-30 10:00", "2026-11-30 25:00",
        "2026-11-30 10:60", "30.11.2026 10:00", "11/30/2026 10:00", "46356.4166", "=NOW()+1", "+26", "+26x", "+h",
        "-26h", "+-26h", "+99999h", "+3d", "+3d 25:00", "+3d 10:60", "+3d 1000", "+1000d 10:00", "+2h; DROP TABLE",
        "9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00", "13900138001", "\ud800", "2026-11-30\x0010:00",
    ],
)  # fmt: skip
def test_a_start_that_cannot_be_read_is_refused(text: str) -> None:
    assert mistakes(load({"starts_at": text})[1]) == [(2, "starts_at", "starts-at-format")]


@pytest.mark.parametrize(
    ("text", "zone", "hint"),
    [
        ("2026-03-08 02:30", "America/New_York", "does not exist"),
        ("2026-11-01 01:30", "America/New_York", "twice"),
        ("2026-03-29 01:15", "Europe/London", "does not exist"),
        ("2026-10-25 01:15", "Europe/London", "twice"),
    ],
)
def test_a_wall_clock_time_that_summer_time_skips_or_repeats_is_asked_about(text: str, zone: str, hint: str) -> None:
    errors = load({"starts_at": text, "timezone": zone})[1]
    assert mistakes(errors) == [(2, "starts_at", "starts-at-clock")]
    assert hint in errors[0].message_en
    assert zone in errors[0].message_zh


@pytest.mark.parametrize("text", ["+26h", "+3d 10:00", "+nonsense"])
def test_relative_starts_are_only_for_the_demo(text: str) -> None:
    assert mistakes(load({"starts_at": text}, now=None)[1]) == [(2, "starts_at", "relative-time")]


def test_relative_starts_never_round_towards_now() -> None:
    exact = NOW.replace(second=0)
    assert load({"starts_at": "+24h"}, now=exact)[0][0].starts_at - exact == timedelta(hours=24)
    late = load({"starts_at": "+24h"})[0][0].starts_at
    assert timedelta(hours=24) <= late - NOW < timedelta(hours=24, minutes=1)


def test_days_ahead_are_counted_on_the_candidates_calendar() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    late_in_london = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    entry = load({"starts_at": "+1d 10:00", "timezone": "Asia/Tokyo"}, now=late_in_london)[0][0]
    assert entry.starts_at == datetime(2026, 11, 4, 10, 0, tzinfo=tokyo)


def test_a_wrong_zone_is_reported_once_and_not_blamed_on_the_time() -> None:
    assert mistakes(load({"timezone": "Mars/Olympus"})[1]) == [(2, "timezone", "timezone")]
    assert mistakes(load({"timezone": "Mars/Olympus", "starts_at": "+2d 10:00"})[1]) == [(2, "timezone", "timezone")]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("纽约时间", "America/New_York"),
        ("新加坡", "Asia/Singapore"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_goes_by_its_iana_name_or_its_chinese_one(text: str, zone: str) -> None:
    assert the_entry(timezone=text).timezone == zone


@pytest.mark.parametrize(
    "text", ["GMT+8", "+08:00", "Asia", "Asia/Peking2", "../../etc/passwd", "/etc/localtime", "\x00"]
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    assert mistakes(load({"timezone": text})[1]) == [(2, "timezone", "timezone")]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("5", 5), ("480", 480), ("45", 45), ("45.0", 45), ("４５", 45), ("45分钟", 45), ("45 min", 45), ("030", 30)],
)
def test_a_duration_is_whole_minutes(text: str, minutes: int) -> None:
    assert the_entry(duration_minutes=text).minutes == minutes


@pytest.mark.parametrize("text", ["0", "4", "481", "-30", "45.5", "1h", "半小时", "1e2", "99999", "=30", "NaN"])
def test_a_duration_outside_the_limits_is_refused(text: str) -> None:
    assert mistakes(load({"duration_minutes": text})[1]) == [(2, "duration_minutes", "duration")]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("zh-CN", Locale.ZH),
        ("zh_cn", Locale.ZH),
        ("zh", Locale.ZH),
        ("中文", Locale.ZH),
        ("en", Locale.EN),
        ("EN", Locale.EN),
        ("en-US", Locale.EN),
        ("English", Locale.EN),
        ("英文", Locale.EN),
    ],
)
def test_a_language_goes_by_its_code_or_its_everyday_name(text: str, locale: Locale) -> None:
    assert the_entry(locale=text).locale is locale


@pytest.mark.parametrize("text", ["fr", "ja-JP", "zh-TW", "双语", "zh-CN,en", "\ud800"])
def test_a_language_without_letters_of_ours_is_refused(text: str) -> None:
    assert mistakes(load({"locale": text})[1]) == [(2, "locale", "locale")]


@pytest.mark.parametrize(
    "text", ["https://meet.example.com/i/1?k=v#x", "http://10.0.0.5:8443/room", "https://a.cn/" + "x" * 487]
)
def test_a_link_is_a_full_web_address(text: str) -> None:
    assert the_entry(join_url=text).join_url == text


@pytest.mark.parametrize(
    "text",
    [
        "meet.example.com/i/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/x",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:pw@example.com/",
        "https://example.com@evil.example/",
        "https://example.com:99999/",
        "https://[::1/",
        "https://exam ple.com/",
        "https://example.com/a\nb",
        "https://example.com/面试",
        "https://example.com/\u202etxt",
        "https://a.cn/" + "x" * 488,
    ],
)
def test_a_link_that_is_unsafe_in_a_letter_is_refused(text: str) -> None:
    assert mistakes(load({"join_url": text})[1]) == [(2, "join_url", "join-url")]


@pytest.mark.parametrize(
    ("column", "most"),
    [("candidate_name", 80), ("position", 120), ("recruiter", 64), ("organisation", 80), ("external_id", 64)],
)
def test_each_text_has_its_greatest_length(column: str, most: int) -> None:
    assert getattr(the_entry(**{column: "字" * most}), column) == "字" * most
    assert mistakes(load({column: "字" * (most + 1)})[1]) == [(2, column, "too-long")]


@pytest.mark.parametrize("column", ["candidate_name", "position", "recruiter", "organisation", "external_id"])
@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\u202eb", "a\ud800b", "a\tb"])
def test_invisible_signs_are_refused_in_every_text(column: str, text: str) -> None:
    assert mistakes(load({column: text})[1]) == [(2, column, "hidden-characters")]


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "'=1+1", "{{7*7}}"]
)  # fmt: skip
def test_formula_like_text_is_a_name_like_any_other(text: str) -> None:
    assert the_entry(candidate_name=text).candidate_name == text
