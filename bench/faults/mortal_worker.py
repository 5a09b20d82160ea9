"""A production worker that kills itself at chosen moments: `python -m bench.faults.mortal_worker FOLDER`.

FOLDER/dooms.json says at what and when: {what: point}. Points before, during, after: around the provider call of a notice, by
its id. Points before_commit, after_commit: around the commit of a change, `interview/action`. Each strikes once: FOLDER then
has a file of that name, and whichever worker comes next lives on.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
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
_WRITING = "writing"
DOOMS = "dooms.json"


class Fate:
    """When this process dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._dooms: dict[str, str] = json.loads((folder / DOOMS).read_text())

    async def call(self, notice: str, call: Awaitable[Sent]) -> Sent:
        """One provider call, survived or not."""
        point = self._dooms.get(notice)
        if point == "before":
            self._die(notice)
        if point == "during":
            asyncio.get_running_loop().call_later(_INTO_THE_CALL, self._die, notice)
        sent = await call
        if point == "after":
            self._die(notice)
        return sent

    def over(self, engine: AsyncEngine) -> None:
        """Watch the engine's transactions for the writing of a change that is doomed."""
        event.listen(engine.sync_engine, "before_cursor_execute", self._statement)
        event.listen(engine.sync_engine, "commit", self._committing)
        event.listen(engine.sync_engine, "checkin", self._committed)

    def _statement(self, conn: Any, cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO audit"):
            conn.info[_WRITING] = f"{given['interview_id']}/{given['action']}"

    def _committing(self, conn: Any) -> None:
        what = conn.info.get(_WRITING)
        if self._dooms.get(what) == "before_commit":
            self._die(what)

    def _committed(self, _connection: Any, record: Any) -> None:
        """The connection goes back to the pool, which is just after the commit."""
        what = record.info.pop(_WRITING, None)
        if self._dooms.get(what) == "after_commit":
            self._die(what)

    def _die(self, what: str) -> None:
        """Once for each doom, and as by the kernel: nothing is finished, nobody is told."""
        try:
            struck(self._folder, what).touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def struck(folder: Path, what: str) -> Path:
    """The file that is there once this doom has struck."""
    return folder / what.replace("/", "_")


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
    asyncio.run(serve(Fate(Path(sys.argv[1]))))
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(0)
