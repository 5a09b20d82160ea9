"""Renders the candidate's pages: templates, what they are given, and the headers that every answer of a link carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.catalogue import CATALOGUE
from domain.clock import zone_name, zone_of
from domain.terms import Channel, Locale
from web.candidate.forms import NAMES, REASONS, Wrong
from web.candidate.moments import line, moment
from web.candidate.receiving import shown
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
    """A page about to be shown: the situation, its language, whether the time asked for lies outside working hours, and the
    token of its link."""

    now: Situation
    locale: Locale
    off_hours: bool
    token: str


@dataclass(frozen=True)
class Filled:
    """What a form held when it came back: its values, what is wrong with them, its id, and a word for the whole of it."""

    form: str
    values: Mapping[str, str]
    wrong: Sequence[Wrong] = ()
    refusal: str = ""


def interview(opened: Opened, done: str = "", filled: Filled | None = None, status: int = 200) -> HTMLResponse:
    """The page of one interview; `done` is the result code that a form's redirect brought along."""
    now, locale = opened.now, opened.locale
    filled = filled or Filled(uuid4().hex, {})
    seen, words = now.seen, WORDS[locale]
    html = _templates.get_template("interview.html").render(
        w=words,
        now=now,
        seen=seen,
        company=_named(seen.company, seen.company_en, locale),
        recruiter=_named(seen.recruiter, seen.recruiter_en, locale),
        token=opened.token,
        lang=SHORT[locale],
        other=SHORT[Locale.EN if locale is Locale.ZH else Locale.ZH],
        done=words[f"done.{done}"] if told(now, done) else "",
        form=filled.form,
        values={name: shown(filled.values.get(name, "")) for name in NAMES},
        wrong=filled.wrong,
        problems={item.field: item for item in filled.wrong},
        refusal=filled.refusal,
        reasons=REASONS,
        reason=CATALOGUE[seen.reason_code].candidate.of(locale) if seen.reason_code else "",
        off_hours=opened.off_hours,
        today=_day(now.at, seen.timezone),
        last_day=_day(now.at + timedelta(days=now.policy.max_days_ahead), seen.timezone),
        zone=zone_name(seen.timezone, locale),
        moment=moment(seen.starts_at, seen.minutes, seen.timezone, locale),
        line=lambda at: line(at, seen.timezone, locale),
    )
    return HTMLResponse(html, status)


def messages(opened: Opened, channels: Mapping[Channel, bool], done: str) -> HTMLResponse:
    """The page on which a candidate stops messages: whether each channel that reaches them is stopped."""
    locale, words, seen = opened.locale, WORDS[opened.locale], opened.now.seen
    html = _templates.get_template("messages.html").render(
        w=words,
        company=_named(seen.company, seen.company_en, locale),
        token=opened.token,
        lang=SHORT[locale],
        other=SHORT[Locale.EN if locale is Locale.ZH else Locale.ZH],
        done=words[f"stop_done.{done}"] if done in _STOPS and (done == "stopped") in channels.values() else "",
        channels={str(channel): stopped for channel, stopped in channels.items()},
        called=seen.mobile is not None,
    )
    return HTMLResponse(html)


def told(now: Situation, done: str) -> bool:
    """Whether a result is still true of what the page shows: an old address must not thank for a time that was cancelled since."""
    if done in ("acknowledged", "already_acknowledged"):
        return now.seen.acknowledged is True
    return now.seen.surveyed if done == "answered" else now.status in _CONSISTENT.get(done, ())


def message(rule: str, first: Locale | None, status: int) -> HTMLResponse:
    """A page that says one thing in both languages and nothing about anybody's interview."""
    order = (Locale.EN, Locale.ZH) if first is Locale.EN else (Locale.ZH, Locale.EN)
    html = _templates.get_template("message.html").render(rule=rule, languages=[WORDS[locale] for locale in order])
    return HTMLResponse(html, status)


def _named(zh: str, en: str, locale: Locale) -> str:
    return zh if locale is Locale.ZH else en or zh


def _day(at: datetime, zone: str) -> str:
    return at.astimezone(zone_of(zone)).date().isoformat()
