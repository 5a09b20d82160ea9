"""What notices say: picks the case, the language and the channel of a notice and renders its text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from domain import (
    wording_en,
    wording_en_fields,
    wording_en_staff,
    wording_zh,
    wording_zh_fields,
    wording_zh_staff,
)
from domain.terms import Audience, Channel, Locale, NoticeKind, Outcome
from domain.wording_facts import LINK, NEXT_STEPS, NO_DRAFTS, Draft, Drafts, Facts, Text, cleaned
from domain.wording_mail import composed, page, plain
from domain.wording_sms import shortest, sms_parts

__all__ = ["LINK", "NEXT_STEPS", "Facts", "Text", "case_of", "channels_of", "render", "sms_parts"]

STAFF_KINDS = frozenset(
    {
        NoticeKind.CANDIDATE_CONFIRMED,
        NoticeKind.CANDIDATE_CANCELLED,
        NoticeKind.APPROVAL_WANTED,
        NoticeKind.APPROVAL_OVERDUE,
        NoticeKind.OUTCOME_WANTED,
        NoticeKind.REASON_WANTED,
        NoticeKind.PHONE_WANTED,
        NoticeKind.MAY_BE_COMING,
        NoticeKind.HUMAN_WANTED,
        NoticeKind.DELETION_WANTED,
        NoticeKind.COPY_WANTED,
    }
)
OPEN_REQUEST_KINDS = frozenset({NoticeKind.OPTIONS_OFFERED, NoticeKind.REQUEST_RECEIVED, NoticeKind.REQUEST_DECLINED})
FRAMES = {
    Audience.CANDIDATE: (("greeting",), ("help", "farewell", "automatic")),
    Audience.RECRUITER: (("greeting_staff",), ("automatic",)),
}
SPOKEN: dict[Locale, Callable[[Facts], str]] = {
    Locale.ZH: lambda facts: f"{facts.candidate_name}您好，这里是{facts.company}。",
    Locale.EN: lambda facts: f"Hello {facts.candidate_name}, this is {facts.company}: ",
}
# What a text message goes without when that saves a part: the position is worth less than the office line.
SPARED = ((), ("pos",), ("ask",), ("pos", "ask"))


@dataclass(frozen=True, slots=True)
class Language:
    """One language's drafts by case, its row labels and the function that fills their fields."""

    drafts: Mapping[str, Draft]
    labels: Mapping[str, str]
    fields: Callable[[Facts, str], dict[str, str]]


LANGUAGES = {
    Locale.ZH: Language(wording_zh.DRAFTS | wording_zh_staff.DRAFTS, wording_zh.LABELS, wording_zh_fields.fields),
    Locale.EN: Language(wording_en.DRAFTS | wording_en_staff.DRAFTS, wording_en.LABELS, wording_en_fields.fields),
}


def channels_of(kind: NoticeKind) -> tuple[Channel, ...]:
    """The channels a notice of this kind can be written for: recruiters get no SMS and are not called."""
    return (Channel.INBOX, Channel.EMAIL) if kind in STAFF_KINDS else tuple(Channel)


def render(kind: NoticeKind, channel: Channel, facts: Facts, drafts: Drafts = NO_DRAFTS) -> Text:
    """The text of one notice for one channel (R3, R6, R8, R12, R16); an organisation's own `drafts` win over ours.

    The drafts must have passed domain.templates: they are filled in unchecked.
    Raises ValueError for a channel that the kind is not written for, an unknown zone or a naive instant.
    """
    if channel not in channels_of(kind):
        raise ValueError(f"a notice of kind {kind.value} is not written for {channel.value}")
    audience = Audience.RECRUITER if kind in STAFF_KINDS else Audience.CANDIDATE
    seen = cleaned(facts, channel, audience)
    language, case = LANGUAGES[seen.locale], case_of(kind, seen)
    draft, values = drafts.get((case, seen.locale)) or language.drafts[case], language.fields(seen, case)
    if channel is Channel.PHONE:
        # Read out by the recruiter: what a text message says, with who is calling in place of the operator's signature.
        spoken = values | {"sign": "", "hello": SPOKEN[seen.locale](seen)}
        return Text("", next(_wordings(draft.sms, spoken, seen.recruiter_phone)), "")
    if channel is Channel.SMS:
        return Text("", shortest(_wordings(draft.sms, values, seen.recruiter_phone)), "")
    subject = draft.subject.format_map(values)
    frame = FRAMES[audience] if channel is Channel.EMAIL else ((), ())
    letter = composed(draft, values, language.labels, seen.link, *frame)
    return Text(subject, plain(letter), page(letter, subject, seen.locale) if channel is Channel.EMAIL else "")


def case_of(kind: NoticeKind, facts: Facts) -> str:
    """Which draft of a kind fits: who caused it, whether late (R6), whether the old time stands, what the survey is about."""
    if kind in (NoticeKind.CANCELLED, NoticeKind.MOVED):
        return f"{kind.value}/{'candidate' if facts.by_candidate else 'late' if facts.late else 'company'}"
    if kind is NoticeKind.CANDIDATE_CONFIRMED and facts.old_starts_at is not None:
        # One of the times on offer: it holds, and whether they come is still to be confirmed.
        return f"{kind.value}/picked"
    if kind is NoticeKind.CANDIDATE_CANCELLED:
        return f"{kind.value}/{'candidate' if facts.by_candidate else 'company'}"
    if kind is NoticeKind.REQUEST_DECLINED and not facts.by_candidate:
        return f"{kind.value}/withdrawn_{'kept' if facts.old_time_stands else 'freed'}"
    if kind in OPEN_REQUEST_KINDS:
        return f"{kind.value}/{'kept' if facts.old_time_stands else 'freed'}"
    if kind is NoticeKind.SURVEY:
        if facts.again:
            return f"{kind.value}/again"
        held = facts.outcome == Outcome.COMPLETED
        return f"{kind.value}/{'finished' if held else 'unheld' if facts.outcome else 'cancelled'}"
    return kind.value


def _wordings(sms: str, values: dict[str, str], phone: str) -> Iterator[str]:
    """The message in full, then without what it can best spare; the office line is never given twice."""
    for spared in SPARED:
        kept = values | dict.fromkeys(spared, "")
        bare = sms.format_map(kept | {"ask": ""})
        yield bare if phone and phone in bare else sms.format_map(kept)
