"""Every answer "no" the flow can give: one rule name each, with its HTTP status and its sentence in Chinese and English."""

from domain.terms import Locale

REFUSALS: dict[str, tuple[int, str, str]] = {
    "already-started": (409, "面试已开始，不能再进行此操作", "the interview has already started"),
    "not-started": (409, "面试尚未开始，不能登记结果", "the interview has not started, so it has no outcome yet"),
    "interview-over": (409, "面试已结束，请登记面试结果", "the interview is over: record its outcome instead"),
    "interview-ended": (409, "该面试已有结果，不能再更改", "the interview already has an outcome"),
    "interview-cancelled": (409, "该面试已取消", "the interview is cancelled"),
    "interview-closed": (409, "该面试流程已关闭", "the interview's life is closed"),
    "window-closed": (409, "改期时限已过，请联系招聘人员", "the time to ask for another slot is over"),
    "no-request": (409, "当前没有待处理的改期申请", "no reschedule request is waiting"),
    "nothing-picked": (
        409,
        "候选人尚未选择时间，请指定 starts_at",
        "no time has been picked yet: name one in starts_at",
    ),
    "not-an-option": (422, "starts_at 不在可选时间之列", "starts_at: not one of the offered or requested times"),
    "option-passed": (409, "该时间已过，请另选时间", "that time has passed: choose another"),
    "starts-in-past": (422, "starts_at 必须晚于当前时间", "starts_at: must be in the future"),
    "too-far-ahead": (
        422,
        "面试时间超出可预约范围（starts_at）",
        "starts_at: further ahead than this organisation books",
    ),
    "options-invalid": (422, "options 须为1–10个互不相同的未来时间", "options: 1 to 10 different times in the future"),
    "moved-meanwhile": (
        409,
        "面试时间刚刚有变动，请查看新时间后再操作",
        "the interview has just been moved: look at the new time first",
    ),
    "unchanged": (409, "新时间与原时间相同", "that is already the interview's time"),
    "channel-unreachable": (
        422,
        "channels：至少选择一种能通知到候选人的方式（短信或邮件）",
        "channels: at least one that reaches the candidate (SMS or email) is needed",
    ),
    "outcome-recorded": (409, "面试结果已登记，如有误请申诉", "another outcome is already recorded: appeal it instead"),
    "survey-not-open": (409, "问卷尚未开放", "the survey is not open for this interview"),
    "survey-answered": (409, "该问卷已提交过", "the survey has been answered already"),
    "party-mismatch": (422, "party 与取消原因不一致", "party: does not fit the reason code"),
    "bulk-over": (409, "该批量处理已结束", "this bulk is over"),
    "unknown-code": (422, "reason_code 不在原因目录中", "reason_code: not in the catalogue"),
}


class Refused(Exception):
    """A command that the rules do not allow; `rule` is a key of REFUSALS."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"{REFUSALS[rule][1]} / {REFUSALS[rule][2]}")
        self.rule = rule


def sentence(rule: str, locale: Locale) -> str:
    """The refusal's sentence in the reader's language."""
    _, zh, en = REFUSALS[rule]
    return zh if locale is Locale.ZH else en
