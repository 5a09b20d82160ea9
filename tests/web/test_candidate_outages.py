"""When Temporal or PostgreSQL is away, the candidate's page says so and loses nothing of what was typed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from db.engine import make_engine
from settings import Settings
from starter import Unanswered, send
from tests.web.people import Recruiter
from web.app import app

NOWHERE = "127.0.0.1:1"


@pytest.fixture
def _mended() -> Iterator[None]:
    """What a test breaks is whole again afterwards."""
    whole = app.state.app
    yield
    app.state.app = whole


async def _and_lose_the_answer(*sent: Any) -> None:
    await send(*sent)
    raise Unanswered


async def test_a_form_whose_answer_was_lost_can_be_sent_again(
    zhangsan: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    monkeypatch.setattr("web.candidate.acting.send", _and_lose_the_answer)
    away = await candidate.presses(page, "cancel", reason_detail="突发感冒发烧，医生建议休息")
    assert away.status == 503
    assert "不会重复办理" in away.text
    assert away.form("cancel")["form"] == page.form("cancel")["form"]
    assert away.form("cancel")["reason_detail"] == "突发感冒发烧，医生建议休息"
    monkeypatch.undo()
    done = await candidate.presses(away, "cancel")
    assert "面试已取消" in done.text
    (row,) = await zhangsan.log(candidate)
    assert row.reason_detail == "突发感冒发烧，医生建议休息"


@pytest.mark.usefixtures("_mended")
async def test_without_a_database_there_is_a_friendly_page(
    zhangsan: Recruiter, http: httpx2.AsyncClient, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    nowhere = config.model_copy(update={"database_url": f"postgresql+psycopg://nobody@{NOWHERE}/nothing"})
    engine = make_engine(nowhere, "tests")
    app.state.app = replace(app.state.app, engine=engine)
    page = await candidate.opens()
    posted = await candidate.calls(action="confirm")
    await engine.dispose()
    assert (page.status, posted.status_code) == (503, 503)
    assert "系统繁忙" in page.text
    assert posted.json()["type"] == "urn:mianyue:rule:no-answer-yet"
    assert page.answer.headers["cache-control"] == "no-store"
