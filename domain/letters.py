"""From a planned notice to the text it will carry: who reads it, in which language, with which facts."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.catalogue import CATALOGUE
from domain.change import Change, Planned
from domain.channel_profiles import ChannelProfiles
from domain.policy import Policy
from domain.sms_form import formed
from domain.terms import Audience, Channel, Locale, Party
from domain.wording import render
from domain.wording_facts import LINK, Drafts, Facts, Text


@dataclass(frozen=True)
class Addressees:
    """The people and places around one interview, as the texts need them; `drafts` is their organisation's own wording,
    `profiles` its channel rules."""

    candidate_name: str
    candidate_phone: str
    candidate_email: str
    candidate_locale: Locale
    recruiter: str
    recruiter_name: str
    recruiter_name_en: str
    recruiter_locale: Locale
    company: str
    company_en: str
    company_phone: str
    position: str
    join_url: str
    created_at: datetime
    drafts: Drafts = field(default_factory=dict)
    profiles: ChannelProfiles | None = None


@dataclass(frozen=True)
class Letter:
    """One notice with its text; `{link}` stands for the candidate's link, filled in as it is handed to the provider."""

    notice: Planned
    recipient: str | None
    locale: Locale
    text: Text


def letters(change: Change, people: Addressees, reason_detail: str = "", remark: str = "") -> list[Letter]:
    """The texts of every notice a change sends; the same code serves the preview (dry_run) and the sending.

    reason_detail and remark reach staff only (PIPL art. 28): candidates read the catalogue's neutral wording.
    """
    return [letter(change, notice, people, reason_detail, remark) for notice in change.notices]


def letter(change: Change, notice: Planned, people: Addressees, reason_detail: str = "", remark: str = "") -> Letter:
    """The text of one of the notices that a change sends, as `letters` has it."""
    locale = locale_of(change, notice, people)
    plain = _facts(change, notice, people, locale, reason_detail, remark)
    facts = formed(plain, notice.channel, people.profiles, people.candidate_phone)
    skipped = notice.skipped is not None
    text = Text("", "", "") if skipped else render(notice.kind, notice.channel, facts, people.drafts)
    recipient = people.recruiter if notice.audience is Audience.RECRUITER else None
    return Letter(notice, recipient, locale, text)


def locale_of(change: Change, notice: Planned, people: Addressees) -> Locale:
    """The language that a notice's reader wants."""
    if notice.audience is Audience.CANDIDATE:
        return people.candidate_locale
    return people.recruiter_locale if notice.audience is Audience.RECRUITER else change.state.policy.locale


def plain_facts(
    people: Addressees, locale: Locale, policy: Policy, starts_at: datetime, minutes: int, timezone: str
) -> Facts:
    """What every text of an interview may tell: who, what, when and where, in the reader's language."""
    zh = locale is Locale.ZH
    return Facts(
        locale=locale,
        company=people.company if zh else people.company_en,
        candidate_name=people.candidate_name,
        recruiter_name=people.recruiter_name if zh else people.recruiter_name_en,
        recruiter_phone=people.company_phone,
        position=people.position,
        starts_at=starts_at,
        minutes=minutes,
        timezone=timezone,
        organisation_timezone=policy.timezone,
        join_url=people.join_url,
        notice_hours_rule=policy.notice_hours,
    )


def _facts(change: Change, notice: Planned, people: Addressees, locale: Locale, detail: str, remark: str) -> Facts:
    state, cancellation = change.state, change.state.cancellation
    wording = CATALOGUE[cancellation.code] if cancellation is not None else None
    staff = notice.audience is not Audience.CANDIDATE
    mainland = people.candidate_phone.startswith("+86")
    return replace(
        plain_facts(people, locale, state.policy, state.starts_at, state.minutes, state.timezone),
        link="" if staff else LINK,
        sms_links=not mainland and notice.channel is Channel.SMS,
        old_starts_at=change.old_starts_at,
        reason_candidate=wording.candidate.of(locale) if wording is not None else "",
        reason_internal=(detail or (wording.internal.of(locale) if wording is not None else "")) if staff else "",
        late=_late(change),
        by_candidate=_by_candidate(change),
        old_time_stands=state.live,
        also_emailed=_also_emailed(change),
        next_step=cancellation.next_step if cancellation is not None else "",
        options=_options(change),
        remark=remark if staff else "",
        outcome=str(state.outcome or ""),
        again=notice.step == "survey_reminder",
    )


def _by_candidate(change: Change) -> bool:
    cancellation = change.state.cancellation
    if change.action in ("declined", "request_lapsed", "offer_withdrawn"):
        return change.action != "offer_withdrawn"
    if cancellation is not None:
        return cancellation.party is Party.CANDIDATE
    return any(fact.kind == "moved" and fact.party is Party.CANDIDATE for fact in change.facts)


def _late(change: Change) -> bool:
    cancellation = change.state.cancellation
    if cancellation is not None:
        return cancellation.late
    return any(fact.kind == "moved" and bool(fact.late) for fact in change.facts)


def _also_emailed(change: Change) -> bool:
    mine = (n for n in change.notices if n.audience is Audience.CANDIDATE and n.skipped is None)
    return any(n.channel is Channel.EMAIL for n in mine)


def _options(change: Change) -> tuple[datetime, ...]:
    request = change.state.request
    if request is None:
        return ()
    if request.picked is not None:
        return (request.picked,)
    return tuple(request.options) if request.by is Audience.RECRUITER else ()
