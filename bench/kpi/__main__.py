"""`./run bench kpi`: how long every view of the appraisal takes on two years of a large group, and whether its figures stay equal."""

import argparse
import asyncio
import gc
import json
import os
import platform
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.kpi.asks import bare, plain, questions, year
from bench.kpi.ground import database
from bench.kpi.history import DAYS, PEOPLE, SUBSIDIARIES, TEAMS, Size, write
from bench.measure import percentile
from db import figures
from db.engine import make_engine
from db.rollup import BATCH, remake, roll_up
from db.scopes import Scope
from db.tables_appraisal import kpi_days, kpi_touched
from db.tables_interview import interviews, kpi_facts
from domain.kpi import total
from settings import Settings

GOAL_VIEW_MS, GOAL_DAY_S = 50.0, 1.0
LAST_DAY = date(2026, 9, 20)


async def fill(engine: AsyncEngine, size: Size, console: Console) -> float:
    """Write the history and roll all of it up; seconds of the roll-up."""
    begun = time.perf_counter()
    async with engine.begin() as conn:
        await write(conn, size)
    console.print(f"{size.interviews:,} interviews written in {time.perf_counter() - begun:.0f} s")
    await _vacuum(engine)
    begun = time.perf_counter()
    while True:
        async with engine.begin() as conn:
            await conn.execute(text("SET LOCAL statement_timeout = 0"))
            if not await roll_up(conn, BATCH):
                break
    seconds = time.perf_counter() - begun
    await _vacuum(engine)
    return seconds


async def _vacuum(engine: AsyncEngine) -> None:
    """What autovacuum does in a database that grows over two years."""
    async with engine.connect() as conn:
        await conn.execution_options(isolation_level="AUTOCOMMIT")
        await conn.execute(text("SET statement_timeout = 0"))
        await conn.execute(text("VACUUM ANALYZE"))


def scopes(chance: random.Random) -> dict[str, list[Scope]]:
    """Some of each: recruiters, teams, subsidiaries, and the whole group."""
    teams = [f"s{s}t{t}" for s in range(1, SUBSIDIARIES + 1) for t in range(1, TEAMS + 1)]
    people = [
        Scope(f"{team}r{r}", None) for team in chance.sample(teams, 20) for r in chance.sample(range(1, PEOPLE + 1), 1)
    ]
    subsidiaries = [[f"s{s}", *(f"s{s}t{t}" for t in range(1, TEAMS + 1))] for s in range(1, SUBSIDIARIES + 1)]
    return {
        "recruiter": people,
        "team": [Scope(None, [team]) for team in chance.sample(teams, 20)],
        "subsidiary": [Scope(None, ids) for ids in subsidiaries],
        "group": [Scope(None, [id for ids in subsidiaries for id in ids])],
    }


async def views(engine: AsyncEngine, wanted: dict[str, list[Scope]]) -> list[dict[str, Any]]:
    """Every view of a year, per level: milliseconds, beside plain SQL over the facts and a bare count."""
    span = year(LAST_DAY)
    times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    async with engine.connect() as conn:
        for level, some in wanted.items():
            for scope in some:
                for question in questions(scope, span):
                    times[level, question.name].append(await _timed(lambda ask=question.ask: ask(conn)))
                times[level, "(bare count of the facts)"].append(await _timed(lambda of=scope: bare(conn, of, span)))
            for scope in some[:3] if level in ("recruiter", "team") else []:
                times[level, "(plain SQL over the facts)"].append(await _timed(lambda of=scope: plain(conn, of, span)))
    return [
        {"level": level, "view": view, "n": len(ms), "p50": percentile(ms, 0.5), "p95": percentile(ms, 0.95)}
        for (level, view), ms in times.items()
    ]


async def _timed(ask: Any) -> float:
    begun = time.perf_counter()
    await ask()
    return (time.perf_counter() - begun) * 1000


