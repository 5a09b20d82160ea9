"""How the template pages word cases and placeholders: what each notice is about, and what a placeholder is filled with."""

from domain.template_fields import kind_of
from domain.terms import Locale
from domain.vocabulary import said
from web.console import policy_words

Pair = tuple[str, str]

VARIANTS: dict[str, Pair] = {
    "cancelled/candidate": ("候选人取消", "by the candidate"),
    "cancelled/company": ("企业取消", "by the company"),
    "cancelled/late": ("企业临时取消", "by the company, at short notice"),
    "moved/candidate": ("候选人申请", "asked for by the candidate"),
    "moved/company": ("企业调整", "by the company"),
    "moved/late": ("企业临时调整", "by the company, at short notice"),
    "options_offered/kept": ("原时间仍有效", "old time still holds"),
    "options_offered/freed": ("原时间已取消", "old time is gone"),
    "request_received/kept": ("原时间仍有效", "old time still holds"),
    "request_received/freed": ("原时间已取消", "old time is gone"),
    "request_declined/kept": ("原时间仍有效", "old time still holds"),
    "request_declined/freed": ("原时间已取消", "old time is gone"),
    "request_declined/withdrawn_kept": ("撤回可选时间，原时间有效", "offer withdrawn, old time holds"),
    "request_declined/withdrawn_freed": ("撤回可选时间，原时间已取消", "offer withdrawn, old time is gone"),
    "survey/cancelled": ("取消之后", "after a cancellation"),
    "survey/finished": ("面试之后", "after the interview"),
    "survey/unheld": ("面试未举行", "interview not held"),
    "survey/again": ("再次提醒", "asked again"),
    "candidate_confirmed/picked": ("选定可选时间", "picked an offered time"),
    "candidate_cancelled/company": ("企业取消", "by the company"),
    "candidate_cancelled/candidate": ("候选人取消", "by the candidate"),
}
PARTS: dict[str, Pair] = {
    "subject": ("邮件标题", "Mail subject"),
    "lead": ("开头", "Opening"),
    "rows": ("信息表", "Table"),
    "body": ("正文", "Paragraphs"),
    "button": ("按钮文字", "Button"),
    "sms": ("短信", "Text message"),
}
PLACEHOLDERS: dict[str, Pair] = {
    "Act": ("操作方式（句首）", "how to act (begins a sentence)"),
    "How": ("操作方式（句首）", "how to act (begins a sentence)"),
    "about": ("：岗位", ": position"),
    "act": ("点击链接或致电", "by link or by phone"),
    "ahead": ("提前时长", "the notice asked for"),
    "arrange": ("如何办理", "how to arrange it"),
    "ask": ("，咨询电话", ", number to call"),
    "call": ("致电招聘人员", "call the recruiter"),
    "candidate": ("候选人姓名", "candidate's name"),
    "contact": ("招聘人员及电话", "recruiter and phone"),
    "elsewhere": ("原因在系统查看的提示", "where to see the reason"),
    "form": ("面试形式", "format"),
    "from_old": ("由原定时间", "from the old time"),
    "hello": ("称呼您好", "greeting"),
    "how": ("请通过链接或联系招聘人员", "how to act"),
    "internal": ("内部原因（仅员工）", "internal reason (staff only)"),
    "join": ("面试链接", "interview link"),
    "late_note": ("临时取消的标注", "note on short notice"),
    "minutes": ("时长", "length"),
    "new": ("新的时间", "new time"),
    "next": ("下一步", "what comes next"),
    "next_button": ("下一步按钮", "button for what comes next"),
    "old": ("原定时间（已作废）", "old time (void)"),
    "options": ("可选时间列表", "list of times"),
    "original": ("原定时间", "original time"),
    "policy": ("提前告知的规定", "rule on notice"),
    "pos": ("岗位", "position"),
    "position": ("岗位名称", "position"),
    "post": ("公司及岗位", "company and position"),
    "read": ("请确认已知悉", "please confirm you have read it"),
    "reason": ("取消原因", "reason"),
    "recruiter": ("招聘人员", "recruiter"),
    "remark": ("备注（仅员工）", "remark (staff only)"),
    "short": ("简短时间", "time, short"),
    "sign": ("【签名】", "signature"),
    "sms_next": ("下一步（短信）", "what comes next (SMS)"),
    "standing": ("原时间是否有效", "whether the old time holds"),
    "tag": ("英文签名", "signature in English"),
    "tell": ("如何告知", "how to tell us"),
    "topic": ("：岗位，时间", ": position, time"),
    "when": ("面试时间", "time"),
    "where": ("面试方式或链接", "where, or the link"),
    "who": ("候选人某某", "the candidate"),
}


def case_name(case: str, locale: Locale) -> str:
    """What a case's notice is about."""
    kind = policy_words.headed(policy_words.kind_name(kind_of(case), locale))
    if case not in VARIANTS:
        return kind
    return f"{kind}{said(('：', ': '), locale)}{said(VARIANTS[case], locale)}"


def placeholder(name: str, locale: Locale) -> str:
    """What a placeholder stands for."""
    return said(PLACEHOLDERS[name], locale) if name in PLACEHOLDERS else name
