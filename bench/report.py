"""From what was measured to figures (JSON) and tables on the screen, with the goals and whether they were met."""

import os
import platform
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measure import Usage, percentile
from bench.run import ELSEWHERE, Booked

RATIO, EVENTS, CALL = 0.8, 50, 2.0


def figures(
    booked: dict[str, Booked],
    used: dict[str, Usage],
    statements: dict[str, Any],
    http: dict[str, list[float]] | None,
    n: int,
    at_once: int,
) -> dict[str, Any]:
    """One run in numbers; times in milliseconds unless named otherwise."""
    sides = {name: _side(of) for name, of in booked.items()}
    found = {
        "n": n,
        "at_once": at_once,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "sides": sides,
        "ratio": booked["real"].rate / booked["twin"].rate,
        "cpu_ratio": booked["twin"].cpu_per_life / booked["real"].cpu_per_life,
        "statements": statements,
        "memory_mb": {name: round(part.megabytes, 1) for name, part in used.items()},
        "http_cancel": {name: _calls(seconds) for name, seconds in http.items()} if http else None,
    }
    return {**found, "goals": _goals(found)}


def _side(of: Booked) -> dict[str, Any]:
    return {
        "lives": of.lives,
        "per_second": of.rate,
        "cpu_ms_per_life": {part: 1000 * spent / of.lives for part, spent in of.cpu.items()},
        "cpu_ms_all": 1000 * of.cpu_per_life,
        "call": _calls(of.calls),
        "call_alone": _calls(of.alone),
        "history": _history(of),
        "provider_calls_per_life": of.provider_calls / of.lives,
    }


def _calls(seconds: list[float]) -> dict[str, float]:
    return {name: 1000 * percentile(seconds, share) for name, share in (("p50", 0.5), ("p99", 0.99))}


def _history(of: Booked) -> dict[str, Any] | None:
    if not of.histories:
        return None
    count = len(of.histories)
    types: Counter[str] = sum((one.types for one in of.histories), Counter())
    return {
        "events_mean": sum(one.events for one in of.histories) / count,
        "events_max": max(one.events for one in of.histories),
        "bytes_mean": sum(one.size for one in of.histories) / count,
        "bytes_max": max(one.size for one in of.histories),
        "types": {name: n / count for name, n in types.most_common()},
    }


def _goals(found: dict[str, Any]) -> list[dict[str, Any]]:
    sides = found["sides"]
    real, bare = sides["real"], sides["bare"]
    rows = (
        ("lives per second, real / twin", found["ratio"], RATIO, ">="),
        ("history events of a cancelled life, mean", real["history"]["events_mean"], EVENTS, "<="),
        ("history events of a cancelled life, at most", real["history"]["events_max"], EVENTS, "<="),
        ("cancel call p50 / bare update p50, at once", real["call"]["p50"] / bare["call"]["p50"], CALL, "<="),
        ("cancel call p50 / bare update p50, alone", real["call_alone"]["p50"] / bare["call_alone"]["p50"], CALL, "<="),
    )
    return [
        {"goal": name, "found": value, "limit": limit, "met": value >= limit if sign == ">=" else value <= limit}
        for name, value, limit, sign in rows
    ]


def show(found: dict[str, Any], console: Console) -> None:
    """The tables."""
    sides = found["sides"]
    console.print(_overview(found, sides))
    console.print(_events(sides))
    console.print(_processes(found, sides))
    for who, counted in found["statements"].items():
        listed = ", ".join(f"{name} {n:g}" for name, n in counted["by"].items())
        console.print(
            f"{who}: {counted['statements']:g} statements in {counted['transactions']:g} transactions per life: {listed}"
        )
    console.print(
        f"CPU per life, twin / real: {found['cpu_ratio']:.2f} (steadier than the wall clock on a shared machine)"
    )
    for goal in found["goals"]:
        verdict = "[green]met[/]" if goal["met"] else "[red]missed[/]"
        console.print(f"{verdict}  {goal['goal']}: {goal['found']:.2f} (goal {goal['limit']:g})")


def _overview(found: dict[str, Any], sides: dict[str, Any]) -> Table:
    table = Table("", *sides, title=f"{found['n']} lives, {found['at_once']} at once · ratio {found['ratio']:.2f}")
    table.add_row("lives/s (bare: pairs of updates/s)", *(f"{of['per_second']:.1f}" for of in sides.values()))
    for key, words in (("call", "cancel or update at once"), ("call_alone", "cancel or update alone")):
        cells = (f"{of[key]['p50']:.1f} / {of[key]['p99']:.1f}" for of in sides.values())
        table.add_row(f"{words}, p50 / p99 ms", *cells)
    if found["http_cancel"]:
        for name, call in found["http_cancel"].items():
            table.add_row(f"POST cancel {name}, p50 / p99 ms", f"{call['p50']:.1f} / {call['p99']:.1f}")
    for key, words in (("events", "history events"), ("bytes", "history bytes")):
        cells = (_mean_max(of["history"], key) for of in sides.values())
        table.add_row(f"{words}, mean / max", *cells)
    table.add_row("provider calls per life", *(f"{of['provider_calls_per_life']:.2f}" for of in sides.values()))
    return table


def _mean_max(history: dict[str, Any] | None, key: str) -> str:
    return f"{history[f'{key}_mean']:.1f} / {history[f'{key}_max']}" if history else ""


def _events(sides: dict[str, Any]) -> Table:
    table = Table("events per life", "real", "twin")
    real, twin = sides["real"]["history"]["types"], sides["twin"]["history"]["types"]
    for name in real | twin:
        table.add_row(name.lower(), f"{real.get(name, 0):.2f}", f"{twin.get(name, 0):.2f}")
    return table


def _processes(found: dict[str, Any], sides: dict[str, Any]) -> Table:
    table = Table("CPU ms per life", *sides, "memory MB")
    for part, memory in found["memory_mb"].items():
        cells = (f"{of['cpu_ms_per_life'].get(part, 0):.1f}" for of in sides.values())
        table.add_row(part, *cells, f"{memory:.0f}")
    table.add_row("all of these", *(f"{of['cpu_ms_all']:.1f}" for of in sides.values()), "")
    elsewhere = (f"{of['cpu_ms_per_life'][ELSEWHERE]:.1f}" for of in sides.values())
    table.add_row("others on this machine", *elsewhere, "")
    return table