async def a_day(engine: AsyncEngine, days: int) -> list[float]:
    """Seconds to roll up one busy day, for several: all interviews with a fact on it, as if nothing of it had been counted yet."""
    seconds = []
    for nth in range(days):
        since, until = (
            func.timezone("Asia/Shanghai", text(f"timestamp '{LAST_DAY - timedelta(days=30 + nth - more)}'"))
            for more in (0, 1)
        )
        touched = (
            select(kpi_facts.c.organisation_id, kpi_facts.c.interview_id)
            .where(kpi_facts.c.at >= since, kpi_facts.c.at < until)
            .distinct()
        )
        async with engine.begin() as conn:
            await conn.execute(kpi_touched.insert().from_select(["organisation_id", "interview_id"], touched))
        begun = time.perf_counter()
        while True:
            async with engine.begin() as conn:
                if not await roll_up(conn, BATCH):
                    break
        seconds.append(time.perf_counter() - begun)
    return seconds


async def stays_equal(engine: AsyncEngine, wanted: dict[str, list[Scope]]) -> tuple[int, int]:
    """Compared and unequal: stored counts against those made of the facts, for every recruiter and team asked, also after 20,000
    interviews were made anew."""
    span, compared, unequal = year(LAST_DAY), 0, 0
    async with engine.begin() as conn:
        some = (await conn.execute(select(interviews.c.id).limit(20_000))).scalars().all()
        before = (await conn.execute(_sum_of_everything())).all()
        for start in range(0, len(some), BATCH):
            await remake(conn, some[start : start + BATCH])
        compared, unequal = 1, int((await conn.execute(_sum_of_everything())).all() != before)
    async with engine.connect() as conn:
        for scope in (*wanted["recruiter"], *wanted["team"][:5]):
            stored = asdict(total((await figures.counts(conn, scope, span)).values()))
            facts = await plain(conn, scope, span)
            compared += 1
            unequal += any(stored[name] != value for name, value in facts.items() if name != "open")
    return compared, unequal


def _sum_of_everything() -> Any:
    return select(
        *(func.sum(column) for column in kpi_days.c if column.name not in ("recruiter", "day", "organisation_id"))
    )


def show(found: dict[str, Any], console: Console) -> bool:
    """The tables; whether every goal is met."""
    table = Table("whose", "view of one year", "n", "p50 ms", "p95 ms", "goal")
    met = True
    for row in found["views"]:
        goal = row["level"] in ("recruiter", "team") and not row["view"].startswith("(")
        good = row["p95"] <= GOAL_VIEW_MS
        met = met and (good or not goal)
        table.add_row(
            row["level"],
            row["view"],
            str(row["n"]),
            f"{row['p50']:.1f}",
            f"{row['p95']:.1f}",
            ("met" if good else "MISSED") if goal else "",
        )
    console.print(table)
    day = max(found["day_s"])
    met = met and day <= GOAL_DAY_S and not found["unequal"]
    console.print(f"all {found['interviews']:,} interviews rolled up in {found['roll_up_s']:.0f} s")
    console.print(f"one day rolled up: max {day:.2f} s of {len(found['day_s'])} (goal {GOAL_DAY_S:g} s)")
    console.print(f"counts compared with those made of the facts: {found['compared']}, unequal {found['unequal']}")
    return met


async def measure(words: argparse.Namespace, url: str, console: Console) -> dict[str, Any]:
    """Everything on one database."""
    size = Size(words.interviews)
    engine = make_engine(Settings(database_url=url), "bench")
    try:
        seconds = await fill(engine, size, console)
        wanted = scopes(random.Random(words.seed))
        # As the web process does: else the collector, and no query, is what one answer in hundreds waits for.
        gc.collect()
        gc.freeze()
        # Once over everything first: a dashboard that is used has its pages in memory.
        await views(engine, {level: some[:2] for level, some in wanted.items()})
        compared, unequal = await stays_equal(engine, wanted)
        return {
            "interviews": size.interviews,
            "cancelled": size.cancelled,
            "days": DAYS,
            "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
            "roll_up_s": seconds,
            "views": await views(engine, wanted),
            "day_s": await a_day(engine, 5),
            "compared": compared,
            "unequal": unequal,
        }
    finally:
        await engine.dispose()


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./run bench kpi", description=__doc__)
    parser.add_argument("--interviews", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    words = parser.parse_args(argv)
    console, begun = Console(highlight=False), time.monotonic()
    with database() as url:
        found = asyncio.run(measure(words, url, console))
    good = show(found, console)
    console.print(f"{time.monotonic() - begun:.0f} s")
    if words.json:
        words.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
