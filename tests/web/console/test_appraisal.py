"""Stories of the appraisal at the console: an alert is answered and decided, an appeal upheld, a policy agreed to by two people."""

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.teams import SEPTEMBER_DAYS, Team, team_of

NEW = "/console/settings/appraisal/new"


@pytest_asyncio.fixture(scope="module")
async def team(at_console: Door, engine: AsyncEngine) -> Team:
    return await team_of(at_console, engine)


def link(page: Page, start: str, nth: int = 0) -> str:
    """Where the page's nth link to a place that begins so leads."""
    found = [one["href"] for one in page.all("a") if one.get("href", "").startswith(start)]
    assert len(found) > nth, f"no link to {start}: {page.text}"
    return found[nth]


async def test_a_first_alert_is_the_recruiters_alone(team: Team) -> None:
    await team.look("2026-10-01")
    page = await team.zhang.opens("/console/alerts")
    assert "取消率为36.4%，团队平均为5%" in page.text
    assert "仅本人可见" in page.text
    place = link(page, "/console/alerts/")
    note = await team.zhang.sends(await team.zhang.opens(place), f"{place}/read")
    assert "您已于" in note.text
    assert f"{place}/comment" not in note.places
    for other in (team.boss, team.hr, team.li):
        assert (await other.opens(place)).status == 404
        assert "36.4%" not in (await other.opens("/console/alerts?view=reviews")).text


async def test_a_review_hears_the_recruiter_and_a_person_decides(team: Team) -> None:
    await team.look("2026-10-01")
    await team.zhang_goes_on()
    await team.look("2026-11-01")
    page = await team.boss.opens("/console/alerts")
    assert "待核查" in page.text
    place = link(page, "/console/alerts/")
    own = await team.zhang.opens(place)
    short = await team.zhang.sends(own, f"{place}/comment", {"comment": "x"})
    assert short.status == 422
    assert short.all("textarea", name="comment")[0]["aria-invalid"] == "true"
    said = await team.zhang.sends(own, f"{place}/comment", {"comment": "两天系统迁移，重复预约"})
    assert "两天系统迁移，重复预约" in said.text
    assert f"{place}/decide" not in said.places
    seen = await team.boss.opens(place)
    empty = await team.boss.posts(f"{place}/decide", {**seen.form_to(f"{place}/decide").fields, "remark": "看过了"})
    assert empty.status == 422
    assert "看过了" in empty.form_to(f"{place}/decide").fields["remark"], "what was typed stays"
    decided = await team.boss.sends(seen, f"{place}/decide", {"decision": "explained", "remark": "迁移属实"})
    assert "情况已说明" in decided.text
    assert "迁移属实" in decided.text
    again = await team.boss.sends(seen, f"{place}/decide", {"decision": "coaching", "remark": "再来一次"})
    assert again.status == 409
    assert "没有待处理的核查" in again.text
    assert "迁移属实" in (await team.zhang.opens(place)).text


async def test_an_appeal_about_an_interview_is_upheld_and_counted_anew(team: Team) -> None:
    rows = await team.li.opens(f"/console/figures/rows?of=attributable_cancelled&{SEPTEMBER_DAYS}")
    form_place = link(rows, "/console/appeals/new")
    assert "dialog-title" in (await team.li.opens(form_place, htmx=True)).html
    form = await team.li.opens(form_place)
    bad = await team.li.sends(form, "/console/appeals", {"text": ""})
    assert bad.status == 422
    assert bad.all("textarea", name="text")[0]["aria-invalid"] == "true"
    filed = await team.li.sends(form, "/console/appeals", {"text": "是面试官要求的，不是安排有误"})
    assert "处理中" in filed.text
    twice = await team.li.sends(form, "/console/appeals", {"text": "是面试官要求的，不是安排有误"})
    assert twice.status == 409
    assert "正在处理中" in twice.text
    place = link(await team.boss.opens("/console/appeals"), "/console/appeals/")
    page = await team.boss.opens(place)
    nothing = await team.boss.sends(page, f"{place}/uphold", {"remark": "属实"})
    assert nothing.status == 422
    assert "须指明更正哪一项" in nothing.text
    done = await team.boss.sends(page, f"{place}/uphold", {"remark": "属实", "correct": ["attributable"]})
    assert "成立" in done.text
    assert "属实" in done.text
    after = await team.li.opens(f"/console/figures/rows?of=attributable_cancelled&{SEPTEMBER_DAYS}")
    assert len(rows.all("tr")) == 2
    assert not after.all("table"), "the only one, and it counts no more"
    assert (await team.zhang.opens(place)).status == 404


