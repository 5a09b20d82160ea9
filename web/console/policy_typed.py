"""The policy form as it was typed, and the settings it stands for: text by text, so that nothing typed is lost when it is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from domain.policy_rules import SETTINGS
from domain.terms import NoticeKind
from domain.wording import STAFF_KINDS

NUMBERS = (
    "notice_hours",
    "max_days_ahead",
    "reschedule_window_hours",
    "approval_remind_hours",
    "approval_escalate_hours",
    "outcome_ask_minutes",
    "survey_delay_minutes",
    "survey_open_hours",
)
TEXTS = ("timezone", "locale")
SEVERAL, SWITCH = "outcome_reask_hours", "survey_enabled"
GROUPS: dict[str, tuple[str, ...]] = {
    "surveys": ("from_hour", "to_hour", "within_hours", "remind_hours", "once_in_days", "look_hours", "arrival_hours"),
    "working_hours": ("opens", "closes"),
    "requests": ("human_interview_hours", "deletion_days", "copy_days"),
    "delivery": ("near_hours", "wait_minutes_near", "wait_minutes", "unknown_minutes", "alarm_hours", "hold_minutes"),
}
CLOCKS = "working_hours"
KIND_LISTS = ("delivery.again", "delivery.phone")
TICK = "delivery.ask_first"
LADDER, RULES, CHANNELS = "reminders", "channel_rules", "channels"
COMPOUND = (LADDER, *GROUPS, RULES)
RUNG = ("hours", "minutes", "grace", "early")
PROFILE_TEXTS = ("quiet_hours.from", "quiet_hours.to")
PROFILE_NUMBERS = ("quiet_hours.unless_within_hours", "per_minute", "per_hour", "per_day", "identical_minutes")
CANDIDATE_KINDS = tuple(kind for kind in NoticeKind if kind not in STAFF_KINDS)
USUAL_CHAINS = ("sms>email", "email>sms", "sms+email", "sms+email+inbox", "sms", "email", "-")
NONE_SAID = ("无", "none", "-")
_EMPTY = '""'


@dataclass(frozen=True)
class Typed:
    """`texts` by the setting's path; an empty one is inherited. `own`: the compound settings that the organisation sets itself.

    `ticks`: ticked boxes by path. `rungs`: the ladder, row by row. `rules`: what the channel rules hold besides the form's fields,
    as JSON; `other`: settings without a field, as JSON.
    """

    texts: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    ticks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rungs: tuple[dict[str, str], ...] = ()
    rules: str = "{}"
    other: str = "{}"
    profiles: tuple[str, ...] = ()

    def text(self, path: str) -> str:
        """What stands in a field."""
        return self.texts.get(path, "")


def places_of(rules: Mapping[str, Any]) -> list[str]:
    """The profiles of channel rules: those of SMS by prefix, `""` for every other number, then mail."""
    sms = rules.get("sms")
    prefixes = sorted(sms, reverse=True) if isinstance(sms, Mapping) else []
    return [*(f"sms.{prefix or _EMPTY}" for prefix in prefixes), "email"]


def chains_of(code: str) -> list[list[str]]:
    """The chains of a code."""
    return [] if code == "-" else [chain.split(">") for chain in code.split("+")]


def profile_of(rules: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """The profile at a place of channel rules; nothing when there is none."""
    channel, _, prefix = place.partition(".")
    found = rules.get(channel)
    found = found.get("" if prefix == _EMPTY else prefix) if channel == "sms" and isinstance(found, Mapping) else found
    return found if isinstance(found, Mapping) else {}


# --- from the form ---


def typed_from(fields: FormData) -> Typed:
    """The form as it was sent."""
    plain = {name: value.strip() for name, value in fields.items() if isinstance(value, str)}
    columns = [[str(value).strip() for value in fields.getlist(f"rung.{name}")] for name in RUNG]
    rungs = [dict(zip(RUNG, row, strict=True)) for row in zip(*columns, strict=False)]
    boxes = {path: tuple(str(one) for one in fields.getlist(path)) for path in (*KIND_LISTS, TICK)}
    return Typed(
        texts={
            name: value for name, value in plain.items() if name.partition(".")[0] in SETTINGS and name not in boxes
        },
        own=frozenset(name for name in COMPOUND if plain.get(f"own.{name}")),
        ticks=boxes,
        rungs=tuple(row for row in rungs if any(row.values())),
        rules=plain.get("rules", "{}"),
        other=plain.get("other", "{}"),
        profiles=tuple(str(one) for one in fields.getlist("profile")),
    )


# --- what it stands for ---


def data_of(typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings, and what of the form cannot even be read, by field: `rules`, `other` (rule names)."""
    wrong: dict[str, str] = {}
    data = _json(typed.other, "other", wrong)
    data |= {name: numeral(typed.text(name)) for name in NUMBERS if typed.text(name)}
    data |= {name: typed.text(name) for name in TEXTS if typed.text(name)}
    if several := typed.text(SEVERAL):
        data[SEVERAL] = [] if several in NONE_SAID else [numeral(one) for one in _split(several)]
    if switch := typed.text(SWITCH):
        data[SWITCH] = switch == "yes"
    channels = {kind: chains_of(code) for kind in CANDIDATE_KINDS if (code := typed.text(f"{CHANNELS}.{kind}"))}
    if channels:
        data[CHANNELS] = {str(kind): chains for kind, chains in channels.items()}
    if LADDER in typed.own:
        data[LADDER] = [_ladder_rung(row) for row in typed.rungs]
    data |= {name: _group(typed, name) for name in GROUPS if name in typed.own}
    if RULES in typed.own:
        data[RULES] = _rules(typed, wrong)
    return data, wrong


