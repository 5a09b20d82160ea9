"""What the console's benchmark times has happened: a no, however it is said, and an act that changed nothing end an ask."""

import json
from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.web.arrivals import Arrivals
from bench.web.ask import Ask
from bench.web.measuring import Found, Round, asked
from bench.web.visitors import Visitor
from demo.doors import Doors
from settings import Settings

FORM = '<p>白露</p><form action="/console/calls/1/take"><input type="hidden" name="csrf" value="x"></form>'
TAKE = Ask("take", "/console/calls/1/take", ("zhang",), form={}, opens="/console/calls", shows="已由您接手")
Answer = Callable[[], httpx2.Response]


async def outcome(engine: AsyncEngine, config: Settings, ask: Ask, answer: Answer) -> Found:
    """What the benchmark makes of a console whose pages all look alike and whose commands answer so."""

    def console(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, html=FORM) if request.method == "GET" and ask.form is not None else answer()

    doors = Doors(config)
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(console), base_url="http://console") as http:
        found = await asked(Round(engine, Arrivals(doors), None, "", 2), ask, Visitor("zhang", http))
    await doors.close()
    return found


def passing(text: str, kind: str = "success", status: int = 200) -> Answer:
    """A page that says something in passing."""
    toast = {"toast": {"text": text, "kind": kind}}
    return lambda: httpx2.Response(status, html=FORM, headers={"HX-Trigger": json.dumps(toast)})


async def test_what_was_done_and_said_is_timed(engine: AsyncEngine, config: Settings) -> None:
    found = await outcome(engine, config, TAKE, passing("已由您接手"))
    assert (found.refused, len(found.answers)) == ("", 1)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (passing("同事已接手", "danger", 409), "409 同事已接手"),
        (passing("已由您接手，但没有执行", "danger"), "200 已由您接手，但没有执行"),
        (passing("好"), "does not say 已由您接手"),
        (lambda: httpx2.Response(422, html=FORM), "422"),
    ],
    ids=["refused", "a no that looks like a page", "something else", "a form with mistakes"],
)
async def test_a_no_is_no_answer(engine: AsyncEngine, config: Settings, answer: Answer, told: str) -> None:
    assert told in (await outcome(engine, config, TAKE, answer)).refused


async def test_what_was_said_before_is_no_sign_that_it_happened(engine: AsyncEngine, config: Settings) -> None:
    ask = Ask("take", TAKE.path, ("zhang",), form={}, opens=TAKE.opens, shows="白露")
    assert "stood there before" in (await outcome(engine, config, ask, passing("白露"))).refused


async def test_an_act_that_changes_nothing_was_none(engine: AsyncEngine, config: Settings) -> None:
    ask = Ask("hire", TAKE.path, ("zhang",), form={}, opens=TAKE.opens, changes="users")
    assert "changed no users" in (await outcome(engine, config, ask, passing("已创建"))).refused


async def test_what_there_is_none_of_is_told(engine: AsyncEngine, config: Settings) -> None:
    ask = Ask("a bulk", "/console/bulk/{bulk}", ("zhang",))
    assert (await outcome(engine, config, ask, passing(""))).refused == "there is no bulk"


async def test_a_page_that_leads_to_the_door_was_not_seen(engine: AsyncEngine, config: Settings) -> None:
    away = httpx2.Response(303, headers={"location": "/console/signin"})
    found = await outcome(engine, config, Ask("list", "/console/interviews", ("zhang",)), lambda: away)
    assert "303" in found.refused
