"""Signing in to the console: the right password, wrong ones, sessions that end, and forms from elsewhere."""

import asyncio
from datetime import UTC, datetime, timedelta
from statistics import median

import httpx2
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from api.passwords import hashed
from db.accounts import set_password
from db.tables import users
from db.tables_accounts import sessions, sign_in_failures
from tests.web.console.conftest import PASSWORD, Door
from tests.web.console.visitor import DOOR, Visitor


async def _tries(visitor: Visitor, login: str, password: str) -> httpx2.Response:
    return await visitor.http.post(DOOR, data={"login": login, "password": password})


async def test_wrong_passwords_lock_a_login_for_a_while_whether_it_is_anybodys_or_not(
    at_console: Door, engine: AsyncEngine
) -> None:
    zhao = await at_console("zhaolei")
    answers: dict[str, list[str]] = {}
    for login in ("zhaolei", "nobody-of-that-name"):
        said = []
        for _ in range(7):
            answer = await _tries(zhao, login, "not the password")
            assert answer.status_code == 422
            said.append(
                "再试" if "分钟后再试" in answer.text else "不正确" if "登录名或密码不正确" in answer.text else "?"
            )
        answers[login] = said
    assert answers["zhaolei"] == answers["nobody-of-that-name"] == ["不正确"] * 6 + ["再试"]
    assert "分钟后再试" in (await _tries(zhao, "zhaolei", PASSWORD)).text, (
        "the right password does not open a locked login"
    )
    async with engine.begin() as conn:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await conn.execute(update(sign_in_failures).values(locked_until=past))
    assert (await _tries(zhao, "zhaolei", PASSWORD)).status_code == 303
    async with engine.connect() as conn:
        left = (await conn.execute(select(sign_in_failures.c.login))).scalars().all()
    assert "zhaolei" not in left


async def test_ten_wrong_passwords_at_once_lock_as_ten_after_another_do(at_console: Door, engine: AsyncEngine) -> None:
    wang = await at_console("wangfang")
    answers: dict[str, list[str]] = {"guessed-in-a-row": [], "guessed-at-once": []}
    for _ in range(10):
        answers["guessed-in-a-row"].append((await _tries(wang, "guessed-in-a-row", "not the password")).text)
    burst = await asyncio.gather(*(_tries(wang, "guessed-at-once", "not the password") for _ in range(10)))
    answers["guessed-at-once"] = [answer.text for answer in burst]
    for login, texts in answers.items():
        assert sum("登录名或密码不正确" in text for text in texts) == 6, login
        assert sum("1 分钟后再试" in text for text in texts) == 4, login
    async with engine.connect() as conn:
        kept = select(sign_in_failures.c.count).where(sign_in_failures.c.login.in_(answers))
        assert (await conn.execute(kept)).scalars().all() == [6, 6]


async def test_whoever_waits_at_the_door_holds_no_connection_that_a_page_needs(
    at_console: Door, engine: AsyncEngine
) -> None:
    """Looking at passwords takes long, and the pool is for all: a crowd at the door must not keep everybody else waiting."""
    wang = await at_console("wangfang")
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    crowd = [asyncio.create_task(_tries(wang, f"crowd-{nth}", "not the password")) for nth in range(12)]
    held = []
    while sum(not task.done() for task in crowd) > 6:
        await asyncio.sleep(0.02)
        held.append(pool.checkedout())
    assert median(held) < 5
    assert {answer.status_code for answer in await asyncio.gather(*crowd)} == {422}


async def test_a_session_ends_by_itself_when_nobody_uses_it_and_not_because_a_page_looks_for_news(
    at_console: Door, engine: AsyncEngine
) -> None:
    wang = await at_console("wangfang")
    async with engine.begin() as conn:
        ago = datetime.now(UTC) - timedelta(minutes=59)
        await conn.execute(update(sessions).where(sessions.c.login == "wangfang").values(seen_at=ago))
    assert (await wang.http.get("/console/counts", headers={"HX-Request": "true"})).status_code == 200
    async with engine.begin() as conn:
        seen = (await conn.execute(select(sessions.c.seen_at).where(sessions.c.login == "wangfang"))).scalars().all()
        assert max(seen) == ago, "looking for news does not count as use"
        await conn.execute(
            update(sessions).where(sessions.c.login == "wangfang").values(seen_at=ago - timedelta(minutes=2))
        )
    over = await wang.http.get("/console/interviews", headers={"HX-Request": "true"})
    assert (over.status_code, over.headers["hx-reswap"]) == (401, "none")


async def test_a_password_that_somebody_else_set_is_changed_before_anything_else(
    at_console: Door, engine: AsyncEngine
) -> None:
    li = await at_console("lisi")
    async with engine.begin() as conn:
        await set_password(conn, "lisi", await hashed("handed over by phone"), datetime.now(UTC), must_change=True)
    assert (await li.http.get("/console/interviews")).headers["location"].startswith("/console/signin")
    assert (await _tries(li, "lisi", "handed over by phone")).status_code == 303
    page = await li.opens("/console/interviews")
    assert "请先换成自己的" in page.text
    for part in ("/console/counts", "/console/bulk/now"):
        looked = await li.http.get(part, headers={"HX-Request": "true"})
        assert (looked.status_code, looked.headers["location"]) == (303, "/console/password"), part
        assert looked.headers["cache-control"] == "no-store", part
    weak = await li.sends(
        page,
        "/console/password",
        {"password": "handed over by phone", "new": "lisi-lisi-lisi", "again": "lisi-lisi-lisi"},
    )
    assert weak.status == 422
    assert "密码不能包含登录名" in weak.text
    differing = await li.sends(
        weak, "/console/password", {"password": "handed over by phone", "new": PASSWORD, "again": PASSWORD + "x"}
    )
    assert "两次输入的新密码不一致" in differing.text
    done = await li.sends(
        differing, "/console/password", {"password": "handed over by phone", "new": PASSWORD, "again": PASSWORD}
    )
    assert done.answer.url.path == "/console/interviews"