def numeral(text: str) -> Any:
    """The number that a text says; a text that says none stays what it is, and is refused by the rules."""
    for read in (int, float):
        try:
            found = read(text)
        except ValueError:
            continue
        return found if abs(found) < 1e12 else text
    return text


def clock(text: str) -> str:
    """The time of day that people type, `9:00` and a wide colon included; a text that is none stays, and is refused by the rules."""
    plain = text.replace("：", ":")
    return plain.zfill(len("09:00")) if plain[:1].isdecimal() else text


def _split(text: str) -> list[str]:
    return [one for one in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if one]


def _json(text: str, name: str, wrong: dict[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        wrong[name] = "json"
        return {}
    return found


def _ladder_rung(row: Mapping[str, str]) -> dict[str, Any]:
    hours, minutes = numeral(row["hours"] or "0"), numeral(row["minutes"] or "0")
    whole = (
        hours * 60 + minutes if isinstance(hours, int | float) and isinstance(minutes, int | float) else row["hours"]
    )
    if isinstance(whole, float) and whole.is_integer():
        whole = int(whole)
    found = {"minutes": whole, "grace_minutes": numeral(row["grace"] or "0")}
    return found | ({"early_seconds": numeral(row["early"])} if row["early"] else {})


def _group(typed: Typed, name: str) -> dict[str, Any]:
    paths = {leaf: typed.text(f"{name}.{leaf}") for leaf in GROUPS[name]}
    read = clock if name == CLOCKS else numeral
    found: dict[str, Any] = {leaf: read(text) for leaf, text in paths.items() if text}
    if name == "delivery":
        found |= {path.partition(".")[2]: list(typed.ticks.get(path, ())) for path in KIND_LISTS}
        found["ask_first"] = bool(typed.ticks.get(TICK))
    return found


def _rules(typed: Typed, wrong: dict[str, str]) -> dict[str, Any]:
    rules = _json(typed.rules, "rules", wrong)
    for place in typed.profiles:
        profile: Any = profile_of(rules, place)
        # A profile that was taken out of the JSON is gone with its fields.
        if not isinstance(profile, dict) or (not profile and not _has(rules, place)):
            continue
        _fill(profile, typed, f"{RULES}.{place}")
    return rules


def _has(rules: Mapping[str, Any], place: str) -> bool:
    channel, _, prefix = place.partition(".")
    inner = rules.get(channel)
    return channel in rules and (
        channel != "sms" or (isinstance(inner, Mapping) and prefix.replace(_EMPTY, "") in inner)
    )


def _fill(profile: dict[str, Any], typed: Typed, where: str) -> None:
    quiet = {path: typed.text(f"{where}.{path}") for path in PROFILE_TEXTS}
    if not any(quiet.values()):
        profile.pop("quiet_hours", None)
    for path in (*PROFILE_TEXTS, *PROFILE_NUMBERS):
        outer, _, leaf = path.rpartition(".")
        text = typed.text(f"{where}.{path}")
        if not text or (outer and not any(quiet.values())):
            continue
        inner = profile.setdefault(outer, {}) if outer else profile
        if isinstance(inner, dict):
            inner[leaf] = clock(text) if path in PROFILE_TEXTS else numeral(text)
