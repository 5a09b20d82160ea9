"""A browser, the whole web process that it visits, and the people of tests/web behind it.

Playwright's asynchronous interface: tests and fixtures share the session's one event loop (pyproject.toml), in which the
workers and the Temporal client live too; the synchronous one would need a loop, and so all these, in a thread of its own.
"""

from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from bench.own_stack import free_ports
from db.people import keep_token, user_of
from settings import Settings
from shots.chromium import chromium
from tests.browser.staff import Staff, password_hash
from tests.browser.stage import Stage, staged
from tests.browser.tabs import Tabs
from tests.browser.visits import Visits
from tests.processes import all_workers, environment, web_process
from tests.web.people import Recruiter

_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def reached(config: Settings) -> Settings:
    """The settings of processes whose mails lead to this web process."""
    [port] = free_ports(1)
    return config.model_copy(update={"public_url": f"http://127.0.0.1:{port}", "web_port": port})


@pytest_asyncio.fixture(scope="package")
async def site(reached: Settings, temporal: WorkflowEnvironment, engine: AsyncEngine) -> AsyncIterator[str]:
    """The address of the whole web process, with the production workers behind it."""
    async with (
        all_workers(temporal, reached, engine),
        web_process(reached.web_port, environment(reached, temporal)),
    ):
        yield reached.public_url


@pytest_asyncio.fixture(scope="package")
async def zhangsan(
    site: str, engine: AsyncEngine, temporal: WorkflowEnvironment, sandbox_url: str
) -> AsyncIterator[Recruiter]:
    """The recruiter whose interviews these are."""
    async with engine.begin() as conn:
        user = await user_of(conn, "zhangsan")
        assert user is not None
        await keep_token(conn, user, "zhangsan-beside-the-browser", datetime.now(UTC), 1)
    async with (
        httpx2.AsyncClient(base_url=site, trust_env=False, timeout=30) as http,
        httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as mail,
    ):
        yield Recruiter(http, mail, engine, temporal, "zhangsan-beside-the-browser")


@pytest_asyncio.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all these tests."""
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture
async def tabs(browser: Browser, site: str, request: pytest.FixtureRequest) -> AsyncIterator[Tabs]:
    """Opens tabs on the site; a complaint of any of them (console, script, request, content security policy) fails the test."""
    opened = Tabs(browser, site)
    yield opened
    try:
        if request.node.stash.get(_FAILED, False) or opened.complaints:
            print("what the tabs showed:", *await opened.picture_all(request.node.name))
    finally:
        for context in opened.contexts:
            await context.close()
    assert opened.complaints == []


@pytest_asyncio.fixture(scope="package")
async def one_hash() -> str:
    """Of the password that staff have in these tests."""
    return await password_hash()


@pytest_asyncio.fixture
async def staff(tabs: Tabs, engine: AsyncEngine, one_hash: str) -> AsyncIterator[Staff]:
    """Opens the console as one of the demo's users."""
    people = Staff(tabs, engine, one_hash)
    yield people
    await people.leaves()


@pytest_asyncio.fixture(scope="package")
async def stage() -> AsyncIterator[Stage]:
    """The stage of the pictures, on a whole stack of its own: what its people do is nobody else's news."""
    async with staged() as found:
        yield found


@pytest.fixture(scope="package")
def visits(browser: Browser, stage: Stage) -> Visits:
    """Opens what is on the stage."""
    return Visits(browser, stage)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells the fixture above whether the test itself has failed."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report
