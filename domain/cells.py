"""What one cell of an interview table may hold: its form, its limits, and the sentence for each mistake."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from domain.clock import ZH_ZONES, ClockError, UnreadableTime, to_instant, zone_of
from domain.contact import BadContact, clean_line
from domain.terms import Locale

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
MOST = {
    "position": 120,
    "recruiter": 64,
    "organisation": 80,
    "external_id": 64,
    "join_url": 500,
    "source": 60,
    "interviewer": 64,
}

_LOCALES = dict.fromkeys(("zh-cn", "zh", "zh-hans", "zh-hans-cn", "中文", "简体中文", "chinese"), Locale.ZH)
_LOCALES |= dict.fromkeys(("en", "en-us", "en-gb", "英文", "英语", "english"), Locale.EN)
_ZONES_BY_NAME = {name: zone for zone, name in reversed(ZH_ZONES.items())}
_PLAIN_LINK = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5b\x5d-\x5f\x61-\x7a\x7c\x7e]+")
_HOURS_AHEAD = re.compile(r"\+([0-9]{1,4}) ?h")
_DAYS_AHEAD = re.compile(r"\+([0-9]{1,3}) ?d[ t]([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MINUTES = re.compile(r"([0-9]{1,4})(?:\.0+)? ?(?:分钟|分|min|minutes)?")

SENTENCES = {
    "no-header": ("首行须为列名，请参照示例表格填写", "the first line must name the columns, as in the example table"),
    "unknown-column": ("无法识别这一列的列名", "no such column"),
    "doubled-column": ("这一列出现了两次", "this column appears twice"),
    "missing-column": ("缺少这一列", "this column is missing"),
    "no-heading": ("该单元格所在列没有列名", "this cell stands in a column without a heading"),
    "missing": ("此项必填", "this cell must be filled in"),
    "no-contact": ("手机和邮箱至少填写一项", "give a phone number or a mail address"),
    "locale": ("语言请填写 zh-CN 或 en", "the language is zh-CN or en"),
    "timezone": (
        "无法识别时区，请填写 Asia/Shanghai 这样的时区名",
        "unknown time zone: write a name such as Asia/Shanghai",
    ),
    "starts-at-format": (
        "无法识别面试时间，请按 2026-11-30 10:00 的格式填写日期和时间",
        "not a date with a time: write it as 2026-11-30 10:00",
    ),
    "duration": (
        f"时长须为{SHORTEST_MINUTES}–{LONGEST_MINUTES}之间的整数分钟",
        f"the duration is a whole number of minutes from {SHORTEST_MINUTES} to {LONGEST_MINUTES}",
    ),
    "join-url": (
        f"面试链接须为 http(s):// 开头的完整网址，最多{MOST['join_url']}个字符",
        f"the link must be a full http(s) address of {MOST['join_url']} characters at most",
    ),
    "relative-time": (
        "这里不能使用相对时间，请填写具体日期和时间",
        "a time relative to now cannot be used here: write the date and time",
    ),
}


def line_of(column: str) -> Callable[[str], str]:
    """A reader of that column's one-line text, no longer than MOST says; the reader raises BadContact."""
    return lambda text: clean_line(text, column, MOST[column])


def language(text: str) -> Locale:
    """zh-CN or en, also under their everyday names (中文, English). Raises BadContact."""
    try:
        return _LOCALES[text.casefold().replace("_", "-")]
    except KeyError:
        raise _bad("locale", "locale") from None


def zone_key(text: str) -> str:
    """The IANA name of a zone, given by that name or in Chinese (北京时间). Raises BadContact."""
    name = _ZONES_BY_NAME.get(text, _ZONES_BY_NAME.get(f"{text}时间", text))
    try:
        return zone_of(name).key
    except ClockError:
        raise _bad("timezone", "timezone") from None


def duration(text: str) -> int:
    """Whole minutes within the limits: 45, 45.0, 45分钟, 45 min. Raises BadContact."""
    found = _MINUTES.fullmatch(unicodedata.normalize("NFKC", text).casefold())
    if not found or not SHORTEST_MINUTES <= int(found[1]) <= LONGEST_MINUTES:
        raise _bad("duration_minutes", "duration")
    return int(found[1])


def start(text: str, zone: str, now: datetime | None) -> datetime:
    """The start as a UTC instant: wall-clock time of `zone`, a time with its offset, or relative to `now` (aware).

    Without a usable zone (already reported) only the form is judged. Raises BadContact.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if plain.startswith("+") and now is None:
        raise _bad("starts_at", "relative-time")
    try:
        return _ahead(plain, zone or "UTC", now) if now and plain.startswith("+") else to_instant(text, zone or "UTC")
    except UnreadableTime:
        raise _bad("starts_at", "starts-at-format") from None
    except ClockError as error:
        raise BadContact("starts_at", "starts-at-clock", error.zh, error.en) from None


def link(text: str) -> str:
    """A full http(s) address in ASCII, without user name, password or signs that a letter could not carry. Raises BadContact."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        good = False
    if not good or len(text) > MOST["join_url"] or not _PLAIN_LINK.fullmatch(text):
        raise _bad("join_url", "join-url")
    return text


def _ahead(text: str, zone: str, now: datetime) -> datetime:
    """+26h: so many hours from now, to the next full minute; +3d 10:00: that many days on, at that time of the zone."""
    if found := _HOURS_AHEAD.fullmatch(text):
        at = now.astimezone(UTC) + timedelta(hours=int(found[1]), seconds=59, microseconds=999_999)
        return at.replace(second=0, microsecond=0)
    if found := _DAYS_AHEAD.fullmatch(text):
        day = now.astimezone(zone_of(zone)).date() + timedelta(days=int(found[1]))
        return to_instant(datetime.combine(day, time(int(found[2]), int(found[3]))), zone)
    raise _bad("starts_at", "starts-at-format")


def _bad(column: str, rule: str) -> BadContact:
    return BadContact(column, rule, *SENTENCES[rule])
