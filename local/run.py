"""One run of the stack: start it, do something on it, stop it, whatever ends first: the work, a failure or a signal."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from local.home import Home
from local.process import spawn, stop
from local.screen import Screen
from local.supervisor import Service, Stack, first_of, for_ever
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROGRAM_GRACE = 5.0  # seconds the program may take to end after a signal

Body = Callable[[dict[str, str]], Awaitable[int]]


async def run(home: Home, parts: Sequence[Service], values: Mapping[str, str], screen: Screen, body: Body) -> int:
    """Start the parts, run `body` with `values` in its environment, stop all; the exit code is the body's.

    SIGINT, SIGTERM and SIGHUP end it early with 128 + number, a second one at once. Raises StackError when a service
    cannot be kept up.
    """
    env = {**os.environ, **values, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    home.rotate_logs()
    stack = Stack(parts, env, home.logs, ROOT, screen.event)
    asked_to_stop = _listen(stack)

    async def play() -> int:
        await stack.start()
        home.write_connection(values)
        return await first_of(body(env), stack.failed())

    try:
        return await first_of(play(), asked_to_stop)
    finally:
        screen.quiet()
        home.forget_connection()
        await stack.stop()


def _listen(stack: Stack) -> asyncio.Future[int]:
    """A future that the first signal to stop answers."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[int] = loop.create_future()

    def hear(number: int) -> None:
        if asked.done():
            stack.kill()
            os._exit(128 + number)
        asked.set_result(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays in force
            loop.add_signal_handler(number, hear, number)
    return asked


def stay(config: Settings, logs: Path, screen: Screen) -> Body:
    """A body that shows the addresses and waits for the signal."""

    async def body(env: dict[str, str]) -> int:
        screen.addresses(config, logs, env["MIANYUE_DEMO_PASSWORD"])
        return await for_ever()

    return body


def program(argv: Sequence[str], screen: Screen) -> Body:
    """A body that runs a program on the stack; its output goes to our terminal, its exit code is the answer."""

    async def body(env: dict[str, str]) -> int:
        screen.quiet()
        process = await spawn(argv, env, ROOT, None)
        try:
            code = await process.wait()
            return code if code >= 0 else 128 - code
        finally:
            await stop(process, signal.SIGTERM, PROGRAM_GRACE)

    return body
