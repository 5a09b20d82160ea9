"""POST /bulks: preview, or write and start, a bulk of interviews; its progress, and pausing, resuming and stopping it."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query

from api.arrivals import fingerprint
from api.bulk_bodies import BulkBody
from api.bulk_preview import Said, preview
from api.bulk_selecting import selected_ids, selection_of
from api.bulk_views import BulkItemView, BulkPreview, BulkView, bulk_view, item_view
from api.cancelling import accepted
from api.commanding import audience_of
from api.context import App, Caller, Connected, IdempotencyKey, now
from api.cursors import Page, after_moment, cursor_of, moment_of, place_of
from api.documented import DOCUMENTED
from api.params import Paged
from api.problems import Problem
from db import bulk_items, bulks
from db.bulks import BulkFilter
from db.people import User
from domain.bulk import OVER, BulkAction, BulkRun, BulkState, ItemState, Steer, Steering, Wish, must_not_be_over
from domain.keys import bulk_id
from domain.terms import Locale
from starter import start_bulk, steer_bulk

router = APIRouter(prefix="/api/v1/bulks", tags=["bulks"], responses=DOCUMENTED)
_LIST, _ITEMS = "bulks", "bulk-items"


@router.post("")
async def ask(body: BulkBody, app: Connected, user: Caller, key: IdempotencyKey = None) -> BulkView | BulkPreview:
    """Cancel many interviews, or offer their candidates new times, for one reason; with dry_run show what would come of it. The same
    Idempotency-Key gives the same bulk, and starts it if that had not worked."""
    wish = _wish(body, user)
    if body.dry_run:
        return await _previewed(app, user, body, wish)
    id = UUID(bulk_id(user.organisation, user.login, key or uuid4().hex))
    await _kept(app, user, id, body, wish)
    row = await _seen(app, user, id)
    # Temporal forgets what has ended; this row does not.
    if row.state not in OVER:
        await start_bulk(app.client, _run(row))
    return await one(id, app, user)


async def _previewed(app: App, user: User, body: BulkBody, wish: Wish) -> BulkPreview:
    wanted, said = await selection_of(app, user, body.select), Said(body.reason_detail, body.remark)
    async with app.engine.connect() as conn:
        ids = await selected_ids(conn, user, wanted, body.expected)
        return await preview(conn, user, ids, wish, said, body.per_minute, now())


async def _kept(app: App, user: User, id: UUID, body: BulkBody, wish: Wish) -> None:
    """Write the bulk with its interviews, once: what a repeat would select by now does not count. Raises: Problem, KeyReused."""
    wanted, mark = await selection_of(app, user, body.select), fingerprint(body)
    async with app.engine.begin() as conn:
        if await bulks.known(conn, id, mark):
            return
        ids = await selected_ids(conn, user, wanted, body.expected)
        row = _row(user, body, wish, total=len(ids))
        await bulks.keep(conn, row | {"id": id, "fingerprint": mark, "selected": selected(body)}, ids)


def _wish(body: BulkBody, user: User) -> Wish:
    """What is asked of each interview. Raises: Problem 422."""
    days = body.checked_days()
    code = accepted(body.reason_detail, body.party, body.reason_code, user)
    return Wish(
        body.action,
        user.login,
        audience_of(user),
        body.party,
        code,
        body.channels,
        body.offer_reschedule,
        days,
        body.shift_minutes,
    )


def _row(user: User, body: BulkBody, wish: Wish, total: int) -> dict[str, Any]:
    return {
        "organisation_id": user.organisation,
        "action": str(wish.action),
        "created_by": user.login,
        "audience": str(wish.by),
        "reason_code": wish.code,
        "reason_detail": body.reason_detail,
        "party": str(wish.party),
        "channels": [str(channel) for channel in wish.channels] if wish.channels is not None else None,
        "remark": body.remark,
        "justification": body.justification,
        "offer_reschedule": wish.offer_reschedule,
        "days": [day.isoformat() for day in wish.days],
        "shift_minutes": wish.shift_minutes,
        "per_minute": body.per_minute,
        "total": total,
        "created_at": now(),
    }


def selected(body: BulkBody) -> dict[str, Any]:
    """The filter as the record keeps it: without numbers and addresses, and of ids only how many (the items name them)."""
    filters = body.select.model_dump(mode="json", by_alias=True, exclude_none=True)
    if "ids" in filters:
        filters["ids"] = len(filters["ids"])
    if "candidate" in filters:
        number, person = body.select.person()
        filters["candidate"] = str(person) if person else ("email" if "@" in str(number) else "phone")
    return filters


def _run(row: Any) -> BulkRun:
    return BulkRun(
        id=str(row.id),
        organisation=row.organisation_id,
        by=row.created_by,
        action=BulkAction(row.action),
        total=row.total,
        per_minute=row.per_minute,
        locale=Locale(row.locale),
    )


class BulksQuery(Paged):
    """`open`: only those that are not over."""

    open: bool = False


@router.get("")
async def listed(query: Annotated[BulksQuery, Query()], app: Connected, user: Caller) -> Page[BulkView]:
    """The bulks you may see, newest first: a recruiter's own; for managers and HR operations those of their organisations."""
    states = (BulkState.WAITING, BulkState.RUNNING, BulkState.PAUSED) if query.open else None
    wanted = BulkFilter(states, moment_of(app, _LIST, query.cursor), query.limit)
    async with app.engine.connect() as conn:
        rows = await bulks.page(conn, user, wanted)
        counts = await bulks.counts(conn, [row.id for row in rows])
    return Page(
        items=[bulk_view(row, counts.get(row.id, {})) for row in rows[: query.limit]],
        next=after_moment(app, _LIST, rows, query.limit, "created_at"),
    )


