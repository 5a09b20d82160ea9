"""Stories of what stands in a row of the interview list (R1), and of filters that leave rows out until they are taken away."""

import re
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import audit
from db.tables_interview import interviews
from domain.clock import day_text
from domain.terms import Locale
from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.test_listing import shown
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter

_LIST = "/console/interviews?view=all"
_SHANGHAI = ZoneInfo("Asia/Shanghai")


async def cell(visitor: Visitor, candidate: Candidate, name: str) -> str:
    """What a person reads in that cell of the interview's row in the list."""
    page = await visitor.opens(f"{_LIST}&q={candidate.email}")
    row = page.html.split(f'<tr id="i-{candidate.id}"')[1].split("</tr>")[0]
    html = row.split(f'<td class="{name}">')[1].split("</td>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def clock(at: datetime) -> str:
    local = at.astimezone(_SHANGHAI)
    return f"{day_text(local, Locale.ZH)} {local:%H:%M}"


async def test_a_manager_reads_in_the_row_whose_interview_it_is(zhangsan: Recruiter, at_console: Door) -> None:
    candidate = await zhangsan.invites()
    assert await cell(await at_console("chenjing"), candidate, "cell-recruiter") == "张三"


async def test_the_next_step_stands_there_with_its_time(
    zhang: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    """The first reminder leaves a day before, once the invitation is known to have arrived."""
    start = (datetime.now(_SHANGHAI) + timedelta(days=3)).replace(second=0, microsecond=0)
    candidate = await zhangsan.invites(starts_at=start)
    assert await cell(zhang, candidate, "cell-next") == "等待候选人确认"
    at = start - timedelta(days=1)
    async with engine.begin() as conn:
        row = update(interviews).where(interviews.c.id == candidate.id)
        await conn.execute(row.values(next_step="remind:1440", next_at=at))
    told = await cell(zhang, candidate, "cell-next")
    assert re.fullmatch(rf"等待候选人确认 \S*提醒\S* {clock(at)}", told), told


async def test_who_confirmed_stands_there_and_when(
    zhang: Visitor, chief: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    """By name: a login tells a manager nothing."""
    by_phone, by_link = await zhangsan.invites(), await zhangsan.invites()
    assert await cell(zhang, by_phone, "cell-stage") == "已邀约"
    await zhangsan.does(f"/{by_phone.id}/confirm")
    await by_link.presses(await by_link.opens(), "confirm")
    for candidate, who in ((by_phone, "张三"), (by_link, "候选人")):
        async with engine.connect() as conn:
            query = select(audit.c.at).where(audit.c.interview_id == candidate.id, audit.c.action == "confirmed")
            at = (await conn.execute(query)).scalar_one()
        for visitor in (zhang, chief):
            assert await cell(visitor, candidate, "cell-stage") == f"已确认 {who} {clock(at)}"


def chips(page: Page) -> dict[str, str]:
    """The conditions above the list that one press takes away: what each says, and where it leads."""
    found = re.findall(r'<a class="chip" href="([^"]*)"><span>(\S+?：)<bdi>(.*?)</bdi>', page.html)
    return {label + value: place.replace("&amp;", "&") for place, label, value in found}


async def test_each_condition_leaves_rows_out_and_without_it_they_are_back(zhang: Visitor, zhangsan: Recruiter) -> None:
    name, job, teacher = (f"{word}{uuid4().hex[:6]}" for word in ("选", "岗位", "赵老师"))
    two = [await zhangsan.invites(name=name, position=job, interviewer=other) for other in (teacher, "钱老师")]
    third = await zhangsan.invites(timedelta(days=4), name=name, position=job, interviewer=teacher)
    fourth = await zhangsan.invites(name=name, interviewer=teacher)
    every = {one.id for one in (*two, third, fourth)}
    assert set(shown(await zhang.opens(f"{_LIST}&q={name}"))) == every
    both = await zhang.opens(f"{_LIST}&q={name}&position={job}&interviewer={teacher}")
    assert set(shown(both)) == {two[0].id, third.id}
    places = chips(both)
    assert set(places) == {f"岗位：{job}", f"面试官：{teacher}"}
    any_teacher = await zhang.opens(places[f"面试官：{teacher}"])
    assert set(shown(any_teacher)) == {two[0].id, two[1].id, third.id}
    assert set(chips(any_teacher)) == {f"岗位：{job}"}
    any_job = await zhang.opens(places[f"岗位：{job}"])
    assert set(shown(any_job)) == {two[0].id, third.id, fourth.id}
    neither = await zhang.opens(chips(any_job)[f"面试官：{teacher}"])
    assert set(shown(neither)) == every
    assert chips(neither) == {}


async def test_days_leave_out_what_is_before_and_after_them(zhang: Visitor, zhangsan: Recruiter) -> None:
    """Both days count whole."""
    name = f"期{uuid4().hex[:6]}"
    day = datetime.now(_SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=5)
    minutes = (-1, 0, 24 * 60 - 1, 24 * 60)
    before, first, last, after = [
        await zhangsan.invites(starts_at=day + timedelta(minutes=each), name=name) for each in minutes
    ]
    found = {
        query: shown(await zhang.opens(f"{_LIST}&q={quote(name)}{query}"))
        for query in (f"&from={day:%F}", f"&to={day:%F}", f"&from={day:%F}&to={day:%F}")
    }
    assert list(found.values()) == [
        [after.id, last.id, first.id],
        [last.id, first.id, before.id],
        [last.id, first.id],
    ]
