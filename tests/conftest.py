"""The real parts the tests run on: PostgreSQL, Temporal with time skipping, the sandbox; one of each per test session."""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from alembic import command
from alembic.config import Config
from hypothesis import settings as examples
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

import settings as settings_module
from connect import SEARCH_ATTRIBUTES, plugin
from db.engine import make_engine
from db.seed import TIMED_LIMITS, loosen, seed
from local.postgres import embedded
from sandbox.serving import serving
from settings import Settings
from shots.chromium import lacking
from tests import signing

# How long an example takes says more about what else the machine does than about the code: speed is measured in bench/.
examples.register_profile("mianyue", deadline=None)
examples.load_profile("mianyue")
ROOT = Path(__file__).parent.parent
SECRET = "only-for-tests-only-for-tests-only-for-tests"
NO_BROWSER = lacking()
collect_ignore = ["browser"] if NO_BROWSER else []


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last line: tests that did not run must not look as if they had passed."""
    if NO_BROWSER and not hasattr(config, "workerinput"):
        print(f"browser tests did NOT run 浏览器测试未运行: {NO_BROWSER}")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this session's own with every migration applied."""
    server = embedded(tmp_path_factory.mktemp("pg"))
    server.prepare()
    process = subprocess.Popen(server.argv("fsync=off"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server.is_ready_argv())
        migrate(server.url())
        yield server.url()
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(probe: list[str]) -> None:
    deadline = time.monotonic() + 20
    while subprocess.run(probe, check=False, timeout=5).returncode != 0:
        if time.monotonic() > deadline:
            raise TimeoutError("PostgreSQL did not start")
        time.sleep(0.05)


def migrate(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIANYUE_DATABASE_URL", url)
        settings_module.settings.cache_clear()
        command.upgrade(Config(ROOT / "alembic.ini", config_args={"here": str(ROOT)}), "head")
    settings_module.settings.cache_clear()


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The stand-in for both providers."""
    with serving(tmp_path_factory.mktemp("sandbox") / "sandbox.jsonl") as url:
        yield url


@pytest.fixture(scope="session")
def config(database_url: str, sandbox_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a process that works on these parts."""
    return Settings(
        home=tmp_path_factory.mktemp("home"),
        database_url=database_url,
        secret=SecretStr(SECRET),
        twilio_auth_token=SecretStr(signing.TOKEN),
        sendgrid_webhook_key=signing.WEBHOOK_KEY,
        twilio_api_base=sandbox_url,
        sendgrid_api_base=sandbox_url,
        provider_timeout_seconds=2,
        # The whole suite is one address; the stories about the limits bring their own.
        candidate_posts_per_address=1_000_000,
        candidate_guesses_per_address=1_000_000,
    )


@pytest_asyncio.fixture(scope="session")
async def engine(config: Settings) -> AsyncIterator[AsyncEngine]:
    """The session's engine, with the demo's organisations and users in the database."""
    engine = make_engine(config, "tests")
    async with engine.begin() as conn:
        await seed(conn)
        # Tests run by day and by night, and one number may get many messages; the stories about the rules bring their own.
        await loosen(conn, TIMED_LIMITS)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """A real Temporal server whose clocks stand still until a test moves one on."""
    beside = Path(sys.executable).parent / "temporal"
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        plugins=[plugin()],
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=str(beside) if beside.exists() else shutil.which("temporal"),
        dev_server_log_level="error",
        dev_server_extra_args=[
            "--dynamic-config-value",
            "frontend.WorkflowTimeSkippingEnabled=true",
            "--dynamic-config-value",
            'history.timerProcessorMaxTimeShift="10ms"',
            "--dynamic-config-value",
            "history.maxInFlightUpdates=1000",
            "--dynamic-config-value",
            "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",
            "--dynamic-config-value",
            "matching.numTaskqueueReadPartitions=1",
            "--dynamic-config-value",
            "matching.numTaskqueueWritePartitions=1",
        ],
    )
    yield environment
    await environment.shutdown()
    # Leaving at once after the last Temporal call can crash the interpreter's own end (sdk-python issue 300).
    await asyncio.sleep(0.1)
