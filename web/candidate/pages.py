"""Renders the candidate's pages: templates, what they are given, and the headers that every answer of a link carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from db.holdings import Holdings
from db.links import Linked
from domain.catalogue import CATALOGUE
from domain.clock import day_text, zone_name
from domain.labels import mask_email, mask_name, mask_number
from domain.requests import RequestKind, RequestState
from domain.terms import Channel, Locale
from web.candidate.forms import NAMES, REASONS, Wrong
from web.candidate.free_times import FreeTimes
from web.candidate.moments import line, moment
from web.candidate.receiving import NoPage, shown
from web.candidate.situation import Situation
from web.candidate.words import SHORT, WORDS

WEB = Path(__file__).parent.parent
STATIC = WEB / "static"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept",
}

_templates = Environment(
    loader=FileSystemLoader(WEB / "templates" / "candidate"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# The stylesheet's own name changes with its content, so that no browser shows an old look.
_templates.globals["style"] = (
    f"/static/candidate.css?v={sha256((STATIC / 'candidate.css').read_bytes()).hexdigest()[:10]}"
)

_STOPS = ("stopped", "resumed")
_REQUESTED = {
    "person_asked": (RequestKind.HUMAN_INTERVIEW, RequestState.OPEN),
    "person_withdrawn": (RequestKind.HUMAN_INTERVIEW, RequestState.WITHDRAWN),
    "deletion_asked": (RequestKind.DELETION, RequestState.OPEN),
    "deletion_withdrawn": (RequestKind.DELETION, RequestState.WITHDRAWN),
    "copy_asked": (RequestKind.COPY, RequestState.OPEN),
    "copy_withdrawn": (RequestKind.COPY, RequestState.WITHDRAWN),
}
_CONSISTENT = {
    "confirmed": ("confirmed",),
    "already_confirmed": ("confirmed",),
    "cancelled": ("cancelled_by_you",),
    "already_cancelled": ("cancelled_by_you", "cancelled", "cancelled_late"),
    "requested": ("picked", "asked"),
    "moved": ("invited",),
}


@dataclass(frozen=True)
class Opened:
    """A page about to be shown: the situation, its language, the times that may be picked freely, the latest request of each kind,
    and the token of its link."""

    now: Situation
    locale: Locale
    free: FreeTimes
    requests: Mapping[RequestKind, Any]
    token: str

    def may_ask(self, kind: RequestKind) -> bool:
        """Whether the same is not asked for already, nor done."""
        last = self.requests.get(kind)
        return last is None or last.state in (RequestState.DECLINED, RequestState.WITHDRAWN)


class Contact(NamedTuple):
    """Whom to turn to when a link opens nothing any more."""

    company: str
    phone: str


@dataclass(frozen=True)
class Filled:
    """What a form held when it came back: its values, what is wrong with them, its id, and a word for the whole of it."""

    form: str
    values: Mapping[str, str]
    wrong: Sequence[Wrong] = ()
    refusal: str = ""


def interview(opened: Opened, done: str = "", filled: Filled | None = None, status: int = 200) -> HTMLResponse:
    """The page of one interview; `done` is the result code that a form's redirect brought along."""
    now, locale, seen = opened.now, opened.locale, opened.now.seen
    words = WORDS[locale]
    html = _templates.get_template("interview.html").render(
        **_frame(opened),
        **_form(filled),
        now=now,
        done=words[f"done.{done}"] if told(now, done) or _asked(opened, done) else "",
        reasons=REASONS,
        reason=CATALOGUE[seen.reason_code].candidate.of(locale) if seen.reason_code else "",
        days=[(day.isoformat(), day_text(day, locale)) for day in _days(opened)],
        hours=[(hour, hour) for hour in opened.free.hours()],
        working_hours=str(opened.free.work),
        zone=zone_name(seen.timezone, locale),
        person=opened.requests.get(RequestKind.HUMAN_INTERVIEW),
        may_ask_person=now.human and opened.may_ask(RequestKind.HUMAN_INTERVIEW),
    )
    return HTMLResponse(html, status)


def _days(opened: Opened) -> Sequence[date]:
    return opened.free.days() if "reschedule" in opened.now.may else ()


def survey(opened: Opened, done: str = "", filled: Filled | None = None, status: int = 200) -> HTMLResponse:
    """The page of a link that is for the survey alone: the questions, or thanks."""
    may = "survey" in opened.now.may
    html = _templates.get_template("survey_page.html").render(
        **_frame(opened), **_form(filled), now=opened.now, may=may, done=""
    )
    return HTMLResponse(html, status)


