"""Property: whatever people do in whatever order, nothing stale or doubled is sent, and the log is complete."""

import asyncio
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.workflows.random_life import Player, plans
from tests.workflows.world import World

# Busy providers, lost answers and slow ones, so that sends are still running when the next command comes.
WEATHER = [
    {"mode": "429", "share": 0.1, "retry_after": 1},
    {"mode": "503_after", "share": 0.1, "seed": 1},
    {"mode": "slow", "seconds": 0.2, "share": 0.3, "seed": 2},
]
_FIVE_LIVES = st.lists(st.tuples(st.sampled_from([2, 26, 72]), plans), min_size=5, max_size=5)


@given(lives=_FIVE_LIVES)
@settings(
    max_examples=5,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
async def test_no_order_of_commands_breaks_a_promise(everywhere: World, lives: list[tuple[int, list[Any]]]) -> None:
    """P1, P2, P3; design rules 2, 3 and 4."""
    await everywhere.fault(*WEATHER)
    players = [Player(await everywhere.invite(timedelta(hours=hours), surveyed=True)) for hours, _ in lives]
    await asyncio.gather(*(player.play(plan) for player, (_, plan) in zip(players, lives, strict=True)))
    for player in players:
        await player.check()
