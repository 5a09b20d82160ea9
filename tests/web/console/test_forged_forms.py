"""No form of another site does anything in the name of somebody signed in, whichever of the console's addresses it is sent to."""

import re
from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import users
from tests.web.conftest import HOST
from tests.web.console import addresses
from tests.web.console.company import founded
from tests.web.console.conftest import PASSWORD, Door
from tests.web.console.visitor import DOOR, Visitor
from tests.web.people import Candidate, Recruiter
from web.app import app

_DOOR = "/console/signin"
_OTHERS = [place for place in addresses.posted() if place != _DOOR]
_PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
# With these and a token, the forms of an interview and of an account are carried out.
_FILLED = {
    "party": "company",
    "reason_detail": "岗位冻结，暂停招聘",
    "channels": "email",
    "seen": "1.invited",
    "zone": "Asia/Tokyo",
    "lang": "en",
    "password": PASSWORD,
    "new": "another password of the stories",
    "again": "another password of the stories",
    "outcome": "completed",
    "step": "confirm",
}


def _place(path: str, candidate: Candidate) -> str:
    """The address with an interview, a login and an act that there are."""
    known = {"{login}": "wangfang", "{act}": "disable", "{answer}": "approve", "{to}": "stop", "{how}": "done"}
    for part, value in known.items():
        path = path.replace(part, value)
    return re.sub(r"{\w+}", candidate.id, path)


async def _account(engine: AsyncEngine, *logins: str) -> list[Row[tuple[object, ...]]]:
    query = select(users).where(users.c.login.in_(logins)).order_by(users.c.login)
    async with engine.connect() as conn:
        return list((await conn.execute(query)).all())


async def _token(visitor: Visitor) -> str:
    return (await visitor.opens("/console/account")).form_to("/console/zone").fields["csrf"]


async def test_no_form_is_taken_without_the_token_of_a_page_made_for_who_sends_it(
    chief: Visitor, at_console: Door, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    assert len(_OTHERS) > 40
    own, others = await _token(chief), await _token(await at_console("wangfang"))
    candidate = await zhangsan.invites()
    before = await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")
    wrong = {"none": {}, "empty": {"csrf": ""}, "made up": {"csrf": "0" * 48}, "short": {"csrf": own[:-1]}}
    wrong |= {"another's": {"csrf": others}, "twisted": {"csrf": own[::-1]}}
    taken = []
    for path in _OTHERS:
        for kind, token in wrong.items():
            answer = await chief.http.post(_place(path, candidate), data=_FILLED | token)
            if answer.status_code != 403 or "表单已过期或来自其他网站" not in answer.text:
                taken.append((path, kind, answer.status_code))
        part = await chief.http.post(_place(path, candidate), data=_FILLED, headers=_PART)
        if (part.status_code, part.text, part.headers["hx-reswap"]) != (403, "", "none"):
            taken.append((path, "a part of a page", part.status_code))
    assert taken == []
    assert (await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")) == before
    assert (await chief.http.get("/console/interviews")).status_code == 200, "and nobody was signed out"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_no_form_is_taken_that_the_browser_says_is_of_another_site(
    chief: Visitor, zhangsan: Recruiter, engine: AsyncEngine, site: str
) -> None:
    candidate = await zhangsan.invites()
    filled = _FILLED | {"csrf": await _token(chief)}
    before = await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")
    answers = {
        path: await chief.http.post(_place(path, candidate), data=filled, headers={"Sec-Fetch-Site": site})
        for path in _OTHERS
    }
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 403} == {}
    assert (await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")) == before


async def test_the_same_form_of_our_own_page_is_carried_out(
    chief: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    """What the forms above were refused for is where they came from, not what they hold."""
    candidate = await zhangsan.invites(timedelta(days=3))
    filled = _FILLED | {"csrf": await _token(chief)}
    own = {"Sec-Fetch-Site": "same-origin"}
    sent = await chief.http.post(f"/console/interviews/{candidate.id}/cancel", data=filled, headers=own)
    assert sent.status_code == 303, sent.text
    assert (await zhangsan.interview(candidate))["stage"] == "cancelled"
    assert (await chief.http.post("/console/zone", data=filled, headers=own)).status_code == 303
    (row,) = await _account(engine, "hrops")
    assert row.timezone == "Asia/Tokyo"
    await chief.http.post("/console/zone", data=filled | {"zone": ""}, headers=own)


@pytest.mark.parametrize("cookie", ["", "x" * 43])
async def test_without_a_session_every_form_leads_to_the_door(
    chief: Visitor, zhangsan: Recruiter, engine: AsyncEngine, cookie: str
) -> None:
    """Also one with a token that was good once."""
    candidate = await zhangsan.invites()
    filled = _FILLED | {"csrf": await _token(chief)}
    before = await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")
    led = []
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=HOST) as stranger:
        stranger.headers["Cookie"] = f"mianyue-session={cookie}"
        for path in _OTHERS:
            sent = await stranger.post(_place(path, candidate), data=filled)
            part = await stranger.post(_place(path, candidate), data=filled, headers=_PART)
            led.append((path, sent.status_code, sent.headers.get("location", "").partition("?")[0], part.status_code))
    assert [one for one in led if one[1:] != (303, _DOOR, 401)] == []
    assert (await zhangsan.books(candidate), await _account(engine, "hrops", "wangfang")) == before


async def test_whoever_has_to_change_the_password_first_sends_no_other_form(
    at_console: Door, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites()
    company = await founded(engine, at_console)
    fresh = await company.hires(f"fresh-{uuid4().hex[:6]}", company.root)
    filled = {"csrf": await _token(fresh)}
    async with engine.begin() as conn:
        await conn.execute(update(users).where(users.c.login == fresh.login).values(must_change=True))
    led = {}
    for path in _OTHERS:
        if path not in ("/console/signout", "/console/password", "/console/language"):
            sent = await fresh.http.post(_place(path, candidate), data=filled)
            led[path] = (sent.status_code, sent.headers.get("location", ""))
    assert {path: one for path, one in led.items() if one != (303, "/console/password")} == {}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_signs_nobody_in(at_console: Door, site: str) -> None:
    """Or somebody would work in an account that is not theirs."""
    wang = await at_console("wangfang")
    typed = {"login": "wangfang", "password": PASSWORD}
    sent = await wang.http.post(DOOR, data=typed, headers={"Sec-Fetch-Site": site})
    assert sent.status_code == 403
    assert "mianyue-session" not in sent.headers.get("set-cookie", "")
    assert (await wang.http.post(DOOR, data=typed, headers={"Sec-Fetch-Site": "same-origin"})).status_code == 303
