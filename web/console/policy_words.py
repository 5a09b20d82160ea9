"""How the settings page words an organisation's policy: the names of its settings, of notices, and of values as people say them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.policy_layers import Standing
from domain.terms import Channel, Locale, NoticeKind
from domain.vocabulary import CHANNELS, said

Pair = tuple[str, str]

SETTINGS: dict[str, Pair] = {
    "locale": ("默认语言", "Default language"),
    "timezone": ("时区", "Time zone"),
    "notice_hours": ("取消与改期的提前时长", "Notice for cancelling and moving"),
    "reminders": ("面试提醒", "Reminders"),
    "channels": ("通知渠道", "Channels"),
    "approval_remind_hours": ("改期申请多久未处理提醒招聘人员", "Remind the recruiter of an open request after"),
    "approval_escalate_hours": ("改期申请多久未处理上报", "Escalate an open request after"),
    "outcome_ask_minutes": ("面试结束多久后请招聘人员登记结果", "Ask for the outcome after the end"),
    "outcome_reask_hours": ("未登记时再次询问的间隔", "Ask again after"),
    "survey_enabled": ("满意度调查", "Satisfaction survey"),
    "survey_delay_minutes": ("送达或结束多久后发出调查", "Send the survey after"),
    "survey_open_hours": ("调查可填写多久", "The survey stays open for"),
    "reschedule_window_hours": ("取消后多久内仍可另选时间", "A cancelled interview can be given a new time for"),
    "max_days_ahead": ("最远可安排到多少天后", "Interviews can be arranged ahead for"),
    "delivery": ("送达跟踪", "Following delivery"),
    "surveys": ("调查时段与频次", "When and how often surveys go out"),
    "working_hours": ("工作时间", "Working hours"),
    "requests": ("候选人请求的答复时限", "Time to answer candidates' requests"),
    "channel_rules": ("渠道规则", "Channel rules"),
}
LEAVES: dict[str, Pair] = {
    "delivery.near_hours": ("临近面试指开始前", "An interview is near from"),
    "delivery.wait_minutes_near": ("临近面试时，未送达多久换下一渠道", "Next channel, near the interview, after"),
    "delivery.wait_minutes": ("平时，未送达多久换下一渠道", "Next channel, otherwise, after"),
    "delivery.unknown_minutes": ("结果不明时先等回执", "Wait for a receipt when unknown"),
    "delivery.alarm_hours": ("面试前多久电话任务仍未完成则报警", "Alarm for open phone tasks before the interview"),
    "delivery.hold_minutes": ("即将可发时最多等待", "Hold what can soon be sent for"),
    "delivery.ask_first": ("换渠道前先向服务商查询", "Ask the provider before changing channel"),
    "delivery.again": ("结果不明时重发的通知", "Sent again when unknown"),
    "delivery.phone": ("都未送达时转电话任务的通知", "End as a phone task when nothing arrives"),
    "surveys.from_hour": ("每天从几点起发出", "Sent from, o'clock"),
    "surveys.to_hour": ("每天到几点为止", "Sent until, o'clock"),
    "surveys.within_hours": ("最迟在多久内发出，过时不发", "Sent within, or not at all"),
    "surveys.look_hours": ("取消通知送达的查看间隔", "Look whether the news arrived every"),
    "surveys.arrival_hours": ("等取消通知送达最久", "Wait for the news to arrive for"),
    "surveys.remind_hours": ("未填写时提醒一次，间隔", "One reminder after"),
    "surveys.once_in_days": ("同一人两次调查至少相隔", "The same person is asked once in"),
    "working_hours.opens": ("可约时段从", "Interviews from"),
    "working_hours.closes": ("可约时段到", "Interviews until"),
    "requests.human_interview_hours": ("申请人工面试", "A human interviewer"),
    "requests.deletion_days": ("申请删除个人信息", "Deletion of their data"),
    "requests.copy_days": ("申请个人信息副本", "A copy of their data"),
}
RULES: dict[str, Pair] = {
    "quiet_hours": ("静默时段", "Quiet hours"),
    "quiet_hours.from": ("静默开始", "Quiet from"),
    "quiet_hours.to": ("静默结束", "Quiet until"),
    "quiet_hours.unless_within_hours": (
        "临近面试的变更不受静默限制，面试前",
        "Changes may go out anyway before the start, within",
    ),
    "quiet_hours.unless_kinds": ("不受静默限制的通知", "Kinds that may go out anyway"),
    "per_minute": ("每号每分钟最多", "Per number and minute"),
    "per_hour": ("每号每小时最多", "Per number and hour"),
    "per_day": ("每号每天最多", "Per number and day"),
    "identical_minutes": ("相同内容至少相隔", "No identical text within"),
    "links": ("可含链接", "May hold links"),
    "personal_data": ("可含个人信息", "May hold personal data"),
    "kinds_forbidden": ("不得发送的通知", "Kinds that may not be sent"),
    "max_variable_chars": ("变量最多字数", "Characters of a variable"),
    "max_parts": ("最多条数", "Parts of a message"),
    "max_chars": ("最多字数", "Characters of a message"),
    "signature": ("签名", "Signature"),
    "signature.min_chars": ("签名最少字数", "Characters of the signature, least"),
    "signature.max_chars": ("签名最多字数", "Characters of the signature, most"),
}
KINDS: dict[NoticeKind, Pair] = {
    NoticeKind.INVITE: ("面试邀请", "invitation"),
    NoticeKind.CONFIRM_REQUEST: ("请求确认", "request to confirm"),
    NoticeKind.REMINDER: ("面试提醒", "reminder"),
    NoticeKind.CANCELLED: ("取消通知", "cancellation"),
    NoticeKind.MOVED: ("改期通知", "new time"),
    NoticeKind.OPTIONS_OFFERED: ("可选时间", "times to choose from"),
    NoticeKind.REQUEST_RECEIVED: ("已收到改期申请", "request received"),
    NoticeKind.REQUEST_DECLINED: ("改期未通过", "request declined"),
    NoticeKind.SURVEY: ("满意度调查", "survey"),
    NoticeKind.MISSED_YOU: ("候选人未到", "candidate missed"),
    NoticeKind.INTERVIEWER_ABSENT: ("面试官缺席致歉", "interviewer absent"),
    NoticeKind.CANDIDATE_CONFIRMED: ("候选人已确认", "candidate confirmed"),
    NoticeKind.CANDIDATE_CANCELLED: ("面试被取消", "interview called off"),
    NoticeKind.APPROVAL_WANTED: ("改期待审批", "request to decide on"),
    NoticeKind.APPROVAL_OVERDUE: ("改期审批超时", "decision overdue"),
    NoticeKind.OUTCOME_WANTED: ("请登记面试结果", "outcome wanted"),
    NoticeKind.REASON_WANTED: ("请补填取消原因", "reason wanted"),
    NoticeKind.PHONE_WANTED: ("请致电候选人", "call wanted"),
    NoticeKind.MAY_BE_COMING: ("候选人可能仍会到场", "candidate may be coming"),
    NoticeKind.HUMAN_WANTED: ("申请人工面试", "human interviewer wanted"),
    NoticeKind.DELETION_WANTED: ("申请删除信息", "deletion wanted"),
    NoticeKind.COPY_WANTED: ("申请信息副本", "copy wanted"),
}
STANDINGS: dict[Standing, Pair] = {
    Standing.IN_FORCE: ("生效中", "in force"),
    Standing.PLANNED: ("待生效", "planned"),
    Standing.PAST: ("已过去", "past"),
    Standing.REPLACED: ("未生效，已被取代", "replaced before it began"),
}
STANDING_LOOKS = {
    Standing.IN_FORCE: "green",
    Standing.PLANNED: "azure",
    Standing.PAST: "secondary",
    Standing.REPLACED: "secondary",
}
LANGUAGES: dict[str, Pair] = {Locale.ZH: ("中文", "Chinese"), Locale.EN: ("英文", "English")}
_NOTHING: Pair = ("未设置", "not set")
_NONE: Pair = ("无", "none")
_UNITS: dict[str, Pair] = {
    "hours": ("小时", "hours"),
    "minutes": ("分钟", "minutes"),
    "seconds": ("秒", "seconds"),
    "days": ("天", "days"),
    "ahead": ("天", "days"),
    "hour": ("点", "o'clock"),
    "near": ("分钟", "minutes"),
}
_PER: Pair = ("条", "messages")


def unit(field: str, locale: Locale) -> str:
    """What a number of this setting counts; empty when it is no number."""
    leaf = field.rpartition(".")[2]
    pair = _PER if leaf.startswith("per_") else _UNITS.get(leaf.rpartition("_")[2])
    return said(pair, locale) if pair is not None and leaf != "notice" else ""


def kind_name(kind: str, locale: Locale) -> str:
    """A kind of notice."""
    return said(KINDS[NoticeKind(kind)], locale) if kind in set(NoticeKind) else kind


def headed(words: str) -> str:
    """The words as the beginning of a line."""
    return words[:1].upper() + words[1:]


def profile_name(place: str, locale: Locale) -> str:
    """The messages that a profile of the channel rules is about: `sms.+86`, `sms.""` (every other number), `email`."""
    channel, _, prefix = place.partition(".")
    name = said(CHANNELS[Channel(channel)], locale) if channel in set(Channel) else channel
    if channel != Channel.SMS:
        return name
    return f"{name} {prefix}" if prefix not in ("", '""') else said(("短信，其他号码", "SMS, other numbers"), locale)


def label(field: str, locale: Locale) -> str:
    """What a setting is called, by its path (`surveys.from_hour`, `channels.invite`); of an unknown one its path."""
    name, _, rest = field.partition(".")
    gap = said(("：", ": "), locale)
    if field in LEAVES:
        return said(SETTINGS[name], locale) + gap + said(LEAVES[field], locale)
    if name == "channels" and rest:
        return said(SETTINGS[name], locale) + gap + kind_name(rest.partition(".")[0], locale)
    if name in ("reminders", "outcome_reask_hours") and rest.partition(".")[0].isdecimal():
        at = int(rest.partition(".")[0]) + 1
        return said(SETTINGS[name], locale) + gap + said((f"第 {at} 条", f"entry {at}"), locale)
    if name == "channel_rules" and rest:
        return _rule(rest, locale, gap)
    return said(SETTINGS[field], locale) if field in SETTINGS else field


def _rule(rest: str, locale: Locale, gap: str) -> str:
    channel, _, inner = rest.partition(".")
    place, leaf = (channel, inner)
    if channel == Channel.SMS:
        prefix, _, leaf = inner.partition(".")
        place = f"{channel}.{prefix}"
    known = said(RULES[leaf], locale) if leaf in RULES else leaf
    return profile_name(place, locale) + (gap + known if known else "")


def value(field: str, of: Any, locale: Locale) -> str:
    """A setting's value as people say it; as it stands when somebody wrote one by hand that is none."""
    try:
        return _value(field, of, locale)
    except (AttributeError, TypeError, ValueError):
        return json.dumps(of, ensure_ascii=False)


