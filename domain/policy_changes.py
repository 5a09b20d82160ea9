"""What a new version of an organisation's settings changes, field by field, and from when each kind of setting holds."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.catalogue import Wording
from domain.policy_rules import CHANNEL_RULES


@dataclass(frozen=True)
class Difference:
    """One setting's value before and after; None: not there."""

    field: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every setting whose value differs, by its path (`surveys.from_hour`); a list is one value."""
    old, new = dict(_flat(before)), dict(_flat(after))
    places = [*old, *(place for place in new if place not in old)]
    return [Difference(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


def _flat(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        place = above + (name or '""')
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{place}.")
        else:
            yield place, value


_RULES = Wording(
    "渠道规则（静默时段、频次、签名等）自生效起用于所有待发通知，包括已安排的面试。",
    "Channel rules (quiet hours, caps, signature …) hold for every send from then on, also of interviews arranged before.",
)
_REST = Wording(
    "其余设置只影响生效之后创建的面试；生效之前已创建的面试不受影响，之后改期也仍按原来的设置。",
    "All other settings hold only for interviews created from then on; those created before keep theirs, even if rescheduled later.",
)
_WATCH = Wording(
    "系统巡检（findings）自生效起按新的等待时间判断所有面试的通知。",
    "The watch (findings) judges the notices of all interviews by the new waiting times from then on.",
)
_ROOT_ZONE = Wording(
    "全集团的指标将按新时区的自然日自动重新汇总，完成前的统计仍按原时区。",
    "The group's figures are counted anew by days of the new zone, by themselves; until that is done they are of the old one.",
)
_ZONE = Wording(
    "筛选条件中的日期自生效起按新时区理解；指标的自然日以集团的时区为准，不变。",
    "Dates in filters are days of the new zone from then on; figures keep to the days of the group's zone.",
)


def holds(fields: Collection[str], root: bool) -> list[Wording]:
    """From when the changed settings hold and for which interviews, as sentences; `root`: they are those of a whole group."""
    names = {field.partition(".")[0] for field in fields}
    found = [_REST] if names - {CHANNEL_RULES} else []
    found += [_RULES] if CHANNEL_RULES in names else []
    found += [_WATCH] if "delivery" in names else []
    if "timezone" in names:
        found += [_ROOT_ZONE, _ZONE] if root else [_ZONE]
    return found
