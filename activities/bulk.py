"""What a bulk's workflow does: looks whose turn it is, sends one interview its command, writes down where the bulk stands."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import names
from activities.database import transaction
from db import bulks, intake, log
from domain.bulk import BulkAction, BulkState, Came, ItemState, Turn, Wish, command_of
from domain.commands import Cancel, Command, Offer
from domain.terms import Audience, Channel, Party

Send = Callable[[str, Command], Awaitable[Came | None]]
"""Sends an interview a command, and says what came of it; None when nobody answered in time."""
_CLOSED = "interview-closed"
_NO_ANSWER = Came(ItemState.FAILED, "no-answer-yet")
# With the waits of workflows/bulk.py in between: some two minutes. The interview may be helped by then, and the others wait.
_MOST_ATTEMPTS = 8


class Bulks:
    """The activities of bulks; repeats are harmless, because a bulk's command to an interview has one id."""

    def __init__(self, engine: AsyncEngine, send: Send) -> None:
        self._engine, self._send = engine, send

    @activity.defn(name=names.NEXT_ITEMS)
    async def next_items(self, bulk: str, most: int) -> Turn:
        """Whose turn it is, and how many stand where."""
        id = UUID(bulk)
        async with transaction(self._engine) as conn:
            waiting = await bulks.pending(conn, id, most)
            return Turn([str(one) for one in waiting], (await bulks.counts(conn, [id])).get(id, {}))

    @activity.defn(name=names.APPLY_ITEM)
    async def apply_item(self, bulk: str, interview: str) -> ItemState:
        """Have one interview cancelled, or its candidate offered times, by its own workflow, and keep what came of it.

        Raises: ApplicationError when nobody answered and it is to be tried again.
        """
        async with transaction(self._engine) as conn:
            row = await bulks.task(conn, UUID(bulk), UUID(interview))
            if row.item_state != ItemState.PENDING:
                return ItemState(row.item_state)
            command = _wish(row).command(command_of(bulk, interview, row.created_by), row.starts_at, row.timezone)
            await intake.keep_command(conn, _arrival(row, interview, command))
        came = await self._answer(interview, command)
        if came is None:
            if activity.info().attempt < _MOST_ATTEMPTS:
                raise ApplicationError(_NO_ANSWER.rule, type="Unanswered")
            came = _NO_ANSWER
        async with transaction(self._engine) as conn:
            if came.rule == _CLOSED and isinstance(command, Cancel) and await log.was_cancelled(conn, UUID(interview)):
                came = Came(ItemState.ALREADY)
            await bulks.settle(conn, UUID(bulk), UUID(interview), came, datetime.now(UTC))
        return came.state

    async def _answer(self, interview: str, command: Command) -> Came | None:
        """What came of it; None also when this worker is being stopped, and with it perhaps whoever would have answered: the next
        attempt finds out."""
        call = asyncio.ensure_future(self._send(interview, command))
        stopping = asyncio.ensure_future(activity.wait_for_worker_shutdown())
        await asyncio.wait({call, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        return call.result() if call.done() else None

    @activity.defn(name=names.MARK_BULK)
    async def mark(self, bulk: str, state: BulkState, by: str, at: datetime) -> None:
        """Write down where a bulk stands and who wanted it so."""
        async with transaction(self._engine) as conn:
            await bulks.mark(conn, UUID(bulk), state, by, at)


def _wish(row: Any) -> Wish:
    return Wish(
        action=BulkAction(row.action),
        actor=row.created_by,
        by=Audience(row.audience),
        party=Party(row.party),
        code=row.reason_code,
        channels=[Channel(one) for one in row.channels] if row.channels is not None else None,
        offer_reschedule=row.offer_reschedule,
        days=[date.fromisoformat(day) for day in row.days],
        shift_minutes=row.shift_minutes,
    )


def _arrival(row: Any, interview: str, command: Cancel | Offer) -> intake.Arrival:
    """The command's own row: the one reason of the bulk, and which bulk it was."""
    texts = {"reason_detail": row.reason_detail, "remark": row.remark, "justification": row.justification}
    kind = f"bulk_{row.action}"
    return intake.Arrival(
        command.id,
        row.at_organisation,
        interview,
        row.created_by,
        kind,
        row.fingerprint,
        texts | {"bulk": str(row.id)},
    )
