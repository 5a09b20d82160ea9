"""The indicators of the appraisal: each with its formula, defined once (R5, R11–R13, R17, R21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from domain.catalogue import Wording
from domain.proportions import Share

SHOWN_FROM = 5
"""Survey answers of a recruiter in one month of which anything is told: none of its figures is ever of fewer."""


class Better(StrEnum):
    """Which way an indicator is good."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True)
class Counts:
    """What the agreed times of a period add up to (domain/agreed_times.py says which ones each counts), and the survey's answers.

    An agreed time belongs to the period in which it ended; an interview that is given a new time after a cancellation counts again
    when that is decided. decided: cancelled, held or missed. open: those arranged in the period and still open; they count while
    the period is not over, else one cancellation of four interviews arranged today would be 100 %. What people read as `interviews`
    is both. given: answers by candidates themselves; answers: those that may be told of (db/satisfaction.py); satisfied: of these,
    both questions together at least 4 of 5.
    """

    decided: int = 0
    open: int = 0
    came_due: int = 0
    completed: int = 0
    candidate_no_show: int = 0
    interviewer_no_show: int = 0
    moved: int = 0
    rescheduled: int = 0
    confirmed: int = 0
    cancelled: int = 0
    attributable_cancelled: int = 0
    late_cancelled: int = 0
    candidate_cancelled: int = 0
    candidate_last_minute: int = 0
    reasons_due: int = 0
    stated: int = 0
    company_side: int = 0
    advance: int = 0
    compliant: int = 0
    freed: int = 0
    refilled: int = 0
    first_held: int = 0
    first_moved: int = 0
    first_clashed: int = 0
    reminded_unconfirmed: int = 0
    confirmed_after_reminder: int = 0
    reminded_due: int = 0
    reminded_missed: int = 0
    unreminded_due: int = 0
    unreminded_missed: int = 0
    given: int = 0
    answers: int = 0
    satisfied: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)})


@dataclass(frozen=True)
class Indicator:
    """A rate: `hits` of `of`, names of counts, `of` several added up.

    floor: fewer cases are 数据不足 and judge nobody.
    """

    name: str
    title: Wording
    hits: str
    of: tuple[str, ...]
    better: Better
    formula: Wording
    floor: int = 20

    def share(self, counts: Counts) -> Share:
        """Numerator and denominator of these counts."""
        return Share(getattr(counts, self.hits), sum(getattr(counts, name) for name in self.of))

    @property
    def watchable(self) -> bool:
        """Whether alerts may watch it: more than luck explains is then bad, and its cases are agreed times."""
        return self.better is Better.LOW and self.hits not in ("answers", "satisfied")

    def enough(self, counts: Counts) -> bool:
        """Whether there are cases enough to judge somebody by."""
        return self.share(counts).of >= self.floor


def _low(name: str, title: Wording, hits: str, of: str, formula: Wording) -> Indicator:
    return Indicator(name, title, hits, tuple(of.split()), Better.LOW, formula)


def _high(name: str, title: Wording, hits: str, of: str, formula: Wording) -> Indicator:
    return Indicator(name, title, hits, tuple(of.split()), Better.HIGH, formula)


_INDICATORS = (
    _low(
        "cancellation_rate",
        Wording("取消率", "cancellation rate"),
        "cancelled",
        "decided open",
        Wording("取消场次 ÷ 面试场次", "cancelled / interviews (R13)"),
    ),
    _low(
        "attributable_rate",
        Wording("可归责取消率", "attributable cancellation rate"),
        "attributable_cancelled",
        "decided open",
        Wording("由招聘人员负责的取消场次 ÷ 面试场次", "cancelled for what the recruiter answers for / interviews"),
    ),
    _high(
        "reason_quality_rate",
        Wording("取消原因规范率", "reason-quality rate"),
        "stated",
        "reasons_due",
        Wording("原因具体的取消 ÷ 须填写原因的取消", "cancellations with a usable reason / those asked for one (R11)"),
    ),
    _high(
        "advance_notice_rate",
        Wording("提前通知率", "advance-notice rate"),
        "advance",
        "company_side",
        Wording(
            "按时送达通知的企业方取消 ÷ 企业方取消",
            "company-side cancellations whose notice arrived in time / company-side cancellations (R11)",
        ),
    ),
    _high(
        "compliance_rate",
        Wording("面试流程合规率", "process compliance rate"),
        "compliant",
        "cancelled",
        Wording(
            "原因具体（须填写时）且按时通知（企业方取消时）的取消 ÷ 全部取消",
            "cancellations with a usable reason where asked and, when company-side, notice in time / cancellations (R5)",
        ),
    ),
    _high(
        "booking_accuracy",
        Wording("面试时间预约准确性", "booking accuracy"),
        "first_held",
        "first_held first_moved first_clashed",
        Wording(
            "按首次约定时间完成的面试 ÷（按首次约定时间完成 + 首次约定后改期 + 首次约定因时间冲突取消）",
            "held at the first agreed time / those held, moved or cancelled for a clash of that time (R21)",
        ),
    ),
    _high(
        "satisfaction",
        Wording("候选人体验满意度", "candidate satisfaction"),
        "satisfied",
        "answers",
        Wording(
            "两题平均不低于 4 分（满分 5 分）的答卷 ÷ 候选人本人答卷",
            "answers with a mean of at least 4 of 5 / candidates' own answers (R12)",
        ),
    ),
    _low(
        "reschedule_rate",
        Wording("改期率", "reschedule rate"),
        "rescheduled",
        "decided moved",
        Wording(
            "之后又另约时间的约定时间 ÷ 已有结果的约定时间",
            "agreed times after which another was agreed / agreed times that have ended",
        ),
    ),
    _low(
        "candidate_no_show_rate",
        Wording("候选人爽约率", "candidate no-show rate"),
        "candidate_no_show",
        "came_due",
        Wording("候选人未到场次 ÷ 到期场次", "interviews the candidate missed / interviews whose time came"),
    ),
    _low(
        "interviewer_no_show_rate",
        Wording("面试官缺席率", "interviewer no-show rate"),
        "interviewer_no_show",
        "came_due",
        Wording("面试官未到场次 ÷ 到期场次", "interviews the interviewer missed / interviews whose time came"),
    ),
    _low(
        "candidate_last_minute_share",
        Wording("候选人临时取消占比", "candidates' last-minute share"),
        "candidate_last_minute",
        "cancelled",
        Wording(
            "候选人在通知时限内取消的场次 ÷ 全部取消", "cancelled by candidates inside the notice hours / cancellations"
        ),
    ),
    _high(
        "refill_rate",
        Wording("空出时段补位率", "refill rate"),
        "refilled",
        "freed",
        Wording(
            "空出后另约了面试的时段 ÷ 提前空出的时段",
            "freed times that got another interview / times freed before the notice hours began (R20)",
        ),
    ),
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType({one.name: one for one in _INDICATORS})
"""Every indicator by its name, in the order in which HR reads them."""


def total(parts: Iterable[Counts]) -> Counts:
    """The counts of several recruiters or days together; an agreed time has one of each, so nothing is counted twice."""
    return sum(parts, Counts())
