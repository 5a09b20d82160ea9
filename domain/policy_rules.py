"""What an organisation may set of its policy: form, limits and sense of each setting; stricter than reading, so that all stays readable."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.catalogue import Wording
from domain.channel_profiles import wrong_in
from domain.clock import UnknownZone, zone_of
from domain.mistakes import Mistake, path, told
from domain.policy import Policy
from domain.policy_limits import beyond
from domain.terms import Channel, NoticeKind
from domain.wording import STAFF_KINDS

Check = Callable[[Any], Iterator[Mistake]]
CHANNEL_RULES = "channel_rules"
_READERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(form) for name, form in get_type_hints(Policy, include_extras=True).items() if name != "version"
}
SETTINGS = (*_READERS, CHANNEL_RULES)
"""The names of everything that can be set, in the order of `Policy`."""
_KINDS = frozenset(str(kind) for kind in NoticeKind)
_CARRIED = {Channel.SMS, Channel.EMAIL}
_MUST_REACH = {NoticeKind.INVITE, NoticeKind.CANCELLED, NoticeKind.MOVED}
_MOST_QUIET = timedelta(hours=16)


def without_nulls(data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that are null, a kind of `channels` included: they are inherited. What nobody knows stays."""
    kept = {name: value for name, value in data.items() if value is not None or name not in SETTINGS}
    if isinstance(channels := kept.get("channels"), Mapping):
        kept["channels"] = {
            kind: chains for kind, chains in channels.items() if chains is not None or kind not in _KINDS
        }
        if not kept["channels"]:
            del kept["channels"]
    return kept


def mistakes_in(data: Mapping[str, Any]) -> list[Mistake]:
    """Everything that keeps an organisation's own settings from being stored; nothing when they may be."""
    return [mistake for name, value in data.items() for mistake in _mistakes(name, value)]


def _mistakes(name: str, value: Any) -> list[Mistake]:
    if name not in SETTINGS:
        known = ", ".join(SETTINGS)
        said = Wording(f"没有该设置，可设置的有 {known}", f"no such setting; there are {known}")
        return [Mistake(path(name, ()), "unknown-setting", said)]
    try:
        text = json.dumps(value)
    except RecursionError:
        return [Mistake(name, "too-deep", Wording("层级过深", "nested too deeply"))]
    if wrong := _malformed(name, text):
        return [told(name, error) for error in wrong]
    return [*beyond(name, value), *_CHECKS.get(name, _nothing)(value)]


def _malformed(name: str, text: str) -> list[ErrorDetails]:
    if name == CHANNEL_RULES:
        return wrong_in(text)
    try:
        # JSON's own numbers and booleans only: "24" or true for a number would be stored as that.
        _READERS[name].validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False)
    return []


def _nothing(value: Any) -> Iterator[Mistake]:
    yield from ()


def _zone(value: str) -> Iterator[Mistake]:
    try:
        zone_of(value)
    except UnknownZone:
        said = Wording(
            "未知时区，请填写 IANA 时区名，例如 Asia/Shanghai", "unknown: an IANA name such as Asia/Shanghai"
        )
        yield Mistake("timezone", "unknown-zone", said)


def _ladder(rungs: list[dict[str, int]]) -> Iterator[Mistake]:
    offsets = [rung["minutes"] for rung in rungs]
    for at, rung in enumerate(rungs):
        if rung["minutes"] in offsets[:at]:
            said = Wording("已有同一提前量的提醒", "another reminder has the same offset")
            yield Mistake(f"reminders.{at}.minutes", "doubled-offset", said)
        if rung["grace_minutes"] > rung["minutes"]:
            said = Wording(
                "不能长于 minutes，否则面试开始后仍会提醒", "no longer than minutes: the interview has begun by then"
            )
            yield Mistake(f"reminders.{at}.grace_minutes", "beyond-start", said)


def _chains(channels: dict[str, list[list[str]]]) -> Iterator[Mistake]:
    for kind, chains in channels.items():
        where = f"channels.{kind}"
        if kind in STAFF_KINDS:
            said = Wording("该通知只发给内部人员的系统消息，不可设置", "goes to staff's inbox always: it cannot be set")
            yield Mistake(where, "staff-kind", said)
            continue
        for at, chain in enumerate(chains):
            yield from _chain(f"{where}.{at}", chain)
        if kind in _MUST_REACH and not _CARRIED & {channel for chain in chains for channel in chain}:
            said = Wording(
                "至少须有短信或邮件，否则候选人不会得知", "must have sms or email: the candidate would not learn of it"
            )
            yield Mistake(where, "must-reach", said)


def _chain(where: str, chain: list[str]) -> Iterator[Mistake]:
    if not chain:
        yield Mistake(where, "empty-chain", Wording("至少填一个渠道", "must name a channel"))
    for at, channel in enumerate(chain):
        if channel == Channel.PHONE:
            said = Wording("电话任务请在 delivery.phone 中设置", "calls are set by delivery.phone")
            yield Mistake(f"{where}.{at}", "not-a-channel", said)
        elif channel in chain[:at]:
            yield Mistake(f"{where}.{at}", "doubled-channel", Wording("渠道重复", "the channel is there twice"))


def _delivery(rules: dict[str, Any]) -> Iterator[Mistake]:
    for name in ("again", "phone"):
        for at, kind in enumerate(rules[name]):
            if kind in STAFF_KINDS:
                said = Wording("该通知不发给候选人", "this kind does not go to candidates")
                yield Mistake(f"delivery.{name}.{at}", "staff-kind", said)
    if rules["wait_minutes_near"] > rules["wait_minutes"]:
        said = Wording(
            "临近面试时的等待不能更长（wait_minutes）",
            "the wait before a near interview is no longer than wait_minutes",
        )
        yield Mistake("delivery.wait_minutes_near", "longer-when-near", said)


def _quiet(rules: dict[str, Any]) -> Iterator[Mistake]:
    profiles = {path("sms", (prefix,)): one for prefix, one in rules["sms"].items()} | {"email": rules["email"]}
    for place, profile in profiles.items():
        hours = profile.get("quiet_hours")
        if hours is not None and _span(hours["from"], hours["to"]) > _MOST_QUIET:
            said = Wording("静默时段最长 16 小时，否则几乎无法发送", "16 hours at most: hardly anything could be sent")
            yield Mistake(f"{CHANNEL_RULES}.{place}.quiet_hours.to", "too-long-quiet", said)


def _span(begin: str, end: str) -> timedelta:
    first, last = (datetime.combine(date.min, time.fromisoformat(clock)) for clock in (begin, end))
    return (last - first) % timedelta(days=1)


_CHECKS: dict[str, Check] = {
    "timezone": _zone,
    "reminders": _ladder,
    "channels": _chains,
    "delivery": _delivery,
    CHANNEL_RULES: _quiet,
}
