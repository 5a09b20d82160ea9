"""A database and a Temporal server that no other test uses, so that what is silent here is really silent."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, ScheduleActionResult, ScheduleHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

import upkeep
from activities.appraise import Appraiser
from activities.monitor import Monitor
from activities.push import Pusher
from connect import INTERVIEWS_QUEUE, SEARCH_ATTRIBUTES, plugin
from db.engine import make_engine
from db.seed import seed
from db.tables_interview import interviews, notices
from db.tables_notices import findings
from local.temporal_server import DYNAMIC_CONFIG
from settings import Settings
from tests.conftest import migrate

DATABASE = "watched"
ZONE = "Asia/Shanghai"


class Watch:
    """The scheduled watch, started by hand."""

    def __init__(self, client: Client, engine: AsyncEngine) -> None:
        self.client, self.engine = client, engine
        self._times = 0

    @property
    def schedule(self) -> ScheduleHandle:
        """The schedule; it is paused, so that it starts nothing by itself."""
        return self.client.get_schedule_handle(upkeep.MONITOR)

    async def look(self) -> dict[str, int]:
        """Have the schedule start the watch once; what the run found."""
        await self.schedule.trigger()
        self._times += 1
        action: Any = (await self.started(upkeep.MONITOR, self._times)).action
        handle = self.client.get_workflow_handle(action.workflow_id, result_type=dict)
        found: dict[str, int] = await handle.result()
        return found

    async def started(self, schedule: str, times: int) -> ScheduleActionResult:
        """The schedule's newest start, once there were so many."""
        while True:
            done = (await self.client.get_schedule_handle(schedule).describe()).info
            if done.num_actions >= times:
                return done.recent_actions[-1]
            await asyncio.sleep(0.05)

    async def open(self, subject: object) -> list[str]:
        """The kinds of the open findings about this subject."""
        query = select(findings.c.kind).where(findings.c.subject == str(subject), findings.c.closed_at.is_(None))
        async with self.engine.connect() as conn:
            return sorted((await conn.execute(query)).scalars())

    async def rows(self, subject: object) -> list[Any]:
        """Every finding about this subject, oldest first."""
        query = select(findings).where(findings.c.subject == str(subject)).order_by(findings.c.id)
        async with self.engine.connect() as conn:
            return list((await conn.execute(query)).all())


@pytest_asyncio.fixture(scope="package")
async def quiet(config: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine on a database of this package's own."""
    url = config.database_url
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}")
    own = config.model_copy(update={"database_url": url.replace("/mianyue?", f"/{DATABASE}?")})
    migrate(own.database_url)
    engine = make_engine(own, "tests")
    async with engine.begin() as conn:
        await seed(conn)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(scope="package")
async def server() -> AsyncIterator[Client]:
    """A Temporal server of this package's own, with the dynamic configuration of the one-machine stack."""
    beside = Path(sys.executable).parent / "temporal"
    environment = await WorkflowEnvironment.start_local(
        plugins=[plugin()],
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=str(beside) if beside.exists() else shutil.which("temporal"),
        dev_server_log_level="error",
        dev_server_extra_args=[word for value in DYNAMIC_CONFIG for word in ("--dynamic-config-value", value)],
    )
    yield environment.client
    await environment.shutdown()
    # As in tests/conftest.py.
    await asyncio.sleep(0.1)


@pytest_asyncio.fixture(scope="package")
async def watch(server: Client, quiet: AsyncEngine) -> AsyncIterator[Watch]:
    """The schedule and a worker that serves it."""
    await upkeep.ensure_schedules(server, ZONE)
    found = Watch(server, quiet)
    for name in (upkeep.ROLL_UP, upkeep.APPRAISAL, upkeep.PUSH):
        await server.get_schedule_handle(name).pause()
    await found.schedule.pause()
    found._times = (await found.schedule.describe()).info.num_actions
    monitor, appraiser, pusher = Monitor(quiet, server), Appraiser(quiet), Pusher(quiet, None)
    async with Worker(
        server,
        task_queue=INTERVIEWS_QUEUE,
        activities=[
            monitor.watch,
            appraiser.roll_up,
            appraiser.look_for_alerts,
            appraiser.score_month,
            appraiser.propose_weights,
            pusher.prepare,
        ],
        workflow_failure_exception_types=[Exception],
    ):
        yield found


@pytest_asyncio.fixture
async def nothing_left_to_send(watch: Watch) -> AsyncIterator[None]:
    """The pasts that such a test writes have notices that nobody sends; the watch's own stories must not drown in them."""
    yield
    async with watch.engine.begin() as conn:
        await conn.execute(update(notices).where(notices.c.state == "intent").values(state="skipped"))
        await conn.execute(update(interviews).values(next_at=None, closed_at=interviews.c.updated_at))
