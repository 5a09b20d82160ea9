"""`./run bench web`: server time of every page and first paint in a browser, among many interviews, on a stack of its own."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

import upkeep
from bench.measure import percentile
from bench.own_stack import around
from bench.web import crowd
from bench.web.asks import ASKS, Ask
from bench.web.painting import paints
from bench.web.visitors import Arrivals, Refused, Visitor, visitor
from connect import connect
from db.engine import make_engine
from demo.doors import Doors
from settings import Settings, settings
from shots.chromium import chromium, lacking

GOAL_SERVER, GOAL_PAINT = 0.2, 0.5
"""Seconds: 95 in 100 answers of an address, and the middle one of first visits."""
_WARM = 2
_PAINTS = 5


@dataclass
class Found:
    """Seconds of one address for one login: its answers, and where a browser opened it, first and later visits' first paint."""

    name: str
    login: str
    bytes: int = 0
    answers: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    refused: str = ""

    @property
    def met(self) -> bool:
        """Whether both goals are."""
        if self.refused:
            return False
        return percentile(self.answers, 0.95) <= GOAL_SERVER and percentile(self.first, 0.5) <= GOAL_PAINT


async def measure(words: argparse.Namespace, console: Console) -> list[Found]:
    """Write the data, then ask for everything."""
    config = settings()
    async with AsyncExitStack() as stack:
        engine = make_engine(config, "bench")
        stack.push_async_callback(engine.dispose)
        await _prepare(engine, words.interviews, console)
        doors = Doors(config)
        stack.push_async_callback(doors.close)
        await doors.sign_in("zhangsan")
        logins = ("", crowd.RECRUITER, crowd.MANAGER, crowd.HR)
        visitors = {login: await visitor(config.web_url, engine, login) for login in logins}
        for one in visitors.values():
            stack.push_async_callback(one.http.aclose)
        browser = None if words.no_paint or lacking() else await stack.enter_async_context(chromium())
        asks = [ask for ask in ASKS if not words.only or words.only in ask.name or words.only in ask.path]
        arrivals = Arrivals(doors)
        found = []
        for ask in asks:
            for login in ask.logins:
                found.append(await _asked(ask, visitors[login], arrivals, browser, config, words.repeats))
                console.print(line(found[-1]))
        return found


async def _prepare(engine: AsyncEngine, interviews: int, console: Console) -> None:
    """The rows, and no watch that would miss their workflows."""
    client = await connect()
    for name in (upkeep.MONITOR, upkeep.ROLL_UP, upkeep.PUSH, upkeep.APPRAISAL):
        await client.get_schedule_handle(name).pause(note="a benchmark's rows have no workflows")
    begun = time.monotonic()
    async with engine.begin() as conn:
        await crowd.write(conn, interviews)
    async with engine.connect() as conn:
        plain = await conn.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text("SET statement_timeout = 0"))
        await plain.execute(text("VACUUM ANALYZE"))
    console.print(f"  {interviews} interviews written in {time.monotonic() - begun:.0f} s")


async def _asked(
    ask: Ask, who: Visitor, arrivals: Arrivals, browser: Browser | None, config: Settings, repeats: int
) -> Found:
    known = {"open": who.open, "cancelled": who.cancelled, "link": "", "fresh": ""}
    found = Found(ask.name, who.login)
    try:
        if "{link}" in ask.path:
            known["link"] = await arrivals.link()
        path = ""
        for _ in range(_WARM + repeats):
            if "{fresh}" in ask.path:
                known["fresh"] = (await arrivals.fresh()).id
            if not path or "{fresh}" in ask.path:
                path = await who.further(ask, ask.path.format(**known)) if ask.hops else ask.path.format(**known)
            seconds, answer = await who.ask(ask, path, ask.opens.format(**known))
            found.answers.append(seconds)
            found.bytes = len(answer.content)
        del found.answers[:_WARM]
        if browser is not None and ask.paints:
            found.first, found.later = await paints(browser, config.web_url, who.http.cookies, path, _PAINTS)
    except Refused as refused:
        found.refused = str(refused)
    return found


def table(found: Sequence[Found]) -> Table:
    """Every address with its figures; what missed a goal is marked."""
    columns = ("page", "as", "KB", "best ms", "p50 ms", "p95 ms", "max ms", "first paint ms", "again ms", "")
    shown = Table(
        *columns,
        title=f"goals: 95 in 100 answers within {GOAL_SERVER * 1000:.0f} ms · first paint within {GOAL_PAINT * 1000:.0f} ms",
        title_justify="left",
    )
    for column in shown.columns[2:9]:
        column.justify = "right"
    for one in found:
        shares = [percentile(one.answers, share) for share in (0, 0.5, 0.95, 1)]
        drawn = [percentile(times, 0.5) if times else None for times in (one.first, one.later)]
        numbers = [f"{1000 * value:.0f}" if value is not None else "" for value in (*shares, *drawn)]
        shown.add_row(
            one.name, one.login, f"{one.bytes / 1024:.0f}", *numbers, one.refused or ("" if one.met else "✗ missed")
        )
    return shown


def line(one: Found) -> str:
    """One address, told while the next is asked for."""
    return f"  {'✓' if one.met else '✗'} {one.name} {one.login} {one.refused or f'{1000 * percentile(one.answers, 0.95):.0f} ms'}"


def summary(found: Sequence[Found], interviews: int) -> Mapping[str, Any]:
    """The same for a program."""
    return {"interviews": interviews, "met": all(one.met for one in found), "pages": [asdict(one) for one in found]}


def main(argv: Sequence[str]) -> int:
    """The command line; 0 when every goal was met."""
    parser = argparse.ArgumentParser(prog="./run bench web", description=__doc__)
    parser.add_argument("--interviews", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=20, help="answers of each address")
    parser.add_argument("--only", default="", help="only addresses whose name or path holds this")
    parser.add_argument("--no-paint", action="store_true", help="without a browser")
    parser.add_argument("--json", type=lambda word: Path(word).absolute(), help="write the figures to this file, too")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args(argv)
    if not words.inside:
        # Never on a stack that somebody works with: the rows would stay.
        return around("bench.web", ["--inside", *argv, *(["--json", str(words.json)] if words.json else [])])
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    found = asyncio.run(measure(words, console))
    console.print(table(found))
    console.print(
        f"load of this machine 本机负载: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores, this benchmark's own included"
    )
    if not words.no_paint and (why := lacking()):
        console.print(f"first paint was NOT measured 未测首次绘制: {why}")
    missed = [f"{one.name} {one.login}".strip() for one in found if not one.met]
    console.print(f"missed: {', '.join(missed)}" if missed else "every goal is met 全部达标")
    if words.json:
        words.json.write_text(json.dumps(summary(found, words.interviews), ensure_ascii=False, indent=2) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(code)
