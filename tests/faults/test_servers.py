"""SIGKILL of Temporal, PostgreSQL and the providers' stand-in while notices are on their way: on a stack of real processes."""

from dataclasses import replace

import pytest

from bench.faults import servers
from bench.faults.ground import own_environment
from bench.faults.scene import scene
from tests.faults.conftest import whole

# Real processes are killed and started: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(240)


async def test_each_of_them_killed_once() -> None:
    with own_environment() as home:
        async with scene(home) as on:
            account = whole(await servers.struck(replace(on, quiet=0.0), [1]))
    assert account.held > 0
