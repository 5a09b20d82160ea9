"""The design's words as people read them, zh and en: channels, notice states, parties, stages."""

from domain.terms import Channel, Locale, NoticeState, Party, Stage

CHANNELS = {
    Channel.SMS: ("短信", "SMS"),
    Channel.EMAIL: ("邮件", "email"),
    Channel.INBOX: ("系统消息", "inbox"),
    Channel.PHONE: ("电话", "phone call"),
}
NOTICE_STATES = {
    NoticeState.INTENT: ("待发送", "waiting"),
    NoticeState.ATTEMPTING: ("发送中", "being sent"),
    NoticeState.ACCEPTED: ("服务商已接收", "accepted by the provider"),
    NoticeState.REFUSED: ("服务商拒收", "refused"),
    NoticeState.UNKNOWN: ("结果未知，核实中", "unknown, being looked into"),
    NoticeState.DELIVERED: ("已送达", "delivered"),
    NoticeState.FAILED: ("未送达", "not delivered"),
    NoticeState.SKIPPED: ("未发送", "not sent"),
}
CALL_STATES = {
    NoticeState.INTENT: ("待致电", "to be called"),
    NoticeState.ATTEMPTING: ("跟进中", "being called"),
    NoticeState.DELIVERED: ("已电话告知", "told by phone"),
    NoticeState.FAILED: ("未联系上", "not reached"),
    NoticeState.SKIPPED: ("无需致电", "no call needed"),
}
PARTIES = {
    Party.CANDIDATE: ("候选人", "candidate"),
    Party.COMPANY: ("企业", "company"),
    Party.INTERVIEWER: ("面试官", "interviewer"),
    Party.SYSTEM: ("系统", "system"),
}
STAGES = {
    Stage.INVITED: ("已邀约", "invited"),
    Stage.CONFIRMED: ("已确认", "confirmed"),
    Stage.RESCHEDULE_REQUESTED: ("改期待定", "reschedule requested"),
    Stage.COMPLETED: ("已完成", "completed"),
    Stage.NO_SHOW: ("未到场", "no-show"),
    Stage.CANCELLED: ("已取消", "cancelled"),
    Stage.CLOSED: ("已关闭", "closed"),
}
ACTORS = {
    "candidate": ("候选人", "candidate"),
    "system": ("系统", "system"),
    "temporal-ui": ("Temporal 界面", "Temporal UI"),
}
"""Who is no user."""


def standing(channel: Channel, state: NoticeState, locale: Locale) -> str:
    """Where a notice stands, in the words of its channel: a call is not "sent"."""
    words = CALL_STATES.get(state) if channel is Channel.PHONE else None
    return said(words or NOTICE_STATES[state], locale)


def said(pair: tuple[str, str], locale: Locale) -> str:
    """The word in the reader's language."""
    return pair[0] if locale is Locale.ZH else pair[1]
