"""A page that does not come in time is answered for as one: people never read what is meant for programs."""

import asyncio
import json

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from api.deadline import Deadline
from web.late import late

_BROWSER = {"Accept": "text/html"}


async def _hanging(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(60)


async def _answer(path: str, headers: dict[str, str]) -> httpx2.Response:
    transport = httpx2.ASGITransport(app=Deadline(_hanging, seconds=0.05, late=late))
    async with httpx2.AsyncClient(transport=transport, base_url="http://web") as http:
        return await http.post(path, headers=headers, data={"reason_detail": "岗位冻结"})


async def test_an_open_dialog_keeps_what_was_typed_and_says_so_in_passing() -> None:
    answer = await _answer("/console/interviews/x/cancel", {**_BROWSER, "HX-Request": "true"})
    assert (answer.status_code, answer.text, answer.headers["hx-reswap"]) == (503, "", "none")
    toast = json.loads(answer.headers["hx-trigger"])["toast"]
    assert "请稍后用同一表单重试" in toast["text"]
    assert "same form" in toast["text"]


@pytest.mark.parametrize(("path", "said"), [("/console/interviews", "回到控制台"), ("/c/abc", "请")])
async def test_a_page_says_it_as_a_page(path: str, said: str) -> None:
    answer = await _answer(path, _BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert said in answer.text
    assert "urn:mianyue" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/interviews", "/c/abc"])
async def test_a_program_gets_a_problem_document(path: str) -> None:
    answer = await _answer(path, {"Accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mianyue:rule:no-answer-yet")
