"""What a notice is made of: the facts it may tell, cleaned for its reader, and the shape of a draft and of a finished text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from domain.terms import Audience, Channel, Locale

NEXT_STEPS = ("offer_reschedule", "future_priority", "human_interview", "close", "")
# Stands for the reader's personal link until the notice is handed over, so that no token is stored with the text.
LINK = "{link}"
# Blanks, controls, zero-width and direction marks, tag characters and lone surrogates: none may steer a line, a header or a screen.
UNPRINTABLE = re.compile(
    "[\\s\x00-\x1f\x7f-\xa0\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]+"
)
PERSONAL_MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
NAME_LIMIT, SMS_NAME_LIMIT = 80, 24
POSITION_SMS_LIMIT = 30
REASON_LIMIT = 500
BRACES = str.maketrans("{}", "()")
# The signature's brackets and web addresses inside a name would make an operator refuse the text.
SMS_FORBIDDEN = re.compile(r"[【】]|(?:https?:)?//|(?<![a-z0-9])www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the texts of one interview may tell; instants are aware, hours are wall-clock hours before the start.

    `locale` is the reader's language. `link` is the candidate's page or the console (LINK: filled in later), `join_url` the room.
    `by_candidate` tells who cancelled or moved, `late` that it came inside the notice rule (R6), `outcome` what the survey is
    about (empty: a cancellation), `again` that it was asked before. `options` are times on offer or asked for; `old_time_stands`
    tells that `starts_at` holds while a request is open. `sms_links` allows links in an SMS (never to +86), `signature` is 【…】
    where the operator wants one; `also_emailed` tells that the same notice also goes by mail. `reason_candidate` is neutral;
    `reason_internal` and `remark` reach the recruiter's inbox only (PIPL art. 28).
    Raises ValueError for an unknown `next_step`.
    """

    locale: Locale
    company: str
    candidate_name: str
    position: str
    starts_at: datetime
    timezone: str
    organisation_timezone: str
    minutes: int = 0
    recruiter_name: str = ""
    recruiter_phone: str = ""
    link: str = ""
    join_url: str = ""
    sms_links: bool = False
    signature: str = ""
    also_emailed: bool = True
    old_starts_at: datetime | None = None
    old_time_stands: bool = True
    options: tuple[datetime, ...] = ()
    by_candidate: bool = False
    late: bool = False
    next_step: str = ""
    outcome: str = ""
    again: bool = False
    notice_hours_rule: int = 24
    reason_candidate: str = ""
    reason_internal: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        if self.next_step not in NEXT_STEPS:
            raise ValueError(f"next_step must be one of {', '.join(NEXT_STEPS[:-1])}, not {self.next_step!r}")


@dataclass(frozen=True, slots=True)
class Text:
    """One finished notice: `subject` is empty for SMS, `html` for SMS and inbox."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The wording of one case in one language; `{names}` are fields of the language, `rows` the table under the lead."""

    subject: str
    lead: str
    rows: tuple[str, ...]
    body: tuple[str, ...]
    button: str
    sms: str = ""


Drafts = Mapping[tuple[str, Locale], Draft]
"""An organisation's own wording by case and language; what is not in it is worded by ourselves."""
NO_DRAFTS: Drafts = MappingProxyType({})


def cleaned(facts: Facts, channel: Channel, audience: Audience) -> Facts:
    """The facts this reader may see on this channel: one-line values, safe links, no private reason where it must not go."""
    sms = channel in (Channel.SMS, Channel.PHONE)
    private = audience is not Audience.CANDIDATE and channel is Channel.INBOX
    limit = SMS_NAME_LIMIT if sms else NAME_LIMIT
    phone, position = _line(facts.recruiter_phone, limit, sms), _line(facts.position, NAME_LIMIT, sms)
    if channel is Channel.PHONE:
        facts = replace(facts, link="", sms_links=False, also_emailed=False)
    return replace(
        facts,
        company=_line(facts.company, limit, sms),
        candidate_name=_line(facts.candidate_name, limit, sms),
        recruiter_name=_line(facts.recruiter_name, limit, sms),
        position="" if sms and len(position) > POSITION_SMS_LIMIT else position,
        recruiter_phone="" if sms and _is_personal(phone) else phone,
        link=_web_address(facts.link),
        join_url=_web_address(facts.join_url),
        reason_candidate="" if sms else _line(facts.reason_candidate, REASON_LIMIT, sms),
        reason_internal=_line(facts.reason_internal, REASON_LIMIT, sms) if private else "",
        remark=_line(facts.remark, REASON_LIMIT, sms) if private else "",
    )


def _line(value: str, limit: int, sms: bool) -> str:
    line = UNPRINTABLE.sub(" ", SMS_FORBIDDEN.sub(" ", value) if sms else value).translate(BRACES)
    line = line.lstrip(" ,;:，；：、。").rstrip(" .,;:，；：、。")
    if len(line) <= limit:
        return line
    return line[:limit].rstrip() if sms else line[: limit - 1].rstrip() + "…"


def _is_personal(phone: str) -> bool:
    # Chinese operators refuse texts that give a personal mobile number; an office line may stand (guides: SMS rules).
    return PERSONAL_MOBILE.fullmatch(re.sub(r"[\s()-]", "", phone)) is not None


def _web_address(link: str) -> str:
    if link == LINK:
        return link
    if not link or UNPRINTABLE.search(link) or any(mark in link for mark in "<>\"'`{}\\"):
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.hostname else ""
