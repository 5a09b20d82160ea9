"""One request to move as the inbox shows it: what is wished, what speaks against it, how long it waits, by when it is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.context import App
from api.slot_warnings import warnings_of
from db.people import policy_of
from domain.catalogue import NextStep
from domain.plan import due_before
from domain.policy import Policy, is_late
from domain.slots import CONCERNS, Concern
from domain.state import LIVE
from domain.terms import Audience
from domain.vocabulary import said
from web.console.drafting import standing
from web.console.visitor import Visitor


@dataclass(frozen=True)
class Pending:
    """`wish` is the time that the candidate names (None: any other), `options` those on the table; `concerns` speak against the
    wish; `waited` in words; `answer_by` as promised to the candidate (None where we wait for them); `passed`: the wish is over;
    `late`: the present time is less than `notice_hours` away; `seen` how the interview stands."""

    row: Any
    wish: datetime | None
    options: list[datetime]
    concerns: list[Concern]
    against: list[str]
    waited: str
    answer_by: datetime | None
    overdue: bool
    passed: bool
    late: bool
    notice_hours: int
    seen: str


async def pending(app: App, visitor: Visitor, row: Any) -> Pending:
    """The request of a row of db.moves."""
    request = row.request
    wish = datetime.fromisoformat(request["picked"]) if request.get("picked") else None
    options = sorted(datetime.fromisoformat(option) for option in request.get("options", ()))
    async with app.engine.connect() as conn:
        policy = await policy_of(conn, row.organisation_id, row.created_at)
    concerns = (await warnings_of(app, visitor.user, row, [wish]))[wish] if wish is not None else []
    asked = request["by"] == Audience.CANDIDATE
    answer_by = _answer_by(row, policy, options, wish) if asked else None
    live = row.cancelled_at is None
    return Pending(
        row=row,
        wish=wish,
        options=options,
        concerns=concerns,
        against=[said(CONCERNS[one], visitor.locale) for one in concerns],
        waited=_lasted(visitor, visitor.now - row.asked_at),
        answer_by=answer_by,
        overdue=answer_by is not None and answer_by < visitor.now,
        passed=wish is not None and wish <= visitor.now,
        late=live and row.stage in LIVE and is_late(policy, row.starts_at, visitor.now),
        notice_hours=policy.notice_hours,
        seen=standing(row),
    )


def _answer_by(row: Any, policy: Policy, options: list[datetime], wish: datetime | None) -> datetime:
    """As domain.plan counts when a silent recruiter's request goes to HR operations, which is what candidates are told."""
    times = [*options, *([wish] if wish is not None else [])]
    ends = [max(times)] if times else []
    if row.cancelled_at is None:
        ends.append(row.starts_at + timedelta(minutes=row.minutes))
    elif not times and row.after_cancelling == NextStep.OFFER_RESCHEDULE:
        ends.append(row.cancelled_at + timedelta(hours=policy.reschedule_window_hours))
    return due_before(row.asked_at, policy.approval_escalate_hours, min(ends, default=None), 3 / 4)


def _lasted(visitor: Visitor, span: timedelta) -> str:
    minutes = max(0, span // timedelta(minutes=1))
    if minutes < 60:
        return visitor.say("%(minutes)s 分钟", minutes=minutes)
    if minutes < 48 * 60:
        return visitor.say("%(hours)s 小时", hours=minutes // 60)
    return visitor.say("%(days)s 天", days=minutes // (24 * 60))