async def test_guessing_the_present_password_from_a_session_left_open_is_locked_by_itself(
    at_console: Door, engine: AsyncEngine
) -> None:
    """And whoever guesses at the door does not keep the owner from a new password."""
    zhao = await at_console("zhaolei")
    page = await zhao.opens("/console/password")
    tried = {"new": "another-long-one", "again": "another-long-one"}
    for _ in range(6):
        page = await zhao.sends(page, "/console/password", {"password": "not the password", **tried})
        assert page.status == 422
        assert "present password is not right" in page.text
    locked = await zhao.sends(page, "/console/password", {"password": PASSWORD, **tried})
    assert "try again in" in locked.text
    assert (await _tries(zhao, "zhaolei", PASSWORD)).status_code == 303, "the door has a count of its own"
    for _ in range(6):
        await _tries(zhao, "zhaolei", "not the password")
    assert "分钟后再试" in (await _tries(zhao, "zhaolei", PASSWORD)).text
    page = await zhao.opens("/console/password")
    wrong_twice = await zhao.sends(
        page, "/console/password", {"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}
    )
    assert "分钟后再试" not in wrong_twice.text
    assert "must differ from the present one" in wrong_twice.text


async def test_who_has_left_is_shut_out_at_once(at_console: Door, engine: AsyncEngine) -> None:
    zhao = await at_console("zhaolei")
    async with engine.begin() as conn:
        await conn.execute(update(users).where(users.c.login == "zhaolei").values(disabled_at=datetime.now(UTC)))
    try:
        assert (await zhao.http.get("/console/interviews")).status_code == 303
        assert "不正确" in (await _tries(zhao, "zhaolei", PASSWORD)).text
    finally:
        async with engine.begin() as conn:
            await conn.execute(update(users).where(users.c.login == "zhaolei").values(disabled_at=None))


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {}])
async def test_a_form_of_another_site_does_nothing(zhang: Visitor, headers: dict[str, str]) -> None:
    token = (
        (await zhang.opens("/console/interviews")).form_to("/console/language").fields["csrf"] if headers else "0" * 48
    )
    sent = await zhang.http.post("/console/language", data={"csrf": token, "lang": "en"}, headers=headers)
    assert sent.status_code == 403
    assert "招聘管理" in (await zhang.opens("/console/interviews")).text


async def test_the_cookie_is_for_the_console_alone_and_no_script_reads_it(at_console: Door) -> None:
    wang = await at_console("wangfang")
    sent = await _tries(wang, "wangfang", PASSWORD)
    cookie = sent.headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/console", "samesite=lax"}


async def test_the_language_is_ones_own_and_stays(at_console: Door) -> None:
    wang = await at_console("wangfang")
    page = await wang.opens("/console/interviews")
    english = await wang.sends(page, "/console/language", {"lang": "en", "next": "/console/interviews"})
    assert "AI interviews" in english.text
    chinese = await wang.sends(english, "/console/language", {"lang": "zh", "next": "/console/interviews"})
    assert "AI云面试" in chinese.text


async def test_an_unknown_zone_is_refused_by_name(zhang: Visitor) -> None:
    page = await zhang.opens("/console/account")
    wrong = await zhang.sends(page, "/console/zone", {"zone": "Asia/Peking"})
    assert wrong.status == 422
    assert "未知时区" in wrong.text
    assert (await zhang.sends(page, "/console/zone", {"zone": "Asia/Tokyo"})).answer.url.path == "/console/account"
    await zhang.sends(page, "/console/zone", {"zone": ""})


async def test_a_language_chosen_at_the_door_is_the_users_from_then_on_and_an_unchosen_one_is_not(
    at_console: Door,
) -> None:
    wang = await at_console("wangfang")
    as_wang = {"login": "wangfang", "password": PASSWORD}
    await wang.sends(await wang.opens("/console/account"), "/console/signout")
    door = await wang.opens("/console/signin?lang=en")
    again = await wang.sends(door, "/console/signin?lang=en", {"login": "wangfang", "password": "mistyped"})
    assert again.status == 422
    page = await wang.sends(again, "/console/signin?lang=en", as_wang)
    assert "AI interviews" in page.text
    # The browser still remembers English; the account's own language, changed in the menu meanwhile, holds.
    await wang.sends(page, "/console/language", {"lang": "zh", "next": "/console/interviews"})
    await wang.sends(await wang.opens("/console/account"), "/console/signout")
    door = await wang.opens("/console/signin")
    assert "Sign in" in door.text
    assert "AI云面试" in (await wang.sends(door, "/console/signin?lang=en", as_wang)).text
