"""The values that fill the Chinese drafts: names, times, table rows and the sentences that depend on what comes next."""

from domain.clock import local_text, short_text
from domain.terms import Locale
from domain.wording_facts import Facts


def fields(facts: Facts, case: str) -> dict[str, str]:
    """The values of every field that a Chinese draft may name, for facts that are already cleaned."""
    zone, home = facts.timezone, facts.organisation_timezone
    short = short_text(facts.starts_at, zone, Locale.ZH, home)
    return {
        **_people(facts),
        **_table(facts),
        **_letter(facts, case, short),
        **_sms(facts, case),
        "short": short,
        "from_old": f"由{short_text(facts.old_starts_at, zone, Locale.ZH, home)}" if facts.old_starts_at else "",
    }


def _people(facts: Facts) -> dict[str, str]:
    name, company = facts.candidate_name, facts.company
    role = f"{facts.position.removesuffix('岗位')}岗位" if facts.position else "岗位"
    return {
        "greeting": f"{name}，您好！" if name else "您好！",
        "greeting_staff": f"{facts.recruiter_name}，您好！" if facts.recruiter_name else "您好！",
        "hello": f"{name}您好，" if name else "您好，",
        "who": f"候选人{name}",
        "sign": facts.signature or (f"【{company}】" if company else ""),
        "post": _joined(company, role) if company else role if facts.position else "我司岗位",
        "pos": role if facts.position else "",
        "contact": _contact(facts),
        "farewell": f"{company}招聘团队" if company else "招聘团队",
        "help": f"如有疑问，请联系{_contact(facts)}。",
        "automatic": "本邮件由系统自动发送，请勿直接回复。",
        "colon": "：",
    }


def _joined(company: str, role: str) -> str:
    gap = " " if company[-1].isascii() and role[0].isascii() else ""
    return f"{company}{gap}{role}"


def _contact(facts: Facts) -> str:
    return f"招聘人员{facts.recruiter_name}" + (f"（电话：{facts.recruiter_phone}）" if facts.recruiter_phone else "")


def _table(facts: Facts) -> dict[str, str]:
    when = local_text(facts.starts_at, facts.timezone, Locale.ZH)
    return {
        "candidate": facts.candidate_name,
        "position": facts.position,
        "when": when,
        "new": when,
        "original": when,
        "old": local_text(facts.old_starts_at, facts.timezone, Locale.ZH) if facts.old_starts_at else "",
        "minutes": f"{facts.minutes}分钟" if facts.minutes > 0 else "",
        "form": "AI云面试（线上）",
        "join": facts.join_url,
        "reason": facts.reason_candidate,
        "internal": facts.reason_internal,
        "remark": facts.remark,
        "recruiter": facts.recruiter_name,
    }


def _letter(facts: Facts, case: str, short: str) -> dict[str, str]:
    hours = facts.notice_hours_rule
    times = "\n".join(f"- {local_text(at, facts.timezone, Locale.ZH)}" for at in facts.options)
    asked = case.startswith(("request_received", "approval"))
    return {
        "topic": f"：{facts.position}，{short}" if facts.position else f"：{short}",
        "about": f"：{facts.position}" if facts.position else "",
        "how": _how(facts),
        "read": "请点击下方链接，确认您已知悉。" if facts.link else "",
        "policy": f"如需改期或取消，请至少提前{hours}小时告知；不足{hours}小时需要改期的，请直接联系招聘人员确认。"
        if hours > 0
        else "",
        "options": f"{'希望改至' if asked else '可选时间'}：\n{times}" if times else "",
        "next": _next(facts, case),
        "next_button": _next_button(facts, case),
        "late_note": "（距原定时间不足规定的提前时长）" if facts.late else "",
        "elsewhere": "" if facts.reason_internal or facts.remark else "取消原因请登录系统查看。",
        "standing": "处理之前，原定时间仍然有效。" if facts.old_time_stands else "原定时间已取消。",
    }


def _next(facts: Facts, case: str) -> str:
    if case == "candidate_cancelled":
        return STAFF_NEXT[facts.next_step]
    if facts.next_step == "offer_reschedule":
        return _reschedule(facts, case)
    if facts.next_step == "human_interview":
        return "我们将为您安排由面试官进行的人工面试，招聘人员会与您联系确定时间。"
    if case == "cancelled/late" or facts.next_step == "future_priority":
        return "后续如有合适的岗位，我们会优先考虑您。"
    return "感谢您对我们的关注，祝您一切顺利。"


def _next_button(facts: Facts, case: str) -> str:
    """One link serves both: that the news was read, where the company brings it, and another time, where there is one to choose."""
    offers = facts.next_step == "offer_reschedule"
    if case == "cancelled/candidate":
        return "选择新的面试时间" if offers else "查看详情"
    return "确认已知悉，或另选时间" if offers else "确认已知悉"


STAFF_NEXT = {
    "offer_reschedule": "已邀请候选人另选时间，选定后会请您确认。",
    "future_priority": "该时段已空出；候选人愿意考虑后续岗位。",
    "human_interview": "候选人希望改为人工面试，请与其联系安排。",
    "close": "该时段已空出，本次面试不再跟进。",
    "": "该时段已空出。",
}


def _reschedule(facts: Facts, case: str) -> str:
    if case == "cancelled/candidate":
        return f"如您仍希望参加面试，{_how(facts)}重新预约，经招聘人员确认后生效。"
    if facts.link:
        return "若需改期，请通过下方链接选择新的时间，或联系招聘人员。"
    return f"若需改期，请联系{_contact(facts)}。"


def _how(facts: Facts) -> str:
    return "请通过下方链接" if facts.link else f"请联系{_contact(facts)}"


def _sms(facts: Facts, case: str) -> dict[str, str]:
    phone, by_link = facts.recruiter_phone, facts.link and facts.sms_links
    call = f"致电{phone}" if phone else "联系招聘人员"
    act = f"点击 {facts.link} " if by_link else _by_mail(facts) or call
    join = f"，面试链接 {facts.join_url} " if facts.join_url and facts.sms_links else ""
    return {
        "act": act,
        "tell": call if act == call else f"{act}告知",
        "arrange": f"{act}办理" if by_link else act,
        "call": call,
        "ask": f"，咨询{phone}" if phone else "",
        "ahead": f"提前{facts.notice_hours_rule}小时" if facts.notice_hours_rule > 0 else "",
        "where": join or ("，详见邮件" if facts.also_emailed else "（线上）"),
        "sms_next": _sms_next(facts, case, call if act == call else f"{act}选择时间"),
    }


def _by_mail(facts: Facts) -> str:
    """The mail is not to be replied to: what works is the link in it."""
    return "点击邮件链接" if facts.also_emailed and facts.link else ""


def _sms_next(facts: Facts, case: str, choose: str) -> str:
    if facts.next_step == "offer_reschedule":
        contact = f"若需改期，请联系招聘人员{facts.recruiter_phone}"
        return contact if case == "cancelled/company" else f"如需改期，请{choose}"
    if facts.next_step == "human_interview":
        return "招聘人员将联系您安排人工面试"
    if case == "cancelled/late" or facts.next_step == "future_priority":
        return "后续如有合适岗位，将优先考虑您"
    return "感谢关注，祝一切顺利"
