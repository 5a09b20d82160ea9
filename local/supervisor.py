"""The supervisor: brings services up in order of need, restarts what dies, stops all in reverse order."""

import asyncio
import contextlib
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never, TypeVar

from local.probes import Probe
from local.process import StackError, ending, kill_group, spawn, stop

PROBE_PAUSE = 0.05  # seconds between two readiness questions
BACK_OFF = (0.3, 0.6, 1.2, 2.4, 4.8)  # seconds before each restart; after the last one the stack gives up
STEADY_SECONDS = 30.0  # a service that lived this long starts its back-off anew
TAIL_LINES = 12
Answer = TypeVar("Answer")
Report = Callable[["Service", str, str], None]


@dataclass(frozen=True)
class Service:
    """One part of the stack. `once`: a step that must end with 0 before those who need it start.

    `ready` None means ready when started; `timeout` seconds to become ready (or, once, to end); `grace` seconds to stop.
    """

    name: str
    argv: Sequence[str]
    title: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Probe | None = None
    needs: tuple[str, ...] = ()
    once: bool = False
    restart: bool = True
    prepare: Callable[[], None] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    timeout: float = 90.0
    grace: float = 10.0


async def for_ever() -> Never:
    """Never returns; only cancelling ends it."""
    await asyncio.Event().wait()
    raise AssertionError("an event that nobody sets was set")


async def first_of(*awaitables: Awaitable[Answer]) -> Answer:
    """The answer (or error) of whichever ends first; the others are cancelled and have ended on return."""
    tasks = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(task for task in tasks if task in done).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Stack:
    """The running services. `report` hears (service, event, detail).

    Events: starting; ready, started (nothing to ask) or done (a step); restarting; stopped.
    """

    def __init__(
        self, services: Sequence[Service], env: Mapping[str, str], logs: Path, cwd: Path, report: Report
    ) -> None:
        self._services = tuple(services)
        self._env, self._logs, self._cwd, self._report = env, logs, cwd, report
        self._up = {service.name: asyncio.Event() for service in services}
        self._processes: dict[str, Process] = {}
        self._keepers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Return when every service is ready and every step done. Raises StackError when one cannot be."""
        self._keepers = [asyncio.create_task(self._keep(service)) for service in self._services]
        await first_of(self._all_up(), self.failed())

    async def failed(self) -> Never:
        """Raise what made the stack unable to go on; otherwise wait for ever."""
        open_ends = set(self._keepers)
        while open_ends:
            done, open_ends = await asyncio.wait(open_ends, return_when=asyncio.FIRST_COMPLETED)
            for keeper in done:
                keeper.result()
        await for_ever()

    async def stop(self) -> None:
        """Stop everything, last started first; each within its grace."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for service in reversed(self._services):
            process = self._processes.pop(service.name, None)
            if process is not None and process.returncode is None:
                await stop(process, service.stop_signal, service.grace)
                self._report(service, "stopped", "")

    def kill(self) -> None:
        """End everything at once, for the user who asks twice."""
        for process in self._processes.values():
            if process.returncode is None:
                kill_group(process)

    async def _all_up(self) -> None:
        for event in self._up.values():
            await event.wait()

    async def _keep(self, service: Service) -> None:
        """The life of one service: wait for what it needs, run it, run it again when it dies."""
        for name in service.needs:
            await self._up[name].wait()
        self._report(service, "starting", "")
        tries = 0
        while True:
            began = time.monotonic()
            code = await self._run(service)
            if service.once and code == 0:
                return
            tries = 0 if time.monotonic() - began > STEADY_SECONDS else tries
            if service.once or not service.restart or tries == len(BACK_OFF):
                raise self._given_up(service, f"ended with {ending(code)} 异常退出")
            self._report(service, "restarting", f"{ending(code)}, again in {BACK_OFF[tries]} s")
            await asyncio.sleep(BACK_OFF[tries])
            tries += 1

    async def _run(self, service: Service) -> int:
        began = time.monotonic()
        process = await self._launch(service)
        try:
            async with asyncio.timeout(service.timeout):
                is_up = await process.wait() == 0 if service.once else await self._becomes_ready(service, process)
        except TimeoutError:
            kill_group(process)
            raise self._given_up(service, f"not ready after {service.timeout:g} s 启动超时") from None
        if is_up:
            self._up[service.name].set()
            event = "done" if service.once else "ready" if service.ready else "started"
            self._report(service, event, f"{time.monotonic() - began:.1f} s" if event != "started" else "")
        code = await process.wait()
        kill_group(process)
        return code

    async def _launch(self, service: Service) -> Process:
        if service.prepare is not None:
            await asyncio.to_thread(service.prepare)
        with self._log(service).open("ab") as output:
            process = await spawn(service.argv, {**self._env, **service.env}, self._cwd, output, service.death_signal)
        self._processes[service.name] = process
        return process

    @staticmethod
    async def _becomes_ready(service: Service, process: Process) -> bool:
        while process.returncode is None:
            if service.ready is None or await service.ready():
                return process.returncode is None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PROBE_PAUSE)
        return False

    def _log(self, service: Service) -> Path:
        return self._logs / f"{service.name}.log"

    def _given_up(self, service: Service, what: str) -> StackError:
        log = self._log(service)
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return StackError(f"{service.name} {what}; its log 日志: {log}", "\n".join(lines[-TAIL_LINES:]))
