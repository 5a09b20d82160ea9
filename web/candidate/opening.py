"""Opens a candidate's link: the interview behind the token with its policy, as a page or as JSON, or why there is none."""

import re
from datetime import UTC, datetime

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from api.context import App
from db import holidays, links
from db.links import Linked
from db.people import policy_of
from domain.clock import zone_of
from domain.terms import Locale, Stage
from domain.workdays import in_working_hours
from web.candidate import answers, pages
from web.candidate.pages import Opened
from web.candidate.receiving import NoPage, Visit
from web.candidate.situation import situation

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


async def opened(token: str, app: App, asked: Visit) -> Opened:
    """What the link opens, also when it is out of date. Raises: NoPage 404."""
    if not _TOKEN.fullmatch(token):
        raise NoPage(404, "link-unknown")
    at = datetime.now(UTC)
    async with app.engine.connect() as conn:
        seen = await links.linked(conn, token)
        if seen is None:
            raise NoPage(404, "link-unknown")
        current = situation(seen, await policy_of(conn, seen.organisation, seen.created_at), at)
        odd = current.picked is not None and await off_hours(conn, seen, current.picked)
    return Opened(current, asked.language or Locale(seen.locale), odd, token)


async def shown(token: str, app: App, asked: Visit, done: str = "") -> Response:
    """The interview as it stands; 410 once its life is closed. Raises: NoPage 404, 410."""
    page = await opened(token, app, asked)
    refuse_outdated(page)
    gone = page.now.seen.stage == Stage.CLOSED and not pages.told(page.now, done)
    if not asked.json:
        return pages.interview(page, done, status=410 if gone else 200)
    return answers.message("interview-closed", 410) if gone else as_json(answers.page_view(page))


def refuse_outdated(page: Opened) -> None:
    """Raises NoPage 410 when the interview has moved since this link was sent."""
    if outdated(page.now.seen):
        raise NoPage(410, "link-outdated")


def outdated(seen: Linked) -> bool:
    """Whether the link belongs to an earlier time of its interview."""
    return seen.link_revision != seen.revision


async def off_hours(conn: AsyncConnection, seen: Linked, starts_at: datetime) -> bool:
    """Whether a time lies outside the working hours of the interview's place."""
    day = starts_at.astimezone(zone_of(seen.timezone)).date()
    own = await holidays.own_day(conn, seen.organisation, day)
    return not in_working_hours(starts_at, seen.minutes, seen.timezone, own)


def message(asked: Visit, rule: str, status: int) -> Response:
    """One sentence instead of an interview."""
    return answers.message(rule, status) if asked.json else pages.message(rule, asked.language, status)


def as_json(view: BaseModel) -> JSONResponse:
    """A view as the answer to a script."""
    return JSONResponse(view.model_dump(mode="json"))
