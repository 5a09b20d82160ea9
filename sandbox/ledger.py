"""What the stand-in providers accepted and what became of it: an append-only journal file and an index of it in memory."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sandbox.journal import Journal

Channel = Literal["sms", "email"]
FINAL = frozenset({"delivered", "undelivered", "failed", "bounce", "dropped"})
NEVER_LEFT = frozenset({"failed", "dropped"})


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


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of the message that the provider knows by this id and receiver, in the provider's own word."""

    provider_id: str
    to: str
    status: str
    error_code: int | None = None
    sent_at: str | None = None
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())


class Ledger:
    """Accepted messages, oldest first; every one is on file before its sender gets an answer."""

    def __init__(self) -> None:
        self._journal = Journal()
        self._forget()

    def open(self, path: Path) -> None:
        """Reads back what an earlier process accepted and goes on appending."""
        self._forget()
        for row in self._journal.open(path):
            self._index(_parsed(row))

    def close(self) -> None:
        """Closes the journal; opening again reads it back."""
        self._journal.close()

    def accept(self, *messages: Message) -> None:
        """Takes the messages for good; they outlive a killed process."""
        self._write(messages)

    def advance(self, message: Message, status: str, error_code: int | None = None) -> None:
        """Notes what became of a message; nothing moves one that has come to its end."""
        before = self.standing(message)
        if before and before.status in FINAL:
            return
        now = Standing(message.provider_id, message.to, status, error_code)
        left = (before.sent_at if before else None) or (None if status in NEVER_LEFT else now.at)
        self._write([replace(now, sent_at=left)])

    def standing(self, message: Message) -> Standing | None:
        """What became of the message, None while the provider has only taken it."""
        return self._standings.get((message.provider_id, message.to))

    def clear(self) -> None:
        """Forgets everything, on file too."""
        self._forget()
        self._journal.clear()

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

    def _write(self, entries: Sequence[Message | Standing]) -> None:
        self._journal.write(asdict(entry) for entry in entries)
        for entry in entries:
            self._index(entry)

    def _forget(self) -> None:
        self._all: list[Message] = []
        self._by_receiver: defaultdict[str, list[Message]] = defaultdict(list)
        self._by_notice: defaultdict[str, list[Message]] = defaultdict(list)
        self._by_id: dict[str, Message] = {}
        self._standings: dict[tuple[str, str], Standing] = {}

    def _index(self, entry: Message | Standing) -> None:
        if isinstance(entry, Standing):
            self._standings[entry.provider_id, entry.to] = entry
        else:
            self._index_message(entry)

    def _index_message(self, message: Message) -> None:
        self._all.append(message)
        self._by_receiver[message.to].append(message)
        self._by_notice[message.notice_id].append(message)
        self._by_id[message.provider_id] = message


def _parsed(row: dict[str, Any]) -> Message | Standing:
    if "status" in row:
        return Standing(**row)
    return Message(**{**row, "attachments": tuple(row["attachments"])})
