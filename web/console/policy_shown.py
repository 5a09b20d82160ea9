"""The policy form of what is stored: each setting in the field that shows it, also of what somebody wrote to the database by hand."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.channel_profiles import DEFAULT_PROFILES
from web.console.policy_typed import (
    CHANNELS,
    COMPOUND,
    GROUPS,
    KIND_LISTS,
    LADDER,
    NUMBERS,
    PROFILE_NUMBERS,
    PROFILE_TEXTS,
    RULES,
    SEVERAL,
    SWITCH,
    TEXTS,
    TICK,
    Typed,
    places_of,
    profile_of,
)

_KNOWN = {*NUMBERS, *TEXTS, SEVERAL, SWITCH, *COMPOUND, CHANNELS}


def typed_of(data: Mapping[str, Any], holds: Mapping[str, Any]) -> Typed:
    """The form of an organisation that sets `data` itself; compound settings that it inherits show what `holds`. What somebody wrote
    by hand and no field can show stands among the settings without a field, to be mended there."""
    odd = {name: value for name, value in data.items() if not _fits(name, value)}
    shown = _typed(_fitting(data), _fitting(holds))
    return replace(shown, other=_written(json.loads(shown.other) | odd)) if odd else shown


def _fitting(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if _fits(name, value)}


def _fits(name: str, value: Any) -> bool:
    try:
        _typed({name: value}, {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return True


def _typed(data: Mapping[str, Any], holds: Mapping[str, Any]) -> Typed:
    texts = {name: _number(data.get(name)) for name in NUMBERS} | {name: data.get(name) or "" for name in TEXTS}
    texts[SEVERAL] = _several(data.get(SEVERAL))
    texts[SWITCH] = "" if SWITCH not in data else "yes" if data[SWITCH] else "no"
    texts |= {f"{CHANNELS}.{kind}": _code_of(chains) for kind, chains in (data.get(CHANNELS) or {}).items()}
    shown = {name: data.get(name, holds.get(name)) for name in COMPOUND}
    for name, leaves in GROUPS.items():
        group = shown[name] or {}
        texts |= {f"{name}.{leaf}": _number(group.get(leaf)) for leaf in leaves}
    delivery = shown["delivery"] or {}
    ticks: dict[str, tuple[str, ...]] = {path: tuple(delivery.get(path.partition(".")[2]) or ()) for path in KIND_LISTS}
    ticks[TICK] = ("yes",) if delivery.get("ask_first") else ()
    rules = shown[RULES] or DEFAULT_PROFILES
    return Typed(
        texts=texts | _rule_texts(rules),
        own=frozenset(name for name in COMPOUND if name in data),
        ticks=ticks,
        rungs=tuple(_rung(one) for one in shown[LADDER] or ()),
        rules=_written(_rest(rules)),
        other=_written({name: value for name, value in data.items() if name not in _KNOWN}),
        profiles=tuple(places_of(rules)),
    )


def _code_of(chains: Any) -> str:
    """Chains in short: `sms>email` sends mail when SMS did not arrive, `sms+email` sends both, `-` nothing."""
    return "+".join(">".join(chain) for chain in chains) or "-"


def _number(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _several(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(_number(one) for one in value) or "-"


def _rung(one: Mapping[str, Any]) -> dict[str, str]:
    hours, minutes = divmod(one["minutes"], 60)
    grace, early = one["grace_minutes"], one.get("early_seconds", 0)
    return {"hours": str(hours or ""), "minutes": str(minutes or ""), "grace": str(grace), "early": str(early or "")}


def _rule_texts(rules: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for place in places_of(rules):
        profile = profile_of(rules, place)
        for path in (*PROFILE_TEXTS, *PROFILE_NUMBERS):
            outer, _, leaf = path.rpartition(".")
            inner = profile.get(outer) or {} if outer else profile
            found[f"{RULES}.{place}.{path}"] = _number(inner.get(leaf))
    return found


def _rest(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The channel rules without what has a field of its own."""
    rest: dict[str, Any] = json.loads(json.dumps(rules))
    for place in places_of(rest):
        profile: Any = profile_of(rest, place)
        for path in (*PROFILE_TEXTS, *PROFILE_NUMBERS):
            outer, _, leaf = path.rpartition(".")
            inner = profile.get(outer) if outer else profile
            if isinstance(inner, dict):
                inner.pop(leaf, None)
    return rest


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
