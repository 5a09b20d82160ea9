"""What the stand-in providers accepted: an append-only journal file and an index of it in memory."""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal

Channel = Literal["sms", "email"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message that the provider took; `accepted_at` is an ISO 8601 instant in UTC."""

    channel: Channel
    to: str
    body: str
    provider_id: str
    sender: str
    notice_id: str = ""
    subject: str = ""
    html: str = ""
    attachments: tuple[dict[str, str], ...] = ()
    accepted_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())


class Ledger:
    """Accepted messages, oldest first; every one is on file before its sender gets an answer."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._forget()

    def open(self, path: Path) -> None:
        """Reads back what an earlier process accepted, drops a line that its end cut short, and goes on appending."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._forget()
        whole = 0
        if path.exists():
            for line in path.read_bytes().splitlines(keepends=True):
                if line.endswith(b"\n"):
                    whole += len(line)
                    self._index(_parsed(line))
        self._file = path.open("ab")
        self._file.truncate(whole)

    def close(self) -> None:
        """Closes the journal; opening again reads it back."""
        if self._file:
            self._file.close()
            self._file = None

    def accept(self, *messages: Message) -> None:
        """Takes the messages for good; they outlive a killed process."""
        if not self._file:
            raise RuntimeError("the ledger is not open")
        self._file.write(b"".join(json.dumps(asdict(message)).encode() + b"\n" for message in messages))
        self._file.flush()
        for message in messages:
            self._index(message)

    def clear(self) -> None:
        """Forgets everything, on file too."""
        self._forget()
        if self._file:
            self._file.truncate(0)

    def find(
        self,
        *,
        to: str | None = None,
        notice_id: str | None = None,
        channel: str | None = None,
        limit: int | None = None,
    ) -> list[Message]:
        """Messages that match everything asked for, oldest first; no `limit` means all."""
        source = self._all
        if notice_id is not None:
            source = self._by_notice.get(notice_id, [])
        elif to is not None:
            source = self._by_receiver.get(to, [])
        wanted = (m for m in source if to in (None, m.to) and channel in (None, m.channel))
        return list(islice(wanted, limit))

    def by_id(self, provider_id: str) -> Message | None:
        """The message the provider knows by this id."""
        return self._by_id.get(provider_id)

    def __len__(self) -> int:
        return len(self._all)

    def _forget(self) -> None:
        self._all: list[Message] = []
        self._by_receiver: defaultdict[str, list[Message]] = defaultdict(list)
        self._by_notice: defaultdict[str, list[Message]] = defaultdict(list)
        self._by_id: dict[str, Message] = {}

    def _index(self, message: Message) -> None:
        self._all.append(message)
        self._by_receiver[message.to].append(message)
        self._by_notice[message.notice_id].append(message)
        self._by_id[message.provider_id] = message


def _parsed(line: bytes) -> Message:
    row = json.loads(line)
    return Message(**{**row, "attachments": tuple(row["attachments"])})
