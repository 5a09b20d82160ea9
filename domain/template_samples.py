"""Facts by which a template is shown or tried: an interview's own where it has them, samples where it has none, the worst case."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from domain.catalogue import CATALOGUE, NextStep
from domain.clock import zone_of
from domain.template_fields import is_staff, kind_of, letter_names, names_in
from domain.terms import Locale, NoticeKind, Outcome
from domain.wording_facts import LINK, Draft, Facts

_REASON = CATALOGUE["E_REQ_CHANGED"]
_NEXT = {"next", "sms_next", "next_button"}
_OLD = {"old", "from_old"}
# The kinds that speak of a pending move; with any other it is over, and no times are on the table.
_PENDING = {
    NoticeKind.OPTIONS_OFFERED,
    NoticeKind.REQUEST_RECEIVED,
    NoticeKind.APPROVAL_WANTED,
    NoticeKind.APPROVAL_OVERDUE,
}


@dataclass(frozen=True)
class Person:
    """A candidate whom nobody has met."""

    locale: Locale
    name: str
    phone: str
    email: str
    position: str
    join_url: str = "https://meet.example.com/i/0001"


@dataclass(frozen=True)
class MadeUp:
    """An interview that nobody has, by the names of the database's columns."""

    starts_at: datetime
    minutes: int
    timezone: str
    candidate_phone: str
    candidate_email: str
    request: None = None


PERSONS = {
    Locale.ZH: Person(Locale.ZH, "王小明", "+8613900138001", "wangxiaoming@example.com", "后端开发工程师"),
    Locale.EN: Person(Locale.EN, "Anna Smith", "+12025550143", "anna.smith@example.com", "Backend engineer"),
}


def made_up(person: Person, at: datetime, zone: str) -> MadeUp:
    """An interview of this person in three days at ten. Raises: UnknownZone."""
    place = zone_of(zone)
    start = datetime.combine(at.astimezone(place).date() + timedelta(days=3), time(10), place)
    return MadeUp(start.astimezone(UTC), 45, zone, person.phone, person.email)


def in_case(case: str, facts: Facts) -> Facts:
    """The facts as they are when this case is the one that fits (domain.wording.case_of), whatever the interview's state."""
    kind, _, variant = case.partition("/")
    own = variant == "candidate" or (kind == "request_declined" and variant in ("kept", "freed"))
    outcome = {"finished": Outcome.COMPLETED, "unheld": Outcome.INTERVIEWER_NO_SHOW}.get(variant, "")
    before = facts.old_starts_at or facts.starts_at - timedelta(days=1)
    if kind == "candidate_confirmed":
        facts = replace(facts, old_starts_at=before if variant == "picked" else None)
    return replace(
        facts,
        by_candidate=own,
        late=variant == "late",
        old_time_stands=not variant.endswith("freed"),
        outcome=str(outcome),
        again=variant == "again",
        options=facts.options if kind in _PENDING else (),
        reason_internal=facts.reason_internal if is_staff(case) else "",
        remark=facts.remark if is_staff(case) else "",
        link="" if is_staff(case) else LINK,
    )


def completed(case: str, facts: Facts, draft: Draft, known: frozenset[str]) -> tuple[Facts, list[str]]:
    """The facts with samples for what this draft tells and the interview does not have, and the names of those samples.

    `known` may hold next_step: an empty one is then the interview's own.
    """
    named = letter_names(draft) | names_in(draft.subject, draft.sms)
    samples: dict[str, object] = {}
    if "reason" in named and not facts.reason_candidate:
        samples["reason_candidate"] = _REASON.candidate.of(facts.locale)
    if "internal" in named and not facts.reason_internal:
        samples["reason_internal"] = _REASON.internal.of(facts.locale)
    if named & _NEXT and "next_step" not in known:
        samples["next_step"] = str(NextStep.OFFER_RESCHEDULE)
    if named & _OLD and facts.old_starts_at is None:
        samples["old_starts_at"] = facts.starts_at - timedelta(days=1)
    if "options" in named and not facts.options and kind_of(case) in _PENDING:
        samples["options"] = (facts.starts_at + timedelta(days=1), facts.starts_at + timedelta(days=2))
    return replace(facts, **samples), list(samples)  # type: ignore[arg-type]


def worst(case: str, locale: Locale) -> Facts:
    """The longest names and the fullest facts that a notice of this case may have to tell."""
    start = datetime(2026, 11, 30, 2, tzinfo=UTC)
    facts = Facts(
        locale=locale,
        company="某" * 80,
        candidate_name="王" * 80,
        recruiter_name="李" * 80,
        recruiter_phone="+86 021-5000-0000 转 8000",
        position="岗" * 30,
        starts_at=start,
        timezone="America/New_York",
        organisation_timezone="Asia/Shanghai",
        minutes=480,
        join_url=f"https://meet.example.com/{'r' * 64}",
        sms_links=True,
        old_starts_at=start - timedelta(days=1),
        options=tuple(start + timedelta(days=n) for n in range(10)),
        next_step=str(NextStep.OFFER_RESCHEDULE),
        reason_candidate="因" * 100,
    )
    return in_case(case, facts)
