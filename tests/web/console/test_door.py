"""Stories of the console's door: who is signed in sees their list; who is not is asked to sign in and comes back."""

from collections.abc import MutableMapping
from typing import Any

import httpx2

from tests.web.conftest import HOST
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from web.app import app


async def test_who_signs_in_sees_the_interview_list(zhang: Visitor) -> None:
    page = await zhang.opens("/console")
    assert page.status == 200
    assert "待进行" in page.text


async def test_who_signed_out_is_sent_to_the_door_and_back_to_the_page(at_console: Door) -> None:
    li = await at_console("lisi")
    await li.sends(await li.opens("/console/account"), "/console/signout")
    door = await li.opens("/console/account")
    assert door.form_to("/console/signin?lang=zh").fields["next"] == "/console/account"
    assert (await li.opens("/console/counts", htmx=True)).status == 401
    back = await li.sends(door, "/console/signin?lang=zh", {"login": "lisi", "password": li.password})
    assert "看时间用的时区" in back.text


async def test_an_address_at_which_there_is_nothing_is_a_page_for_everybody(zhang: Visitor, at_console: Door) -> None:
    nowhere = await zhang.opens("/console/xyz")
    assert nowhere.status == 404
    assert "没有这个页面" in nowhere.text
    assert "AI云面试" in nowhere.text, "the menu is there"
    assert (await zhang.opens("/console/interviews/")).answer.url.path == "/console/interviews"
    li = await at_console("lisi")
    await li.sends(await li.opens("/console/account"), "/console/signout")
    stranger = await li.opens("/console/xyz")
    assert (stranger.status, "没有这个页面" in stranger.text) == (404, True)


async def test_a_browser_that_is_closed_while_it_sends_a_form_breaks_nothing(zhang: Visitor) -> None:
    cookies = "; ".join(f"{name}={value}" for name, value in zhang.http.cookies.items())
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/console/language",
        "raw_path": b"/console/language",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", httpx2.URL(HOST).host.encode()),
            (b"cookie", cookies.encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    told: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    await app(scope, receive, send)
    assert told[0]["status"] == 400
