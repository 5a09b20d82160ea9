"""Words of the lists that people work off (zh, en): calls and what came of them, candidates' requests, what a copy holds."""

from domain.findings import FindingKind
from domain.phone import CallOutcome, TaskState
from domain.requests import RequestKind, RequestState

CALL_VIEWS = {
    "open": ("待致电", "To be called"),
    "taken": ("跟进中", "Being called"),
    "all": ("全部", "All"),
}
CALL_STATES = {
    TaskState.OPEN: ("待致电", "to be called"),
    TaskState.TAKEN: ("跟进中", "being called"),
    TaskState.REACHED: ("已告知", "told"),
    TaskState.FAILED: ("未联系上", "not reached"),
    TaskState.CALLED_OFF: ("无需致电", "no call needed"),
}
CALL_LOOKS = {
    TaskState.OPEN: "orange",
    TaskState.TAKEN: "azure",
    TaskState.REACHED: "green",
    TaskState.FAILED: "red",
    TaskState.CALLED_OFF: "secondary",
}
CALL_OUTCOMES = {
    CallOutcome.REACHED: ("已告知本人", "told the candidate"),
    CallOutcome.NO_ANSWER: ("无人接听", "no answer"),
    CallOutcome.WRONG_NUMBER: ("号码有误", "wrong number"),
    CallOutcome.ASKED_NOT_TO_CALL: ("要求不再致电", "asked not to be called"),
}
CALL_FOLLOWS = {
    CallOutcome.REACHED: ("记为已通知，其他渠道不再发送", "counts as told; nothing more is sent"),
    CallOutcome.NO_ANSWER: ("任务重新开放，您或同事可稍后再打", "the task opens again for you or a colleague"),
    CallOutcome.WRONG_NUMBER: ("记为未联系上，请另找联系方式", "counts as not reached: find another way"),
    CallOutcome.ASKED_NOT_TO_CALL: (
        "记为未联系上，今后会提示不要致电",
        "counts as not reached; the number is marked from now on",
    ),
}
REQUEST_KINDS = {
    RequestKind.HUMAN_INTERVIEW: ("申请人工面试", "Human interviewer"),
    RequestKind.DELETION: ("删除个人信息", "Deletion of data"),
    RequestKind.COPY: ("获取个人信息副本", "Copy of data"),
}
REQUEST_STATES = {
    RequestState.OPEN: ("待答复", "open"),
    RequestState.DONE: ("已办理", "done"),
    RequestState.DECLINED: ("未予办理", "declined"),
    RequestState.WITHDRAWN: ("候选人已撤回", "taken back"),
}
REQUEST_LOOKS = {
    RequestState.OPEN: "orange",
    RequestState.DONE: "green",
    RequestState.DECLINED: "red",
    RequestState.WITHDRAWN: "secondary",
}
REQUEST_VIEWS = {
    "open": ("待答复", "Open"),
    "done": ("已办理", "Done"),
    "declined": ("未予办理", "Declined"),
    "withdrawn": ("已撤回", "Taken back"),
    "all": ("全部", "All"),
}
FINDING_KINDS = {
    FindingKind.NOTICE_OVERDUE: ("通知逾期未发", "Notice overdue"),
    FindingKind.NOTICE_UNKNOWN: ("发送结果未知", "Send unknown"),
    FindingKind.PHONE_TASK_OVERDUE: ("电话任务紧迫", "Phone task overdue"),
    FindingKind.INTERVIEW_STALLED: ("面试流程停滞", "Interview stalled"),
    FindingKind.WORKFLOW_PROBLEM: ("流程出错", "Workflow problem"),
    FindingKind.RECEIPTS_SILENT: ("没有送达回执", "No receipts"),
    FindingKind.PROVIDER_REFUSING: ("发送大量失败", "Many sends fail"),
    FindingKind.PUSH_REFUSED: ("考核推送被拒", "Push refused"),
    FindingKind.PUSH_BEHIND: ("考核推送滞后", "Push behind"),
    FindingKind.REQUEST_OVERDUE: ("候选人请求逾期", "Request overdue"),
}
COPY_PARTS = {
    "candidate": ("个人信息", "Who they are"),
    "interview": ("面试安排", "The appointment"),
    "messages": ("发给候选人的消息", "Messages sent to them"),
    "said": ("候选人在页面上的操作", "What they did on their page"),
    "cancellations": ("候选人的取消", "Their cancellations"),
    "survey": ("满意度问卷", "Survey answers"),
    "requests": ("候选人的申请", "What they asked for"),
}
COPY_FIELDS = {
    "id": ("编号", "Id"),
    "name": ("姓名", "Name"),
    "phone": ("手机号", "Phone"),
    "email": ("邮箱", "Email"),
    "locale": ("语言", "Language"),
    "position": ("岗位", "Position"),
    "source": ("来源", "Source"),
    "stage": ("阶段", "Stage"),
    "starts_at": ("面试时间", "Interview time"),
    "minutes": ("时长（分钟）", "Minutes"),
    "timezone": ("时区", "Time zone"),
    "join_url": ("面试链接", "Link to join"),
    "outcome": ("面试结果", "Outcome"),
    "created_at": ("建立时间", "Created"),
    "attempted_at": ("发送时间", "Sent"),
    "kind": ("类型", "Kind"),
    "channel": ("渠道", "Channel"),
    "state": ("状态", "State"),
    "subject": ("标题", "Subject"),
    "body": ("内容", "Text"),
    "received_at": ("时间", "Time"),
    "texts": ("填写内容", "What they wrote"),
    "cancelled_at": ("取消时间", "Cancelled"),
    "reason_code": ("原因代码", "Reason code"),
    "answered_at": ("提交时间", "Answered"),
    "timeliness": ("及时性评分", "Timeliness"),
    "handling": ("处理评分", "Handling"),
    "comment": ("意见", "Comment"),
    "at": ("申请时间", "Asked"),
    "note": ("答复", "Answer"),
}
