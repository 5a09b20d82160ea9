"""An organisation's policy as the rules read it: notice hours, reminder ladder, channels, waiting times; always data, never constants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from domain.terms import Channel, Locale, NoticeKind


@dataclass(frozen=True)
class Reminder:
    """One rung of the reminder ladder: `minutes` before the start; after `grace_minutes` it is no longer useful and is skipped."""

    minutes: int
    grace_minutes: int


@dataclass(frozen=True)
class Policy:
    """The effective policy of one organisation, merged along its ancestors (design rule 8).

    notice_hours: R6; hours before the start from which a cancellation counts as late.
    reminders: R16, longest offset first. channels: per notice kind the messages to send, each a chain of channels of
    which the first that reaches the candidate is used ([[sms], [email]] = both, [[email, sms]] = email, else SMS).
    approval_*_hours: when a silent recruiter is reminded, then escalated. outcome_ask_minutes: after the end.
    outcome_reask_hours: waits between the asks. survey_*: waiting and answering time. reschedule_window_hours:
    how long a cancelled interview can still be given a new time (R8).
    """

    version: int
    locale: Locale
    timezone: str
    notice_hours: int
    reminders: list[Reminder]
    channels: dict[NoticeKind, list[list[Channel]]]
    approval_remind_hours: float
    approval_escalate_hours: float
    outcome_ask_minutes: int
    outcome_reask_hours: list[float]
    survey_delay_minutes: int
    survey_open_hours: float
    reschedule_window_hours: float
    max_days_ahead: int
    survey_enabled: bool = True
    extra: dict[str, Any] = field(default_factory=dict)

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
    known = {f.name for f in fields(Policy)} - {"version", "locale", "reminders", "channels", "extra"}
    reminders = [Reminder(int(r["minutes"]), int(r["grace_minutes"])) for r in data["reminders"]]
    return Policy(
        version=version,
        locale=Locale(data["locale"]),
        reminders=sorted(reminders, key=lambda r: -r.minutes),
        channels={NoticeKind(k): [[Channel(c) for c in chain] for chain in v] for k, v in data["channels"].items()},
        **{name: data[name] for name in known if name in data},
    )


def notice_hours(starts_at: datetime, at: datetime) -> float:
    """Hours from `at` to the start of the interview; negative once it has begun."""
    return (starts_at - at) / timedelta(hours=1)


def is_late(policy: Policy, starts_at: datetime, at: datetime) -> bool:
    """R6: less than the policy's notice hours before the start; exactly 24:00:00 ahead is still in time."""
    return notice_hours(starts_at, at) < policy.notice_hours
