"""Wall clocks and instants: reads local times of a zone into UTC, writes instants as people of a language read them."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from domain.terms import Locale

ZH_DAYS = "一二三四五六日"
EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# fmt: off
ZH_ZONES = {
    "Asia/Shanghai": "北京时间", "Asia/Chongqing": "北京时间", "Asia/Harbin": "北京时间",
    "PRC": "北京时间", "Asia/Urumqi": "乌鲁木齐时间", "Asia/Hong_Kong": "香港时间",
    "Asia/Macau": "澳门时间", "Asia/Taipei": "台北时间", "Asia/Tokyo": "东京时间",
    "Asia/Seoul": "首尔时间", "Asia/Singapore": "新加坡时间", "Asia/Bangkok": "曼谷时间",
    "Asia/Kuala_Lumpur": "吉隆坡时间", "Asia/Jakarta": "雅加达时间", "Asia/Ho_Chi_Minh": "胡志明市时间",
    "Asia/Manila": "马尼拉时间", "Asia/Dubai": "迪拜时间", "Asia/Kolkata": "印度时间",
    "Asia/Calcutta": "印度时间", "Australia/Sydney": "悉尼时间", "Australia/Melbourne": "墨尔本时间",
    "Pacific/Auckland": "奥克兰时间", "Europe/London": "伦敦时间", "Europe/Paris": "巴黎时间",
    "Europe/Berlin": "柏林时间", "Europe/Madrid": "马德里时间", "Europe/Rome": "罗马时间",
    "Europe/Amsterdam": "阿姆斯特丹时间", "Europe/Zurich": "苏黎世时间", "Europe/Moscow": "莫斯科时间",
    "America/New_York": "纽约时间", "America/Chicago": "芝加哥时间", "America/Denver": "丹佛时间",
    "America/Los_Angeles": "洛杉矶时间", "America/Toronto": "多伦多时间", "America/Vancouver": "温哥华时间",
    "America/Mexico_City": "墨西哥城时间", "America/Sao_Paulo": "圣保罗时间", "UTC": "协调世界时",
    "Etc/UTC": "协调世界时",
}
# fmt: on
# Files that mean another thing on every host are no places.
_PLACES = available_timezones() - {"localtime", "Factory"}
WALL_CLOCK = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日 ?|[ T])(\d{1,2})[:时](\d{2})(?::(\d{2}))?分?")


class ClockError(ValueError):
    """A time or zone that cannot be used; `en` and `zh` say why, for an import report or an API answer."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


class UnknownZone(ClockError):
    """The zone is not in the IANA database."""


class UnreadableTime(ClockError):
    """The text is not a date with a time of day."""


class NonexistentTime(ClockError):
    """The clocks of the zone jump over this local time (start of summer time)."""


class AmbiguousTime(ClockError):
    """The clocks of the zone show this local time twice (end of summer time)."""


def zone_of(zone: str) -> ZoneInfo:
    """The IANA zone of that name; raises UnknownZone."""
    if zone not in _PLACES:
        raise UnknownZone(
            f"unknown time zone {zone[:60]!r}; use an IANA name such as Asia/Shanghai",
            f"未知时区{zone[:60]!r}，请填写IANA时区名，例如Asia/Shanghai",
        )
    return ZoneInfo(zone)


def zone_name(zone: str, locale: Locale) -> str:
    """How people call the clock of a zone, e.g. 北京时间 / Shanghai time; the IANA name where there is none."""
    if locale is Locale.ZH:
        return ZH_ZONES.get(zone, zone)
    area, _, city = zone.rpartition("/")
    return f"{city.replace('_', ' ')} time" if area and area != "Etc" else zone


def local_text(at: datetime, zone: str, locale: Locale) -> str:
    """An instant in full, with weekday, zone and UTC offset, as letters print it; `at` must be aware."""
    local = _local(at, zone)
    offset = _offset(local)
    if locale is Locale.ZH:
        place = ZH_ZONES.get(zone, zone)
        day = f"{local.year}年{local.month}月{local.day}日（周{ZH_DAYS[local.weekday()]}）"
        return f"{day}{local:%H:%M}（{place}，{offset}）"
    day = f"{EN_DAYS[local.weekday()]} {local.day} {EN_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M} ({zone}, {offset})"