def _value(field: str, of: Any, locale: Locale) -> str:
    if of is None:
        return said(_NOTHING, locale)
    if isinstance(of, bool):
        return said(("是", "yes") if of else ("否", "no"), locale)
    if isinstance(of, int | float):
        counted = unit(field, locale)
        return f"{of:g} {counted}".strip()
    if field == "locale":
        return said(LANGUAGES.get(of, (of, of)), locale)
    if field == "reminders" and isinstance(of, list):
        return _listed([rung(one, locale) for one in of], locale)
    if field.startswith("channels.") and isinstance(of, list):
        return chains(of, locale)
    if isinstance(of, list):
        return _listed([_entry(field, one, locale) for one in of], locale)
    if isinstance(of, Mapping):
        return "; ".join(
            f"{label(f'{field}.{name}', locale)} {value(f'{field}.{name}', one, locale)}" for name, one in of.items()
        ) or said(_NONE, locale)
    return str(of)


def _entry(field: str, one: Any, locale: Locale) -> str:
    return value(field, one, locale) if isinstance(one, int | float) else kind_name(str(one), locale)


def _listed(words: Sequence[str], locale: Locale) -> str:
    return said(("、", ", "), locale).join(words) if words else said(_NONE, locale)


def rung(one: Mapping[str, Any], locale: Locale) -> str:
    """One reminder of the ladder."""
    minutes, grace = one.get("minutes", 0), one.get("grace_minutes", 0)
    before = span(minutes, locale)
    return said(
        (f"提前{before}（过时{span(grace, locale)}内补发）", f"{before} before (at most {span(grace, locale)} late)"),
        locale,
    )


def span(minutes: int, locale: Locale) -> str:
    """So many minutes, in hours where these are whole."""
    if minutes and minutes % 60 == 0:
        return f"{minutes // 60} {said(('小时', 'h'), locale)}"
    return f"{minutes} {said(('分钟', 'min'), locale)}"


def chains(of: Sequence[Sequence[str]], locale: Locale) -> str:
    """The messages of a kind: several are all sent, in each the next channel's turn comes when the one before did not arrive."""
    if not of:
        return said(("不发送", "not sent"), locale)
    then = said(("，未送达再", ", else "), locale)
    one = [
        then.join(said(CHANNELS[Channel(channel)], locale) if channel in set(Channel) else channel for channel in chain)
        for chain in of
    ]
    return said(("，另发", ", and "), locale).join(one)
