"""What HR operations read in the Temporal UI: labels of timers, writes and sends, and the current details, zh or en."""

from collections.abc import Sequence

from domain.catalogue import CATALOGUE
from domain.change import Change
from domain.clock import stamp
from domain.plan import Due, next_due
from domain.pursuit import pursued
from domain.state import NoticeRef, Pursuit, State
from domain.terms import Locale, NoticeKind, NoticeState, Stage
from domain.vocabulary import CHANNELS, NOTICE_STATES, PARTIES, STAGES, said

_STEPS = {
    "open": ("发出邀约", "invite"),
    "chase_approval": ("提醒招聘人员处理改期", "remind recruiter of the pending move"),
    "escalate_approval": ("改期未处理，上报", "escalate the pending move"),
    "lapse_request": ("改期申请到期", "the request to move lapses"),
    "ask_outcome": ("询问面试结果", "ask for the outcome"),
    "await_told": ("核实取消通知是否送达", "find out whether the cancellation arrived"),
    "survey": ("发送满意度问卷", "send the survey"),
    "survey_reminder": ("提醒填写问卷", "remind of the survey"),
    "close": ("关闭流程", "close"),
}
ACTIONS = {
    "opened": ("邀约", "invited"),
    "confirmed": ("确认参加", "confirmed"),
    "survey_held": ("问卷延至白天发送", "the survey waits for the day"),
    "cancelled": ("取消", "cancelled"),
    "offered": ("提供可选时间", "times offered"),
    "asked": ("候选人申请改期", "another time asked for"),
    "offer_withdrawn": ("撤回可选时间", "offer withdrawn"),
    "withdrawn": ("撤回改期申请", "request withdrawn"),
    "declined": ("不同意改期", "move declined"),
    "request_lapsed": ("改期申请失效", "request lapsed"),
    "moved": ("改期", "moved"),
    "outcome": ("登记结果", "outcome recorded"),
    "survey_answered": ("问卷已答", "survey answered"),
    "remind": ("提醒", "reminder"),
    "pursued": ("追踪送达", "delivery pursued"),
    "acknowledged": ("候选人已知悉", "read by the candidate"),
}
KINDS = {
    NoticeKind.INVITE: ("邀约", "invitation"),
    NoticeKind.CONFIRM_REQUEST: ("提醒并请确认", "reminder with confirmation request"),
    NoticeKind.REMINDER: ("提醒", "reminder"),
    NoticeKind.CANCELLED: ("取消通知", "cancellation notice"),
    NoticeKind.MOVED: ("改期通知", "new time"),
    NoticeKind.OPTIONS_OFFERED: ("可选时间", "times to choose from"),
    NoticeKind.REQUEST_RECEIVED: ("已收到改期申请", "request received"),
    NoticeKind.REQUEST_DECLINED: ("改期未获同意", "move declined"),
    NoticeKind.SURVEY: ("满意度问卷", "survey"),
    NoticeKind.MISSED_YOU: ("未到场联系", "missed you"),
    NoticeKind.INTERVIEWER_ABSENT: ("面试官缺席致歉", "apology for the absent interviewer"),
}


def step_name(step: str, locale: Locale) -> str:
    """A step of the plan, e.g. 提前24小时提醒."""
    name, _, detail = step.partition(":")
    if name != "remind":
        return said(_STEPS.get(name, (name, name)), locale)
    minutes = int(detail)
    hours = f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes / 60:.1f}"
    return f"提前{hours}小时提醒" if locale is Locale.ZH else f"reminder {hours} h before"


def kind_name(kind: NoticeKind, locale: Locale) -> str:
    """What a notice to a candidate is; a kind without words of its own as its code."""
    return said(KINDS.get(kind, (kind, kind)), locale)


def due_label(due: Due, state: State) -> str:
    """The summary of the timer that waits for a step, with its time and zone."""
    when = stamp(due.at, state.timezone, state.locale) if due.at is not None else ""
    message = pursued(state, due.step)
    name = arrival_label(message, state.locale) if message is not None else step_name(due.step, state.locale)
    return f"{name} @ {when}"


def arrival_label(message: Pursuit, locale: Locale) -> str:
    """The summary of a look at whether a message has arrived."""
    return f"{said(('核实送达', 'check arrival'), locale)} · {said(KINDS[message.kind], locale)}"


def change_label(change: Change) -> str:
    """The summary of the write of one accepted step."""
    locale = change.state.locale
    label = said(ACTIONS[change.action], locale) if change.action in ACTIONS else step_name(change.action, locale)
    reason = change.state.cancellation
    if change.cancelled and reason is not None:
        late = said(("不足提前时限", "late"), locale) if reason.late else ""
        label = " · ".join(part for part in (label, reason.code, late) if part)
    return f"{label} · {change.actor}"


def notice_label(ref: NoticeRef, locale: Locale) -> str:
    """The summary of one send: kind, channel, revision."""
    revision = f"第{ref.revision}版" if locale is Locale.ZH else f"revision {ref.revision}"
    return f"{kind_name(ref.kind, locale)} · {said(CHANNELS[ref.channel], locale)} · {revision}"


def stage_name(stage: Stage, locale: Locale) -> str:
    """A stage as people of the language say it."""
    return said(STAGES[stage], locale)


def current_details(state: State, sent: Sequence[tuple[NoticeRef, NoticeState]] = (), remark: str = "") -> str:
    """Markdown for the workflow's page: where it stands, what comes next, who cancelled and why (codes' wording only), and
    the latest notices with what came of them."""
    zh = state.locale is Locale.ZH
    stage = stage_name(state.stage or Stage.INVITED, state.locale)
    lines = [
        f"**{'阶段' if zh else 'Stage'}**: {stage} · {'第' if zh else 'revision '}{state.revision}{'版' if zh else ''}",
        f"**{'面试时间' if zh else 'Interview'}**: {stamp(state.starts_at, state.timezone, state.locale)}",
    ]
    due = next_due(state)
    if due is not None and due.at is not None:
        lines.append(f"**{'下一步' if zh else 'Next'}**: {due_label(due, state)}")
    if state.request is not None and state.request.picked is not None:
        picked = stamp(state.request.picked, state.timezone, state.locale)
        lines.append(f"**{'申请改到' if zh else 'Asked to move to'}**: {picked}")
    if state.cancellation is not None:
        lines.append(_cancellation_line(state, zh))
    if sent:
        reports = (f"- {notice_label(ref, state.locale)}: {said(NOTICE_STATES[to], state.locale)}" for ref, to in sent)
        lines.append("\n".join([f"**{'通知' if zh else 'Notices'}**:", "", *reports]))
    return "\n\n".join([*lines, *([remark] if remark else [])])


def _cancellation_line(state: State, zh: bool) -> str:
    cancellation = state.cancellation
    assert cancellation is not None
    reason = CATALOGUE[cancellation.code].internal.of(state.locale)
    late = ("（不足提前时限）" if zh else " (late)") if cancellation.late else ""
    when = stamp(cancellation.at, state.timezone, state.locale)
    party = said(PARTIES[cancellation.party], state.locale)
    return f"**{'取消' if zh else 'Cancelled'}**: {when} · {party} · {cancellation.code} {reason}{late}"
