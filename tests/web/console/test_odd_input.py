"""Odd input at the console: whatever stands in an address or a form, the page says what is wrong with it, and nothing is half done."""

import re
from collections.abc import Iterator

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.web.console import addresses
from tests.web.console.bulk_office import arranged, confirmed, id_of, position, previewed, reached
from tests.web.console.conftest import Door
from tests.web.console.teams import Team, team_of
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter
from web.console import CONSOLE

UNSEEN = "\u200b"


@pytest_asyncio.fixture(scope="module")
async def team(at_console: Door, engine: AsyncEngine) -> Team:
    return await team_of(at_console, engine)


def _places() -> Iterator[str]:
    """Every page's address with a NUL for each part of it that can be chosen, one at a time."""
    for route in (route for part in CONSOLE for route in part.router.routes):
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
            continue
        known = re.sub(r"{\w+}", "1", route.path)
        for name in re.findall(r"{\w+}", route.path):
            yield re.sub(r"{\w+}", "1", route.path.replace(name, "%00"))
        for field in route.dependant.query_params:
            kind = field.field_info.annotation
            parts = kind.model_fields.items() if isinstance(kind, type) and issubclass(kind, BaseModel) else ()
            for name in [part.alias or name for name, part in parts] or [field.alias]:
                yield f"{known}?{name}=%00"


async def test_no_address_with_a_nul_in_it_is_a_fault_of_ours(chief: Visitor) -> None:
    places = list(_places())
    assert len(places) > 100
    answers = {place: (await chief.opens(place)).status for place in places}
    assert {place: status for place, status in answers.items() if status >= 500} == {}


async def test_no_form_with_nothing_in_it_is_a_fault_of_ours(chief: Visitor) -> None:
    """Also one whose hidden fields are lost."""
    token = {"csrf": (await chief.opens("/console/account")).form_to("/console/zone").fields["csrf"]}
    places = [re.sub(r"{\w+}", "1", path) for path in addresses.posted() if path != "/console/signout"]
    assert len(places) > 40
    answers = {place: (await chief.http.post(place, data=token)).status_code for place in places}
    assert {place: status for place, status in answers.items() if status >= 500} == {}


async def test_the_page_names_the_field_that_holds_what_cannot_be_kept(chief: Visitor) -> None:
    for place, field in (
        ("/console/settings/users/%00", "login"),
        ("/console/settings/policy?organisation=%00", "organisation"),
        ("/console/figures/rows?of=cancelled&code=%00", "code"),
    ):
        page = await chief.opens(place)
        assert page.status == 422, place
        assert field in page.text


async def test_what_only_the_database_finds_unfit_is_told_as_a_page(chief: Visitor) -> None:
    place = "/console/settings/policy"
    form = (await chief.opens(place)).form_to(place)
    page = await chief.posts(place, {**form.every, "organisation": "a\0", "step": "preview"})
    assert page.status == 422
    assert "无法保存的字符或数字" in page.text


async def test_nobody_signs_in_with_a_nul_in_the_login(at_console: Door) -> None:
    wang = await at_console("wangfang")
    page = await wang.posts("/console/signin?lang=zh", {"login": "a\0", "password": "not the password"})
    assert page.status == 422
    assert "登录名或密码不正确" in page.text


@pytest.mark.parametrize("page", ["dashboard", "figures/rows", "comments", "comparison"])
@pytest.mark.parametrize(
    "days", ["to=2000-06-01", "from=2000-01-01&to=2000-02-01", "change=2000-01-05", "from=8999-12-01"]
)
async def test_figures_of_the_first_days_of_the_calendar(team: Team, page: str, days: str) -> None:
    shown = await team.zhang.opens(f"/console/{page}?{days}")
    known = {"comparison": "change"}.get(page, "to")
    assert shown.status == (422 if days.startswith("change") != (known == "change") else 200), shown.text


async def test_a_remark_with_signs_that_nobody_sees_decides_nothing(team: Team) -> None:
    new = "/console/settings/appraisal/new"
    changed = {"weight.cancellation_rate": "70", "weight.booking_accuracy": "30"}
    made = await team.hr.sends(
        await team.hr.opens(new), new, {"valid_from": "2031-01-01", "why": "提高取消率的权重", **changed}
    )
    place = made.answer.url.path
    other = await team.second_hr()
    for act in ("approve", "reject"):
        seen = await other.opens(place)
        token = seen.form_to(f"{place}/approve").fields["csrf"]
        wrong = await other.posts(f"{place}/{act}", {"csrf": token, "remark": f"同意{UNSEEN}"})
        assert wrong.status == 422
        assert "含有不可见字符" in wrong.text
        assert "contains" not in wrong.text, "in the reader's language"
    assert "待审批" in (await other.opens(place)).text


async def test_an_appeal_about_nothing_that_there_is_keeps_what_was_typed(team: Team) -> None:
    form = await team.zhang.opens("/console/appeals/new?month=2026-09")
    for about in ({"interview": "none-such"}, {"revision": "0"}, {"month": "soon"}):
        wrong = await team.zhang.sends(form, "/console/appeals", {"text": "系统迁移造成的重复预约", **about})
        assert wrong.status == 422
        assert "系统迁移造成的重复预约" in wrong.form_to("/console/appeals").fields["text"]
        assert wrong.all("div", id="e-body"), wrong.html


async def test_a_bulk_is_not_steered_by_a_form_that_cannot_be_read(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲乙丙")
    id = id_of(await confirmed(zhang, await previewed(zhang, {"position": job, "pace": "1"})))
    await reached(zhang, id, "1 / 3")
    asked = await zhang.opens(f"/console/bulk/{id}/stop")
    fields = {**asked.form_to(f"/console/bulk/{id}/stop").fields, "state": "none-such"}
    wrong = await zhang.posts(f"/console/bulk/{id}/stop", fields, htmx=True)
    assert wrong.status == 422
    assert "进行中" in (await zhang.opens(f"/console/bulk/{id}")).text
    await zhang.sends(await zhang.opens(f"/console/bulk/{id}/stop"), f"/console/bulk/{id}/stop")
