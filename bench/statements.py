"""Which statements one life takes: a few lives with the worker inside this process, its engine's events counted."""

from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bench.life import Side, keeping, play, watch_ledger
from bench.organisation import Organisation
from bench.tasks import running
from bench.twin import namespace
from db.engine import make_engine
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from worker import workers

NAMESPACE = "bench-counted"
_LIVES = 4


class Counted:
    """Statements by verb and table, and transactions that cost a BEGIN and a COMMIT."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.statements: Counter[str] = Counter()
        self.transactions = 0
        event.listen(engine.sync_engine, "before_cursor_execute", self._statement)
        event.listen(engine.sync_engine, "commit", self._commit)

    def _statement(self, conn: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements[_headline(statement)] += 1

    def _commit(self, conn: Any) -> None:
        if conn.get_isolation_level() != "AUTOCOMMIT":
            self.transactions += 1


def _headline(statement: str) -> str:
    """`INSERT notices` for a statement, its first table's name."""
    words = statement.replace("(", " ").split()
    verb = next(word for word in words if word in ("INSERT", "UPDATE", "DELETE", "SELECT"))
    mark = {"INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM", "SELECT": "FROM"}[verb]
    return f"{verb} {words[words.index(mark) + 1]}" if mark in words else verb


async def count(client: Client, config: Settings, whose: Organisation, load: AsyncEngine) -> dict[str, Any]:
    """Statements and transactions per life of the worker and of what the API writes before each command."""
    async with AsyncExitStack() as stack:
        engine, intake = make_engine(config, "counted"), make_engine(config, "counted-intake")
        sms, email = SmsGateway(config), EmailGateway(config)
        for close in (engine.dispose, intake.dispose, sms.close, email.close):
            stack.push_async_callback(close)
        side = Side("counted", await namespace(client, NAMESPACE), keeping(intake))
        for worker in workers(side.client, config, engine, sms, email):
            await stack.enter_async_context(worker)
        await stack.enter_async_context(running(watch_ledger(load, side.accepted)))
        await play(side, whose.interview())  # connections open with queries of their own
        written, kept = Counted(engine), Counted(intake)
        for _ in range(_LIVES):
            await play(side, whose.interview())
    return {"worker": _per_life(written), "intake": _per_life(kept)}


def _per_life(counted: Counted) -> dict[str, Any]:
    by = {name: n / _LIVES for name, n in counted.statements.most_common()}
    return {
        "statements": sum(by.values()),
        "transactions": counted.transactions / _LIVES,
        "by": by,
    }
