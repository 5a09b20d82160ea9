"""What the reschedule dialog shows: the interview, the calendar, what was picked, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response

from api.context import App
from api.slot_warnings import warnings_of
from api.slots import SlotsQuery, slots_of
from db.people import policy_of
from domain.clock import local_day
from domain.policy import notice_hours
from domain.refusals import Refused
from domain.slots import CONCERNS
from domain.state import LIVE
from domain.terms import Stage
from domain.vocabulary import said
from web.console import calendar, rendering
from web.console.complaints import told
from web.console.drafting import Draft
from web.console.visitor import Visitor


@dataclass(frozen=True)
class Answer:
    """What the dialog says back: `alert` when nothing was sent, `cautions` what speaks against times, to be agreed to."""

    alert: str = ""
    cautions: Mapping[datetime, list[str]] | None = None
    status: int = 200


async def shown(request: Request, app: App, visitor: Visitor, row: Any, draft: Draft, answer: Answer) -> Response:
    """The dialog, or without htmx the page with it."""
    query = SlotsQuery.model_validate({"from": draft.since, "days": calendar.DAYS})
    slots = await slots_of(row.id, query, app, visitor.user)
    days = calendar.columns(slots, draft.picked, visitor.now, visitor.locale)
    free = {cell.at for day in days for cell in day.cells if not cell.ends}
    elsewhere = [at for at in draft.picked if at not in free]
    against = await warnings_of(app, visitor.user, row, elsewhere)
    week = calendar.monday(local_day(visitor.now, row.timezone))
    content = {
        "row": row,
        "draft": draft,
        "slots": slots,
        "weeks": [days[:7], days[7:]],
        "period": f"{days[0].title} – {days[-1].title}",
        "earlier": draft.since - timedelta(days=7) if draft.since > week else None,
        "later": draft.since + timedelta(days=7),
        "elsewhere": elsewhere,
        "against": {at: [said(CONCERNS[one], visitor.locale) for one in found] for at, found in against.items()},
        "alert": answer.alert,
        "barred": barred(visitor, row),
        "cautions": answer.cautions or {},
        "agreed": agreement(answer.cautions or {}),
        "wished": _wished(row),
        "late": row.stage in LIVE and notice_hours(row.starts_at, visitor.now) < slots.notice_hours,
        "may_offer": row.outcome is None,
    }
    template = "reschedule.html" if visitor.partial else "reschedule_page.html"
    return rendering.page(request, visitor, template, content, answer.status)


async def cautions_of(app: App, visitor: Visitor, row: Any, picked: list[datetime]) -> dict[datetime, list[str]]:
    """What speaks against each picked start, in words; nothing for those that nothing speaks against."""
    found = await warnings_of(app, visitor.user, row, picked)
    async with app.engine.connect() as conn:
        hours = (await policy_of(conn, row.organisation_id, row.created_at)).notice_hours
    cautions: dict[datetime, list[str]] = {}
    for at, concerns in found.items():
        words = [said(CONCERNS[one], visitor.locale) for one in concerns]
        if notice_hours(at, visitor.now) < hours:
            words.append(visitor.say("距今不足 %(hours)s 小时，候选人准备时间很短", hours=hours))
        if words:
            cautions[at] = words
    return cautions


def agreement(cautions: Mapping[datetime, list[str]]) -> str:
    """What somebody agrees to who sends all the same; anything new makes it another one."""
    return "; ".join(f"{at:%Y-%m-%dT%H:%M} {', '.join(words)}" for at, words in sorted(cautions.items()))


def _wished(row: Any) -> datetime | None:
    """The time that the candidate asks for, if they named one."""
    request = row.request or {}
    return datetime.fromisoformat(request["picked"]) if request.get("picked") else None


def barred(visitor: Visitor, row: Any) -> str:
    """Why this interview cannot be moved any more; empty when it can."""
    over = row.stage in LIVE and row.starts_at + timedelta(minutes=row.minutes) <= visitor.now
    rules = {
        "interview-closed": row.stage == Stage.CLOSED,
        "interview-ended": row.stage == Stage.COMPLETED,
        "interview-over": over,
    }
    return next((told(Refused(rule), visitor.locale)[1] for rule, holds in rules.items() if holds), "")
