"""What the monitor looks for: kinds of findings with their sentences in both languages, and from when on something is one."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.terms import Locale
from domain.vocabulary import said


class FindingKind(StrEnum):
    """What can go wrong without anybody being told."""

    NOTICE_OVERDUE = "notice_overdue"
    NOTICE_UNKNOWN = "notice_unknown"
    PHONE_TASK_OVERDUE = "phone_task_overdue"
    INTERVIEW_STALLED = "interview_stalled"
    WORKFLOW_PROBLEM = "workflow_problem"
    RECEIPTS_SILENT = "receipts_silent"
    PROVIDER_REFUSING = "provider_refusing"
    PUSH_REFUSED = "push_refused"
    PUSH_BEHIND = "push_behind"
    REQUEST_OVERDUE = "request_overdue"


# Somebody has to act on these at once; the others are read on the screen.
LOUD = (
    FindingKind.NOTICE_OVERDUE,
    FindingKind.PHONE_TASK_OVERDUE,
    FindingKind.INTERVIEW_STALLED,
    FindingKind.WORKFLOW_PROBLEM,
)


@dataclass(frozen=True)
class Finding:
    """One thing found. `subject` is the id of a notice or interview, a workflow id, a channel, or `appraisal` of the push;
    `organisation` None means the whole installation; `detail` holds codes only."""

    kind: FindingKind
    subject: str
    organisation: str | None
    detail: str = ""


@dataclass(frozen=True)
class Thresholds:
    """From when on something counts as wrong.

    overdue: after a notice's due time, and of one attempt. unknown_residue: beyond the policy's own wait for an unknown send.
    stalled: after an interview's next step. started: how old an interview must be before its workflow is looked for, because
    Temporal's list comes a little later. receipts_within, receipts_after: a provider that took at least `receipts_from` notices
    between so long ago and so long ago must have sent a receipt. refusing_within, refusing_from, refusing_share: the share (0–1)
    of at least so many attempts on a channel, within so long, that did not come through. push_behind: how long a change may wait to be
    pushed to the appraisal system. most: rows that one run takes up per kind.
    """

    overdue: timedelta = timedelta(minutes=2)
    unknown_residue: timedelta = timedelta(minutes=10)
    stalled: timedelta = timedelta(minutes=5)
    started: timedelta = timedelta(minutes=2)
    receipts_within: timedelta = timedelta(hours=1)
    receipts_after: timedelta = timedelta(minutes=10)
    receipts_from: int = 10
    refusing_within: timedelta = timedelta(minutes=15)
    refusing_from: int = 10
    refusing_share: float = 0.2
    push_behind: timedelta = timedelta(days=1)
    most: int = 500


_SENTENCES = {
    FindingKind.NOTICE_OVERDUE: (
        "通知已过应发时间仍未发出，请检查发送进程与服务商",
        "A notice has not left although it was due: check the worker and the provider",
    ),
    FindingKind.NOTICE_UNKNOWN: (
        "通知是否发出无法确认，请人工核实并登记结果",
        "Nobody can say whether a notice left: check with the provider and record what you find",
    ),
    FindingKind.PHONE_TASK_OVERDUE: (
        "电话任务临近或已过截止时间，仍未联系到候选人，请立即致电",
        "A phone task is close to its deadline or past it and the candidate has not been told: call now",
    ),
    FindingKind.INTERVIEW_STALLED: (
        "面试流程停滞：下一步已过时间仍未执行",
        "An interview has stopped moving: its next step is overdue",
    ),
    FindingKind.WORKFLOW_PROBLEM: (
        "面试流程在 Temporal 中出错或已不在运行，请交技术人员处理",
        "A workflow keeps failing in Temporal or is not running any more: hand it to the technical staff",
    ),
    FindingKind.RECEIPTS_SILENT: (
        "服务商接收了消息，但一小时内没有任何送达回执，请检查回调地址",
        "The provider takes messages but has sent no receipt for an hour: check the callback address",
    ),
    FindingKind.PROVIDER_REFUSING: (
        "该渠道大量发送被拒绝或结果不明，请检查账户与服务商状态",
        "Many sends on this channel are refused or end unknown: check the account and the provider's status",
    ),
    FindingKind.PUSH_REFUSED: (
        "考核系统拒收推送，请处理。http_401、403、404、405、410：密钥或地址有误，改正后自动补推；"
        "其他：数据内容被拒，与对方核对修正后执行 ./run mianyue push --again",
        "The appraisal system refuses what is pushed to it. http_401, 403, 404, 405, 410: secret or address are wrong, what waits goes by"
        " itself once they are mended. Any other: mend what it says of the data with its people, then ./run mianyue push --again",
    ),
    FindingKind.PUSH_BEHIND: (
        "评分或取消日志超过一天未能推送到考核系统，请检查对方服务和推送任务",
        "Scores or log rows have waited for more than a day to be pushed: check the appraisal system and the push's schedule",
    ),
    FindingKind.REQUEST_OVERDUE: (
        "候选人的申请（人工面试、删除或复制个人信息）已过答复期限，请尽快处理",
        "A candidate's request (a human interviewer, deletion or a copy of their data) is past the time for its answer: answer it now",
    ),
}


def sentence(kind: FindingKind, locale: Locale) -> str:
    """What a finding of this kind means and what to do about it."""
    return said(_SENTENCES[kind], locale)
