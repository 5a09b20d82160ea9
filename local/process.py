"""One child process of the stack: in a session of its own, dying with its parent, stopped politely, then by force."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

PR_SET_PDEATHSIG = 1


class StackError(Exception):
    """Something the user can act on; its text is one line, `tail` the end of the log that explains it."""

    def __init__(self, text: str, tail: str = "") -> None:
        super().__init__(text)
        self.tail = tail


def _before_exec(death_signal: int) -> Callable[[], None]:
    """What the forked child does first: die with the parent (Linux), and hear SIGINT even if the shell ignored it."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, death_signal)
            if os.getppid() != parent:  # the parent died between fork and prctl: no signal would ever come
                os._exit(1)

    return prepare


async def spawn(
    argv: Sequence[str], env: Mapping[str, str], cwd: Path, output: BinaryIO | None, death_signal: int = signal.SIGKILL
) -> Process:
    """Start a program; `output` takes both its streams (None: ours).

    Must be called on the main thread: the parent-death signal follows the thread that forked.
    Raises StackError when the program cannot be started.
    """
    try:
        return await asyncio.create_subprocess_exec(
            *argv,
            env=dict(env),
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=_before_exec(death_signal),
        )
    except OSError as error:
        raise StackError(f"cannot start {argv[0]}: {error.strerror}") from error


def kill_group(process: Process) -> None:
    """SIGKILL the process and whatever it started; nothing happens when all are gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


async def stop(process: Process, stop_signal: int, grace: float) -> None:
    """Ask the process to end, wait `grace` seconds, then kill it and its group."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(stop_signal)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), grace)
    kill_group(process)
    await process.wait()


def ending(code: int | None) -> str:
    """An exit status in words: `exit code 1`, `SIGKILL`."""
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
