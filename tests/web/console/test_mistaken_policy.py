"""A policy that somebody broke by hand in the database: the console stays open, says what waits for it, and it is mended there."""

from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import policies
from tests.holding import LONG_AGO
from tests.web.console.company import founded
from tests.web.console.conftest import Door
from tests.web.console.teams import team_of

POLICY = "/console/settings/policy"
_OPEN = (
    "interviews", "requests", "bulk", "cancellations", "messages", "calls", "unknown", "candidate-requests", "findings",
    "dashboard", "scores", "alerts", "account", "settings/policy", "settings/users", "settings/appraisal",
)  # fmt: skip
_NEEDING = ("interviews/new", "settings/holidays", "settings/templates")


# What no form could hold, by setting.
_ODD = {
    "delivery": "oops",
    "reminders": [1, {"minutes": "soon"}],
    "outcome_reask_hours": 5,
    "channels": {"invite": 5},
    "channel_rules": {"sms": {"": {"quiet_hours": 5}}},
    "surveys": ["x"],
    "timezone": 8,
}


async def _written(engine: AsyncEngine, organisation: str, data: dict[str, Any]) -> None:
    """By hand, past every rule."""
    row = {"organisation_id": organisation, "version": 99, "valid_from": LONG_AGO}
    async with engine.begin() as conn:
        await conn.execute(insert(policies).values(**row, data=data))


async def test_everybody_works_on_and_hr_mends_it_on_the_settings_page(at_console: Door, engine: AsyncEngine) -> None:
    company = await founded(engine, at_console)
    hr = await company.hires("hr", company.north)
    await _written(engine, company.north, {"delivery": "oops"})
    for place in (*_OPEN, *_NEEDING):
        for htmx in (False, True):
            page = await hr.opens(f"/console/{place}", htmx)
            assert page.answer.headers.get("content-type", "text/html").startswith("text/html"), place
            assert page.status == 200 or (place in _NEEDING and page.status == 503), (place, page.text)
            assert page.status == 200 or htmx or "该组织的策略有误，请联系管理员修正" in page.text, place

    form = await hr.opens(POLICY)
    assert "oops" in form.form_to(POLICY).fields["other"], "what is wrong stands where it can be taken out"
    tried = await hr.sends(form, POLICY, {"step": "preview", "other": "{}"})
    saved = await hr.sends(tried, POLICY, {"step": "save"})
    assert "已保存" in saved.text
    for place in _NEEDING:
        assert (await hr.opens(f"/console/{place}")).status == 200


@pytest.mark.parametrize("setting", _ODD)
async def test_whatever_was_written_the_settings_show_it(at_console: Door, engine: AsyncEngine, setting: str) -> None:
    company = await founded(engine, at_console)
    hr = await company.hires("hr", company.north)
    await _written(engine, company.north, {setting: _ODD[setting]})
    for place in (POLICY, f"{POLICY}?organisation={company.office}", f"{POLICY}/versions/99"):
        assert (await hr.opens(place)).status == 200, place
    assert (await hr.opens(POLICY)).all("div", role="alert"), "and say that it is wrong"


async def test_one_teams_mistake_takes_the_list_from_nobody(at_console: Door, engine: AsyncEngine) -> None:
    team = await team_of(at_console, engine)
    await _written(engine, team.group.team, {"delivery": "oops"})
    page = await team.boss.opens("/console/interviews?view=all")
    assert page.status == 200
    rows = [row["id"].removeprefix("i-") for row in page.all("tr") if row.get("id", "").startswith("i-")]
    assert rows
    one = await team.boss.opens(f"/console/interviews/{rows[0]}")
    assert one.status == 503
    assert "该组织的策略有误，请联系管理员修正" in one.text
