"""The state folder of a stack: its lock, secret and logs, and the connection file for other commands."""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from local.process import StackError

NEEDED_MB = 300
KEPT_LOGS = 3
DEMO = "demo"  # the demo's own state folder inside the default one
MARKER = "stack.lock"  # held by the one stack of this folder; its presence says that the folder is ours to empty


class Home:
    """A state folder held by this process, 0700."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "logs"
        self.connection = path / "env"

    def empty(self) -> None:
        """Remove everything but the lock."""
        for entry in self.path.iterdir():
            if entry.name != MARKER:
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()

    def rotate_logs(self) -> None:
        """Each log of the last run becomes .1, .1 becomes .2 …"""
        self.logs.mkdir(mode=0o700, exist_ok=True)
        for log in self.logs.glob("*.log"):
            for age in range(KEPT_LOGS, 0, -1):
                older = log.with_name(f"{log.name}.{age}")
                newer = log.with_name(f"{log.name}.{age - 1}") if age > 1 else log
                if newer.exists():
                    newer.replace(older)

    def secret(self) -> str:
        """The random key of this installation (hex, 32 bytes), made once."""
        file = self.path / "secret"
        if not file.exists():
            _write_private(file, secrets.token_hex(32) + "\n")
        return file.read_text().strip()

    def write_connection(self, values: Mapping[str, str]) -> None:
        """KEY=value lines for other commands; gone again when the stack stops."""
        _write_private(self.connection, "".join(f"{key}={value}\n" for key, value in values.items()))

    def forget_connection(self) -> None:
        """Nobody shall look for a stack that has stopped."""
        self.connection.unlink(missing_ok=True)


@contextlib.contextmanager
def held(path: Path) -> Iterator[Home]:
    """Hold the folder (made when missing) for this process alone.

    Raises StackError when another stack holds it or the disk is nearly full, OSError when it cannot be written.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (path / MARKER).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid = lock.read().strip() or "?"
            raise StackError(
                f"a stack is already running on {path} (pid {pid}) 已在运行: stop it, or set MIANYUE_HOME"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        if (free := shutil.disk_usage(path).free // 2**20) < NEEDED_MB:
            raise StackError(f"{free} MB free in {path}, at least {NEEDED_MB} MB are needed 磁盘空间不足")
        yield Home(path)


def may_be_emptied(path: Path) -> bool:
    """Only a folder that a stack has used, or that holds nothing but a demo's: never a folder named by mistake."""
    return not path.exists() or (path / MARKER).exists() or all(entry.name == DEMO for entry in path.iterdir())


def _write_private(file: Path, text: str) -> None:
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    fresh.replace(file)
