"""Opens a candidate's link: the interview behind the token with its policy, as a page or as JSON, or why there is none."""

import re
from datetime import UTC, datetime, timedelta

from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel

from api.context import App
from api.problems import answer as problem
from db import candidate_requests, holidays, links
from db.links import Linked
from db.people import policy_of
from domain.clock import zone_of
from domain.purposes import Purpose
from domain.terms import Locale, Stage
from web.candidate import answers, limiting, pages
from web.candidate.free_times import FreeTimes
from web.candidate.pages import Opened
from web.candidate.receiving import Link, NoPage, Visit
from web.candidate.situation import Situation, situation
from web.candidate.words import SHORT, bad

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
# Beyond the last day that can be booked, for the next free times after it.
_MARGIN = timedelta(days=31)


async def opened(token: str, app: App, asked: Visit) -> Opened:
    """What the link opens, also when it is out of date. Raises: NoPage 404, 429."""
    at = datetime.now(UTC)
    async with app.engine.connect() as conn:
        seen = await links.linked(conn, token) if _TOKEN.fullmatch(token) else None
        if seen is None:
            limiting.guessed(app, asked)
            raise NoPage(404, "link-unknown")
        now = situation(seen, await policy_of(conn, seen.organisation, seen.created_at), at)
        first = at.astimezone(zone_of(seen.timezone)).date()
        last = first + timedelta(days=now.policy.max_days_ahead) + _MARGIN
        days = await holidays.set_days(conn, seen.organisation, first, last) if "reschedule" in now.may else {}
        wishes = await candidate_requests.newest(conn, seen.id)
    until = at + timedelta(days=now.policy.max_days_ahead)
    free = FreeTimes(
        seen.minutes, seen.timezone, now.policy.working_hours, {day: each.own for day, each in days.items()}, at, until
    )
    return Opened(now, asked.language or Locale(seen.locale), free, wishes, token)


async def shown(token: str, app: App, asked: Visit, done: str = "") -> Response:
    """What the link is for, as it stands. Raises: NoPage 404, 410, 429."""
    page = await opened(token, app, asked)
    if page.now.seen.purpose == Purpose.MESSAGES:
        return RedirectResponse(f"/c/{token}/messages?lang={SHORT[page.locale]}", 303)
    refuse_outdated(page)
    if page.now.seen.purpose == Purpose.SURVEY:
        return _survey(page, asked, done)
    if page.now.expired and not pages.told(page.now, done):
        raise gone(page)
    return as_json(answers.page_view(page)) if asked.json else pages.interview(page, done)


def _survey(page: Opened, asked: Visit, done: str) -> Response:
    if asked.json:
        return as_json(answers.survey_view(page))
    answered = page.now.seen.surveyed and (pages.told(page.now, done) or not page.now.expired)
    if not answered and "survey" not in page.now.may:
        raise gone(page, "survey-closed")
    return pages.survey(page)


def gone(page: Opened, rule: str = "") -> NoPage:
    """Why a link's time is over: erased, closed, or past."""
    seen = page.now.seen
    over = "interview-closed" if seen.stage == Stage.CLOSED else "link-expired"
    return NoPage(410, "erased" if seen.erased_at is not None else rule or over, _link(page))


def refuse_erased(page: Opened) -> None:
    """Raises NoPage 410 when the candidate's data have been deleted."""
    if page.now.seen.erased_at is not None:
        raise gone(page)


def refuse_outdated(page: Opened) -> None:
    """Raises NoPage 410 when the interview has moved since this link was sent."""
    if outdated(page.now.seen):
        raise NoPage(410, "link-outdated", _link(page))


def only_for(page: Opened, *purposes: Purpose) -> None:
    """Raises NoPage 403 for a link that was made for something else."""
    if page.now.seen.purpose not in purposes:
        raise NoPage(403, "link-purpose", _link(page))


def outdated(seen: Linked) -> bool:
    """Whether the link belongs to an earlier time of its interview."""
    return seen.link_revision != seen.revision


def over(now: Situation) -> bool:
    """Whether a form of this link comes too late, whatever it asks for."""
    return outdated(now.seen) or now.expired


def _link(page: Opened) -> Link:
    return Link(page.token, page.now.seen, not outdated(page.now.seen))


def message(asked: Visit, none: NoPage) -> Response:
    """One sentence instead of an interview, and whom to turn to."""
    return answers.message(none) if asked.json else pages.message(none, asked.language)


def unknown(asked: Visit, page: Opened, field: str) -> Response:
    """The answer to a form with a field that holds nothing it offers. Raises: NoPage 422, for a reader."""
    if asked.json:
        return problem(422, "unknown-action", f"{field}：{bad('unknown-action', page.locale)}")
    raise NoPage(422, "unreadable")


def as_json(view: BaseModel) -> JSONResponse:
    """A view as the answer to a script."""
    return JSONResponse(view.model_dump(mode="json"))
