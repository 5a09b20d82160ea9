"""Query parameters that the lists share: periods in the caller's zone, page size and cursor; what is empty counts as not given."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.context import App, now
from api.fields import Text
from api.problems import invalid
from db.people import User, policy_of
from domain.clock import zone_of

_PLUS_LOST = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")
_FIRST_YEAR, _LAST_YEAR = 2000, 9000
FIRST_DAY = date(_FIRST_YEAR, 1, 1)


def _moment(value: Any) -> date | datetime:
    """A date, or a time with or without offset; the + that a URL turns into a space is put back."""
    text = _PLUS_LOST.sub("+", str(value).strip()) if "T" in str(value) else str(value).strip()
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else datetime.fromisoformat(text)
    except ValueError:
        detail = "须为 2026-11-30 或 2026-11-30T10:00:00+08:00 / must be a date or a time with its offset"
        raise PydanticCustomError("not-a-time", detail) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise PydanticCustomError("out-of-calendar", "年份超出范围 / the year is out of range")
    return found


Moment = Annotated[
    date | datetime,
    PlainValidator(_moment),
    PlainSerializer(lambda value: value.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["2026-11-30", "2026-11-30T10:00:00+08:00"]}),
]


def _in_calendar(value: date) -> date:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise PydanticCustomError("out-of-calendar", "年份超出范围 / the year is out of range")
    return value


Day = Annotated[date, AfterValidator(_in_calendar)]
Search = Annotated[Text, Field(max_length=100)]


class Params(BaseModel):
    """A list's query parameters; an unknown one is refused by name, so that a mistyped filter never shows everything."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _given(cls, values: Any) -> Any:
        return {name: value for name, value in values.items() if value != ""} if isinstance(values, dict) else values


class Paged(Params):
    """Page size and where to continue."""

    limit: int = Field(default=50, ge=1, le=200, description="rows per page")
    cursor: str | None = Field(default=None, max_length=500, description="`next` of the page before")


class Period(Params):
    """From (included) to (not included). A date is a day of the caller's organisation's zone; `to` then includes that day."""

    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")


async def instants(app: App, user: User, period: Period) -> tuple[datetime | None, datetime | None]:
    """The period as instants, dates being days of the caller's organisation. Raises: Problem 422 when it is empty."""
    dated = _needs_zone(period.since) or _needs_zone(period.until)
    return instants_of(period, await zone_of_user(app, user) if dated else "UTC")


def instants_of(period: Period, zone: str) -> tuple[datetime | None, datetime | None]:
    """The period as instants, dates being days of this zone. Raises: Problem 422 when it is empty."""
    first, last = _instant(period.since, zone, 0), _instant(period.until, zone, 1)
    if first is not None and last is not None and first >= last:
        raise invalid("to", "period-empty", "to 须晚于 from / to must be later than from")
    return first, last


async def zone_of_user(app: App, user: User) -> str:
    """The IANA zone of the caller's organisation."""
    async with app.engine.connect() as conn:
        return (await policy_of(conn, user.organisation, now())).timezone


def _needs_zone(value: date | datetime | None) -> bool:
    return value is not None and getattr(value, "tzinfo", None) is None


def _instant(value: date | datetime | None, zone: str, days: int) -> datetime | None:
    """The instant; of a date its midnight, `days` later."""
    if isinstance(value, datetime) or value is None:
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=zone_of(zone))
    return datetime.combine(value + timedelta(days=days), time(), zone_of(zone))
