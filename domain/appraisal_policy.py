"""An appraisal policy (R14): weights, targets and points, when to alert, when weights adapt; versioned data, agreed by two people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter

from domain.alerting import AlertRules
from domain.catalogue import Wording
from domain.kpi import INDICATORS
from domain.mistakes import Mistake
from domain.reweighing import ShiftRule
from domain.scoring import ScoringRules, mistakes


class PolicyState(StrEnum):
    """Where a version stands; only an approved one is ever used."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class AppraisalPolicy:
    """One version. shifts: the rules by which other weights are proposed (R21)."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    scoring: ScoringRules
    alerts: AlertRules = field(default_factory=AlertRules)
    shifts: Annotated[list[ShiftRule], Field(max_length=20)] = field(default_factory=list)


_READER = TypeAdapter(AppraisalPolicy)


def appraisal_policy_from(data: Mapping[str, Any]) -> AppraisalPolicy:
    """The policy that stored JSON describes. Raises: ValueError (pydantic's, naming the field) when it describes none."""
    return _READER.validate_python(data)


def as_data(policy: AppraisalPolicy) -> dict[str, Any]:
    """The JSON that `appraisal_policy_from` reads."""
    found: dict[str, Any] = _READER.dump_python(policy, mode="json")
    return found


def mistakes_of(policy: AppraisalPolicy) -> list[Mistake]:
    """What is wrong with a policy whose single values are all right; an empty list when nothing is."""
    found = [_scoring_mistake(*code.split(" ", 1)) for code in mistakes(policy.scoring)]
    watched = policy.alerts.indicator
    if watched not in INDICATORS:
        found.append(_unknown("alerts.indicator", watched))
    elif not INDICATORS[watched].watchable:
        known = ", ".join(name for name, one in INDICATORS.items() if one.watchable)
        detail = Wording(
            f"预警只能监测越低越好的面试指标，可选 {known}", f"alerts watch what is better low; known: {known}"
        )
        found.append(Mistake("alerts.indicator", "not-watchable", detail))
    if policy.alerts.alarm > policy.alerts.alert:
        rarer = Wording("警报须比预警更罕见", "an alarm must be rarer than an alert")
        found.append(Mistake("alerts.alarm", "alarm-above-alert", rarer))
    if policy.alerts.repeat_days > policy.alerts.window_days:
        within = Wording(
            "须不长于 window_days，否则不会有第二次预警", "no longer than window_days, or there is never a second alert"
        )
        found.append(Mistake("alerts.repeat_days", "beyond-window", within))
    weighed = {item.indicator for item in policy.scoring.items}
    for place, shift in enumerate(policy.shifts):
        if shift.indicator not in INDICATORS:
            found.append(_unknown(f"shifts.{place}.indicator", shift.indicator))
        for name, value in (("taken_from", shift.taken_from), ("given_to", shift.given_to)):
            if value not in weighed:
                found.append(
                    Mistake(
                        f"shifts.{place}.{name}",
                        "not-weighed",
                        Wording(f"{value} 不在权重表中", f"{value} has no weight"),
                    )
                )
        if shift.taken_from == shift.given_to:
            same = Wording("转出与转入不能为同一指标", "the weight must go to another indicator")
            found.append(Mistake(f"shifts.{place}.given_to", "same-indicator", same))
    return found


def _scoring_mistake(rule: str, about: str) -> Mistake:
    if rule == "unknown-indicator":
        return _unknown("scoring.items", about)
    detail = _DETAILS[rule]
    return Mistake("scoring.items", rule, Wording(detail.zh.format(about=about), detail.en.format(about=about)))


def _unknown(where: str, name: str) -> Mistake:
    known = ", ".join(INDICATORS)
    return Mistake(
        where, "unknown-indicator", Wording(f"没有指标 {name}，可选 {known}", f"no indicator {name}; known: {known}")
    )


_DETAILS = {
    "weights-not-100": Wording("权重合计须为 100%，现为 {about}%", "the weights must add up to 100%, not {about}%"),
    "indicator-twice": Wording("指标 {about} 重复", "indicator {about} is there twice"),
    "missed-above-met": Wording(
        "{about}：未达标得分不能高于达标得分", "{about}: missing the target must not be worth more than meeting it"
    ),
}
