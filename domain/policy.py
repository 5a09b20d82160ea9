"""An organisation's policy as the rules read it: notice hours, reminder ladder, channels, waiting times; always data, never constants."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter

from domain.clock import zone_of
from domain.terms import Channel, Locale, NoticeKind

Hours = Annotated[float, Field(ge=0, allow_inf_nan=False)]
# Ten years: what is longer is a mistake, and no span of time can hold it.
Wait = Annotated[float, Field(ge=0, le=87_600, allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0)]
Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def time_of_day(value: object) -> str:
    """A setting that is a time of day, as `21:00`. Raises: ValueError."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("must be a time of day such as 21:00")
    return value


TimeOfDay = Annotated[str, BeforeValidator(time_of_day)]


@dataclass(frozen=True)
class Reminder:
    """One rung of the reminder ladder: `minutes` before the start; after `grace_minutes` it is no longer useful and is skipped.

    early_seconds: interviews begin on the hour, so their reminders would all leave in the same second; each leaves at its own
    moment, up to so many seconds (and no longer than `hold_minutes`) before its time.
    """

    minutes: Annotated[int, Field(gt=0)]
    grace_minutes: Whole
    early_seconds: Annotated[int, Field(ge=0, le=3600)] = 0


@dataclass(frozen=True)
class DeliveryRules:
    """How a message to the candidate is followed until it arrives (P1).

    A notice not delivered `wait_minutes` after it left (`wait_minutes_near` when the interview is less than `near_hours` away)
    gives way to the next channel. An unknown send waits `unknown_minutes` for its receipt before the provider is asked.
    again: kinds that are sent again when nobody can say whether they left. phone: kinds that end as a phone task when every
    channel failed. alarm_hours: before the start of an interview that the candidate may be on the way to for nothing.
    hold_minutes: what becomes possible again within so long is waited for before the next channel's turn: a rule that lifts
    (the end of quiet hours), a send that could not be tried because no worker ran. ask_first: before the next channel's turn
    the provider is asked about a notice that it took and never reported on.
    """

    near_hours: Hours
    wait_minutes_near: Minutes
    wait_minutes: Minutes
    unknown_minutes: Minutes
    alarm_hours: Hours
    again: list[NoticeKind]
    phone: list[NoticeKind]
    hold_minutes: Annotated[float, Field(ge=0, le=24 * 60)] = 0
    ask_first: bool = False

    @property
    def hold(self) -> timedelta:
        """`hold_minutes` as a span."""
        return timedelta(minutes=self.hold_minutes)

    def wait(self, left: timedelta) -> timedelta:
        """How long a notice may take to be delivered when so much time is left."""
        near = left < timedelta(hours=self.near_hours)
        return timedelta(minutes=self.wait_minutes_near if near else self.wait_minutes)


@dataclass(frozen=True)
class SurveyRules:
    """When a candidate is asked how it was (R12), beside `survey_delay_minutes`: on the clock of the interview's zone.

    from_hour, to_hour: asked from the one and before the other. within_hours: after the news of the cancellation arrived (or the
    interview was over) it is asked within so long (or a day after a longer `survey_delay_minutes`) or not at all. look_hours: how
    often it is looked whether a cancellation's notice has arrived (four are few enough to ask by day within 24 of any arrival),
    arrival_hours: for how long; whom none reached is not asked how they liked it. remind_hours: the one reminder, after the survey.
    once_in_days: whoever was asked about another interview of the group in so many days is not asked again.
    """

    from_hour: Annotated[int, Field(ge=0, le=23)] = 9
    to_hour: Annotated[int, Field(ge=1, le=24)] = 20
    within_hours: Wait = 24
    look_hours: Annotated[float, Field(ge=0.5, le=24)] = 4
    arrival_hours: Wait = 72
    remind_hours: Wait = 48
    once_in_days: Whole = 90

    def __post_init__(self) -> None:
        if self.from_hour >= self.to_hour:
            raise ValueError("surveys: to_hour must be later than from_hour")

    def asked_from(self, at: datetime, zone: str) -> datetime:
        """The first moment from `at` on at which the candidate may be asked (UTC). Raises: UnknownZone."""
        place = zone_of(zone)
        local = at.astimezone(place)
        if self.from_hour <= local.hour < self.to_hour:
            return at
        day = local.date() + timedelta(days=local.hour >= self.to_hour)
        # An hour that the clocks jump over is taken for the one before it.
        return max(at, datetime.combine(day, time(self.from_hour), place).astimezone(UTC))

    def asked_until(self, at: datetime, zone: str) -> datetime:
        """When the day on which the candidate is asked at this moment is over for that (UTC). Raises: UnknownZone."""
        local = at.astimezone(zone_of(zone))
        ends = datetime.combine(local.date(), time(), local.tzinfo) + timedelta(hours=self.to_hour)
        return max(at, ends.astimezone(UTC))


