"""Which interviews a request for a bulk means, and what is wrong with that: none, too many, not yours, not those that were shown."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from api.bulk_bodies import SelectBody
from api.context import App, now
from api.params import Period, instants
from api.problems import Problem, invalid
from db.bulk_selection import Selection, select_ids
from db.people import User
from domain.bulk import MOST_INTERVIEWS

_MOST_NAMED = 50


async def selection_of(app: App, user: User, body: SelectBody) -> Selection:
    """The selection with its instants and addresses read. Raises: Problem 422."""
    since, until = await instants(app, user, Period.model_validate({"from": body.since, "to": body.until}))
    candidate, person = body.person()
    ids = list(dict.fromkeys(body.ids)) if body.ids is not None else None
    return Selection(ids, body.position, since, until, body.recruiter, body.interviewer, candidate, person)


async def selected_ids(conn: AsyncConnection, user: User, wanted: Selection, expected: int | None = None) -> list[UUID]:
    """The interviews that are meant, earliest first; `expected` is how many there should be.

    Raises: Problem 404 for ids that this user may not see, 409 for another number than expected, 422 for none or too many.
    """
    found = await select_ids(conn, user, wanted, now())
    if wanted.ids is not None:
        _all_seen(wanted.ids, found)
    if not found:
        detail = "没有符合条件、尚未开始的面试 / no interview fits whose time stands and has not begun"
        raise invalid("select", "selection-empty", detail)
    if len(found) > MOST_INTERVIEWS:
        detail = f"一次最多{MOST_INTERVIEWS}场，请缩小范围 / {MOST_INTERVIEWS} interviews at most: narrow the selection"
        raise invalid("select", "too-many", detail)
    if expected is not None and len(found) != expected:
        detail = f"现为{len(found)}场，与预览的{expected}场不同，请重新预览 / {len(found)} by now, {expected} were shown: look again"
        raise Problem(409, "selection-changed", detail)
    return found


def _all_seen(asked: Sequence[UUID], found: Sequence[UUID]) -> None:
    seen = set(found)
    missing = [id for id in asked if id not in seen]
    if not missing:
        return
    detail = "没有该面试 / no such interview among those you may see"
    errors = [{"field": "select.ids", "rule": "interview-not-found", "detail": f"{id}: {detail}"} for id in missing]
    raise Problem(404, "interview-not-found", f"{len(missing)}: {detail}", errors=errors[:_MOST_NAMED])
