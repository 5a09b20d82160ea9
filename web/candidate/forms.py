"""From the candidate's form to a command and the free text kept beside it; what is wrong is named by field and rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.links import Linked
from domain.clock import AmbiguousTime, ClockError, NonexistentTime, to_instant
from domain.commands import Acknowledge, AnswerSurvey, Ask, Cancel, Confirm
from domain.reasons import Verdict, check
from domain.terms import CANDIDATE, Audience, Locale, Party
from web.candidate.free_times import FreeTimes
from web.candidate.moments import lines
from web.candidate.receiving import showable
from web.candidate.words import WORDS, bad

REASONS = (
    "C_ILLNESS",
    "C_FAMILY",
    "C_SCHEDULE",
    "C_TECH",
    "C_AI_DECLINED",
    "C_OTHER_OFFER",
    "C_NOT_INTERESTED",
)
NAMES = (
    "action",
    "reason_code",
    "reason_detail",
    "starts_at",
    "date",
    "time",
    "timeliness",
    "handling",
    "comment",
)
LONGEST = 2000
ANY_TIME, FREE_TIME = "any", "free"

Wish = Confirm | Cancel | Ask | AnswerSurvey | Acknowledge
Fields = dict[str, str]


@dataclass(frozen=True)
class Wrong:
    """One field that will not do: the rule, its sentence, and a better text where there is one."""

    field: str
    rule: str
    detail: str
    suggestion: str | None = None


class Rejected(Exception):
    """A form with fields that will not do."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(", ".join(f"{item.field}: {item.rule}" for item in wrong))
        self.wrong = wrong


@dataclass(frozen=True)
class Order:
    """What the candidate wants, with the free text that must not travel through Temporal."""

    command: Wish
    texts: dict[str, str]


def order(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    """The form's command under this id. Raises: Rejected."""
    _check_texts(fields, locale)
    read = _ACTIONS.get(fields.get("action", ""))
    if read is None:
        raise _rejected("action", "unknown-action", locale)
    return read(fields, id, seen, locale)


def check_hours(order: Order, fields: Fields, options: tuple[datetime, ...], free: FreeTimes, locale: Locale) -> None:
    """A freely picked time must lie within working hours; the recruiter's own options need not. Raises: Rejected.

    What is past or too far ahead is for the flow to refuse.
    """
    wish = order.command
    if not isinstance(wish, Ask) or wish.starts_at is None or wish.starts_at in options:
        return
    if not free.now < wish.starts_at < free.until or free.fits(wish.starts_at):
        return
    field = "starts_at" if fields.get("starts_at", "") not in ("", FREE_TIME) else "time"
    nearest = lines(free.next(wish.starts_at), free.timezone, locale)
    rule = "outside-working-hours"
    raise Rejected(Wrong(field, rule, bad(rule, locale, hours=free.work, nearest=nearest)))


def _confirm(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    return Order(Confirm(id, CANDIDATE, Audience.CANDIDATE, revision=seen.link_revision), {})


def _acknowledge(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    return Order(Acknowledge(id, CANDIDATE, Audience.CANDIDATE, revision=seen.link_revision), {})


def _cancel(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    """A chosen reason is enough (R7); a text of one's own must be specific, with or without a choice."""
    code, detail = fields.get("reason_code", "") or None, fields.get("reason_detail", "").strip()
    if code is not None and code not in REASONS:
        raise _rejected("reason_code", "reason-unknown-code", locale)
    if code is None and not detail:
        raise _rejected("reason_code", "reason-required", locale)
    if detail:
        code = _specific(check(detail, Party.CANDIDATE, code, locale), locale)
    assert code is not None
    texts = {"reason_detail": detail} if detail else {}
    return Order(Cancel(id, CANDIDATE, Audience.CANDIDATE, Party.CANDIDATE, code, revision=seen.link_revision), texts)


def _specific(verdict: Verdict, locale: Locale) -> str:
    if verdict.acceptable and verdict.code is not None:
        return verdict.code
    rule = f"reason-{(verdict.rule or 'vague').replace('_', '-')}"
    advice = WORDS[locale]["advice"]
    raise Rejected(Wrong("reason_detail", rule, bad(rule, locale), advice))


def _reschedule(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    """An offered or free time, or `any`: the recruiter is asked to suggest some (R8)."""
    chosen = fields.get("starts_at", "").strip()
    if chosen == ANY_TIME:
        return _asked(id, seen, None)
    if chosen not in ("", FREE_TIME):
        return _asked(id, seen, _instant("starts_at", _plus(chosen), seen, locale))
    day, clock = fields.get("date", "").strip(), fields.get("time", "").strip()
    if not day and not clock:
        raise _rejected("date" if chosen else "starts_at", "time-required", locale)
    if not (day and clock):
        raise _rejected("time" if day else "date", "time-required", locale)
    return _asked(id, seen, _instant("time", f"{day} {clock}", seen, locale))


def _asked(id: str, seen: Linked, starts_at: datetime | None) -> Order:
    return Order(Ask(id, CANDIDATE, starts_at, seen.link_revision), {})


def _instant(field: str, text: str, seen: Linked, locale: Locale) -> datetime:
    try:
        return to_instant(text, seen.timezone)
    except NonexistentTime:
        raise _rejected(field, "time-nonexistent", locale) from None
    except AmbiguousTime:
        raise _rejected(field, "time-ambiguous", locale) from None
    except ClockError:
        raise _rejected(field, "time-unreadable", locale) from None


def _plus(text: str) -> str:
    """A form decodes an unescaped `+` as a blank: `…T10:00 08:00` was meant as `…T10:00+08:00`."""
    return re.sub(r"(?<=\dT)(\S+) (?=\d\d:?\d\d$)", r"\1+", text)


def _survey(fields: Fields, id: str, seen: Linked, locale: Locale) -> Order:
    names = ("timeliness", "handling")
    missing = [name for name in names if fields.get(name) not in set("12345")]
    wrong = [Wrong(name, "score-required", bad(f"score-required.{name}", locale)) for name in missing]
    if wrong:
        raise Rejected(*wrong)
    timeliness, handling = (int(fields[name]) for name in names)
    answer = AnswerSurvey(id, CANDIDATE, Audience.CANDIDATE, timeliness, handling)
    return Order(answer, {"comment": fields.get("comment", "").strip()})


def _check_texts(fields: Fields, locale: Locale) -> None:
    hidden = [_wrong(name, "unprintable", locale) for name, value in fields.items() if not showable(value)]
    long = [_wrong(name, "too-long", locale) for name, value in fields.items() if len(value) > LONGEST]
    if hidden or long:
        raise Rejected(*hidden, *long)


def _wrong(field: str, rule: str, locale: Locale) -> Wrong:
    return Wrong(field, rule, bad(rule, locale, most=LONGEST))


def _rejected(field: str, rule: str, locale: Locale) -> Rejected:
    return Rejected(_wrong(field, rule, locale))


_ACTIONS: dict[str, Callable[[Fields, str, Linked, Locale], Order]] = {
    "confirm": _confirm,
    "acknowledge": _acknowledge,
    "cancel": _cancel,
    "reschedule": _reschedule,
    "survey": _survey,
}
