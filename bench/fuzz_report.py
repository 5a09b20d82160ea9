"""Prints what the fuzz found: a line per operation with its statuses, every mistake once with the shell line that repeats it."""

import re
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.fuzz_traffic import Score

# What the fuzz and its office call people: none of it may be in a log.
_PERSONAL = ("王明", "+86139", "fuzz-", "@example.com", "calc'!A0", "岗位冻结", "突发高烧")
_ERROR = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception|Exists|Refused|Timeout))\b", re.MULTILINE)


def show(score: Score, notes: list[str], seconds: float, console: Console) -> None:
    """The table, the findings, the notes, the sum."""
    table = Table("operation", "cases", "statuses", "rules", box=None, header_style="bold")
    for label, seen in score.statuses.items():
        told = "  ".join(f"{status or 'none'}: {count}" for status, count in sorted(seen.items()))
        table.add_row(label, str(sum(seen.values())), told, str(len(score.rules[label]) or ""))
    console.print(table)
    for key, finding in score.findings.items():
        console.print(f"\n[bold]{finding.operation}[/]  {finding.key}  × {score.times[key]}", soft_wrap=True)
        console.print(finding.detail, markup=False, soft_wrap=True)
        console.print(finding.curl, markup=False, soft_wrap=True)
    rules = Counter(rule for seen in score.rules.values() for rule in seen.elements())
    console.print(f"\n{len(rules)} rules named: {', '.join(f'{rule} {count}' for rule, count in rules.most_common())}")
    for note in notes:
        console.print(f"!! {note}", markup=False, style="bold")
    busy = sum(seen[503] for seen in score.statuses.values())
    console.print(
        f"{score.cases} cases in {seconds:.0f} s; {len(score.findings)} findings; {busy} documented 503; "
        f"{score.unsendable} that no client would send"
    )


def tracebacks(logs: Path) -> list[str]:
    """What broke inside although every answer looked right: kinds of tracebacks in the logs of web and worker."""
    found = []
    for part in ("web", "worker"):
        text = (logs / f"{part}.log").read_text(encoding="utf-8", errors="replace")
        if (count := text.count("Traceback (most recent call last)")) > 0:
            kinds = Counter(_ERROR.findall(text)).most_common(5)
            found.append(f"{count} tracebacks in {part}.log: {kinds}")
    return found


def leaks(logs: Path) -> list[str]:
    """Personal data and free text in the logs of any part."""
    found = []
    for log in sorted(logs.glob("*.log")):
        text = log.read_text(encoding="utf-8", errors="replace")
        seen = [mark for mark in _PERSONAL if mark in text or ascii(mark)[1:-1] in text]
        found += [f"{log.name} holds what people said or are called: {seen}"] if seen else []
    return found
