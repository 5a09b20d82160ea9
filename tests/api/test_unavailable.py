"""A part is down: the caller is told within the time limit that nothing is confirmed, never a 500."""

import asyncio
import time
from uuid import uuid4

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from api.context import App
from api.deadline import Deadline
from db.engine import make_engine
from settings import Settings
from tests.api.calls import left
from tests.api.conftest import Hire, client, instead
from tests.api.desk import Desk, wish
from tests.processes import nobody

pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture
async def without_temporal(served: App) -> App:
    return App(served.engine, await nobody(), served.settings)


async def test_without_temporal_commands_are_not_confirmed_and_reads_go_on(
    zhangsan: Desk, without_temporal: App
) -> None:
    id, body = await zhangsan.arrange(), {"reason_detail": "岗位冻结", "party": "company"}
    began = time.monotonic()
    with instead(without_temporal):
        health, *answers = await asyncio.gather(
            zhangsan.http.get("/healthz"),
            zhangsan.post("/interviews", wish()),
            zhangsan.post(f"/interviews/{id}/confirm"),
            zhangsan.post(f"/interviews/{id}/cancel", body),
            zhangsan.post(f"/interviews/{id}/cancel", body | {"dry_run": True}),
        )
        assert (await zhangsan.get(f"/interviews/{id}")).status_code == 200
    assert time.monotonic() - began < 15
    for answer in answers:
        assert answer.status_code == 503, answer.text
        assert answer.json()["type"] == "urn:mianyue:rule:no-answer-yet"
        assert answer.headers["retry-after"]
    assert health.status_code == 503
    assert health.json()["parts"] == {"postgres": True, "temporal": False, "worker": False}


async def test_an_interview_that_exists_is_asked_of_nobody_again(zhangsan: Desk, without_temporal: App) -> None:
    """Temporal forgets a life some time after its end; a list that is uploaded once more then begins none anew (design rule 9)."""
    body, key = wish(), uuid4().hex
    made = (await zhangsan.post("/interviews", body, key)).json()
    with instead(without_temporal):
        again = await zhangsan.post("/interviews", body, key)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])


async def test_without_temporal_people_still_call_and_say_what_came_of_it(
    zhangsan: Desk, without_temporal: App
) -> None:
    """The ledger keeps it; the interview finds it there when it next looks."""
    id = await zhangsan.arrange()
    task = await left(without_temporal.engine, id)
    lost = await left(without_temporal.engine, id, channel="sms", state="unknown")
    with instead(without_temporal):
        assert (await zhangsan.post(f"/phone-tasks/{task}/take")).status_code == 200
        done, settled = await asyncio.gather(
            zhangsan.post(f"/phone-tasks/{task}/done", {"outcome": "reached"}),
            zhangsan.post(f"/notices/{lost}/settle", {"came": True}),
        )
    assert (done.status_code, done.json()["state"]) == (200, "reached")
    assert (settled.status_code, settled.json()["state"]) == (200, "delivered")


async def test_an_import_without_temporal_ends_soon_and_can_be_repeated(sign_in: Hire, without_temporal: App) -> None:
    desk = await sign_in("offline", "mianyue-offline")
    header = "candidate_name,email,locale,position,starts_at,duration_minutes,timezone"
    lines = [f"李{n},offline{n}@example.com,zh-CN,测试工程师,+{n + 1}d 10:00,45,Asia/Shanghai" for n in range(40)]
    content = "\n".join([header, *lines]).encode()
    began = time.monotonic()
    with instead(without_temporal):
        answer = await desk.http.post("/api/v1/imports", content=content, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 503
    assert time.monotonic() - began < 15, "what would wait as long again is not tried"
    answer = await desk.http.post("/api/v1/imports", content=content, headers={"Content-Type": "text/csv"})
    assert len(answer.json()["created"]) == 40
    assert answer.json()["errors"] == []


async def test_without_postgresql_nothing_is_confirmed(served: App, config: Settings) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
    engine = make_engine(config.model_copy(update={"database_url": url}), "tests-closed")
    with instead(App(engine, served.client, served.settings)):
        async with client(Authorization="Bearer x") as http:
            for path in ("/api/v1/interviews", "/api/v1/kpi", "/api/v1/inbox"):
                answer = await http.get(path)
                assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            health = await http.get("/healthz")
    await engine.dispose()
    assert health.status_code == 503
    assert health.json()["parts"]["postgres"] is False


async def test_a_handler_that_hangs_is_answered_for_in_time() -> None:
    """A database that hangs rather than dies (kill -STOP) left callers without any answer."""

    async def hanging(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    app = Deadline(hanging, seconds=0.05)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://web") as http:
        answer = await http.get("/api/v1/interviews")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:mianyue:rule:no-answer-yet"
    assert answer.headers["Retry-After"] == "2"
