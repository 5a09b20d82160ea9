"""SIGKILL of Temporal, PostgreSQL and the providers' stand-in while notices are on their way: on a stack of real processes."""

from dataclasses import replace

from bench.faults import servers
from bench.faults.ground import own_environment
from bench.faults.scene import scene
from tests.faults.conftest import whole


async def test_each_of_them_killed_once() -> None:
    with own_environment() as home:
        async with scene(home) as on:
            account = whole(await servers.struck(replace(on, quiet=0.0), [1]))
    assert account.held > 0
