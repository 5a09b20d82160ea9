"""What the policy page shows beside the form: where each setting comes from, what a save would change, what others changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.policy_views import ChangeView, PolicyChanged, PolicyView
from domain.policy_changes import differences
from domain.terms import Locale
from domain.vocabulary import said
from web import speech
from web.console import policy_words
from web.console.policy_typed import CHANNELS, COMPOUND, GROUPS, RULES, Typed
from web.console.settings_door import Tree


@dataclass(frozen=True)
class Origin:
    """What would hold without the organisation's own setting, and who sets it."""

    value: str
    source: str


@dataclass(frozen=True)
class Change:
    """One setting before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved while the form was open: `kept` are settings that both changed, where the form's stay."""

    by: str
    version: int
    note: str
    changes: list[Change]
    kept: list[str]


def origins(view: PolicyView, tree: Tree) -> dict[str, Origin]:
    """By setting (and field of a compound one) what it would be when it is inherited; empty for what nobody above sets."""
    locale = tree.locale
    default = speech.say(locale, "系统默认")
    found = {}
    values = dict(view.inherited)
    channels = values.pop(CHANNELS, None) or {}
    for path, value in [*values.items(), *((f"{CHANNELS}.{kind}", chains) for kind, chains in channels.items())]:
        if value is None:
            continue
        source = view.inherited_sources.get(path)
        told = default
        if source is not None:
            told = speech.say(
                locale, "%(name)s第 %(version)s 版", name=tree.name(source.organisation), version=source.version
            )
        found[path] = Origin(policy_words.value(path, value, locale) if path not in (*GROUPS, RULES) else "", told)
    return found


def changes(found: Sequence[ChangeView], organisation: str, locale: Locale) -> list[Change]:
    """What changes for one organisation, in words."""
    return [_change(one.field, one.before, one.after, locale) for one in found if one.organisation == organisation]


def below(preview: PolicyChanged) -> list[str]:
    """The organisations below that change too."""
    return list(dict.fromkeys(one.organisation for one in preview.changes if one.organisation != preview.organisation))


def listed(data: Mapping[str, Any], locale: Locale) -> list[Change]:
    """Everything that a version sets, in words."""
    return [_change(one.field, None, one.after, locale) for one in differences({}, data)]


def meanwhile(
    base: Mapping[str, Any], newest: Mapping[str, Any], mine: Mapping[str, Any], locale: Locale
) -> tuple[dict[str, Any], list[Change], list[str]]:
    """The settings with both people's changes (where both changed the same one, the form's), what the other changed, and which
    settings both did."""
    mine_flat, base_flat, newest_flat = (_units(one) for one in (mine, base, newest))
    merged = dict(newest_flat)
    kept = []
    for name in {**base_flat, **mine_flat}:
        if mine_flat.get(name) == base_flat.get(name):
            continue
        if newest_flat.get(name) not in (base_flat.get(name), mine_flat.get(name)):
            kept.append(policy_words.label(name, locale))
        merged[name] = mine_flat.get(name)
    told = [_change(one.field, one.before, one.after, locale) for one in differences(base, newest)]
    return _whole(merged), told, kept


def anchored(errors: Sequence[Mapping[str, Any]], typed: Typed, locale: Locale) -> tuple[dict[str, str], list[str]]:
    """The rules' complaints at the form's fields, and all of them as sentences that name their setting."""
    known = {*typed.texts, *typed.ticks, *COMPOUND}
    known |= {
        f"reminders.{at}.{name}"
        for at in range(len(typed.rungs))
        for name in ("minutes", "grace_minutes", "early_seconds")
    }
    wrong: dict[str, str] = {}
    told = []
    for error in errors:
        path = str(error["field"]).removeprefix("data.")
        detail = speech.one_language(str(error["detail"]), locale)
        told.append(f"{policy_words.label(path, locale)}{said(('：', ': '), locale)}{detail}")
        if "organisation" not in error:
            place = _place(path, known)
            wrong[place] = f"{wrong[place]}{said(('；', '; '), locale)}{detail}" if place in wrong else detail
    return wrong, told


def _place(path: str, known: set[str]) -> str:
    """The field that a path belongs to: itself or what it is part of."""
    while path and path not in known:
        path = path.rpartition(".")[0]
    return path or "other"


def _change(field: str, before: Any, after: Any, locale: Locale) -> Change:
    return Change(
        policy_words.label(field, locale),
        policy_words.value(field, before, locale),
        policy_words.value(field, after, locale),
    )


def _units(data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are inherited one by one: `channels` by kind, the others whole."""
    channels = data.get(CHANNELS) or {}
    own = {name: value for name, value in data.items() if name != CHANNELS}
    return own | {f"{CHANNELS}.{kind}": chains for kind, chains in channels.items()}


def _whole(units: Mapping[str, Any]) -> dict[str, Any]:
    data = {name: value for name, value in units.items() if value is not None and not name.startswith(f"{CHANNELS}.")}
    channels = {
        name.partition(".")[2]: value
        for name, value in units.items()
        if value is not None and name.startswith(f"{CHANNELS}.")
    }
    return data | ({CHANNELS: channels} if channels else {})
