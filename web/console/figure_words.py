"""How the console words figures and what people do about them: rates, counts, endings, reviews, appeals, policies."""

from datetime import date

from api.alerts import ReviewDecision
from api.kpi import ShareView
from domain.agreed_times import Ending
from domain.alerting import Level
from domain.appeals import AppealState
from domain.appraisal_policy import PolicyState
from domain.clock import EN_MONTHS
from domain.comparing import Verdict
from domain.kpi import INDICATORS
from domain.rates_said import percent, points
from domain.scoring import Method
from domain.terms import Locale
from domain.vocabulary import said
from web.console.periods import Choice

COUNTS = {
    "interviews": ("面试场次", "interviews"),
    "decided": ("已有结果的面试", "interviews with an outcome"),
    "open": ("仍无结果的面试", "interviews still open"),
    "came_due": ("到期场次", "interviews whose time came"),
    "completed": ("完成", "held"),
    "candidate_no_show": ("候选人未到", "candidate absent"),
    "interviewer_no_show": ("面试官缺席", "interviewer absent"),
    "moved": ("改期", "moved"),
    "rescheduled": ("之后又另约时间", "another time agreed afterwards"),
    "confirmed": ("候选人已确认", "confirmed by the candidate"),
    "cancelled": ("取消", "cancelled"),
    "attributable_cancelled": ("招聘人员负责的取消", "cancelled, attributed to the recruiter"),
    "late_cancelled": ("通知时限内的取消", "cancelled inside the notice hours"),
    "candidate_cancelled": ("候选人取消", "cancelled by the candidate"),
    "candidate_last_minute": ("候选人临时取消", "cancelled by the candidate at the last minute"),
    "reasons_due": ("须填写原因的取消", "cancellations asked for a reason"),
    "stated": ("原因具体的取消", "cancellations with a usable reason"),
    "company_side": ("企业方取消", "company-side cancellations"),
    "advance": ("按时送达通知的企业方取消", "company-side cancellations, notice in time"),
    "compliant": ("合规的取消", "cancellations in order"),
    "freed": ("提前空出的时段", "times freed in time"),
    "refilled": ("已补位的时段", "freed times that were filled again"),
    "first_held": ("按首次约定时间完成", "held at the first agreed time"),
    "first_moved": ("首次约定后改期", "moved from the first agreed time"),
    "first_clashed": ("首次约定因时间冲突取消", "first agreed time cancelled for a clash"),
    "reminded_unconfirmed": ("收到提醒时尚未确认", "reminded while unconfirmed"),
    "confirmed_after_reminder": ("提醒后确认", "confirmed after a reminder"),
    "reminded_due": ("收到提醒的到期场次", "due, with a reminder"),
    "reminded_missed": ("收到提醒仍未到", "absent, with a reminder"),
    "unreminded_due": ("未收到提醒的到期场次", "due, without a reminder"),
    "unreminded_missed": ("未收到提醒且未到", "absent, without a reminder"),
    "satisfied": ("满意的答卷", "satisfied answers"),
    "answers": ("答卷", "answers"),
}
ENDINGS = {
    Ending.OPEN: ("尚无结果", "still open", "azure"),
    Ending.MOVED: ("改期", "moved", "purple"),
    Ending.CANCELLED: ("取消", "cancelled", "red"),
    Ending.COMPLETED: ("完成", "held", "teal"),
    Ending.CANDIDATE_NO_SHOW: ("候选人未到", "candidate absent", "orange"),
    Ending.INTERVIEWER_NO_SHOW: ("面试官缺席", "interviewer absent", "orange"),
}
PERIODS = {
    Choice.THIS_MONTH: ("本月", "This month"),
    Choice.LAST_MONTH: ("上月", "Last month"),
    Choice.QUARTER: ("近 3 个月", "3 months"),
    Choice.HALF: ("近 6 个月", "6 months"),
    Choice.YEAR: ("近 12 个月", "12 months"),
}
DECISIONS = {
    ReviewDecision.NO_ISSUE: ("没有问题", "no issue"),
    ReviewDecision.EXPLAINED: ("情况已说明", "explained"),
    ReviewDecision.COACHING: ("辅导改进", "coaching"),
    ReviewDecision.PROCESS_CHANGE: ("改进流程", "the process changes"),
    ReviewDecision.DATA_ERROR: ("数据有误", "the data were wrong"),
}
LEVELS = {Level.ALERT: ("提示", "Note"), Level.ALARM: ("严重", "Serious")}
VERDICTS = {
    Verdict.BETTER: ("改善", "better"),
    Verdict.WORSE: ("变差", "worse"),
    Verdict.CHANCE: ("可能是偶然", "may be chance"),
    Verdict.SAME: ("无变化", "no change"),
    Verdict.TOO_FEW: ("数据不足", "too few"),
}
APPEALS = {
    AppealState.OPEN: ("处理中", "open"),
    AppealState.UPHELD: ("成立", "upheld"),
    AppealState.REJECTED: ("不成立", "rejected"),
}
POLICIES = {
    PolicyState.PROPOSED: ("待审批", "proposed"),
    PolicyState.APPROVED: ("已批准", "approved"),
    PolicyState.REJECTED: ("未通过", "rejected"),
    PolicyState.WITHDRAWN: ("已撤回", "withdrawn"),
}
METHODS = {
    Method.CLIFF: ("目标线", "cliff"),
    Method.BAND: ("区间", "band"),
    Method.POSTERIOR: ("概率", "posterior"),
}
BECAUSE = {
    "month": ("月度评分", "the month's score"),
    "facts": ("数据变动后重算", "counted anew, facts changed"),
    "appeal": ("申诉成立后重算", "counted anew after an appeal"),
}


