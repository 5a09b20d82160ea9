"""What notices to staff say in Chinese; the fields are in domain/wording_zh_fields.py."""

from domain.wording_facts import Draft

FILE = ("candidate", "position", "when")
FILE_BEFORE = ("candidate", "position", "original")

DRAFTS = {
    "candidate_confirmed": Draft(
        subject="{who}已确认参加面试{topic}",
        lead="{who}已确认按时参加面试。",
        rows=FILE,
        body=(),
        button="打开面试详情",
    ),
    "candidate_confirmed/picked": Draft(
        subject="{who}选定了新的面试时间{topic}",
        lead="{who}已从您提供的时间中选定新的面试时间，原定时间作废。是否参加，仍待{who}确认。",
        rows=("candidate", "position", "old", "new"),
        body=(),
        button="打开面试详情",
    ),
    "candidate_cancelled/company": Draft(
        subject="{who}的面试已由企业方取消{topic}",
        lead="以下面试已由企业方取消{late_note}，通知已发给候选人。",
        rows=(*FILE_BEFORE, "internal", "remark"),
        body=("{elsewhere}",),
        button="打开面试详情",
    ),
    "candidate_cancelled/candidate": Draft(
        subject="{who}取消了面试{topic}",
        lead="{who}取消了以下面试{late_note}。",
        rows=(*FILE_BEFORE, "internal", "remark"),
        body=("{elsewhere}", "{next}"),
        button="打开面试详情",
    ),
    "approval_wanted": Draft(
        subject="{who}申请改期，请处理{topic}",
        lead="{who}申请面试改期，请尽快同意或婉拒。{standing}",
        rows=(*FILE_BEFORE, "remark"),
        body=("{options}",),
        button="处理改期申请",
    ),
    "approval_overdue": Draft(
        subject="改期申请逾期未处理{topic}",
        lead="{who}的改期申请逾期未处理，对方仍在等待答复，请尽快同意或婉拒。{standing}",
        rows=(*FILE_BEFORE, "recruiter", "remark"),
        body=("{options}",),
        button="处理改期申请",
    ),
    "outcome_wanted": Draft(
        subject="请记录面试结果{topic}",
        lead="以下面试已过结束时间，请记录结果：已完成、候选人未到场，或面试官未到场。系统不会自动判定。",
        rows=(*FILE, "recruiter"),
        body=(),
        button="记录面试结果",
    ),
    "phone_wanted": Draft(
        subject="请电话通知{who}{topic}",
        lead="发给{who}的通知在所有渠道都未能送达，请尽快致电告知。电话任务中有号码、话术和截止时间；接手后，同事会看到由您跟进。",
        rows=FILE_BEFORE,
        body=(),
        button="打开电话任务",
    ),
    "may_be_coming": Draft(
        subject="【紧急】{who}可能已在路上{topic}",
        lead="以下安排已变动，但{who}至今没有收到通知，可能已在路上，请立即致电。",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="打开电话任务",
    ),
    "human_wanted": Draft(
        subject="{who}申请人工面试{topic}",
        lead="{who}申请由面试官人工面试代替AI面试（《个人信息保护法》第二十四条）。请在期限内安排或答复，候选人会在页面上看到结果。",
        rows=(*FILE, "recruiter"),
        body=("申请不影响原定时间：需要换时间时，请另行提供可选时间。办理期限见“候选人请求”。",),
        button="处理申请",
    ),
    "deletion_wanted": Draft(
        subject="{who}申请删除个人信息{topic}",
        lead="{who}申请删除本次面试中的个人信息（《个人信息保护法》第四十七条）。面试流程结束后即可办理，期限见“候选人请求”。",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="处理申请",
    ),
    "copy_wanted": Draft(
        subject="{who}申请查阅、复制个人信息{topic}",
        lead="{who}申请一份本次面试的个人信息副本（《个人信息保护法》第四十五条）。副本可在“候选人请求”中导出，发送前请核实对方身份。",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="处理申请",
    ),
    "reason_wanted": Draft(
        subject="请补充取消原因{topic}",
        lead="以下面试已取消，但还没有填写原因，请尽快补充。",
        rows=FILE_BEFORE,
        body=("原因须具体、真实，例如“该岗位招聘计划调整，面试取消”；“其他”“个人原因”等笼统表述不会被接受。",),
        button="补充取消原因",
    ),
}
