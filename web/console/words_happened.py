"""How the console words what happened to an interview: every change and every kind of notice (zh, en)."""

from domain import narrative
from domain.terms import Audience, Locale, NoticeKind, NoticeState
from domain.vocabulary import said

_CHANGES = {
    "opened": ("创建面试并发出邀约", "arranged the interview and invited the candidate"),
    "confirmed": ("确认参加", "confirmed the time"),
    "cancelled": ("取消面试", "cancelled the interview"),
    "offered": ("提供可选时间", "offered times to choose from"),
    "asked": ("申请改期", "asked for another time"),
    "offer_withdrawn": ("撤回可选时间", "took the offered times back"),
    "withdrawn": ("撤回改期申请", "took the request for another time back"),
    "declined": ("未同意改期", "declined the other time"),
    "request_lapsed": ("改期申请到期失效", "the request for another time lapsed"),
    "moved": ("改期", "moved the interview"),
    "outcome": ("登记结果", "recorded the outcome"),
    "survey_answered": ("登记问卷", "entered the survey's answer"),
    "survey_held": ("问卷延至白天发送", "the survey waits for the day"),
    "survey": ("满意度问卷", "survey"),
    "survey_reminder": ("提醒填写问卷", "reminder of the survey"),
    "acknowledged": ("登记候选人已知悉", "noted that the candidate knows"),
    "pursued": ("追踪通知是否送达", "followed whether the notice arrived"),
    "remind": ("发出面试提醒", "reminder"),
    "chase_approval": ("提醒处理改期申请", "reminded of the pending move"),
    "escalate_approval": ("改期申请逾期，上报", "escalated the pending move"),
    "ask_outcome": ("请求登记面试结果", "asked for the outcome"),
    "await_told": ("取消通知已送达候选人", "the cancellation has reached the candidate"),
    "close": ("流程结束", "the interview's life ended"),
}
_BY_CANDIDATE = {
    "acknowledged": ("已阅读并知悉", "has read the news"),
    "survey_answered": ("填写了问卷", "answered the survey"),
}
_STAFF_KINDS = {
    NoticeKind.CANDIDATE_CONFIRMED: ("候选人已确认", "the candidate has confirmed"),
    NoticeKind.CANDIDATE_CANCELLED: ("面试已取消", "the interview is cancelled"),
    NoticeKind.APPROVAL_WANTED: ("请处理改期申请", "a move waits for approval"),
    NoticeKind.APPROVAL_OVERDUE: ("改期申请仍待处理", "a move still waits for approval"),
    NoticeKind.OUTCOME_WANTED: ("请登记面试结果", "the outcome is wanted"),
    NoticeKind.REASON_WANTED: ("请补充取消原因", "the reason is wanted"),
    NoticeKind.PHONE_WANTED: ("请致电候选人", "please call the candidate"),
    NoticeKind.MAY_BE_COMING: ("候选人可能仍会到场", "the candidate may still be coming"),
    NoticeKind.HUMAN_WANTED: ("候选人申请人工面试", "the candidate asks for a human interviewer"),
    NoticeKind.DELETION_WANTED: ("候选人申请删除信息", "the candidate asks for deletion"),
    NoticeKind.COPY_WANTED: ("候选人申请信息副本", "the candidate asks for a copy"),
}
AUDIENCES = {
    Audience.CANDIDATE: ("候选人", "candidate"),
    Audience.RECRUITER: ("招聘人员", "recruiter"),
    Audience.HROPS: ("HR 运营", "HR operations"),
}
NOTICE_LOOKS = {
    NoticeState.DELIVERED: "green",
    NoticeState.ACCEPTED: "azure",
    NoticeState.ATTEMPTING: "azure",
    NoticeState.INTENT: "secondary",
    NoticeState.UNKNOWN: "yellow",
    NoticeState.REFUSED: "red",
    NoticeState.FAILED: "red",
    NoticeState.SKIPPED: "secondary",
}


def change(action: str, by_candidate: bool, locale: Locale) -> str:
    """What a change did, after who did it; a step of the plan is named as the list names it."""
    pair = (_BY_CANDIDATE.get(action) if by_candidate else None) or _CHANGES.get(action)
    return said(pair, locale) if pair is not None else narrative.step_name(action, locale)


def kind(name: str, locale: Locale) -> str:
    """What a notice is about."""
    known = NoticeKind(name)
    return said(narrative.KINDS.get(known) or _STAFF_KINDS[known], locale)
