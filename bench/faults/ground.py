"""The stack that the faults strike: real processes on free ports in a temporary folder, each killed and restarted alone."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.own_stack import ROOT, free_ports
from local.home import Home, held
from local.process import StackError, kill_group, spawn, stop
from local.services import connection, services
from local.supervisor import Service
from settings import Settings, settings

# Those of one line start together when those of the line before are ready.
_ORDER = (("postgres", "temporal", "sandbox"), ("migrate",), ("worker", "web"))
SECOND_WORKER = "worker-2"
# Shorter than in production, so that a provider that holds a request costs a run 2 s and not 10.
PROVIDER_TIMEOUT = "2"
_FOREIGN = ("MIANYUE_", "TWILIO_", "SENDGRID_", "TEMPORAL_")
_KEPT = ("TEMPORAL_CLI",)
_START_SECONDS = 60.0
_PAUSE = 0.05


class Ground:
    """The parts by name; a part that was killed stays away until it is started again."""

    def __init__(self, home: Home, config: Settings, parts: Sequence[Service]) -> None:
        self.config, self.folder, self._logs = config, home.path, home.logs
        self._parts = {part.name: part for part in parts}
        self._running: dict[str, Process] = {}

    async def start(self, name: str, argv: Sequence[str] | None = None) -> Process:
        """Start a part, by another command if given, and return when it is ready. Raises: StackError."""
        part = self._parts[name]
        if part.prepare is not None:
            await asyncio.to_thread(part.prepare)
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with (self._logs / f"{name}.log").open("ab") as log:
                process = await spawn(argv or part.argv, os.environ, ROOT, log, part.death_signal)
            self._running[name] = process
            if await self._ready(part, process, deadline):
                return process
            # PostgreSQL refuses to start while a process of the killed one is still ending.
            await asyncio.sleep(_PAUSE)
        raise StackError(f"{name} did not start", (self._logs / f"{name}.log").read_text(errors="replace")[-2000:])

    async def kill(self, name: str) -> None:
        """SIGKILL, as when the machine's memory is full."""
        process = self._running.pop(name)
        kill_group(process)
        await process.wait()

    def pids(self) -> dict[str, int]:
        """The processes that run now, by part."""
        return {name: process.pid for name, process in self._running.items() if process.returncode is None}

    async def stop(self) -> None:
        """Stop what runs, last started first."""
        for name, process in reversed(list(self._running.items())):
            await stop(process, self._parts[name].stop_signal, self._parts[name].grace)
        self._running.clear()

    async def _ready(self, part: Service, process: Process, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if part.once:
                if await process.wait() != 0:
                    raise StackError(f"{part.name} failed", (self._logs / f"{part.name}.log").read_text()[-2000:])
                return True
            if process.returncode is not None:
                return False
            if part.ready is None or await part.ready():
                return True
            await asyncio.sleep(_PAUSE)
        return False


@contextlib.contextmanager
def own_environment() -> Iterator[Home]:
    """A temporary home, with this process's environment pointing to it and to nothing that runs elsewhere."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(_FOREIGN) and name not in _KEPT:
            del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="mianyue-faults-") as folder, held(Path(folder) / "home") as home:
        names = ("WEB", "TEMPORAL", "TEMPORAL_UI", "SANDBOX")
        ports = zip((f"MIANYUE_{name}_PORT" for name in names), map(str, free_ports(len(names))), strict=True)
        os.environ.update(ports, MIANYUE_PROVIDER_TIMEOUT=PROVIDER_TIMEOUT, PYTHONUNBUFFERED="1", PYTHONUTF8="1")
        settings.cache_clear()
        os.environ.update(connection(home.path, home.secret(), Settings(home=home.path)))
        settings.cache_clear()
        home.rotate_logs()
        try:
            yield home
        finally:
            os.environ.clear()
            os.environ.update(before)
            settings.cache_clear()


@contextlib.asynccontextmanager
async def ground(home: Home) -> AsyncIterator[Ground]:
    """All parts up and ready within the block; needs `own_environment`."""
    config = settings()
    # The stack's own home: without the connection in the environment, so that PostgreSQL and Temporal are ours.
    own = Settings(home=home.path, database_url="")
    address = os.environ.pop("TEMPORAL_ADDRESS")
    parts = services(home, own)
    parts += [replace(part, name=SECOND_WORKER) for part in parts if part.name == "worker"]
    os.environ["TEMPORAL_ADDRESS"] = address
    up = Ground(home, config, parts)
    try:
        for together in _ORDER:
            await asyncio.gather(*(up.start(name) for name in together))
        yield up
    finally:
        await up.stop()


def stop_signals_end_us() -> None:
    """SIGTERM ends the benchmark as Ctrl-C does: everything it started is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
