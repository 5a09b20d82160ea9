"""What a channel lets through towards a number, as data: links, personal data, length, signature, quiet hours and caps per profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from domain.policy import Hours, time_of_day
from domain.terms import Channel, NoticeKind

_BRACKETS = str.maketrans("", "", "【】")


def _clock(value: object) -> time:
    return time.fromisoformat(time_of_day(value))


Switch = Annotated[bool, Field(strict=True)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1)]
# The caller counts identical texts over 59 minutes: a longer wait could not be kept.
IdenticalMinutes = Annotated[int, Field(strict=True, ge=1, le=59)]
Clock = Annotated[time, BeforeValidator(_clock)]
Prefix = Annotated[str, Field(pattern=r"^(\+[1-9][0-9]{0,14})?$")]
_NO_OTHER_KEYS = with_config(ConfigDict(extra="forbid"))


@_NO_OTHER_KEYS
@dataclass(frozen=True, slots=True)
class Signature:
    """A text must begin with 【…】 of so many characters and hold no other 【 or 】."""

    min_chars: AtLeastOne
    max_chars: AtLeastOne

    def __post_init__(self) -> None:
        if self.min_chars > self.max_chars:
            raise ValueError("min_chars is more than max_chars")


@_NO_OTHER_KEYS
@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours without messages, `begin` quiet and `end` not; over midnight when `end` is the earlier one.

    They do not hold back `unless_kinds` about an interview that starts within `unless_within_hours`, or has just begun.
    """

    begin: Annotated[Clock, Field(alias="from")]
    end: Annotated[Clock, Field(alias="to")]
    unless_within_hours: Hours = 0
    unless_kinds: frozenset[NoticeKind] = frozenset()

    def __post_init__(self) -> None:
        if self.begin == self.end:
            raise ValueError("from and to are the same time")


@_NO_OTHER_KEYS
@dataclass(frozen=True, slots=True)
class Profile:
    """What may be sent on one channel to numbers with one prefix; None and the defaults ask for nothing.

    personal_data: False stops texts that hold something private, a mainland mobile number or a mail address.
    max_variable_chars: see `capped`. max_chars: septets or UCS-2 units, signature included.
    per_*: messages to one number or address. identical_minutes: no second message with the same text for so long.
    """

    links: Switch = True
    kinds_forbidden: frozenset[NoticeKind] = frozenset()
    personal_data: Switch = True
    max_variable_chars: AtLeastOne | None = None
    max_parts: AtLeastOne | None = None
    max_chars: AtLeastOne | None = None
    signature: Signature | None = None
    quiet_hours: QuietHours | None = None
    per_minute: AtLeastOne | None = None
    per_hour: AtLeastOne | None = None
    per_day: AtLeastOne | None = None
    identical_minutes: IdenticalMinutes | None = None


@_NO_OTHER_KEYS
@dataclass(frozen=True, slots=True)
class ChannelProfiles:
    """An organisation's profiles: for SMS by the number's prefix ("" = every other number), for mail one."""

    sms: Annotated[dict[Prefix, Profile], Field(min_length=1)] = field(hash=False)
    email: Profile

    def __post_init__(self) -> None:
        if "" not in self.sms:
            raise ValueError('sms needs a profile "" for every other number')


_READER = TypeAdapter(ChannelProfiles)
_UNRULED = Profile()

# Sources: Twilio's +86 guideline (no links, 500 characters, 8 segments); Tencent, Alibaba and Huawei (no surveys, no personal numbers,
# one signature of 2–16 characters); Volcengine (35 characters a variable); Baidu (3 a minute, 10 an hour, 50 a day for one number);
# Huawei (an identical text within 59 minutes is throttled); Twilio abroad (10 segments).
DEFAULT_PROFILES: dict[str, Any] = {
    "sms": {
        "+86": {
            "links": False,
            "kinds_forbidden": ["survey"],
            "personal_data": False,
            "max_variable_chars": 35,
            "max_parts": 8,
            "max_chars": 500,
            "signature": {"min_chars": 2, "max_chars": 16},
            "quiet_hours": {
                "from": "21:00",
                "to": "08:30",
                "unless_within_hours": 12,
                "unless_kinds": ["cancelled", "moved", "request_declined"],
            },
            "per_minute": 3,
            "per_hour": 10,
            "per_day": 50,
            "identical_minutes": 59,
        },
        "": {"personal_data": False, "max_parts": 10, "per_hour": 10, "per_day": 50},
    },
    "email": {"per_day": 50},
}


def channel_profiles_from(data: Mapping[str, Any]) -> ChannelProfiles:
    """The profiles that stored JSON describes.

    Raises ValueError naming every wrong field with its rule, never its value; unknown keys are wrong.
    """
    try:
        return _READER.validate_python(data)
    except ValidationError as error:
        wrong = [_told(e["loc"], e["type"], e["msg"]) for e in error.errors(include_url=False, include_input=False)]
        raise ValueError("; ".join(wrong)) from None


def wrong_in(text: str) -> list[ErrorDetails]:
    """What keeps rules written as JSON from being set; an empty list when nothing does. Stricter than reading: no "1" for 1."""
    try:
        _READER.validate_json(text, strict=True)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False)
    return []


def _told(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(["channel_rules", *(str(step) or '""' for step in loc)])
    if kind == "unexpected_keyword_argument":
        return f"{where}: unknown key"
    return f"{where}: {message.removeprefix('Value error, ')}"


def profile_for(profiles: ChannelProfiles, channel: Channel, to: str) -> Profile:
    """The profile of a channel towards an E.164 number or mail address: the longest matching prefix; inbox asks for nothing."""
    if channel is Channel.EMAIL:
        return profiles.email
    if channel is not Channel.SMS:
        return _UNRULED
    return profiles.sms[max((prefix for prefix in profiles.sms if to.startswith(prefix)), key=len)]


def capped(name: str, profile: Profile) -> str:
    """A value as the profile lets it stand in a template: at most `max_variable_chars` UCS-2 units, no emoji cut in half.

    To be used on the candidate's name, the position and the company before a text for this profile is rendered; not on times
    and sentences of our own. A finished text is no longer held against it.
    """
    return name if profile.max_variable_chars is None else _cut(name, profile.max_variable_chars)


def sms_signature(company: str, profile: Profile) -> str:
    """【company】 as the profile asks for it, cut to its longest; empty where none is asked for or the name is too short."""
    wanted = profile.signature
    if wanted is None:
        return ""
    name = _cut(" ".join(company.translate(_BRACKETS).split()), wanted.max_chars)
    return f"【{name}】" if units(name) >= wanted.min_chars else ""


def units(text: str) -> int:
    """Length in UCS-2 units, as operators count; a sign beyond the BMP, such as an emoji, takes two."""
    return sum(2 if sign > "\uffff" else 1 for sign in text)


def _cut(text: str, most: int) -> str:
    room = most
    for at, sign in enumerate(text):
        room -= units(sign)
        if room < 0:
            return text[:at].rstrip()
    return text
