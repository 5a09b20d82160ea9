"""`./run bench faults`: seeded runs of every fault class against a stack of its own; exit code 1 for anything lost or silent."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from rich.console import Console

from bench.faults import bulking, killing, oversleeping, racing, receiving, servers, spoiling
from bench.faults.ground import own_environment, stop_signals_end_us
from bench.faults.oracle import Account
from bench.faults.report import Found, figures, screen, show
from bench.faults.runs import Run
from bench.faults.scene import Scene, scene

CLASSES: dict[str, Callable[[Scene, Sequence[int]], Awaitable[Found]]] = {
    "worker": killing.killed,
    "bulk": bulking.bulked,
    "outage": oversleeping.overslept,
    "servers": servers.struck,
    "provider": spoiling.spoilt,
    "race": racing.raced,
    "receipts": receiving.received,
}
_RUNS, _QUICK = 20, 3


async def play(words: argparse.Namespace, console: Console) -> Found:
    """Everything, one after the other."""
    found: list[tuple[Run, Account]] = []
    with own_environment() as home:
        async with scene(home) as on:
            for name in words.only:
                begun = time.monotonic()
                mine = await CLASSES[name](on, range(words.seed, words.seed + words.runs))
                found += mine
                bad = sum(bool(account.bad) for _, account in mine)
                console.print(f"{name}: {len(mine)} runs, {bad} bad, {time.monotonic() - begun:.0f} s")
    return found


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./run bench faults", description=__doc__)
    parser.add_argument(
        "--runs",
        type=int,
        help=f"runs of each fault (default {_RUNS}); one is {racing.TRIALS} races, the first bulk is of 500",
    )
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK} runs of each fault")
    parser.add_argument("--seed", type=int, default=1, help="the first run's seed; the following runs count on")
    parser.add_argument("--only", type=_names, default=tuple(CLASSES), help=f"some of {','.join(CLASSES)}")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    words = parser.parse_args(argv)
    words.runs = words.runs or (_QUICK if words.quick else _RUNS)
    stop_signals_end_us()
    console, begun = screen(), time.monotonic()
    found = asyncio.run(play(words, console))
    show(found, console)
    console.print(f"{time.monotonic() - begun:.0f} s")
    if words.json:
        words.json.write_text(json.dumps(figures(found), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 1 if any(account.bad for _, account in found) else 0


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in CLASSES]:
        raise argparse.ArgumentTypeError(f"no fault class {unknown[0]!r}")
    return names


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(code)
