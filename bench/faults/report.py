"""The table of the fault classes, and the seeds and ids of what must not be."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from bench.faults.oracle import Account
from bench.faults.runs import Run
from bench.measure import percentile

Found = Sequence[tuple[Run, Account]]
_MOST_SHOWN = 30
_WIDTH = 172
_HEADS = ("runs", "missed", "lives", "expected", "held", "reported", "withheld", "overtaken", "LOST", "dup silent")
_MORE = ("dup decided", "wrong", "unknown", "listed", "phone", "recovery p50 s", "max s")


def screen() -> Console:
    """The terminal; wide enough for the table where the output goes to a file."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def lines(found: Iterable[tuple[Run, Account]]) -> dict[str, list[tuple[Run, Account]]]:
    """The runs by fault class, in the order in which they came."""
    by: defaultdict[str, list[tuple[Run, Account]]] = defaultdict(list)
    for run, account in found:
        by[run.name].append((run, account))
    return dict(by)


def show(found: Found, console: Console) -> None:
    """One line per fault class, then what must not be."""
    table = Table(
        Column("fault", no_wrap=True),
        *(Column(head, justify="right") for head in (*_HEADS, *_MORE)),
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for name, runs in lines(found).items():
        table.add_row(name, *_cells(runs))
    console.print(table)
    bad = [(run, what) for run, account in found for what in account.bad]
    for run, what in bad[:_MOST_SHOWN]:
        console.print(f"[red]✗[/] {run.name} · seed {run.seed} · {what}", soft_wrap=True)
    if len(bad) > _MOST_SHOWN:
        console.print(f"… and {len(bad) - _MOST_SHOWN} more")


def figures(found: Found) -> list[dict[str, Any]]:
    """The same in numbers, run by run."""
    return [
        {"fault": run.name, "seed": run.seed, "recovery_s": round(run.recovery, 2), **asdict(account)}
        for run, account in found
    ]


def _cells(runs: Found) -> list[str]:
    whole = Account()
    for _, account in runs:
        whole.add(account)
    waits = [run.recovery for run, _ in runs if not run.error and not run.missed]
    sums = (whole.interviews, whole.expected, whole.held, whole.reported, whole.withheld, whole.overtaken)
    after = (len(whole.unknown), whole.listed, whole.phones)
    missed = sum(run.missed for run, _ in runs)
    numbers = (len(runs), missed, *sums, len(whole.lost), len(whole.silent), whole.repeated, len(whole.wrong), *after)
    return [*map(str, numbers), f"{percentile(waits, 0.5):.1f}", f"{max(waits, default=0):.1f}"]