def messages(opened: Opened, channels: Mapping[Channel, bool], done: str, home: bool) -> HTMLResponse:
    """The page on which a candidate stops messages: whether each channel that reaches them is stopped; `home` when the link opens
    more than this page."""
    words = WORDS[opened.locale]
    html = _templates.get_template("messages.html").render(
        **_frame(opened),
        done=words[f"stop_done.{done}"] if done in _STOPS and (done == "stopped") in channels.values() else "",
        channels={str(channel): stopped for channel, stopped in channels.items()},
        called=opened.now.seen.mobile is not None,
        home=home,
    )
    return HTMLResponse(html)


def privacy(opened: Opened, kept: Holdings, done: str) -> HTMLResponse:
    """The page that tells what is kept about the candidate, for how long, and takes their wish for a copy or for deletion."""
    seen, words = opened.now.seen, WORDS[opened.locale]
    html = _templates.get_template("privacy.html").render(
        **_frame(opened),
        done=words[f"done.{done}"] if _asked(opened, done) else "",
        now=opened.now,
        kept=kept,
        name_masked=mask_name(seen.name),
        phone_masked=mask_number(seen.mobile) if seen.mobile else "",
        email_masked=mask_email(seen.email) if seen.email else "",
        requests=[
            (str(kind), opened.requests.get(kind), opened.may_ask(kind))
            for kind in (RequestKind.COPY, RequestKind.DELETION)
        ],
        rules=opened.now.policy.requests,
    )
    return HTMLResponse(html)


def told(now: Situation, done: str) -> bool:
    """Whether a result is still true of what the page shows: an old address must not thank for a time that was cancelled since."""
    if done in ("acknowledged", "already_acknowledged"):
        return now.seen.acknowledged is True
    return now.seen.surveyed if done == "answered" else now.status in _CONSISTENT.get(done, ())


def _asked(opened: Opened, done: str) -> bool:
    """The same for what is asked for beside the interview's steps."""
    kind, state = _REQUESTED.get(done, (None, None))
    last = opened.requests.get(kind) if kind is not None else None
    return last is not None and last.state == state


def message(none: NoPage, first: Locale | None) -> HTMLResponse:
    """A page that says one thing in both languages and nothing about anybody's interview; with whom to turn to, where that is known."""
    link = none.link
    first = first or (Locale(link.seen.locale) if link is not None else Locale.ZH)
    order = (Locale.EN, Locale.ZH) if first is Locale.EN else (Locale.ZH, Locale.EN)
    html = _templates.get_template("message.html").render(
        rule=none.rule,
        languages=[(WORDS[locale], contact(link.seen, locale) if link is not None else None) for locale in order],
        token=link.token if link is not None else "",
        lang=SHORT[first],
        keeps=link is not None and link.newest and link.seen.erased_at is None and link.seen.purpose == "interview",
        reached=link is not None and bool(link.seen.mobile or link.seen.email),
    )
    headers = {"Retry-After": str(none.retry_after)} if none.retry_after is not None else None
    return HTMLResponse(html, none.status, headers)


def contact(seen: Linked, locale: Locale) -> Contact:
    """The company and its office line."""
    return Contact(_named(seen.company, seen.company_en, locale), seen.phone)


def _frame(opened: Opened) -> dict[str, Any]:
    """What every page of an interview shows around its own content."""
    seen, locale = opened.now.seen, opened.locale
    return {
        "w": WORDS[locale],
        "seen": seen,
        "company": _named(seen.company, seen.company_en, locale),
        "recruiter": _named(seen.recruiter, seen.recruiter_en, locale),
        "token": opened.token,
        "lang": SHORT[locale],
        "other": SHORT[Locale.EN if locale is Locale.ZH else Locale.ZH],
        "moment": moment(seen.starts_at, seen.minutes, seen.timezone, locale),
        "line": lambda at: line(at, seen.timezone, locale),
    }


def _form(filled: Filled | None) -> dict[str, Any]:
    """What a form shows: empty, or as it came back."""
    filled = filled or Filled(uuid4().hex, {})
    return {
        "form": filled.form,
        "values": {name: shown(filled.values.get(name, "")) for name in NAMES},
        "wrong": filled.wrong,
        "problems": {item.field: item for item in filled.wrong},
        "refusal": filled.refusal,
    }


def _named(zh: str, en: str, locale: Locale) -> str:
    return zh if locale is Locale.ZH else en or zh