@router.get("/{id}")
async def one(id: UUID, app: Connected, user: Caller) -> BulkView:
    """One bulk and how far it has come."""
    row = await _seen(app, user, id)
    async with app.engine.connect() as conn:
        counts, steps = await bulks.counts(conn, [id]), await bulks.steps(conn, id)
    return bulk_view(row, counts.get(id, {}), steps)


class BulkItemsQuery(Paged):
    """`state`: only those that stand so."""

    state: ItemState | None = None


@router.get("/{id}/items")
async def items(
    id: UUID, query: Annotated[BulkItemsQuery, Query()], app: Connected, user: Caller
) -> Page[BulkItemView]:
    """What came of each interview of a bulk, in their turn."""
    await _seen(app, user, id)
    after = int(place_of(app, _ITEMS, query.cursor)[0]) if query.cursor is not None else 0
    async with app.engine.connect() as conn:
        rows = await bulk_items.page(conn, id, query.state, after, query.limit)
    more = len(rows) > query.limit
    return Page(
        items=[item_view(row, user.locale) for row in rows[: query.limit]],
        next=cursor_of(app, _ITEMS, [str(rows[query.limit - 1].nth)]) if more else None,
    )


@router.post("/{id}/pause")
async def pause(id: UUID, app: Connected, user: Caller) -> BulkView:
    """Pause a bulk at once; what is under way is finished."""
    return await steered(app, user, id, Steering.PAUSE)


@router.post("/{id}/resume")
async def resume(id: UUID, app: Connected, user: Caller) -> BulkView:
    """Go on; interviews that did not answer are tried again."""
    return await steered(app, user, id, Steering.RESUME)


@router.post("/{id}/stop")
async def stop(id: UUID, app: Connected, user: Caller) -> BulkView:
    """Stop for good: interviews whose turn had not come are left as they are."""
    return await steered(app, user, id, Steering.STOP)


async def steered(app: App, user: User, id: UUID, to: Steering) -> BulkView:
    """Pause, resume or stop; one whose start had not worked is started first. Raises: Problem 404, Refused, Unanswered."""
    row = await _seen(app, user, id)
    must_not_be_over(BulkState(row.state))
    await start_bulk(app.client, _run(row))
    await steer_bulk(app.client, str(id), Steer(str(uuid4()), user.login, to))
    return await one(id, app, user)


async def _seen(app: App, user: User, id: UUID) -> Any:
    """The bulk's row as this user may see it. Raises: Problem 404."""
    async with app.engine.connect() as conn:
        row = await bulks.one(conn, user, id)
    if row is None:
        raise Problem(404, "bulk-not-found", "没有该批量处理 / no such bulk among those you may see")
    return row