def short_text(at: datetime, zone: str, locale: Locale, home_zone: str = "") -> str:
    """An instant without its year, for SMS and subjects; the zone is named when it is not `home_zone`."""
    local = _local(at, zone)
    if locale is Locale.ZH:
        text = f"{local.month}月{local.day}日周{ZH_DAYS[local.weekday()]}{local:%H:%M}"
        return text if zone == home_zone else f"{text}（{ZH_ZONES.get(zone, zone)}）"
    text = f"{EN_DAYS[local.weekday()]} {local.day} {EN_MONTHS[local.month - 1]} {local:%H:%M}"
    return text if zone == home_zone else f"{text} ({zone_name(zone, locale)})"


def day_text(day: date, locale: Locale) -> str:
    """A day with its weekday, without its year."""
    if locale is Locale.ZH:
        return f"{day.month}月{day.day}日 周{ZH_DAYS[day.weekday()]}"
    return f"{EN_DAYS[day.weekday()]} {day.day} {EN_MONTHS[day.month - 1]}"


def stamp(at: datetime, zone: str, locale: Locale) -> str:
    """An instant as `11-29 10:00 北京时间`, for one-line labels."""
    return f"{_local(at, zone):%m-%d %H:%M} {zone_name(zone, locale)}"


def to_instant(local: str | datetime, zone: str) -> datetime:
    """The UTC instant of a wall-clock time in a zone; a time that carries an offset is taken as it is.

    Raises UnknownZone, UnreadableTime, NonexistentTime or AmbiguousTime (all ClockError, all ValueError).
    """
    clock = zone_of(zone)
    wall = _read(local) if isinstance(local, str) else local
    try:
        return wall.astimezone(UTC) if wall.utcoffset() is not None else _settle(wall, clock, zone)
    except OverflowError:
        raise _unreadable(str(local)) from None


def _local(at: datetime, zone: str) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("an instant needs an offset; read wall-clock times with to_instant")
    return at.astimezone(zone_of(zone))


def _offset(local: datetime) -> str:
    minutes = round((local.utcoffset() or timedelta()) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _read(text: str) -> datetime:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    try:
        if found := WALL_CLOCK.fullmatch(plain):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (a wall clock, its zone comes apart)
        read = datetime.fromisoformat(plain)
    except ValueError:
        raise _unreadable(text) from None
    if read.utcoffset() is None:
        raise _unreadable(text)
    return read


def _unreadable(text: str) -> UnreadableTime:
    return UnreadableTime(
        f"cannot read the time {text[:40]!r}; write it as 2026-11-30 10:00",
        f"无法识别时间{text[:40]!r}，请按2026-11-30 10:00的格式填写",
    )


def _settle(wall: datetime, clock: tzinfo, zone: str) -> datetime:
    early = wall.replace(tzinfo=clock, fold=0)
    late = wall.replace(tzinfo=clock, fold=1)
    instant = early.astimezone(UTC)
    if early.utcoffset() == late.utcoffset():
        return instant
    shown = f"{wall:%Y-%m-%d %H:%M}"
    if instant.astimezone(clock).replace(tzinfo=None) != wall.replace(fold=0):
        raise NonexistentTime(
            f"{shown} does not exist in {zone}: the clocks are put forward over it",
            f"{zone}没有{shown}这一时刻：当天时钟拨快，跳过了该时间",
        )
    first, second = _offset(early), _offset(late)
    raise AmbiguousTime(
        f"{shown} occurs twice in {zone} ({first} and {second}); add the offset that is meant",
        f"{zone}的{shown}会出现两次（{first}与{second}），请写明是哪个UTC偏移",
    )


def local_day(at: datetime, zone: str) -> date:
    """The day that people of this zone write at this instant. Raises: UnknownZone."""
    return at.astimezone(zone_of(zone)).date()


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_of(day: date) -> str:
    """The day's month as it is written, 2026-11."""
    return day.strftime("%Y-%m")


def first_day(month: str) -> date:
    """The first day of a month that is written so. Raises: ValueError."""
    return date.fromisoformat(f"{month}-01")


def midnights(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """When the first day begins in this zone, and when the last one ends. Raises: UnknownZone."""
    place = zone_of(zone)
    return datetime.combine(first, time(), place), datetime.combine(last + timedelta(days=1), time(), place)
