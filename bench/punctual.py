"""`./run bench punctual`: how late reminders leave when very many are due in one minute, and what is left of them after an outage."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.faults.ground import own_environment, stop_signals_end_us
from bench.faults.scene import scene
from bench.reminders import after_an_outage, in_one_minute

GOAL_SECONDS = 5.0


async def measure(words: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Both parts on one stack."""
    with own_environment() as home:
        async with scene(home) as on:
            found: dict[str, Any] = {}
            if words.n:
                found["minute"] = await in_one_minute(on, words.n, words.spread, words.early, words.rate, console.print)
            if words.outage_minutes:
                found["outage"] = await after_an_outage(
                    on, words.outage_n, words.outage_minutes, words.rate, console.print
                )
            return found


def show(found: dict[str, Any], console: Console) -> bool:
    """The tables; whether everything is as it must be."""
    good = True
    if minute := found.get("minute"):
        figures = ("min", "p50", "p99", "max")
        table = Table("reminders due in one minute: seconds after due", *figures)
        for name, of in minute["late"].items():
            table.add_row(name, *(f"{of[key]:.2f}" for key in figures))
        console.print(table)
        used = " · ".join(f"{part} {share:.2f}" for part, share in minute["cores"].items())
        console.print(f"{minute['sent']} of {minute['n']} sent · cores used in that time: {used}")
        met = minute["late"]["accepted by us"]["p99"] <= GOAL_SECONDS and minute["sent"] == minute["n"]
        console.print(f"{'met' if met else 'missed'}: p99 within {GOAL_SECONDS:g} s, every one of them once")
        good = met
    if outage := found.get("outage"):
        console.print(" · ".join(f"{name} {count}" for name, count in outage.items() if name != "bad"))
        for line in outage["bad"][:20]:
            console.print(f"✗ {line}")
        good = good and not outage["bad"]
    return good


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./run bench punctual", description=__doc__)
    parser.add_argument("--n", type=int, default=1000, help="reminders due in one minute; 0 leaves this part out")
    parser.add_argument("--spread", type=float, default=60.0, help="seconds over which they fall due; 0: all at once")
    parser.add_argument(
        "--early", type=int, default=0, help="each leaves at its own moment, up to so many seconds before its time"
    )
    parser.add_argument("--rate", type=float, default=8.0, help="interviews created per second beforehand")
    parser.add_argument(
        "--outage-minutes", type=float, default=10.0, help="all workers away for so long; 0 leaves this part out"
    )
    parser.add_argument("--outage-n", type=int, default=200, help="reminders due meanwhile")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    words = parser.parse_args(argv)
    stop_signals_end_us()
    console, begun = Console(highlight=False), time.monotonic()
    found = asyncio.run(measure(words, console))
    good = show(found, console)
    console.print(f"{time.monotonic() - begun:.0f} s")
    if words.json:
        words.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # The interpreter's own end can crash the Temporal core (sdk-python issue 300).
    os._exit(code)
