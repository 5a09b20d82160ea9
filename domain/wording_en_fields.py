"""The values that fill the English drafts: names, times, table rows and the sentences that depend on what comes next."""

from domain.clock import local_text, short_text
from domain.terms import Locale
from domain.wording_facts import Facts

STAFF_NEXT = {
    "offer_reschedule": "The candidate was invited to choose another time; you will be asked to confirm it.",
    "future_priority": "The slot is free; the candidate is open to later positions.",
    "human_interview": "The candidate prefers an interview with a person; please contact them to arrange it.",
    "close": "The slot is free; this interview needs nothing more.",
    "": "The slot is free.",
}


def fields(facts: Facts, case: str) -> dict[str, str]:
    """The values of every field that an English draft may name, for facts that are already cleaned."""
    zone, home = facts.timezone, facts.organisation_timezone
    short = short_text(facts.starts_at, zone, Locale.EN, home)
    return {
        **_people(facts),
        **_table(facts),
        **_letter(facts, case, short),
        **_sms(facts, case),
        "short": short,
        "from_old": f" from {short_text(facts.old_starts_at, zone, Locale.EN, home)}" if facts.old_starts_at else "",
    }


def _people(facts: Facts) -> dict[str, str]:
    name, company = facts.candidate_name, facts.company
    role = f"the {facts.position} position" if facts.position else "a position"
    return {
        "greeting": f"Dear {name}," if name else "Hello,",
        "greeting_staff": f"Dear {facts.recruiter_name}," if facts.recruiter_name else "Hello,",
        "hello": f"Hi {name}, " if name else "Hello, ",
        "who": name or "The candidate",
        "sign": facts.signature or (f"{company}: " if company else ""),
        "tag": f"[{company}] " if company else "",
        "post": f"{role} at {company}" if company else f"{role} with us",
        "pos": f" for {facts.position}" if facts.position else "",
        "contact": _contact(facts),
        "farewell": f"The {company} recruiting team" if company else "The recruiting team",
        "help": f"If you have any questions, please contact {_contact(facts)}.",
        "automatic": "This message was sent automatically; please do not reply to it.",
        "colon": ": ",
    }


def _contact(facts: Facts) -> str:
    who = f"your recruiter {facts.recruiter_name}" if facts.recruiter_name else "your recruiter"
    return f"{who} (tel. {facts.recruiter_phone})" if facts.recruiter_phone else who


def _table(facts: Facts) -> dict[str, str]:
    when = local_text(facts.starts_at, facts.timezone, Locale.EN)
    return {
        "candidate": facts.candidate_name,
        "position": facts.position,
        "when": when,
        "new": when,
        "original": when,
        "old": local_text(facts.old_starts_at, facts.timezone, Locale.EN) if facts.old_starts_at else "",
        "minutes": f"{facts.minutes} minutes" if facts.minutes > 0 else "",
        "form": "AI cloud interview (online)",
        "join": facts.join_url,
        "reason": facts.reason_candidate,
        "internal": facts.reason_internal,
        "remark": facts.remark,
        "recruiter": facts.recruiter_name,
    }


def _letter(facts: Facts, case: str, short: str) -> dict[str, str]:
    times = "\n".join(f"- {local_text(at, facts.timezone, Locale.EN)}" for at in facts.options)
    asked = case.startswith(("request_received", "approval"))
    how = _how(facts)
    return {
        "topic": f": {facts.position}, {short}" if facts.position else f": {short}",
        "about": f" ({facts.position})" if facts.position else "",
        "how": how,
        "How": how[0].upper() + how[1:],
        "read": "Please open the link below to let us know that you have read this." if facts.link else "",
        "policy": _policy(facts.notice_hours_rule),
        "options": f"{'Requested' if asked else 'Available'} times:\n{times}" if times else "",
        "next": _next(facts, case),
        "next_button": _next_button(facts, case),
        "late_note": " (later than the notice rule allows)" if facts.late else "",
        "elsewhere": "" if facts.reason_internal or facts.remark else "Please sign in to see the reason.",
        "standing": "Until you answer, the original time stands."
        if facts.old_time_stands
        else "The original time is cancelled.",
    }


def _next_button(facts: Facts, case: str) -> str:
    """One link serves both: that the news was read, where the company brings it, and another time, where there is one to choose."""
    offers = facts.next_step == "offer_reschedule"
    if case == "cancelled/candidate":
        return "Choose a new time" if offers else "See details"
    return "Confirm that you have read this, or choose a new time" if offers else "Confirm that you have read this"


def _how(facts: Facts) -> str:
    return "please use the link below" if facts.link else f"please contact {_contact(facts)}"


def _policy(rule: int) -> str:
    if rule <= 0:
        return ""
    hours = _hours(rule)
    return (
        f"If you need another time or have to cancel, please tell us at least {hours} before; "
        f"to move the interview less than {hours} before, please contact your recruiter directly."
    )


def _hours(rule: int) -> str:
    return "1 hour" if rule == 1 else f"{rule} hours"


def _next(facts: Facts, case: str) -> str:
    if case == "candidate_cancelled":
        return STAFF_NEXT[facts.next_step]
    if facts.next_step == "offer_reschedule":
        return _reschedule(facts, case)
    if facts.next_step == "human_interview":
        return "We will arrange an interview with a person for you; your recruiter will contact you about the time."
    if case == "cancelled/late" or facts.next_step == "future_priority":
        return "When a suitable position opens, we will consider you first."
    return "Thank you for your interest in us. We wish you all the best."


def _reschedule(facts: Facts, case: str) -> str:
    if case == "cancelled/candidate":
        return (
            f"If you would still like to take part, {_how(facts)} to book again; the recruiter then confirms the time."
        )
    if facts.link:
        return "If you would like another time, please choose one through the link below or contact your recruiter."
    return f"If you would like another time, please contact {_contact(facts)}."


def _sms(facts: Facts, case: str) -> dict[str, str]:
    phone, by_link = facts.recruiter_phone, facts.link and facts.sms_links
    call = f"call {phone}" if phone else "contact your recruiter"
    act = f"use {facts.link}" if by_link else _by_mail(facts) or call
    join = f", link: {facts.join_url}" if facts.join_url and facts.sms_links else ""
    return {
        "act": act,
        "Act": act[0].upper() + act[1:],
        "call": call,
        "ask": f". Questions: {phone}" if phone else "",
        "ahead": f" {facts.notice_hours_rule}h ahead" if facts.notice_hours_rule > 0 else "",
        "where": join or (", see our email" if facts.also_emailed else ", online"),
        "sms_next": _sms_next(facts, case, act),
    }


def _by_mail(facts: Facts) -> str:
    """The mail is not to be replied to: what works is the link in it."""
    return "use the email link" if facts.also_emailed and facts.link else ""


def _sms_next(facts: Facts, case: str, act: str) -> str:
    if facts.next_step == "offer_reschedule":
        phone = f" {facts.recruiter_phone}" if facts.recruiter_phone else ""
        contact = f"contact your recruiter{phone}" if case == "cancelled/company" else act
        return f"For another time, please {contact}"
    if facts.next_step == "human_interview":
        return "We will arrange an interview with a person"
    if case == "cancelled/late" or facts.next_step == "future_priority":
        return "We will consider you first for suitable openings"
    return "We wish you all the best"