@dataclass(frozen=True)
class RequestRules:
    """By when what a candidate asks for is answered: a person as interviewer within hours, deletion and a copy within days."""

    human_interview_hours: Wait = 24
    deletion_days: Annotated[int, Field(ge=1, le=365)] = 15
    copy_days: Annotated[int, Field(ge=1, le=365)] = 15


@dataclass(frozen=True)
class WorkingHours:
    """Between which times of day interviews are proposed and picked freely, on the clock of the interview's zone (R8).

    They stay text: payloads of workflows would write a time with its seconds. Who sets one end sets both: the other one of an ancestor
    may not go with it.
    """

    opens: TimeOfDay
    closes: TimeOfDay

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("working_hours: closes must be later than opens")

    def __str__(self) -> str:
        return f"{self.begin:%-H:%M}–{self.end:%-H:%M}"

    @property
    def begin(self) -> time:
        """When the day's work begins."""
        return time.fromisoformat(self.opens)

    @property
    def end(self) -> time:
        """When it ends."""
        return time.fromisoformat(self.closes)


USUAL_HOURS = WorkingHours("09:00", "18:00")


@dataclass(frozen=True)
class Policy:
    """The effective policy of one organisation, merged along its ancestors (design rule 8).

    notice_hours: R6; hours before the start from which a cancellation counts as late.
    reminders: R16, longest offset first. channels: per notice kind the messages to send, each a chain of channels of
    which the first that reaches the candidate is used ([[sms], [email]] = both, [[email, sms]] = email, else SMS).
    approval_*_hours: when a silent recruiter is reminded, then escalated. outcome_ask_minutes: after the end.
    outcome_reask_hours: waits between the asks. survey_*: waiting and answering time. reschedule_window_hours:
    how long a cancelled interview can still be given a new time (R8). delivery: None for lives begun before it existed,
    whose messages are sent once and not followed; `surveys` likewise: such lives are surveyed at the end of the delay, once.
    `requests`: what candidates may ask for and by when it is answered. `working_hours`: see there.
    """

    version: int
    locale: Locale
    timezone: str
    notice_hours: Whole
    reminders: list[Reminder]
    channels: dict[NoticeKind, list[list[Channel]]]
    approval_remind_hours: Hours
    approval_escalate_hours: Hours
    outcome_ask_minutes: Whole
    outcome_reask_hours: list[Hours]
    survey_delay_minutes: Whole
    survey_open_hours: Hours
    reschedule_window_hours: Hours
    max_days_ahead: Whole
    survey_enabled: bool = True
    delivery: DeliveryRules | None = None
    surveys: SurveyRules | None = None
    requests: RequestRules = field(default_factory=RequestRules)
    working_hours: WorkingHours = USUAL_HOURS

    def channels_of(self, kind: NoticeKind, reach: Sequence[Channel]) -> list[Channel]:
        """The channels this kind goes out on to somebody with this reach, each once, in the policy's order."""
        chains = self.channels.get(kind, [])
        used = [next((c for c in chain if c in reach), None) for chain in chains]
        return list(dict.fromkeys(c for c in used if c is not None))


def merged(layers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One mapping out of the layers of an organisation's ancestors, root first; `channels` merges per kind."""
    whole: dict[str, Any] = {}
    for layer in layers:
        channels = {**whole.get("channels", {}), **layer.get("channels", {})}
        whole = {**whole, **layer, "channels": channels}
    return whole


def policy_from(data: Mapping[str, Any], version: int) -> Policy:
    """The policy that stored JSON describes.

    Raises: KeyError when a required field is missing, ValueError when a value has the wrong form.
    """
    absent = REQUIRED - data.keys()
    if absent:
        raise KeyError(", ".join(sorted(absent)))
    policy = _READER.validate_python({**data, "version": version})
    rungs = {rung.minutes: rung for rung in policy.reminders}
    if len(rungs) != len(policy.reminders):
        raise ValueError("reminders: two with the same offset")
    return replace(policy, reminders=[rungs[minutes] for minutes in sorted(rungs, reverse=True)])


def settings_from(policy: Policy) -> dict[str, Any]:
    """The JSON that `policy_from` reads."""
    data: dict[str, Any] = _READER.dump_python(policy, mode="json")
    return {name: value for name, value in data.items() if name != "version"}


_READER = TypeAdapter(Policy)
REQUIRED = {f.name for f in fields(Policy) if f.default is MISSING and f.default_factory is MISSING} - {"version"}


def notice_hours(starts_at: datetime, at: datetime) -> float:
    """Hours from `at` to the start of the interview; negative once it has begun."""
    # Two times of one ZoneInfo would be subtracted as wall clocks, an hour off across a DST change.
    return (starts_at.astimezone(UTC) - at.astimezone(UTC)) / timedelta(hours=1)


def is_late(policy: Policy, starts_at: datetime, at: datetime) -> bool:
    """R6: less than the policy's notice hours before the start; exactly 24:00:00 ahead is still in time."""
    return notice_hours(starts_at, at) < policy.notice_hours
