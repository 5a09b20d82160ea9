"""The limits of an organisation's settings beyond their form: what is a slip of the keyboard, or what no span of time can hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.catalogue import Wording
from domain.mistakes import Mistake, path

# A star is any place of a list or any name.
_LIMITS: dict[str, tuple[float, float]] = {
    "notice_hours": (0, 720),
    "reminders.*.minutes": (5, 43_200),
    "reminders.*.grace_minutes": (1, 43_200),
    "approval_remind_hours": (0, 720),
    "approval_escalate_hours": (0, 720),
    "outcome_ask_minutes": (0, 1_440),
    "outcome_reask_hours.*": (0.5, 720),
    "survey_delay_minutes": (0, 10_080),
    "survey_open_hours": (1, 2_160),
    "reschedule_window_hours": (0, 2_160),
    "max_days_ahead": (1, 730),
    "delivery.near_hours": (0, 720),
    "delivery.wait_minutes_near": (1, 1_440),
    "delivery.wait_minutes": (1, 4_320),
    "delivery.unknown_minutes": (0, 1_440),
    "delivery.alarm_hours": (0, 168),
    "surveys.within_hours": (1, 720),
    "surveys.arrival_hours": (1, 720),
    "surveys.remind_hours": (1, 720),
    "surveys.once_in_days": (0, 3_650),
    "channel_rules.sms.*.quiet_hours.unless_within_hours": (0, 720),
    "channel_rules.email.quiet_hours.unless_within_hours": (0, 720),
}
# An SMS of more characters than this is cut nowhere and sent by nobody.
_LIMITS |= {
    f"channel_rules.{place}.{name}": (1, 100_000)
    for place in ("sms.*", "email")
    for name in ("max_variable_chars", "max_parts", "max_chars", "per_minute", "per_hour", "per_day")
}
_MOST = {"reminders": 10, "outcome_reask_hours": 10, "channels.*": 3, "channels.*.*": 3, "channel_rules.sms": 50}


def beyond(name: str, value: Any) -> Iterator[Mistake]:
    """Where a setting of the right form is outside its limits."""
    whole = {name: value}
    for pattern, (least, most) in _LIMITS.items():
        for place, number in _found(whole, pattern):
            if not least <= number <= most:
                said = Wording(f"须在 {least:g} 至 {most:g} 之间", f"must be from {least:g} to {most:g}")
                yield Mistake(place, "out-of-range", said)
    for pattern, most in _MOST.items():
        for place, several in _found(whole, pattern):
            if len(several) > most:
                yield Mistake(place, "too-many", Wording(f"最多 {most} 项", f"{most} entries at most"))


def _found(whole: Any, pattern: str) -> list[tuple[str, Any]]:
    """Every value that a pattern names, with its place; nothing where something is left out."""
    found: list[tuple[tuple[str, ...], Any]] = [((), whole)]
    for step in pattern.split("."):
        found = [
            ((*place, name), inner)
            for place, outer in found
            for name, inner in _inside(outer)
            if step in ("*", name) and inner is not None
        ]
    return [(path(place[0], place[1:]), inner) for place, inner in found]


def _inside(outer: Any) -> list[tuple[str, Any]]:
    if isinstance(outer, Mapping):
        return list(outer.items())
    return [(str(at), inner) for at, inner in enumerate(outer)] if isinstance(outer, list) else []
