"""Why interviews are cancelled (R15): shares with their intervals and trends, and suggestions with the evidence for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue import Wording
from domain.proportions import Interval, Share, difference, wilson
from domain.rates_said import percent
from domain.terms import Locale


class Dimension(StrEnum):
    """What cancellations are told apart by. `notice`: how long before the start they were decided."""

    PARTY = "party"
    CODE = "code"
    POSITION = "position"
    SOURCE = "source"
    WEEKDAY = "weekday"
    NOTICE = "notice"


_FLOOR = 20


@dataclass(frozen=True)
class Slice:
    """One value's part of the period's cancellations, and of those of the period before.

    change: the interval of the difference (shares, -1–1), so wide that all values' together are 95 % sure; None without cases in
    both. `moved` says that it is more than chance.
    """

    value: str
    share: Share
    interval: Interval | None
    before: Share
    change: Interval | None

    @property
    def moved(self) -> bool:
        """Whether its part has changed by more than chance; of a handful nothing is said."""
        return self.change is not None and min(self.share.of, self.before.of) >= _FLOOR and not self.change.holds(0)


def slices(now: Mapping[str, int], before: Mapping[str, int]) -> list[Slice]:
    """Every value's part, the largest first; cancellations by value in this period and in the one before.

    The more values, the more certain a change must be (Bonferroni): of 40 positions, two would else have "changed" by luck.
    """
    of, was = sum(now.values()), sum(before.values())
    level = 1 - 0.05 / max(len({**now, **before}), 1)
    found = [
        _slice(value, Share(now.get(value, 0), of), Share(before.get(value, 0), was), level)
        for value in {**now, **before}
    ]
    return sorted(found, key=lambda one: (-one.share.hits, -one.before.hits, one.value))


def _slice(value: str, share: Share, before: Share, level: float) -> Slice:
    return Slice(value, share, wilson(share), before, difference(before, share, level))


@dataclass(frozen=True)
class AdviceRule:
    """When these reason codes together make up at least `share` (0–1) of at least `least` cancellations: what may help."""

    name: str
    codes: frozenset[str]
    share: float
    subject: Wording
    advice: Wording
    least: int = 20


SUDDEN = frozenset({"C_ILLNESS", "C_FAMILY", "C_SCHEDULE"})
"""What recruiters call 候选人临时有事, which no reason may say: the candidate wants the interview, and cannot at that time."""

RULES = (
    AdviceRule(
        "sudden",
        SUDDEN,
        0.4,
        Wording(
            "候选人突发疾病、家中急事或时间冲突",
            "candidates' sudden illness, family emergencies or clashing appointments",
        ),
        Wording(
            "在邀约中增加改期选项，并提前一天发送短信提醒",
            "offer another time in the invitation and send a reminder SMS one day before",
        ),
    ),
    AdviceRule(
        "plan",
        frozenset({"E_REQ_CHANGED", "E_REQ_FROZEN", "E_FILLED"}),
        0.3,
        Wording("招聘计划变动", "a change of the hiring plan"),
        Wording(
            "邀约前与用人部门确认岗位仍在招聘，岗位冻结时批量通知",
            "confirm with the department that the position is open before inviting, and tell everybody at once when it is frozen",
        ),
    ),
    AdviceRule(
        "screening",
        frozenset({"E_SCREEN_FAIL", "C_NOT_INTERESTED"}),
        0.25,
        Wording("人岗不匹配或候选人不再考虑", "candidates who do not match or are not interested"),
        Wording(
            "将资格复核和岗位、薪资、地点沟通提前到邀约之前",
            "check the profile and talk about role, salary and location before inviting",
        ),
    ),
    AdviceRule(
        "our_time",
        frozenset({"E_INTERVIEWER", "E_RESCHED_BY_US", "E_MISTAKE"}),
        0.25,
        Wording("我方时间安排问题", "our own arrangement of times"),
        Wording(
            "约定前核对面试官与公司日程，并指定替补面试官",
            "check the interviewer's and the company's calendar first, and name somebody who can stand in",
        ),
    ),
    AdviceRule(
        "technology",
        frozenset({"C_TECH", "S_OUTAGE"}),
        0.15,
        Wording("设备、网络或系统故障", "technical failures"),
        Wording(
            "邀约中附上设备检测入口，并在面试前一小时提醒检测",
            "put a device check into the invitation and ask for it one hour before",
        ),
    ),
    AdviceRule(
        "ai",
        frozenset({"C_AI_DECLINED"}),
        0.1,
        Wording("候选人不接受 AI 面试", "candidates who decline an AI interview"),
        Wording(
            "邀约中说明 AI 的用途和由谁作最终决定，并提供人工面试选项",
            "say in the invitation what the AI is for and who decides, and offer a human interviewer",
        ),
    ),
)


@dataclass(frozen=True)
class Advice:
    """A rule that applies, with the cancellations behind it."""

    rule: AdviceRule
    share: Share
    interval: Interval


def advice(codes: Mapping[str, int], rules: Sequence[AdviceRule] = RULES) -> list[Advice]:
    """What may help, by cancellations per reason code; the largest part first, nothing of too few."""
    of = sum(codes.values())
    found = [(rule, Share(sum(codes.get(code, 0) for code in rule.codes), of)) for rule in rules if of >= rule.least]
    applying = [
        Advice(rule, share, interval)
        for rule, share in found
        if (interval := wilson(share)) is not None and share.hits >= rule.share * share.of
    ]
    return sorted(applying, key=lambda one: -one.share.hits)


def sentence(one: Advice, locale: Locale) -> str:
    """ "60% 的取消原因是候选人突发疾病、家中急事或时间冲突（12/20），建议在邀约中增加改期选项，并提前一天发送短信提醒"."""
    return _SENTENCE.of(locale).format(
        share=percent(one.share.hits / one.share.of),
        hits=one.share.hits,
        of=one.share.of,
        low=percent(one.interval.low),
        high=percent(one.interval.high),
        subject=one.rule.subject.of(locale),
        advice=one.rule.advice.of(locale),
    )


_SENTENCE = Wording(
    "{share} 的取消原因是{subject}（{hits}/{of}，95% 置信区间 {low}–{high}），建议{advice}",
    "{share} of the cancellations come from {subject} ({hits} of {of}, 95% interval {low}–{high}); it may help to {advice}",
)

NOTICE_EDGES = (0.0, 2.0, 24.0, 72.0)
NOTICE_SPANS = ("<0", "0-2", "2-24", "24-72", "72+")
"""Hours from the decision to the start: after it began, and up to each edge, which belongs to the next span."""
