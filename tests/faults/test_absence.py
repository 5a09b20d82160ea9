"""All workers away for five minutes: a reminder that is still useful is sent once, another is skipped with the reason."""

import pytest
from temporalio.testing import WorkflowEnvironment

from bench.faults.oversleeping import overslept_by
from bench.faults.scene import Scene
from bench.faults.virtual import Clocks
from tests.faults.conftest import whole

# Real processes are killed and started: longer than other tests on a busy machine.
pytestmark = pytest.mark.timeout(240)


async def test_reminders_that_fell_due_while_nobody_worked(scene: Scene, temporal: WorkflowEnvironment) -> None:
    account = whole(await overslept_by(Clocks(temporal), scene, [3, 7], minutes=5, size=3))
    # Six invitations, one move on two channels; three reminders are useful and two are not, each on two channels.
    assert (account.held + account.overtaken, account.withheld) == (6 + 2 + 3 * 2, 2 * 2)