class FigureWords:
    """The words of one language, for templates."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def title(self, indicator: str) -> str:
        """An indicator's name, or its code when it is none any more."""
        if indicator not in INDICATORS:
            return indicator
        name = INDICATORS[indicator].title.of(self.locale)
        return name[:1].upper() + name[1:]

    def formula(self, indicator: str) -> str:
        """What it is made of, without the numbers of our requirements."""
        return INDICATORS[indicator].formula.of(self.locale).partition(" (R")[0]

    def count(self, name: str) -> str:
        """A count's name."""
        return said(COUNTS[name], self.locale)

    def percent(self, rate: float | None) -> str:
        """A share as HR writes it."""
        return percent(rate) if rate is not None else "–"

    def points(self, change: float) -> str:
        """A difference in percentage points."""
        return points(change)

    def interval(self, share: ShareView) -> str:
        """From where to where the true rate may lie; empty without cases."""
        return "" if share.low is None or share.high is None else f"{percent(share.low)}–{percent(share.high)}"

    def ending(self, ending: Ending) -> str:
        """How an agreed time ended."""
        return said(ENDINGS[ending][:2], self.locale)

    def ending_look(self, ending: Ending) -> str:
        """The colour of its badge."""
        return ENDINGS[ending][2]

    def period(self, choice: str) -> str:
        """A named period."""
        return said(PERIODS[Choice(choice)], self.locale)

    def month(self, month: str) -> str:
        """A month written 2026-11."""
        year, number = month.split("-")
        if self.locale is Locale.ZH:
            return f"{year}年{int(number)}月"
        return f"{EN_MONTHS[int(number) - 1]} {year}"

    def day(self, day: date) -> str:
        """A day of the calendar."""
        if self.locale is Locale.ZH:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {EN_MONTHS[day.month - 1]} {day.year}"

    def decision(self, decision: str) -> str:
        """What a review came to."""
        return said(DECISIONS[ReviewDecision(decision)], self.locale)

    def level(self, level: str) -> str:
        """How far an alert is off."""
        return said(LEVELS[Level(level)], self.locale)

    def verdict(self, verdict: str) -> str:
        """What can be said of a change."""
        return said(VERDICTS[Verdict(verdict)], self.locale)

    def appeal(self, state: str) -> str:
        """Where an appeal stands."""
        return said(APPEALS[AppealState(state)], self.locale)

    def policy(self, state: str) -> str:
        """Where a version of the policy stands."""
        return said(POLICIES[PolicyState(state)], self.locale)

    def method(self, method: str) -> str:
        """How a rate becomes points."""
        return said(METHODS[Method(method)], self.locale)

    def because(self, because: str) -> str:
        """Why a score was made."""
        return said(BECAUSE[because], self.locale) if because in BECAUSE else because
