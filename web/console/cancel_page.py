"""What the dialog 取消面试 shows: the form as drafted with what it would come to, or why nothing is left to cancel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.context import App
from db.people import names, policy_of
from domain.policy import is_late, notice_hours
from domain.terms import Channel
from starter import Unanswered
from web.console import reason_draft, rendering, words_cancel
from web.console.cancel_draft import Draft, reach_of
from web.console.cancel_outlook import Outlook, month, outlook
from web.console.visitor import Visitor

AWAY = (Unanswered, OperationalError, PoolTimeout)
"""Nobody knows yet whether it was carried out, or nothing can be read."""


@dataclass(frozen=True)
class Answer:
    """What the form says back: what is wrong with which field, or in all."""

    wrong: Mapping[str, str] = field(default_factory=dict)
    alert: str = ""
    status: int = 200


async def shown(
    request: Request, app: App, visitor: Visitor, row: Any, draft: Draft, answer: Answer | None = None
) -> Response:
    """The form, in the dialog or as a page."""
    answer = answer or Answer()
    content = {
        "row": row,
        "draft": draft,
        "wrong": answer.wrong,
        "alert": answer.alert,
        **choices(row, draft),
        **await _circumstances(app, visitor, row, draft, asks=answer.status != 503),
    }
    template = "cancel.html" if visitor.partial else "cancel_page.html"
    return rendering.page(request, visitor, template, content, answer.status)


async def _circumstances(app: App, visitor: Visitor, row: Any, draft: Draft, asks: bool) -> dict[str, Any]:
    """What has to be read; while nothing can be, the form is shown without it, so that nothing typed is lost. Without `asks` nobody
    is asked: the reader has waited for an answer in vain already, and a second wait would be longer than they are given."""
    try:
        late = await lateness(app, visitor, row)
        if not asks:
            return {"found": Outlook(), "month": None, **late}
        found, figures = await outlook(app, visitor, row, draft), await month(app, visitor, row.recruiter)
    except AWAY:
        return {"found": Outlook(), "month": None, "late": False}
    return {"found": found, "month": figures, **late}


async def lateness(app: App, visitor: Visitor, row: Any) -> dict[str, Any]:
    """Whether the interview begins within the notice hours, how many hours are left and how many there should be."""
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, row.organisation_id, row.created_at)
    left = max(0.0, notice_hours(row.starts_at, visitor.now))
    return {"late": is_late(policy, row.starts_at, visitor.now), "left": left, "hours": policy.notice_hours}


def choices(row: Any, draft: Draft) -> dict[str, Any]:
    """What can be chosen: parties and reasons, and the channels that reach the candidate."""
    reach = reach_of(row)
    return {
        **reason_draft.choices(draft),
        "channels": [(channel, channel in reach) for channel in (Channel.SMS, Channel.EMAIL, Channel.INBOX)],
        "next_steps": words_cancel.NEXT_STEPS,
        "effects": words_cancel.EFFECTS,
    }


async def was_cancelled(request: Request, app: App, visitor: Visitor, row: Any, tried: bool = False) -> Response:
    """By whom, when and why; `tried`: somebody has just tried to cancel it again."""
    async with app.engine.connect() as conn:
        known = await names(conn, [row.operator])
    return _over(request, visitor, {"row": row, "alert": "", "who": known.get(row.operator), "tried": tried})


def barred(request: Request, visitor: Visitor, row: Any, why: str) -> Response:
    """There is nothing left to cancel."""
    return _over(request, visitor, {"row": row, "alert": why, "who": None, "tried": False})


def _over(request: Request, visitor: Visitor, content: dict[str, Any]) -> Response:
    template = "cancel_over.html" if visitor.partial else "cancel_over_page.html"
    return rendering.page(request, visitor, template, content)
