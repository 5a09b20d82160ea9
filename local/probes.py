"""Is it there yet: the readiness questions the supervisor asks, and whether a port is free."""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Sequence

PROBE_SECONDS = 3.0
Probe = Callable[[], Awaitable[bool]]


async def _status(port: int, path: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        words = (await reader.readline()).split()
        return int(words[1]) if len(words) > 1 else 0
    finally:
        writer.close()


def http(port: int, path: str) -> Probe:
    """A probe: GET on 127.0.0.1 answers 200."""

    async def ask() -> bool:
        try:
            return await asyncio.wait_for(_status(port, path), PROBE_SECONDS) == 200
        except (OSError, TimeoutError, ValueError):
            return False

    return ask


def command(argv: Sequence[str]) -> Probe:
    """A probe: the command ends with exit code 0."""

    async def ask() -> bool:
        nowhere = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*argv, stdin=nowhere, stdout=nowhere, stderr=nowhere)
        try:
            return await asyncio.wait_for(process.wait(), PROBE_SECONDS) == 0
        except TimeoutError:
            process.kill()
            return False

    return ask


def both(first: Probe, second: Probe) -> Probe:
    """A probe: the one and then the other."""

    async def ask() -> bool:
        return await first() and await second()

    return ask


def port_problem(port: int) -> str:
    """Why nobody could listen on 127.0.0.1:port now, in two languages; empty when one could."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            return (
                "is in use 已被占用" if error.errno == errno.EADDRINUSE else f"is not allowed 不可用 ({error.strerror})"
            )
    return ""
