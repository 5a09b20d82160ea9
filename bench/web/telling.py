"""What `./run bench web` tells: a line as each ask is done, the tables at the end, and the same for a program."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from bench.measure import percentile
from bench.web.measuring import Found

GOAL_SERVER, GOAL_PAINT = 0.2, 0.5
"""Seconds: 95 in 100 answers of an address, and the middle one of first visits."""


def met(one: Found) -> bool:
    """Whether both goals are; a file is held against none, but has to come."""
    if one.refused:
        return False
    if one.rows is not None:
        return True
    return percentile(one.answers, 0.95) <= GOAL_SERVER and percentile(one.first, 0.5) <= GOAL_PAINT


def pages(found: Sequence[Found]) -> Table:
    """Every address with its figures; what missed a goal is marked."""
    columns = ("page", "as", "KB", "times", "best ms", "p50 ms", "p95 ms", "max ms", "first paint ms", "again ms", "")
    shown = _table(
        f"goals: 95 in 100 answers within {GOAL_SERVER * 1000:.0f} ms · first paint within {GOAL_PAINT * 1000:.0f} ms",
        *columns,
    )
    for one in found:
        if one.rows is not None:
            continue
        shares = [percentile(one.answers, share) for share in (0, 0.5, 0.95, 1)]
        drawn = [percentile(times, 0.5) if times else None for times in (one.first, one.later)]
        numbers = [f"{1000 * value:.0f}" if value is not None else "" for value in (*shares, *drawn)]
        last = one.refused or ("" if met(one) else "✗ missed")
        shown.add_row(one.name, one.login, f"{one.bytes / 1024:.0f}", str(len(one.answers)), *numbers, last)
    return shown


def files(found: Sequence[Found]) -> Table:
    """Every file with how fast its rows came."""
    shown = _table("files: no page, and no goal", "file", "as", "KB", "times", "rows", "p50 ms", "max ms", "rows/s", "")
    for one in found:
        if one.rows is not None:
            middle = percentile(one.answers, 0.5)
            numbers = [str(one.rows), f"{1000 * middle:.0f}", f"{1000 * max(one.answers):.0f}"]
            rate = f"{one.rows / middle:.0f}"
            shown.add_row(
                one.name, one.login, f"{one.bytes / 1024:.0f}", str(len(one.answers)), *numbers, rate, one.refused
            )
    return shown


def _table(title: str, *columns: str) -> Table:
    shown = Table(*columns, title=title, title_justify="left")
    for column in shown.columns[2:-1]:
        column.justify = "right"
    return shown


def line(one: Found) -> str:
    """One address, told while the next is asked for."""
    return f"  {'✓' if met(one) else '✗'} {one.name} {one.login} {one.refused or f'{1000 * percentile(one.answers, 0.95):.0f} ms'}"


def summary(found: Sequence[Found], interviews: int) -> Mapping[str, Any]:
    """The same for a program."""
    return {"interviews": interviews, "met": all(met(one) for one in found), "pages": [asdict(one) for one in found]}
