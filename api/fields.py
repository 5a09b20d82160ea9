"""Field types of the API: cleaned lines and texts, contacts, zones and instants, each refusal naming its rule."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from domain.cells import link
from domain.clock import ClockError, zone_of
from domain.contact import BadContact, clean_line, clean_name, normal_email, normal_phone
from domain.holiday_table import day_name

# Joiners hold emoji and some scripts' words together.
_KEPT = "\n\t\u200c\u200d"
_BLANKS = {"Zs", "Zl", "Zp"}


def _rule(check: Callable[[str], str]) -> Callable[[str], str]:
    """A domain check as a validator whose error type is the rule's name."""

    def validate(value: str) -> str:
        try:
            return check(value)
        except BadContact as bad:
            raise PydanticCustomError(_slug(bad.rule), _plain(f"{bad.message_zh} / {bad.message_en}")) from None
        except ClockError as bad:
            raise PydanticCustomError("unknown-zone", _plain(f"{bad.zh} / {bad.en}")) from None

    return validate


def _slug(rule: str) -> str:
    return rule  # pydantic wants a literal type; the rules are our own slugs


def _plain(text: str) -> str:
    """Braces are placeholders in pydantic's messages."""
    return text.replace("{", "(").replace("}", ")")


def _text(value: str) -> str:
    """Free text of one or more lines; what PostgreSQL or a reader's screen cannot hold is refused."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    if not all(sign.isprintable() or sign in _KEPT or unicodedata.category(sign) in _BLANKS for sign in lines):
        raise PydanticCustomError("unprintable", "含有不可见字符 / contains characters that cannot be shown")
    return lines.strip()


def _zone(value: str) -> str:
    zone_of(value)
    return value


def _written(value: object) -> object:
    """An instant is written out; a bare number could be seconds, milliseconds or a mistake."""
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("not-a-time", "须为带时区偏移的时间文本 / must be a time in text, with its offset")
    return value


def _within_calendar(value: AwareDatetime) -> AwareDatetime:
    if not 2000 <= value.year <= 9000:
        raise PydanticCustomError("out-of-calendar", "年份超出范围 / the year is out of range")
    return value


Name = Annotated[str, Field(max_length=200), AfterValidator(_rule(clean_name))]
StaffName = Annotated[str, Field(max_length=200), AfterValidator(_rule(lambda v: clean_line(v, "name", 80)))]
StaffNameEn = Annotated[str, Field(max_length=200), AfterValidator(_rule(lambda v: clean_line(v, "name_en", 80)))]
Phone = Annotated[str, Field(max_length=60), AfterValidator(_rule(normal_phone))]
Email = Annotated[str, Field(max_length=400), AfterValidator(_rule(normal_email))]
Source = Annotated[str, Field(max_length=200), AfterValidator(_rule(lambda v: clean_line(v, "source", 60)))]
Interviewer = Annotated[str, Field(max_length=200), AfterValidator(_rule(lambda v: clean_line(v, "interviewer", 64)))]
Position = Annotated[str, Field(max_length=400), AfterValidator(_rule(lambda v: clean_line(v, "position", 120)))]
DayName = Annotated[str, Field(max_length=200), AfterValidator(_rule(day_name))]
Text = Annotated[str, Field(max_length=2000), AfterValidator(_text)]
Link = Annotated[str, Field(max_length=500), AfterValidator(_rule(link))]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_rule(_zone))]
Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_within_calendar)]
Login = Annotated[str, Field(max_length=64, pattern=r"^[\w.@-]{1,64}$")]
OrganisationId = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
ReasonCode = Annotated[str, Field(max_length=32, pattern=r"^[A-Z0-9_]+$", examples=["E_MISTAKE"])]
Words = Annotated[Text, Field(min_length=2, max_length=2000)]
Month = Annotated[str, Field(pattern=r"^20[0-9][0-9]-(0[1-9]|1[0-2])$", examples=["2026-10"])]
