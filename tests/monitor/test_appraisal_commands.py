"""The appraisal on the command line: days made up for, everything counted anew, the article's case loaded; in Chinese and English."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from temporalio.client import Client
from typer.testing import CliRunner

import commandline
import settings as settings_module
import upkeep
from commandline import app
from db.tables_judging import alerts, scores
from tests.group import busy, founded
from tests.monitor.conftest import Watch

UI = "http://127.0.0.1:8233/namespaces/default/workflows/mianyue-push"
Typed = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("nothing_left_to_send")


@pytest.fixture
def typed(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Types a command in a process whose database and Temporal are the watch's."""
    monkeypatch.setenv("MIANYUE_DATABASE_URL", watch.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TEMPORAL_ADDRESS", watch.client.service_client.config.target_host)
    settings_module.settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, list(words))
    settings_module.settings.cache_clear()


async def test_days_are_made_up_for(watch: Watch, typed: Typed) -> None:
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    words = ("appraise", "--from", "2026-10-01", "--to", "2026-10-02")
    done = await asyncio.to_thread(typed, *words)
    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert first.startswith("2026-10-01  counted anew 重新汇总 ")
    assert re.search(r"new alerts 新预警 [1-9]", first), "and those of groups that nobody has looked at yet"
    assert (
        second
        == "2026-10-02  counted anew 重新汇总 0  new alerts 新预警 0  new proposals 新权重建议 0  new scores 新评分 0"
    )
    assert [row.day for row in await group.rows(alerts)] == [date(2026, 10, 1)]
    assert len(await group.rows(scores)) == 3


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-10-01", "2099-01-01", "1 to 366 days"),
        ("2098-12-31", "2099-01-01", "2099-01-01 has not begun"),
        ("2026-10-02", "2026-10-01", "1 to 366 days"),
    ],
)
async def test_days_that_cannot_be_made_up_for_are_refused(typed: Typed, since: str, until: str, said: str) -> None:
    done = await asyncio.to_thread(typed, "appraise", "--from", since, "--to", until)
    assert done.exit_code == 1
    assert done.stderr.startswith("to: ")
    assert said in done.stderr
    assert "天" in done.stderr, "in Chinese, too"


async def test_everything_is_counted_anew(watch: Watch, typed: Typed) -> None:
    """Somebody has put the counted rows out of step; the facts say what is right."""
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 3, 1)
    assert (await asyncio.to_thread(typed, "recount")).exit_code == 0

    async def cancelled() -> int:
        query = text("SELECT sum(cancelled) FROM kpi_days WHERE organisation_id = :team")
        async with watch.engine.connect() as conn:
            return int((await conn.execute(query, {"team": group.team})).scalar_one())

    assert await cancelled() == 1
    async with watch.engine.begin() as conn:
        await conn.execute(
            text("UPDATE kpi_days SET cancelled = 99 WHERE organisation_id = :team"), {"team": group.team}
        )
    done = await asyncio.to_thread(typed, "recount")
    assert done.stdout.startswith("recounted 已重新计算: ")
    assert done.stdout.endswith(" interviews 场面试\n")
    assert await cancelled() == 1


async def test_the_articles_case_is_loaded_once(typed: Typed) -> None:
    first, again = [await asyncio.to_thread(typed, "sample") for _ in range(2)]
    assert (first.exit_code, first.stdout.splitlines()[0]) == (0, "loaded 载入完成")
    assert (again.exit_code, again.stdout.splitlines()[0]) == (0, "already there 此前已载入")
    assert first.stdout.splitlines()[1:] == again.stdout.splitlines()[1:]
    assert "GET /api/v1/kpi/comparison?change=2026-04-01&days=90" in first.stdout


@pytest.fixture
def pushing(watch: Watch, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Types a command where an appraisal system is configured; the watch's worker knows of none, and its runs find nothing to do."""
    monkeypatch.setenv("MIANYUE_APPRAISAL_URL", "https://hr.example.com/appraisal")
    return typed


async def test_a_push_says_what_it_started_and_what_became_of_it(pushing: Typed) -> None:
    done = await asyncio.to_thread(pushing, "push")
    assert done.exit_code == 0, done.output
    started, this, whole = done.stdout.splitlines()
    assert started == f"started 已启动: {UI}"
    assert this == "this run 本次    waiting 0  pushed 0  refused 0"
    assert whole.startswith("in all 合计 ")


async def test_a_push_that_takes_long_goes_on_without_the_command(
    watch: Watch, pushing: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver has asked for an hour; nobody wants to look at a silent terminal for so long."""
    monkeypatch.setattr(commandline, "_PUSH_SECONDS", 0)
    done = await asyncio.to_thread(pushing, "push")
    assert done.exit_code == 0, done.output
    started, goes_on, whole = done.stdout.splitlines()
    assert started == f"started 已启动: {UI}"
    assert goes_on.startswith("not over after 5 minutes: it goes on by itself")
    assert "推送仍在继续" in goes_on
    assert whole.startswith("in all 合计 ")
    assert (await watch.client.get_workflow_handle("mianyue-push").result())["pushed"] == 0


async def test_a_push_that_somebody_stops_is_said_to_be_stopped(
    watch: Watch, pushing: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command waits for the one that was started before; then that is terminated in the Temporal UI."""
    nobody = "a queue without a worker"
    await watch.client.start_workflow("PushWorkflow", id="mianyue-push", task_queue=nobody)
    start = upkeep.start_push

    async def stopped(client: Client) -> Any:
        run = await start(client)
        await run.terminate()
        return run

    monkeypatch.setattr(upkeep, "start_push", stopped)
    done = await asyncio.to_thread(pushing, "push")
    assert done.exit_code == 1
    assert "was stopped in Temporal; what" in done.output
    assert "推送已在 Temporal 中被停止" in done.output