async def test_a_months_score_line_by_line_and_an_appeal_against_it(team: Team) -> None:
    assert "还没有评分" in (await team.zhang.opens("/console/scores")).text
    await team.group.score("2026-10-01")
    page = await team.zhang.opens("/console/scores?month=2026-09")
    assert "取消率" in page.text
    assert "60%" in page.text
    assert team.li.login not in page.text
    form = await team.zhang.opens(link(page, "/console/appeals/new"))
    filed = await team.zhang.sends(form, "/console/appeals", {"text": "系统迁移造成的重复预约"})
    place = link(await team.hr.opens("/console/appeals?state=open"), "/console/appeals/")
    assert "2026年9月评分" in filed.text
    decision: dict[str, str | list[str]] = {"remark": "迁移属实", "left_out": ["cancellation_rate"]}
    await team.hr.sends(await team.hr.opens(place), f"{place}/uphold", decision)
    again = await team.zhang.opens("/console/scores?month=2026-09")
    versions = await team.zhang.opens(link(again, "/console/scores/"))
    assert "申诉成立后重算" in versions.text
    assert "第 1 次计算" in versions.text


async def test_a_policy_is_proposed_by_one_and_approved_by_another(team: Team) -> None:
    form = await team.hr.opens(NEW)
    whole = {"valid_from": "2031-01-01", "why": "提高取消率的权重"}
    wrong = await team.hr.sends(form, NEW, {**whole, "weight.cancellation_rate": "90"})
    assert wrong.status == 422
    assert "权重合计须为 100%" in wrong.text
    bad = await team.hr.sends(form, NEW, {**whole, "target.cancellation_rate": "900"})
    assert bad.status == 422
    assert "有内容需要修改，见下。" in bad.text
    assert bad.all("input", name="target.cancellation_rate")[0]["aria-invalid"] == "true"
    changed = {"weight.cancellation_rate": "70", "weight.booking_accuracy": "30", "target.cancellation_rate": "12.5"}
    made = await team.hr.sends(form, NEW, {**whole, **changed})
    assert made.status == 200
    assert "70%" in made.text
    assert "12.5%" in made.text
    assert "有变化" in made.text
    assert (await team.hr.sends(form, NEW, {**whole, **changed})).answer.url == made.answer.url, "twice is once"
    place = made.answer.url.path
    assert f"{place}/approve" not in made.places
    assert "须由您以外的人审批" in made.text
    token = {"csrf": made.form_to(f"{place}/withdraw").fields["csrf"]}
    assert (await team.hr.posts(f"{place}/approve", token)).status == 403
    other = await team.second_hr()
    seen = await other.opens(f"{place}?month=2026-09")
    assert "当月方案" in seen.text
    assert team.zhang.login in seen.text, "tried on a past month before it is approved"
    approved = await other.sends(seen, f"{place}/approve", {"remark": "同意"})
    assert "已批准" in approved.text
    assert "同意" in approved.text
    wanted = "考核方案第 2 版"
    assert wanted in (await team.zhang.opens("/console/scores")).text
    read = await team.zhang.sends(await team.zhang.opens(place), f"{place}/acknowledge")
    assert "您已确认" in read.text
    assert "试算" not in read.text
    assert wanted not in (await team.zhang.opens("/console/scores")).text
    assert (await team.zhang.opens(NEW)).status == 403
