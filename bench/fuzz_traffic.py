"""Sends the fuzz's requests a few at a time and keeps the score: how many, with which statuses, what was wrong."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx2

from bench.fuzz_oracle import Finding
from bench.fuzz_shot import Shot, curl

_AT_ONCE = 6
_RULE = re.compile(rb"urn:mianyue:rule:([\w-]+)")

Judge = Callable[[Shot, httpx2.Response], list[Finding]]


@dataclass
class Score:
    """Statuses and rules of refusals by operation; findings once per mistake with how often it was seen."""

    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unsendable: int = 0

    @property
    def cases(self) -> int:
        """Requests that were answered or should have been."""
        return sum(sum(seen.values()) for seen in self.statuses.values())

    def blame(self, finding: Finding) -> None:
        """Note one mistake."""
        key = (finding.operation, finding.key)
        self.findings.setdefault(key, finding)
        self.times[key] += 1


async def fire(http: httpx2.AsyncClient, shots: Sequence[Shot], judge: Judge, score: Score) -> None:
    """Send them all and judge every answer."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(shot: Shot) -> None:
        async with gate:
            try:
                answer = await _answer(http, shot)
            except httpx2.LocalProtocolError:
                score.unsendable += 1  # our own client refuses to send such a header
                return
            except httpx2.TransportError as error:
                score.statuses[shot.label][0] += 1
                score.blame(Finding(shot.label, f"no answer: {type(error).__name__}", str(error), curl(shot)))
                return
        score.statuses[shot.label][answer.status_code] += 1
        if rule := _RULE.search(answer.content[:200]):
            score.rules[shot.label][rule[1].decode()] += 1
        for finding in judge(shot, answer):
            score.blame(finding)

    await asyncio.gather(*(one(shot) for shot in shots))


async def _answer(http: httpx2.AsyncClient, shot: Shot) -> httpx2.Response:
    """A connection kept open may be closed by the server as it is used again: that alone is asked once more."""
    try:
        return await http.send(request_of(http, shot))
    except (httpx2.ReadError, httpx2.RemoteProtocolError):
        return await http.send(request_of(http, shot))


def request_of(http: httpx2.AsyncClient, shot: Shot) -> httpx2.Request:
    """The request as it is, headers byte for byte."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in shot.headers.items()]
    return http.build_request(shot.method, shot.url, headers=headers, content=shot.content or None)
