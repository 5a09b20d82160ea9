"""`./run bench fuzz`: hostile requests to every operation of the running system; fails on any answer that is not as documented.

schemathesis makes the cases from /openapi.json; they go to a stack of the benchmark's own (PostgreSQL, Temporal, worker, sandbox,
web), most of them aimed at interviews, messages and candidates' links that exist. A right answer has a documented status, content
type and body, is no 5xx but a documented 503, and a refusal names its rule. Signed receipts go to the provider hooks, too.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import httpx2
import schemathesis
from rich.console import Console

from bench.fuzz_cases import Attempt, Operation, World, attempts, operations
from bench.fuzz_hooks import Hooks, keys
from bench.fuzz_office import goes_on, notice_ids, tokens
from bench.fuzz_oracle import Finding, findings, of_a_hook, of_a_stray
from bench.fuzz_report import leaks, show, tracebacks
from bench.fuzz_shot import Shot
from bench.fuzz_strays import strays
from bench.fuzz_traffic import Score, fire
from bench.own_stack import around
from db.engine import make_engine
from settings import Settings, settings

_TIMEOUT = 30.0  # seconds: twice the deadline of the web process
_PER_ROUND = 24
_HOOKS_PER_ROUND = 40
_STRAYS_PER_ROUND = 20


@dataclass
class Run:
    """One run: what was asked for, and how far it has come."""

    cases: int
    number: int
    ends: float
    score: Score = field(default_factory=Score)
    notes: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether there is something left to do, and time for it."""
        return self.score.cases < self.cases and time.monotonic() < self.ends


async def fuzz(run: Run, config: Settings, console: Console) -> None:
    """Rounds over all operations until enough cases were sent or the time is up."""
    engine = make_engine(config, "bench")
    schema = schemathesis.openapi.from_url(f"{config.web_url}/openapi.json")
    world, hooks = World(await tokens(engine), organisations=["mianyue-us"], users=["zhaolei"]), Hooks(config.web_url)
    async with (
        httpx2.AsyncClient(base_url=config.web_url, timeout=_TIMEOUT, trust_env=False) as http,
        httpx2.AsyncClient(base_url=config.sandbox_url, timeout=_TIMEOUT, trust_env=False) as mail,
    ):
        chance, turn = Random(run.number), 0
        await goes_on(http, mail, world, chance)
        absent, deaf = await hooks.missing(http, await notice_ids(engine))
        run.notes += [f"NOT FUZZED, no such route yet: {label}" for label in absent]
        run.notes += [f"REFUSES what is rightly signed, so hardly fuzzed: {label}" for label in deaf]
        while run.goes_on:
            turn += 1
            await goes_on(http, mail, world, chance)
            for operation in operations(schema):
                shots = attempts(operation, _share(operation), world, config.web_url, run.number * 1000 + turn)
                await fire(http, shots, _judged, run.score)
            await fire(http, strays(_STRAYS_PER_ROUND, world, config.web_url, chance), of_a_stray, run.score)
            receipts = hooks.shots(_HOOKS_PER_ROUND, await notice_ids(engine), chance, absent)
            await fire(http, receipts, of_a_hook, run.score)
            console.print(f"  round {turn}: {run.score.cases} cases, {len(run.score.findings)} findings")
        health = await http.get("/healthz")
        if health.status_code != 200:
            run.notes.append(f"NOT HEALTHY afterwards: {health.text}")
    await engine.dispose()


def _judged(shot: Shot, response: httpx2.Response) -> list[Finding]:
    assert isinstance(shot, Attempt)
    return findings(shot, response)


def _share(operation: Operation) -> int:
    """More for what takes a body, hardly any for what takes nothing."""
    if operation.body:
        return 2 * _PER_ROUND
    return _PER_ROUND if operation.query or operation.path_parameters else 2


def main(argv: Sequence[str]) -> int:
    """The command line; 1 when anything was wrong or not enough cases were sent in time."""
    parser = argparse.ArgumentParser(prog="./run bench fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="requests to send")
    parser.add_argument("--seed", type=int, default=20261125, help="the same seed sends much the same")
    parser.add_argument("--minutes", type=float, default=20, help="the longest it may take")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args(argv)
    if not words.inside:
        return around("bench.fuzz", ["--inside", *argv], keys())
    config, console = settings(), Console(highlight=False, width=160)
    began = time.monotonic()
    run = Run(words.cases, words.seed, began + 60 * words.minutes)
    asyncio.run(fuzz(run, config, console))
    if run.score.cases < run.cases:
        run.notes.append(f"STOPPED by time after {run.score.cases} of {run.cases} cases")
    run.notes += [*tracebacks(config.home / "logs"), *leaks(config.home / "logs")]
    show(run.score, run.notes, time.monotonic() - began, console)
    return 1 if run.score.findings or any(not note.startswith("NOT FUZZED") for note in run.notes) else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
