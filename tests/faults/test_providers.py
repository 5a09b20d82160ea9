"""Providers that spoil requests and answers, and receipts out of order: nothing lost, nothing doubled in silence (P1, P2)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bench.faults import racing, receiving, spoiling
from bench.faults.runs import drawn
from bench.faults.scene import Scene
from bench.faults.virtual import at_work
from tests.faults.conftest import whole

# Real processes are killed and started: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(240)


@pytest_asyncio.fixture(scope="module", autouse=True)
async def workers(scene: Scene) -> AsyncIterator[None]:
    """The production workers at work."""
    async with at_work(scene.client, scene.config, scene.engine):
        yield


async def test_every_way_of_spoiling_all_sends_until_the_providers_are_healed(scene: Scene) -> None:
    runs = [drawn(scene, f"{mode}, all", 1, size=(1, 1)) for mode in spoiling.MODES]
    account = whole(await spoiling.batch(scene, "all", runs, healed_after=3))
    assert account.interviews == len(spoiling.MODES)
    # The repeated requests, at least, were taken twice and written down.
    assert account.repeated > 0


async def test_a_tenth_of_all_sends_spoilt(scene: Scene) -> None:
    runs = [drawn(scene, f"{mode}, 10 %", 1, size=(1, 1)) for mode in spoiling.MODES]
    assert whole(await spoiling.batch(scene, "10 %", runs)).held > 0


async def test_receipts_early_twentyfold_and_reversed(scene: Scene) -> None:
    account = whole(await receiving.received(scene, [1]))
    assert (account.reported, account.repeated) == (account.held, 0)


async def test_two_recruiters_at_once(scene: Scene) -> None:
    account = whole(await racing.tried(scene, range(12)))
    assert (account.interviews, account.withheld, account.repeated) == (12, 0, 0)
