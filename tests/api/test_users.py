"""HR operations see to recruiters and managers, administrators to everybody: hired, moved, locked out, gone; all of it on record (R25)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from api import passwords
from api.context import App
from db import accounts
from db.tables_users import user_changes
from domain.passwords import Failures
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json
from tests.api.firm import Firm, founded


@pytest_asyncio.fixture
async def firm(served: App, sign_in: Hire) -> Firm:
    return await founded(served.engine, sign_in)


def newcomer(firm: Firm, name: str = "zhao", **changes: Any) -> Json:
    body = {"login": f"{firm.root}.{name}", "name": "赵六", "name_en": "Zhao Liu", "role": "recruiter"}
    return body | {"organisation": firm.north, "email": "zhao@example.com"} | changes


async def patch(desk: Desk, login: str, **changes: Any) -> httpx2.Response:
    return await desk.http.patch(f"/api/v1/users/{login}", json=changes)


async def patched(desk: Desk, login: str, **changes: Any) -> Json:
    answer = await patch(desk, login, **changes)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def can_sign_in(firm: Firm, login: str, password: str) -> bool:
    async with firm.engine.connect() as conn:
        account = await accounts.account(conn, login)
    return account is not None and await passwords.matches(password, account.password_hash)


def rule(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_a_new_recruiter_gets_a_password_that_is_shown_once(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    answer = await hr.post("/users", newcomer(firm, timezone="Asia/Urumqi"))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    login = made["user"]["login"]
    assert await can_sign_in(firm, login, made["temporary_password"])
    shown = await hr.page(f"/users/{login}")
    assert made["temporary_password"] not in str(shown)
    assert (shown["state"], shown["must_change"], shown["manageable"]) == ("active", True, True)
    assert (shown["organisation_name"], shown["timezone"], shown["locale"]) == (
        f"公司{firm.north}",
        "Asia/Urumqi",
        "zh-CN",
    )
    [created] = shown["changes"]
    assert (created["what"], created["new"], created["by"]) == ("created", "recruiter", hr.login)
    again = await hr.post("/users", newcomer(firm, name="ZHAO"))
    assert rule(again) == (409, "login-taken")
    interview = await hr.arrange(recruiter=login)
    assert (await hr.page(f"/interviews/{interview}"))["recruiter"] == login


async def test_every_change_is_on_record_and_a_mail_address_only_as_changed(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    rec = await firm.desk("rec", firm.north, "recruiter")
    await patched(
        hr, rec.login, name="王 芳", role="manager", email="wang@example.com", locale="en", timezone="Asia/Tokyo"
    )
    shown = (await patched(hr, rec.login, role="manager", timezone=None, name=None))["user"]
    assert (shown["name"], shown["role"], shown["timezone"], shown["email"]) == (
        "王 芳",
        "manager",
        None,
        "wang@example.com",
    )
    told = [(one["what"], one["old"], one["new"]) for one in shown["changes"]]
    assert told[0] == ("timezone", "Asia/Tokyo", None), "newest first; what stays as it is is no change"
    assert set(told[1:]) == {
        ("name", rec.login, "王 芳"),
        ("role", "recruiter", "manager"),
        ("email", None, None),
        ("locale", "zh-CN", "en"),
        ("timezone", None, "Asia/Tokyo"),
    }
    async with firm.engine.connect() as conn:
        rows = (await conn.execute(select(user_changes).where(user_changes.c.login == rec.login))).all()
        assert "wang@example.com" not in str(rows)
        for verb in ("UPDATE user_changes SET old = 'x'", "DELETE FROM user_changes", "TRUNCATE user_changes"):
            with pytest.raises(IntegrityError, match="append-only"):
                await conn.execute(text(verb))
            await conn.rollback()


async def test_who_has_left_is_shut_out_at_once_and_their_interviews_stay_theirs(firm: Firm) -> None:
    hr, rec = await firm.desk("hr", firm.north), await firm.desk("rec", firm.north, "recruiter")
    id = await rec.arrange()
    gone = await patched(hr, rec.login, disabled=True)
    assert (gone["user"]["state"], gone["user"]["live_interviews"]) == ("disabled", 1)
    assert "1 场未结束" in gone["warnings"][0]["zh"]
    assert (await rec.get("/interviews")).status_code == 401
    assert (await hr.page(f"/interviews/{id}"))["recruiter"] == rec.login
    assert rule(await hr.post(f"/users/{rec.login}/password")) == (409, "user-disabled")
    back = await patched(hr, rec.login, disabled=False)
    assert (back["user"]["state"], back["warnings"]) == ("active", [])
    assert (await rec.get("/interviews")).status_code == 401, "the token from before does not work again"
    assert [one["what"] for one in back["user"]["changes"]] == ["enabled", "disabled"]


async def test_a_transfer_leaves_running_interviews_where_they_were(firm: Firm) -> None:
    hr, rec = await firm.desk("hr", firm.north), await firm.desk("rec", firm.north, "recruiter")
    before = await rec.arrange()
    moved = await patched(hr, rec.login, organisation=firm.office)
    assert (moved["user"]["organisation"], len(moved["warnings"])) == (firm.office, 1)
    after = await rec.arrange()
    office = await firm.desk("office", firm.office)
    assert [(await office.get(f"/interviews/{id}")).status_code for id in (before, after)] == [404, 200]
    assert (await rec.get(f"/interviews/{before}")).status_code == 200


async def test_a_lock_is_lifted_and_a_forgotten_password_replaced(firm: Firm) -> None:
    hr, rec = await firm.desk("hr", firm.north), await firm.desk("rec", firm.north, "recruiter")
    at = datetime.now(UTC)
    async with firm.engine.begin() as conn:
        await accounts.keep_failures(conn, rec.login, Failures(9, at, at + timedelta(minutes=16)))
    locked = (await hr.page("/users", {"state": "locked"}))["items"]
    assert [one["login"] for one in locked] == [rec.login]
    assert locked[0]["locked_until"] is not None
    free = (await hr.post(f"/users/{rec.login}/unlock")).json()
    assert (free["state"], free["changes"][0]["what"]) == ("active", "unlocked")
    assert (await hr.post(f"/users/{rec.login}/unlock")).json()["changes"] == free["changes"], "once"
    first, second = [(await hr.post(f"/users/{rec.login}/password")).json()["temporary_password"] for _ in range(2)]
    assert [await can_sign_in(firm, rec.login, one) for one in (first, second)] == [False, True]
    assert rule(await hr.post(f"/users/{hr.login}/password")) == (403, "not-yourself")


async def test_the_list_is_searched_filtered_and_paged(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    for name, organisation, role in (("a", firm.north, "recruiter"), ("b", firm.office, "manager")):
        await firm.desk(name, organisation, role)
    await firm.desk("top", firm.root, "admin")
    await patched(hr, f"{firm.root}.a", name="孙 悟空")

    async def logins(**params: Any) -> list[str]:
        return [one["login"].partition(".")[2] for one in (await hr.page("/users", params))["items"]]

    assert await logins() == ["a", "b", "hr"], "nobody from above"
    assert await logins(q="悟空") == ["a"]
    assert await logins(q="%") == []
    assert await logins(role="manager") == ["b"]
    assert await logins(organisation=firm.office) == ["b"]
    assert await logins(organisation=firm.root) == ["a", "b", "hr"]
    assert await logins(state="disabled") == []
    page = await hr.page("/users", {"limit": 2})
    rest = await hr.page("/users", {"limit": 2, "cursor": page["next"]})
    assert [one["login"] for one in page["items"] + rest["items"]] == [
        f"{firm.root}.{name}" for name in ("a", "b", "hr")
    ]
    assert rest["next"] is None


async def test_hr_operations_manage_recruiters_and_managers_and_nobody_else(firm: Firm, zhangsan: Desk) -> None:
    hr, peer = await firm.desk("hr", firm.north), await firm.desk("peer", firm.north)
    rec, boss = await firm.desk("rec", firm.north, "recruiter"), await firm.desk("boss", firm.north, "manager")
    for desk in (rec, boss):
        answers = [
            await desk.get("/users"),
            await desk.get(f"/users/{rec.login}"),
            await patch(desk, rec.login, name="某"),
        ]
        answers += [await desk.post("/users", newcomer(firm)), await desk.post(f"/users/{rec.login}/unlock")]
        assert [rule(answer) for answer in answers] == [(403, "hrops-only")] * 5
    assert (await hr.page(f"/users/{peer.login}"))["manageable"] is False
    for answer in (
        await patch(hr, peer.login, name="某"),
        await hr.post(f"/users/{peer.login}/password"),
        await patch(hr, rec.login, role="hrops"),
        await hr.post("/users", newcomer(firm, role="admin")),
    ):
        assert rule(answer) == (403, "only-administrators")
    for login in (zhangsan.login, "nobody"):
        assert rule(await patch(hr, login, name="某")) == (404, "user-not-found")
        assert rule(await hr.get(f"/users/{login}")) == (404, "user-not-found")
    for organisation in (firm.root, "mianyue-sh", "nowhere"):
        assert rule(await patch(hr, rec.login, organisation=organisation)) == (422, "invalid-field")
    admin = await firm.desk("top", firm.root, "admin")
    assert (await patched(admin, peer.login, role="admin"))["user"]["role"] == "admin"


async def test_nobody_promotes_or_disables_themselves(firm: Firm) -> None:
    hr, admin = await firm.desk("hr", firm.north), await firm.desk("top", firm.root, "admin")
    for desk in (hr, admin):
        for change in ({"role": "recruiter"}, {"disabled": True}, {"organisation": firm.office}):
            assert rule(await patch(desk, desk.login, **change)) == (403, "not-yourself")
        own = await patched(desk, desk.login, name="本人", timezone="Europe/Berlin", disabled=False)
        assert own["user"]["name"] == "本人"


async def test_two_administrators_who_dismiss_each_other_leave_one(firm: Firm) -> None:
    """Both requests were let in when both were administrators."""
    one, two = await firm.desk("one", firm.root, "admin"), await firm.desk("two", firm.root, "admin")
    answers = await asyncio.gather(patch(one, two.login, role="recruiter"), patch(two, one.login, disabled=True))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert [answer.status_code for answer in answers].count(200) == 1
    left = one if answers[0].status_code == 200 else two
    admins = await left.page("/users", {"role": "admin", "state": "active"})
    assert [found["login"] for found in admins["items"]] == [left.login]


async def test_two_who_hire_under_one_login_at_once_hire_one(firm: Firm) -> None:
    hr = await firm.desk("hr", firm.north)
    wishes = [newcomer(firm, name=name) for name in ("twin", "Twin", "TWIN")]
    answers = await asyncio.gather(*(hr.post("/users", wish) for wish in wishes))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "a b"}, "login"),
        ({"login": ""}, "login"),
        ({"login": "x" * 65}, "login"),
        ({"login": "System"}, "login"),
        ({"login": "temporal-ui"}, "login"),
        ({"login": "ｚｈａｏ"}, "login"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "王\u202e"}, "name"),
        ({"name": None}, "name"),
        ({"name_en": "\x00"}, "name_en"),
        ({"role": "boss"}, "role"),
        ({"organisation": "nowhere"}, "organisation"),
        ({"organisation": "a b"}, "organisation"),
        ({"email": "zhao"}, "email"),
        ({"email": None}, "email"),
        ({"locale": "fr"}, "locale"),
        ({"timezone": "Mars"}, "timezone"),
        ({"password": "123456"}, "password"),
    ],
)
async def test_a_user_who_cannot_be_is_refused_by_field(sign_in: Hire, changes: Json, field: str) -> None:
    hr = await sign_in("hr-hiring", "hiring", "hrops")
    body = {"login": "qian", "name": "钱七", "role": "recruiter", "organisation": "hiring", "email": "qian@example.com"}
    answer = await hr.post("/users", body | changes)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert [one["login"] for one in (await hr.page("/users"))["items"]] == ["hr-hiring"]
    if field != "login" and changes[field] is not None:
        refused = await patch(hr, "hr-hiring", **changes)
        assert refused.status_code in (403, 422), "the same for a change"
