"""Reminders at the real hour: many due in the same minute, and those that fell due while all workers were away."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.faults import books
from bench.faults.interview import Interview
from bench.faults.oracle import World, judged, world
from bench.faults.organisation import RUNG_MINUTES
from bench.faults.runs import fresh, invited
from bench.faults.scene import Scene
from bench.measure import percentile, usage
from domain.policy import Policy, Reminder
from domain.terms import Channel, NoticeKind

_RUNG = timedelta(minutes=RUNG_MINUTES)
_STEP = f"remind:{RUNG_MINUTES}"
_READY_SECONDS = 25
_PATIENCE = 600.0
_GRACE_MINUTES = 30
# Workers come back a moment late at worst; what is due so close to the end may go either way.
_MARGIN = timedelta(seconds=30)
_MINUTE = timedelta(minutes=1)


def _patient(policy: Policy, grace: int = _GRACE_MINUTES, early: int = 0) -> Policy:
    """One notice per reminder, and the usual waits, so that nothing but reminders is due."""
    delivery = policy.delivery
    assert delivery is not None
    waits = replace(delivery, wait_minutes=120.0, wait_minutes_near=90.0, unknown_minutes=2.0, hold_minutes=2.0)
    channels = {**policy.channels, NoticeKind.CONFIRM_REQUEST: [[Channel.SMS, Channel.EMAIL]]}
    return replace(policy, delivery=waits, channels=channels, reminders=[Reminder(RUNG_MINUTES, grace, early)])


async def in_one_minute(
    scene: Scene, n: int, spread: float, early: int, rate: float, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Create `n` interviews at `rate` per second whose reminders fall due within `spread` seconds, and leave up to `early` seconds
    before; how late each step was, below 0 before its time."""
    await fresh(scene)
    dice = random.Random(n)
    ready = timedelta(seconds=n / rate * 1.25 + _READY_SECONDS + early)
    due = datetime.now(UTC).replace(microsecond=0) + ready
    policy = _patient(scene.whose.policy, early=early)
    people = [replace(invited(scene, "punctual", 1, nth), policy=policy) for nth in range(n)]
    for one in people:
        one.starts_at = due + timedelta(seconds=dice.uniform(0, spread)) + _RUNG
    spent = await _created(people, rate)
    await scene.watch.settled(people, _PATIENCE)
    first = due - timedelta(seconds=early)
    tell(f"{n} interviews created in {spent:.0f} s; first due in {(first - datetime.now(UTC)).total_seconds():.0f} s")
    if datetime.now(UTC) >= first:
        raise RuntimeError("creating them took too long: lower --rate")
    await scene.provider.forget()
    await asyncio.sleep((first - datetime.now(UTC)).total_seconds())
    assert scene.ground is not None
    before, begun = usage(scene.ground.pids()), time.monotonic()
    for one in people:
        one.will_be_reminded()
    ended = await scene.watch.settled(people, early + spread + _PATIENCE)
    after, seconds = usage(scene.ground.pids()), time.monotonic() - begun
    tell(f"all settled {ended - begun:.1f} s after the first was due")
    at_end = await _world(scene, people)
    late = _lateness(people, at_end)
    return {
        "n": n,
        "spread_s": spread,
        "early_s": early,
        "sent": sum(len(at_end.taken.get(str(row.id), ())) == 1 for row in _reminders(people, at_end)),
        "late": late,
        "cores": {part: (used.cpu - before[part].cpu) / seconds for part, used in after.items()},
    }


async def _created(people: Sequence[Interview], rate: float) -> float:
    """Open them at an even pace; the seconds that it took."""
    begun = time.monotonic()
    opening: list[asyncio.Task[None]] = []
    for nth, one in enumerate(people):
        await asyncio.sleep(max(0.0, begun + nth / rate - time.monotonic()))
        opening.append(asyncio.create_task(one.open()))
    await asyncio.gather(*opening)
    return time.monotonic() - begun


def _reminders(people: Sequence[Interview], at_end: World) -> list[Any]:
    return [row for one in people for row in at_end.books.notices[one.id] if row.step == _STEP]


def _lateness(people: Sequence[Interview], at_end: World) -> dict[str, dict[str, float]]:
    """Seconds from the hour to each step of a reminder's way."""
    due = {one.id: one.starts_at - _RUNG for one in people}
    steps: dict[str, list[float]] = {"written": [], "claimed": [], "taken by the provider": [], "accepted by us": []}
    for row in _reminders(people, at_end):
        taken = at_end.taken.get(str(row.id), ())
        moments = (
            row.created_at,
            row.attempted_at,
            datetime.fromisoformat(taken[0].at) if taken else None,
            row.accepted_at,
        )
        for name, at in zip(steps, moments, strict=True):
            if at is not None:
                steps[name].append((at - due[str(row.interview_id)]).total_seconds())
    shares = (("min", 0.0), ("p50", 0.5), ("p99", 0.99), ("max", 1.0))
    return {name: {key: percentile(found, share) for key, share in shares} for name, found in steps.items()}


async def after_an_outage(
    scene: Scene, n: int, minutes: float, rate: float, tell: Callable[[str], None]
) -> dict[str, Any]:
    """All workers are killed and stay away for so many real minutes, in which `n` reminders fall due."""
    assert scene.ground is not None
    await fresh(scene)
    dice = random.Random(f"outage/{n}")
    away, lead = minutes * _MINUTE, timedelta(seconds=n / rate * 1.25 + _READY_SECONDS)
    begins = datetime.now(UTC).replace(microsecond=0) + lead
    people, useful = [], set[str]()
    for nth in range(n):
        due = begins + dice.uniform(0.02, 0.98) * away
        left, wanted = begins + away - due, dice.random() < 0.5
        grace = (left + _MARGIN) // _MINUTE + dice.randint(2, 20) if wanted else max(0, (left - _MARGIN) // _MINUTE)
        one = replace(
            invited(scene, "outage", 1, nth), policy=_patient(scene.whose.policy, grace), starts_at=due + _RUNG
        )
        people.append(one)
        if wanted:
            useful.add(one.id)
    await _created(people, rate)
    await scene.watch.settled(people, _PATIENCE)
    tell(f"{n} interviews created; all workers away for {minutes:g} min from {begins:%H:%M:%S} UTC")
    await asyncio.sleep((begins - datetime.now(UTC)).total_seconds())
    await scene.ground.kill("worker")
    await asyncio.sleep((begins + away - datetime.now(UTC)).total_seconds())
    for one in people:
        one.will_be_reminded()
    await scene.ground.start("worker")
    back = time.monotonic()
    settled = await scene.watch.settled(people, _PATIENCE)
    return {**_counted(people, useful, await _world(scene, people)), "settled_s": round(settled - back, 1)}


def _counted(people: Sequence[Interview], useful: set[str], at_end: World) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    bad: list[str] = []
    for one in people:
        bad += judged(one, at_end).bad
        rows = _reminders([one], at_end)
        sent = sum(len(at_end.taken.get(str(row.id), ())) for row in rows)
        late = sum(row.detail == "too_late" for row in rows)
        counts["sent"] += sent
        counts["skipped as too late"] += late
        if (sent, late) != ((1, 0) if one.id in useful else (0, 1)):
            bad.append(f"{one.id}: useful {one.id in useful}, sent {sent} times, skipped {late} times")
    return {"n": len(people), "still useful": len(useful), **counts, "bad": bad}


async def _world(scene: Scene, people: Sequence[Interview]) -> World:
    async with scene.engine.connect() as conn:
        ours = await books.read(conn, [one.id for one in people])
    return world(await scene.provider.taken(), await scene.provider.receipts(), ours)
