"""A stack of a benchmark's own: in a temporary folder, on free ports, without anybody's accounts, gone when the program has ended."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PORTS = ("WEB", "TEMPORAL", "TEMPORAL_UI", "SANDBOX")
# A running stack, a database of somebody's or a real account must never be what a benchmark plays with.
_OURS = ("MIANYUE_", "TEMPORAL_", "TWILIO_", "SENDGRID_")


def around(module: str, argv: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    """Run `python -m module argv…` on such a stack, with `extra` in the environment of all its parts; the exit code."""
    with tempfile.TemporaryDirectory(prefix="mianyue-bench-") as folder:
        env = {**surroundings(folder), **(extra or {})}
        program = [sys.executable, "stack.py", "around", sys.executable, "-m", module, *argv]
        return subprocess.call(program, cwd=ROOT, env=env)


def surroundings(folder: str) -> dict[str, str]:
    """The environment of such a stack's parts, with its state folder below this one."""
    ports = dict(zip((f"MIANYUE_{name}_PORT" for name in _PORTS), map(str, free_ports(len(_PORTS))), strict=True))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, **ports, "MIANYUE_HOME": f"{folder}/home"}


def free_ports(count: int) -> list[int]:
    """That many ports of the loopback interface that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports
