"""A production worker that kills itself at a chosen moment: `python -m bench.faults.mortal_worker POINT WHAT`.

POINT before, during, after: around the provider call of the notice WHAT. POINT before_commit, after_commit: around the commit
of the change WHAT, `interview/action`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from connect import connect
from db.engine import make_engine
from gateways.answers import Sent
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from logs import configure
from settings import Settings, settings
from worker import workers

CALLS = ("before", "during", "after")
COMMITS = ("before_commit", "after_commit")
# By then the request has reached the provider, which holds it for longer.
_INTO_THE_CALL = 0.3
_MARK = "mortal"


def die() -> None:
    """As by the kernel: nothing is finished, nobody is told."""
    os.kill(os.getpid(), signal.SIGKILL)


class Fate:
    """When this process dies."""

    def __init__(self, point: str, what: str) -> None:
        self._point, self._what = point, what

    async def call(self, notice: str, call: Awaitable[Sent]) -> Sent:
        """One provider call, survived or not."""
        if notice != self._what:
            return await call
        if self._point == "before":
            die()
        if self._point == "during":
            asyncio.get_running_loop().call_later(_INTO_THE_CALL, die)
        sent = await call
        if self._point == "after":
            die()
        return sent

    def over(self, engine: AsyncEngine) -> None:
        """Watch the engine's transactions: the one that writes the change is the last."""
        if self._point in COMMITS:
            event.listen(engine.sync_engine, "before_cursor_execute", self._statement)
            moment = "commit" if self._point == "before_commit" else "checkin"
            event.listen(engine.sync_engine, moment, self._end)

    def _statement(self, conn: Any, cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO audit") and f"{given['interview_id']}/{given['action']}" == self._what:
            conn.info[_MARK] = True

    def _end(self, of: Any, *rest: Any) -> None:
        # `commit` hands over the connection, `checkin` of the pool its record as the second argument.
        info = rest[0].info if rest else of.info
        if info.get(_MARK):
            die()


class MortalSms(SmsGateway):
    """The SMS gateway, with this process's fate around its calls."""

    def __init__(self, config: Settings, fate: Fate) -> None:
        super().__init__(config)
        self._fate = fate

    async def send(self, *, op_id: str, to: str, body: str) -> Sent:
        """As SmsGateway.send."""
        return await self._fate.call(op_id, super().send(op_id=op_id, to=to, body=body))


class MortalEmail(EmailGateway):
    """The mail gateway, with this process's fate around its calls."""

    def __init__(self, config: Settings, fate: Fate) -> None:
        super().__init__(config)
        self._fate = fate

    async def send(self, *, op_id: str, **mail: Any) -> Sent:
        """As EmailGateway.send."""
        return await self._fate.call(op_id, super().send(op_id=op_id, **mail))


async def serve(fate: Fate) -> None:
    """As worker.run, until it dies."""
    config = settings()
    engine = make_engine(config, "worker")
    fate.over(engine)
    client = await connect(sandboxed=False)
    async with AsyncExitStack() as stack:
        for worker in workers(client, config, engine, MortalSms(config, fate), MortalEmail(config, fate)):
            await stack.enter_async_context(worker)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()


if __name__ == "__main__":
    configure("worker")
    asyncio.run(serve(Fate(*sys.argv[1:])))
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(0)
