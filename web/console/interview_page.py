"""What the page of one interview shows: how it stands, what can be done with it now, and everything that happened to it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api import candidate_requests, listing
from api.candidate_requests import CandidateRequest, RequestsQuery
from api.commanding import known
from api.context import App
from api.histories import NoticeView, TimelineItem
from db import desk
from db.people import names, organisation_names, policy_of
from domain.keys import workflow_id
from domain.policy import Policy
from domain.state import LIVE
from domain.terms import CANDIDATE, Audience, NoticeState, Outcome, Stage
from web.console import rendering, words_following, words_happened
from web.console.forms import fresh_key
from web.console.visitor import Visitor
from web.console.words import moment

_MOST_REQUESTS = 50
_NOT_KNOWN = (NoticeState.ATTEMPTING, NoticeState.ACCEPTED, NoticeState.UNKNOWN)


async def row_of(app: App, visitor: Visitor, id: UUID) -> Any:
    """The interview as this visitor may see it. Raises: Problem 404, also for somebody else's."""
    async with app.engine.connect() as conn:
        return known(await desk.row(conn, visitor.user, id))


async def shown(
    request: Request, app: App, visitor: Visitor, id: UUID, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The page, or with htmx the part of it that changes."""
    row = await row_of(app, visitor, id)
    items = (await listing.timeline(id, app, visitor.user)).items
    wanted = RequestsQuery(state="all", interview=id, limit=_MOST_REQUESTS)
    asked = (await candidate_requests.listed(wanted, app, visitor.user)).items
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, row.organisation_id, row.created_at)
        people = await names(conn, _logins(row, items, asked))
        organisation = (await organisation_names(conn, [row.organisation_id])).get(row.organisation_id)
    content = {
        "row": row,
        "happened": _merged(items),
        "asked": asked,
        "people": people,
        "organisation": organisation or (row.organisation_id, row.organisation_id),
        "actions": actions(row, items, policy, visitor),
        "hours": policy.notice_hours,
        "form": fresh_key(),
        "run": f"{app.settings.ui_url}/namespaces/{app.client.namespace}/workflows/{workflow_id(str(id))}",
        "words": words_happened,
        "requests": words_following,
        "instant": lambda at, zone: moment(datetime.fromisoformat(at), zone, visitor.zone, visitor.locale),
    }
    template = "interview_now.html" if visitor.partial else "interview_page.html"
    return rendering.page(request, visitor, template, content, status, headers)


def actions(row: Any, items: list[TimelineItem], policy: Policy, visitor: Visitor) -> set[str]:
    """What makes sense now: confirm, acknowledge, reschedule, cancel, outcome, survey. The interview's rule decides in the end."""
    now, closed = visitor.now, row.stage == Stage.CLOSED
    live = row.stage in LIVE and row.cancelled_at is None
    ends = row.starts_at + timedelta(minutes=row.minutes)
    over = row.cancelled_at is not None or row.outcome is not None
    entered = any(item.action == "survey_answered" and item.actor != CANDIDATE for item in items)
    asked = policy.survey_enabled and row.outcome != Outcome.CANDIDATE_NO_SHOW and not entered
    possible = {
        "confirm": live and row.stage != Stage.CONFIRMED and now < row.starts_at,
        "acknowledge": not closed and any(_unread(item.notice, row) for item in items),
        "reschedule": not closed and row.outcome != Outcome.COMPLETED and (over or now < row.starts_at),
        "cancel": live and now < ends,
        "outcome": live and now >= row.starts_at,
        "survey": over and not closed and asked,
    }
    return {name for name, sensible in possible.items() if sensible}


def _unread(notice: NoticeView | None, row: Any) -> bool:
    """Whether this is a message to the candidate of which nobody knows that it arrived."""
    if notice is None or notice.audience != Audience.CANDIDATE or notice.revision != row.revision:
        return False
    return notice.acknowledged_at is None and notice.state in _NOT_KNOWN


def _merged(items: list[TimelineItem]) -> list[TimelineItem]:
    """A cancellation stands there once, as its row of the log."""
    logged = {item.revision for item in items if item.kind == "cancellation"}
    return [item for item in items if item.action != "cancelled" or item.revision not in logged]


def _logins(row: Any, items: list[TimelineItem], asked: list[CandidateRequest]) -> set[str]:
    decided = {one.actor for item in items if item.notice is not None for one in item.notice.decisions}
    actors = {item.actor for item in items if item.actor is not None} | decided
    return actors | {row.created_by, row.operator or ""} | {one.handled_by or "" for one in asked}
