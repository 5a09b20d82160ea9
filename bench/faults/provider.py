"""The stand-in provider as the benchmark drives it: which faults it plays, what it reports, what it took."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2


@dataclass(frozen=True)
class Taken:
    """One message that the provider took: the notice it belongs to, its receiver, and when (ISO 8601, UTC)."""

    notice: str
    to: str
    at: str


class Provider:
    """Speaks to /sandbox/… of one stand-in."""

    def __init__(self, url: str) -> None:
        # A kept-alive connection that the server closes just as it is used again would look like a fault of its own.
        once = httpx2.Limits(max_keepalive_connections=0)
        self._http = httpx2.AsyncClient(base_url=url, trust_env=False, timeout=30, limits=once)

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def play(self, faults: Sequence[Mapping[str, Any]]) -> None:
        """These faults and no others; none heals it."""
        (await self._http.put("/sandbox/faults", json=list(faults))).raise_for_status()

    async def report(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Report receipts by these rules; promptly where none of them says otherwise."""
        (await self._http.put("/sandbox/receipts", json=list(rules))).raise_for_status()

    async def forget(self) -> None:
        """Forget every message: a new batch begins."""
        (await self._http.delete("/sandbox/messages")).raise_for_status()

    async def taken(self) -> list[Taken]:
        """What it took, oldest first."""
        items = (await self._http.get("/sandbox/messages")).raise_for_status().json()["items"]
        return [Taken(item["notice_id"], item["to"], item["accepted_at"]) for item in items]

    async def receipts(self) -> Counter[tuple[str, str, bool]]:
        """How many receipts it sent, by notice, word, and whether the last answer was 2xx."""
        items: Iterable[dict[str, Any]] = (
            (await self._http.get("/sandbox/receipts/sent")).raise_for_status().json()["items"]
        )
        return Counter((i["notice_id"], i["status"], 200 <= (i["answered"] or 0) < 300) for i in items)
