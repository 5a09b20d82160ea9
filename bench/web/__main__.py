"""`./run bench web`: server time of every page, dialog and action of the console and first paint in a browser, among many interviews, on a
stack of its own."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

import upkeep
from bench.own_stack import around
from bench.web import crowd, figures, telling
from bench.web.arrivals import Arrivals
from bench.web.asks import ASKS
from bench.web.measuring import Found, Round, everything
from bench.web.people import CLERK, HR, MANAGER, RECRUITER
from bench.web.visitors import visitor
from connect import connect
from db.engine import make_engine
from demo.doors import Doors
from settings import settings
from shots.chromium import chromium, lacking


async def measure(words: argparse.Namespace, console: Console) -> list[Found]:
    """Write the data, then ask for everything."""
    config = settings()
    async with AsyncExitStack() as stack:
        engine = make_engine(config, "bench")
        stack.push_async_callback(engine.dispose)
        await _prepare(engine, words.interviews, console)
        doors = Doors(config)
        stack.push_async_callback(doors.close)
        await doors.sign_in(RECRUITER)
        logins = ("", RECRUITER, MANAGER, HR, CLERK)
        visitors = {login: await visitor(config.web_url, engine, login) for login in logins}
        for one in visitors.values():
            stack.push_async_callback(one.http.aclose)
        browser = None if words.no_paint or lacking() else await stack.enter_async_context(chromium())
        asks = [ask for ask in ASKS if not words.only or words.only in ask.name or words.only in ask.path]
        at = Round(engine, Arrivals(doors), browser, config.web_url, words.repeats)
        return await everything(at, asks, visitors, lambda one: console.print(telling.line(one), markup=False))


async def _prepare(engine: AsyncEngine, interviews: int, console: Console) -> None:
    """The rows, and no watch that would miss their workflows."""
    client = await connect()
    for name in (upkeep.MONITOR, upkeep.ROLL_UP, upkeep.PUSH, upkeep.APPRAISAL):
        await client.get_schedule_handle(name).pause(note="a benchmark's rows have no workflows")
    begun = time.monotonic()
    async with engine.begin() as conn:
        await crowd.write(conn, interviews)
    await _vacuum(engine)
    await figures.count(engine)
    await _vacuum(engine)
    console.print(f"  {interviews} interviews written and counted in {time.monotonic() - begun:.0f} s")


async def _vacuum(engine: AsyncEngine) -> None:
    async with engine.connect() as conn:
        plain = await conn.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text("SET statement_timeout = 0"))
        await plain.execute(text("VACUUM ANALYZE"))


def main(argv: Sequence[str]) -> int:
    """The command line; 0 when every goal was met."""
    parser = argparse.ArgumentParser(prog="./run bench web", description=__doc__)
    parser.add_argument("--interviews", type=int, default=100_000)
    parser.add_argument(
        "--repeats", type=int, default=20, help="answers of each address; a third as many of what is done"
    )
    parser.add_argument("--only", default="", help="only addresses whose name or path holds this")
    parser.add_argument("--no-paint", action="store_true", help="without a browser")
    parser.add_argument("--json", type=lambda word: Path(word).absolute(), help="write the figures to this file, too")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args(argv)
    if not words.inside:
        # Never on a stack that somebody works with: the rows would stay.
        return around("bench.web", ["--inside", *argv, *(["--json", str(words.json)] if words.json else [])])
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    begun = time.monotonic()
    found = asyncio.run(measure(words, console))
    console.print(telling.pages(found))
    console.print(telling.files(found))
    console.print(
        f"load of this machine 本机负载: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores, this benchmark's own included; "
        f"{time.monotonic() - begun:.0f} s"
    )
    if not words.no_paint and (why := lacking()):
        console.print(f"first paint was NOT measured 未测首次绘制: {why}")
    missed = [f"{one.name} {one.login}".strip() for one in found if not telling.met(one)]
    console.print(f"missed: {', '.join(missed)}" if missed else "every goal is met 全部达标")
    if words.json:
        words.json.write_text(json.dumps(telling.summary(found, words.interviews), ensure_ascii=False, indent=2) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(code)
