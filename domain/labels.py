"""One-line labels for the Temporal UI and for logs of the demo: masked names, a workflow's summary, the name of a step."""

import re
import unicodedata
from datetime import datetime

from domain.clock import stamp
from domain.terms import Locale, NoticeKind

# Names written without spaces, one sign per syllable: Chinese, Japanese kana, Korean.
SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]")
NAME_BREAKS = re.compile(r"[\s\x00-\x1f\u00b7\u2022\u30fb.\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# Temporal keeps a summary of at most 400 bytes by default; a label that HR reads in one line is shorter anyway.
SUMMARY_BYTES = 200

STEPS = {
    NoticeKind.INVITE: ("发送面试邀请", "invitation"),
    NoticeKind.CONFIRM_REQUEST: ("提醒并请确认", "confirmation request"),
    NoticeKind.REMINDER: ("面试提醒", "reminder"),
    NoticeKind.CANCELLED: ("发送取消通知", "cancellation notice"),
    NoticeKind.MOVED: ("发送改期通知", "notice of the new time"),
    NoticeKind.OPTIONS_OFFERED: ("提供可选时间", "offer of other times"),
    NoticeKind.REQUEST_RECEIVED: ("确认收到改期申请", "receipt of the request"),
    NoticeKind.REQUEST_DECLINED: ("告知改期未能安排", "answer: not possible"),
    NoticeKind.SURVEY: ("发送满意度调研", "survey"),
    NoticeKind.MISSED_YOU: ("联系未到场候选人", "note to the absent candidate"),
    NoticeKind.INTERVIEWER_ABSENT: ("面试官未到场致歉", "apology for the absent interviewer"),
    NoticeKind.CANDIDATE_CONFIRMED: ("告知招聘人员：已确认", "to the recruiter: confirmed"),
    NoticeKind.CANDIDATE_CANCELLED: ("告知招聘人员：候选人取消", "to the recruiter: cancelled"),
    NoticeKind.APPROVAL_WANTED: ("请招聘人员处理改期", "to the recruiter: approve the move"),
    NoticeKind.APPROVAL_OVERDUE: ("改期逾期未处理提醒", "approval overdue"),
    NoticeKind.OUTCOME_WANTED: ("请招聘人员记录结果", "to the recruiter: record the outcome"),
    NoticeKind.REASON_WANTED: ("请招聘人员补充取消原因", "to the recruiter: add the reason"),
}


def mask_name(name: str) -> str:
    """A name that staff recognise and strangers do not: 王小明 → 王*明, 王明 → 王*, Anna Smith → A*** S. (design rule 5)."""
    parts = [part for part in NAME_BREAKS.split(unicodedata.normalize("NFKC", name)) if part]
    if parts and SYLLABIC.match(parts[0]):
        return _masked_syllables("".join(parts))
    if not parts:
        return "*"
    return f"{parts[0][0]}***" + (f" {parts[-1][0]}." if len(parts) > 1 else "")


def workflow_summary(masked_name: str, position: str, starts_at: datetime, zone: str, locale: Locale) -> str:
    """The line under which HR operations find a workflow: masked name, position, time with zone; empty parts left out."""
    return summary(masked_name, position, stamp(starts_at, zone, locale))


def step_label(
    step: NoticeKind | str, at: datetime, zone: str, locale: Locale, hours_before: float | None = None
) -> str:
    """A timer or activity as HR reads it, e.g. `提前24小时提醒 @ 11-29 10:00 北京时间`; an unknown step keeps its own name.

    `hours_before` is the offset of a reminder from the interview, in hours.
    """
    return f"{_step_name(step, locale, hours_before)} @ {stamp(at, zone, locale)}"


def summary(*parts: str) -> str:
    """The parts on one line, cut to what Temporal keeps (bytes of UTF-8)."""
    line = " · ".join(" ".join(part.split()) for part in parts if part.strip())
    if len(line.encode()) <= SUMMARY_BYTES:
        return line
    return line.encode()[: SUMMARY_BYTES - 3].decode(errors="ignore") + "…"


def _masked_syllables(name: str) -> str:
    if len(name) == 1:
        return "*"
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * min(len(name) - 2, 3)}{name[-1]}"


def _step_name(step: NoticeKind | str, locale: Locale, hours_before: float | None) -> str:
    zh, en = STEPS[NoticeKind(step)] if step in STEPS else (str(step), str(step))
    if hours_before is None:
        return zh if locale is Locale.ZH else en
    asks = step == NoticeKind.CONFIRM_REQUEST
    if locale is Locale.ZH:
        return f"提前{hours_before:g}小时{'提醒并请确认' if asks else '提醒'}"
    return f"{en}, {hours_before:g} h before"
