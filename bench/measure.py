"""What a benchmark reads off the machine and off Temporal: CPU and memory per part of the stack, percentiles, histories."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

_TICKS = os.sysconf("SC_CLK_TCK")
_PARTS = {
    "server start-dev": "temporal",
    "/postgres ": "postgres",
    "worker.py": "worker",
    "sandbox.app": "sandbox",
    "web.app": "web",
}


@dataclass(frozen=True)
class Usage:
    """CPU seconds since the part started, its ended children's included, and its memory now (MB, shared pages divided)."""

    cpu: float
    megabytes: float


def parts(home: Path, **known: int) -> dict[str, int]:
    """The process ids of the running stack in this state folder, by name; empty where its processes are elsewhere."""
    lock = home / "stack.lock"
    owner = lock.read_text().strip() if lock.exists() else ""
    children = _children(int(owner)) if owner and Path(f"/proc/{owner}").exists() else []
    found = {name: pid for pid in children for word, name in _PARTS.items() if word in _words(pid)}
    return {**found, **known}


def usage(pids: dict[str, int]) -> dict[str, Usage]:
    """What each part has used until now; a part's child that is a part itself is booked under its own name only."""
    own = frozenset(pids.values())
    return {name: Usage(_cpu(pid, own), _megabytes(pid, own)) for name, pid in pids.items()}


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _cpu(pid: int, parts: frozenset[int]) -> float:
    """proc(5): fields 14 to 17 of stat, counted behind the command's closing bracket."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in fields[11:15]) / _TICKS + sum(
        _cpu(child, parts) for child in _children(pid) if child not in parts
    )


def _megabytes(pid: int, parts: frozenset[int]) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return own + sum(_megabytes(child, parts) for child in _children(pid) if child not in parts)


def busy_seconds() -> float:
    """CPU seconds that the whole machine has worked since its start, whoever for (proc(5): user, nice, system of stat)."""
    words = Path("/proc/stat").read_text().splitlines()[0].split()
    return sum(int(ticks) for ticks in words[1:4]) / _TICKS


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share (0–1) of the values does not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, int(share * len(ordered))))] if ordered else 0.0


@dataclass(frozen=True)
class History:
    """The events of one life, by type, and their size in bytes."""

    types: Counter[str]
    size: int

    @property
    def events(self) -> int:
        """How many there are."""
        return self.types.total()


async def history(client: Client, workflow: str) -> History:
    """What the server keeps of one workflow."""
    found = await client.get_workflow_handle(workflow).fetch_history()
    names = (EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in found.events)
    return History(Counter(names), sum(event.ByteSize() for event in found.events))
