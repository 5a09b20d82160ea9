"""Back to where one was: the page that the door leads on to, and what it says of a session that has ended."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import users
from db.tables_accounts import sessions
from tests.web.console.conftest import PASSWORD, Door
from tests.web.console.visitor import DOOR


async def test_whoever_is_not_signed_in_comes_back_to_the_page_they_wanted(at_console: Door) -> None:
    wang = await at_console("wangfang")
    await wang.sends(await wang.opens("/console/account"), "/console/signout")
    asked = await wang.http.get("/console/interviews?view=cancelled&q=王")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/console/signin?next=" + quote(
        "/console/interviews?view=cancelled&q=%E7%8E%8B", safe=""
    )
    door = await wang.opens(asked.headers["location"])
    page = await wang.sends(door, DOOR, {"login": "wangfang", "password": PASSWORD})
    assert page.answer.url.path == "/console/interviews"
    assert page.answer.url.params["view"] == "cancelled"


async def test_whoever_wanted_a_file_comes_back_to_the_page_that_offers_it(at_console: Door) -> None:
    """A browser that is led to a file keeps showing the door, as if signing in had failed."""
    wang = await at_console("wangfang")
    await wang.sends(await wang.opens("/console/account"), "/console/signout")
    on = {"Referer": f"{wang.http.base_url}/console/cancellations?party=company"}
    asked = await wang.http.get("/console/cancellations.xlsx?party=company", headers=on)
    assert asked.headers["location"] == "/console/signin?next=" + quote("/console/cancellations?party=company", safe="")
    typed = await wang.http.get("/console/cancellations.xlsx")
    assert typed.headers["location"].startswith("/console/signin")
    assert "xlsx" not in typed.headers["location"]
    page = await wang.sends(
        await wang.opens(asked.headers["location"]), DOOR, {"login": "wangfang", "password": PASSWORD}
    )
    assert page.answer.url.path == "/console/cancellations"


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/console",
        "//evil.example/console",
        "/\\evil.example",
        "/console/../admin",
        "/c/x",
        "/consolex",
    ],
)
async def test_the_way_back_never_leads_out_of_the_console(at_console: Door, place: str) -> None:
    wang = await at_console("wangfang")
    sent = await wang.http.post(DOOR, data={"login": "wangfang", "password": PASSWORD, "next": place})
    assert (sent.status_code, sent.headers["location"]) == (303, "/console/interviews")


async def test_a_form_sent_after_the_session_ended_says_at_the_door_that_nothing_was_saved(
    at_console: Door, engine: AsyncEngine
) -> None:
    wang = await at_console("wangfang")
    account = await wang.opens("/console/account")
    async with engine.begin() as conn:
        ago = datetime.now(UTC) - timedelta(hours=9)
        await conn.execute(update(sessions).where(sessions.c.login == "wangfang").values(seen_at=ago))
    fields = {**account.form_to("/console/zone").every, "zone": "Asia/Urumqi"}
    came = {"Referer": f"{wang.http.base_url}/console/account?from=menu", "Origin": str(wang.http.base_url)}
    sent = await wang.http.post("/console/zone", data=fields, headers=came)
    door = await wang.opens(sent.headers["location"])
    assert "刚才提交的内容没有保存" in door.text
    back = await wang.sends(door, DOOR, {"login": "wangfang", "password": PASSWORD})
    assert back.answer.url.path == "/console/account"
    async with engine.connect() as conn:
        kept = await conn.execute(select(users.c.timezone).where(users.c.login == "wangfang"))
        assert kept.scalar_one() is None
    async with engine.begin() as conn:
        await conn.execute(update(sessions).where(sessions.c.login == "wangfang").values(seen_at=ago))
    looked = await wang.opens("/console/interviews")
    assert "登录已过期，请重新登录" in looked.text
    assert "没有保存" not in looked.text
    signed_out = await wang.http.post("/console/signout", data=fields, headers=came)
    assert signed_out.headers["location"] == "/console/signin", "nothing was typed that could be lost"


@pytest.mark.parametrize(
    ("sent_to", "referer", "next"),
    [
        ("/console/settings/policy", "/console/settings/policy?organisation=mianyue", "/console/settings/policy"),
        ("/console/alerts/6f1d8a9e-0000-4000-8000-000000000001/decide", "", "/console/interviews"),
        ("/console/zone", "//[", "/console/interviews"),
        ("/console/zone", "/elsewhere", "/console/interviews"),
    ],
)
async def test_the_way_back_of_a_form_is_its_page_or_the_list(
    at_console: Door, sent_to: str, referer: str, next: str
) -> None:
    """A form that was refused is shown at the address it was sent to, which need not be a page; and a Referer may be anything."""
    wang = await at_console("wangfang")
    await wang.sends(await wang.opens("/console/account"), "/console/signout")
    came = {"Referer": referer if referer == "//[" else f"{wang.http.base_url}{referer or sent_to}"}
    door = await wang.opens((await wang.http.post(sent_to, data={"a": "b"}, headers=came)).headers["location"])
    back = await wang.http.post(DOOR, data={**door.form_to(DOOR).every, "login": "wangfang", "password": PASSWORD})
    assert back.headers["location"].partition("?")[0] == next


async def test_the_way_back_to_many_picked_rows_fits_through_the_door(at_console: Door) -> None:
    wang = await at_console("wangfang")
    place = "/console/bulk/new?" + "&".join(f"id={UUID(int=nth)}" for nth in range(60))
    answers = [
        await wang.http.post(DOOR, data={"login": "wangfang", "password": PASSWORD, "next": next})
        for next in (place, place * 9, "//[")
    ]
    found = [(answer.status_code, answer.headers["location"]) for answer in answers]
    assert found == [(303, place), (303, "/console/interviews"), (303, "/console/interviews")]
