"""The settings of an organisation's ancestors laid over each other: what is in force when, where each comes from, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.catalogue import Wording
from domain.channel_profiles import channel_profiles_from
from domain.mistakes import Mistake, told
from domain.policy import REQUIRED, merged, policy_from, settings_from
from domain.policy_rules import CHANNEL_RULES


@dataclass(frozen=True)
class Layer:
    """One version of what an organisation sets."""

    organisation: str
    version: int
    valid_from: datetime
    data: Mapping[str, Any]


class Standing(StrEnum):
    """Where a version stands; `replaced`: a later one took its place before it began."""

    IN_FORCE = "in_force"
    PLANNED = "planned"
    PAST = "past"
    REPLACED = "replaced"


def standings(begins: Mapping[int, datetime], at: datetime) -> dict[int, Standing]:
    """Where each version of one organisation stands, by its number; `begins`: when each takes force."""
    newest = max((number for number, begin in begins.items() if begin <= at), default=None)
    found: dict[int, Standing] = {}
    for number, begin in begins.items():
        if any(later > number and other <= begin for later, other in begins.items()):
            found[number] = Standing.REPLACED
        elif begin > at:
            found[number] = Standing.PLANNED
        else:
            found[number] = Standing.IN_FORCE if number == newest else Standing.PAST
    return found


def in_force(layers: Iterable[Layer], organisation: str, at: datetime) -> Layer | None:
    """The organisation's version at an instant: the newest by number of those that have begun."""
    begun = (one for one in layers if one.organisation == organisation and one.valid_from <= at)
    return max(begun, key=lambda one: one.version, default=None)


def laid(layers: Sequence[Layer], path: Sequence[str], at: datetime) -> list[Layer]:
    """The versions that make up an organisation's policy at an instant, root first."""
    found = (in_force(layers, organisation, at) for organisation in path)
    return [one for one in found if one is not None]


def settings_of(layers: Sequence[Layer]) -> dict[str, Any]:
    """The settings in force as they are stored, out of `laid`; a layer's `channels` that are none are left out."""
    return merged([dict(layer.data) if _mergeable(layer) else _without_channels(layer) for layer in layers])


def _mergeable(layer: Layer) -> bool:
    return isinstance(layer.data.get("channels", {}), Mapping)


def _without_channels(layer: Layer) -> dict[str, Any]:
    return {name: value for name, value in layer.data.items() if name != "channels"}


def effective(layers: Sequence[Layer]) -> dict[str, Any]:
    """The settings in force as the rules read them, defaults included; as they are stored where they cannot be read."""
    whole = settings_of(layers)
    try:
        read = settings_from(policy_from(whole, version=1))
    except (KeyError, ValueError, TypeError, AttributeError):
        return whole
    return read | ({CHANNEL_RULES: whole[CHANNEL_RULES]} if CHANNEL_RULES in whole else {})


def sources(layers: Sequence[Layer]) -> dict[str, Layer]:
    """By setting the version that it comes from; of `channels` by kind (`channels.reminder`)."""
    found: dict[str, Layer] = {}
    for layer in layers:
        for name, value in layer.data.items():
            inner = value if name == "channels" and isinstance(value, Mapping) else None
            names = [name] if inner is None else [f"{name}.{kind}" for kind in inner]
            found |= dict.fromkeys(names, layer)
    return found


def wrong_with(layers: Sequence[Layer]) -> list[Mistake]:
    """What keeps the settings in force from being a policy, or from being a sensible one."""
    if not all(map(_mergeable, layers)):
        return [Mistake("channels", "unreadable", Wording("无法读取", "cannot be read"))]
    whole = settings_of(layers)
    absent = sorted(REQUIRED - whole.keys())
    if absent:
        said = Wording("必填：上级组织也未设置", "is required: nobody above sets it")
        return [Mistake(name, "missing", said) for name in absent]
    try:
        policy = policy_from(whole, version=1)
    except ValidationError as error:
        return [_told(one) for one in error.errors(include_url=False, include_input=False)]
    except ValueError:
        return [Mistake("reminders", "doubled-offset", Wording("提前量重复", "two have the same offset"))]
    found = _channel_rules(whole)
    if policy.approval_remind_hours > policy.approval_escalate_hours:
        said = Wording(
            "须先提醒后升级：不能大于 approval_escalate_hours", "comes before approval_escalate_hours, not after it"
        )
        found.append(Mistake("approval_remind_hours", "after-escalation", said))
    return found


def _told(error: ErrorDetails) -> Mistake:
    name, *place = error["loc"] or ("policy",)
    return told(str(name), {**error, "loc": tuple(place)})


def _channel_rules(whole: Mapping[str, Any]) -> list[Mistake]:
    if whole.get(CHANNEL_RULES) is None:
        return []
    try:
        channel_profiles_from(whole[CHANNEL_RULES])
    except (ValueError, TypeError):
        return [Mistake(CHANNEL_RULES, "unreadable", Wording("无法读取", "cannot be read"))]
    return []
