"""The appraisal on the command line: days made up for, everything counted anew, the article's case loaded; in Chinese and English."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import settings as settings_module
from commandline import app
from db.tables_judging import alerts, scores
from tests.group import busy, founded
from tests.monitor.conftest import Watch

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
    assert "new alerts 新预警 1" in first
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
