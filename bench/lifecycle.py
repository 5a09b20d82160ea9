"""`./run bench lifecycle`: whole lives per second beside an empty twin of the same workflow, with what each life costs."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from temporalio.client import Client

from bench.http_cancel import over_http
from bench.life import Accepted, Side, keep_nothing, keeping, play, watch_ledger
from bench.measure import parts, usage
from bench.organisation import organisation
from bench.own_stack import ROOT, around
from bench.report import figures, show
from bench.run import Booked, Meter, alternate, bare_update, one_by_one, read_histories
from bench.statements import count
from bench.tasks import running
from bench.twin import NAMESPACE, READY, namespace
from connect import connect
from db.engine import make_engine
from settings import Settings, settings

_STOP_SECONDS = 40
_ALONE = 20


@asynccontextmanager
async def twin_worker(client: Client, config: Settings, accepted: Accepted) -> AsyncIterator[int]:
    """The twin's worker as a process of its own; its lines tell which lives' sends are done. Yields its pid."""
    env = {**os.environ, "TEMPORAL_NAMESPACE": NAMESPACE}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.twin", cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    output = process.stdout
    try:
        if (await output.readline()).decode().strip() != READY:
            raise RuntimeError("the twin's worker did not start")

        async def listen() -> None:
            async for line in output:
                accepted.heard_one(line.decode().strip().removeprefix("interview-"))

        async with running(listen()):
            yield process.pid
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)


async def measure(n: int, at_once: int, console: Console) -> dict[str, Any]:
    """All figures of one run on the stack that the environment names."""
    config = settings()
    async with AsyncExitStack() as stack:
        engine = make_engine(config, "bench")
        stack.push_async_callback(engine.dispose)
        async with engine.begin() as conn:
            whose = await organisation(conn)
        client = await connect()
        real = Side("real", client, keeping(engine))
        twin = Side("twin", await namespace(client, NAMESPACE), keep_nothing)
        await stack.enter_async_context(running(watch_ledger(engine, real.accepted)))
        pid = await stack.enter_async_context(twin_worker(twin.client, config, twin.accepted))
        pids = parts(config.home, twin=pid, load=os.getpid())
        meter = Meter(pids, config.twilio_base or config.sandbox_url)
        stack.push_async_callback(meter.close)
        sides = (real, twin)
        with console.status("warming up"):
            for side in sides:
                await asyncio.gather(*(play(side, whose.interview()) for _ in range(at_once)))
            await asyncio.gather(*(bare_update(twin.client) for _ in range(at_once)))
        waves = [min(at_once, n - done) for done in range(0, n, at_once)]
        booked: dict[str, Booked] = await alternate(sides, whose, meter, waves, console.print)
        await one_by_one(sides, whose, booked, min(_ALONE, n))
        http = await over_http(config.web_url, real, whose, min(at_once, n))
        await read_histories(sides, booked)
        statements = await count(client, config, whose, engine)
        return figures(booked, usage(pids), statements, http, n, at_once)


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./run bench lifecycle", description=__doc__)
    parser.add_argument("--n", type=int, default=300, help="lives on each side")
    parser.add_argument("--at-once", type=int, default=50, help="lives running at the same time")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    words = parser.parse_args(argv)
    if not (os.environ.get("TEMPORAL_ADDRESS") and settings().database_url):
        return around("bench.lifecycle", _absolute(words))
    console = Console(highlight=False)
    found = asyncio.run(measure(words.n, words.at_once, console))
    show(found, console)
    if words.json:
        words.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _absolute(words: argparse.Namespace) -> list[str]:
    given = ["--n", str(words.n), "--at-once", str(words.at_once)]
    return [*given, "--json", str(words.json.absolute())] if words.json else given


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(code)
