"""An append-only file of JSON lines that outlives a killed process; a line that its end cut short is dropped."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO


class Journal:
    """Open between `open` and `close`."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None

    def open(self, path: Path) -> list[Any]:
        """What an earlier process wrote, oldest first; goes on appending to it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        whole = [line for line in lines if line.endswith(b"\n")]
        self._file = path.open("ab")
        self._file.truncate(sum(map(len, whole)))
        return [json.loads(line) for line in whole]

    def write(self, entries: Iterable[object]) -> None:
        """On file when it returns. Raises: RuntimeError when the journal is not open."""
        if not self._file:
            raise RuntimeError("the journal is not open")
        self._file.write(b"".join(json.dumps(entry).encode() + b"\n" for entry in entries))
        self._file.flush()

    def clear(self) -> None:
        """Forgets everything."""
        if self._file:
            self._file.truncate(0)

    def close(self) -> None:
        """Opening again reads it back."""
        if self._file:
            self._file.close()
            self._file = None
