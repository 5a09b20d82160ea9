"""Stories of the user pages: hired, found, changed, locked out and let in again; a password is shown once (R25)."""

import re

import httpx2
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.web.browser import Page
from tests.web.conftest import HOST
from tests.web.console.company import Company, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from web.app import app

PLACE = "/console/settings/users"
_SECRET = re.compile(r'id="secret">([^<]+)<')


@pytest_asyncio.fixture
async def company(engine: AsyncEngine, at_console: Door) -> Company:
    return await founded(engine, at_console)


def shown(page: Page) -> str:
    """The password on the page."""
    found = _SECRET.search(page.html)
    assert found is not None, page.text
    return found[1]


async def door(login: str, password: str) -> Page:
    """Somebody signing in with this password in a browser of their own."""
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=HOST, timeout=30) as http:
        visitor = Visitor(http, login, password)
        at = Page(await http.get("/console/signin"))
        return await visitor.sends(at, "/console/signin?lang=zh", {"login": login, "password": password})


async def hired(hr: Visitor, company: Company, name: str) -> tuple[str, Page]:
    form = await hr.opens(f"{PLACE}/-/new?organisation={company.north}")
    login = f"{company.root}.{name}"
    fields = {"login": login, "name": "赵六", "email": "zhao@example.com"}
    return login, await hr.sends(form, f"{PLACE}/-/new", fields)


async def test_somebody_is_hired_signs_in_and_has_to_choose_a_password(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    form = await hr.opens(f"{PLACE}/-/new")
    bad = await hr.sends(form, f"{PLACE}/-/new", {"login": "a b", "name": "赵六", "email": "nobody"})
    assert bad.status == 422
    assert bad.all("input", id="f-login")[0]["aria-invalid"] == "true"
    assert bad.all("input", id="f-email")[0]["value"] == "nobody"
    login, answer = await hired(hr, company, "zhao")
    assert "只显示这一次" in answer.text
    password = shown(answer)
    page = await hr.opens(f"{PLACE}/{login}")
    assert password not in page.html
    assert "临时密码，首次登录须修改" in page.text
    assert "请先换成自己的" in (await door(login, password)).text
    _, twice = await hired(hr, company, "zhao")
    assert twice.status == 409
    assert "登录名已被使用" in twice.text


async def test_people_are_found_and_changed_with_a_history(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    login, _ = await hired(hr, company, "qian")
    assert login in (await hr.opens(f"{PLACE}?q=qian&role=recruiter&organisation={company.north}")).text
    assert "没有符合条件的用户" in (await hr.opens(f"{PLACE}?q=qian&state=disabled", htmx=True)).text
    page = await hr.opens(f"{PLACE}/{login}")
    saved = await hr.sends(page, f"{PLACE}/{login}", {"role": "manager", "organisation": company.office})
    assert "已保存" in saved.text
    assert "角色 招聘人员 → 主管" in saved.text
    assert f"公司{company.north} → 公司{company.office}" in saved.text
    stale = await hr.sends(page, f"{PLACE}/{login}", {"role": "recruiter", "name": "钱七"})
    assert "钱七" in stale.text, "what was seen before is no change: only the name was touched"
    assert "主管" in stale.text
    other = await hr.sends(page, f"{PLACE}/{login}", {"name": "钱八"})
    assert other.status == 409
    assert "期间已被改为：钱七" in other.text


async def test_who_leaves_is_shut_out_and_may_come_back(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    leaver = await company.hires("sun", company.north, "recruiter")
    dialog = await hr.opens(f"{PLACE}/{leaver.login}/disable", htmx=True)
    assert "停用 sun？" in dialog.text
    gone = await hr.sends(dialog, f"{PLACE}/{leaver.login}/disable")
    assert "已停用" in gone.text
    assert "登录招聘控制台" in (await leaver.opens("/console/account")).text
    back = await hr.sends(await hr.opens(f"{PLACE}/{leaver.login}/enable"), f"{PLACE}/{leaver.login}/enable")
    assert "可登录" in back.text
    reset = await hr.sends(await hr.opens(f"{PLACE}/{leaver.login}/password"), f"{PLACE}/{leaver.login}/password")
    assert "请先换成自己的" in (await door(leaver.login, shown(reset))).text


async def test_a_lock_is_ended(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    login = (await company.hires("li", company.north, "recruiter")).login
    for _ in range(6):
        await door(login, "not the password at all")
    page = await hr.opens(f"{PLACE}/{login}")
    assert "暂时锁定" in page.text
    assert "可登录" in (await hr.sends(page, f"{PLACE}/{login}/unlock")).text


async def test_administrators_are_not_hr_operations_business(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    admin = await company.hires("boss", company.root, "admin")
    page = await hr.opens(f"{PLACE}/{admin.login}")
    assert "该用户由管理员管理" in page.text
    assert not page.all("a", href=f"{PLACE}/{admin.login}/disable")
    assert (await hr.sends(page, f"{PLACE}/{admin.login}", {"name": "换了"})).status == 403
    own = await hr.opens(f"{PLACE}/{hr.login}")
    assert not own.all("select", name="role")
    assert "修改密码" in own.text
