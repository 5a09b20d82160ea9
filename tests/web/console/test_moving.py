"""Stories of the reschedule dialog: times offered from the calendar, a direct move, warnings, what changed meanwhile (R6, R8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import holidays
from tests.web.browser import Page
from tests.web.console.visitor import Fields, Visitor
from tests.web.people import Candidate, Recruiter

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def workday(days: int, hour: int) -> datetime:
    """A Wednesday at least `days` ahead: of one interviewer for each story, since the recruiter may be booked by others by then."""
    at = datetime.now(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return at + timedelta(days=(2 - at.weekday()) % 7)


def pick(*times: datetime) -> list[str]:
    """What ticking these times sends."""
    return [at.astimezone(UTC).isoformat() for at in times]


def place(candidate: Candidate) -> str:
    return f"/console/interviews/{candidate.id}/reschedule"


async def opens(visitor: Visitor, candidate: Candidate, first: datetime | date, way: str = "offer") -> Page:
    """The dialog with its calendar at this day."""
    day = first.astimezone(SHANGHAI).date() if isinstance(first, datetime) else first
    page = await visitor.opens(f"{place(candidate)}?way={way}&from={day}", htmx=True)
    assert page.status == 200, page.text
    return page


async def presses(visitor: Visitor, candidate: Candidate, page: Page, do: str = "send", **fields: Any) -> Page:
    sent: Fields = {"do": do, **fields}
    return await visitor.sends(page, place(candidate), sent, htmx=True)


def toast(page: Page) -> str:
    return page.answer.headers.get("hx-trigger", "").encode().decode("unicode_escape")


async def test_times_from_the_calendar_are_offered_once_and_the_candidate_picks_one(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="钱经理 offers")
    times = [workday(7, 10), workday(7, 14)]
    page = await opens(zhang, candidate, times[0])
    assert "已查看面试官 钱经理 offers 与候选人的日程" in page.text
    free = [box["value"] for box in page.all("input", type="checkbox", name="pick")]
    assert set(pick(*times)) <= set(free)
    done = await presses(zhang, candidate, page, pick=pick(*times))
    assert done.status == 204, done.text
    assert "已请候选人从 2 个时间中选择" in toast(done)
    assert "close-dialog" in toast(done)
    traces = await zhangsan.traces(candidate)
    again = await presses(zhang, candidate, page, pick=pick(*times))
    assert "没有重复执行" in toast(again)
    assert await zhangsan.traces(candidate) == traces
    await candidate.presses(await candidate.opens(), "reschedule", starts_at=times[1].astimezone(UTC).isoformat())
    assert datetime.fromisoformat((await zhangsan.interview(candidate))["starts_at"]) == times[1]


async def test_a_time_agreed_on_the_phone_moves_the_interview_at_once(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="钱经理 moves")
    wanted = workday(8, 11)
    page = await opens(zhang, candidate, wanted, "move")
    assert page.all("input", type="radio", name="pick", value=pick(wanted)[0])
    assert not page.all("input", type="checkbox", name="pick")
    done = await presses(zhang, candidate, page, pick=pick(wanted))
    assert f"面试已改到 {wanted.month}月{wanted.day}日 周三 11:00" in toast(done)
    found = await zhangsan.interview(candidate)
    assert (found["revision"], datetime.fromisoformat(found["starts_at"])) == (2, wanted)


async def test_turning_the_pages_keeps_what_was_picked_and_what_was_typed(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="周工 turns")
    times = [workday(7, 10), workday(30, 15)]
    page = await opens(zhang, candidate, times[0])
    page = await presses(zhang, candidate, page, f"week:{times[1]:%Y-%m-%d}", pick=pick(times[0]))
    assert page.form_to(place(candidate)).every["pick"] == pick(times[0])
    assert "已选的其他时间" in page.text
    page = await presses(zhang, candidate, page, "add", date=f"{times[1]:%Y-%m-%d}", time="15:00")
    assert sorted(page.form_to(place(candidate)).every["pick"]) == pick(*times)
    assert page.form_to(place(candidate)).fields["date"] == ""
    done = await presses(zhang, candidate, page)
    assert "已请候选人从 2 个时间中选择" in toast(done)


async def test_what_speaks_against_a_time_is_shown_once_before_it_is_sent(zhang: Visitor, zhangsan: Recruiter) -> None:
    """R8: a holiday, an interviewer who is busy, an evening; sent all the same, but not unseen."""
    busy = workday(7, 10)
    await zhangsan.invites(starts_at=busy, interviewer="孙总监 busy")
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="孙总监 busy")
    page = await opens(zhang, candidate, busy)
    assert "10:00–10:45 面试官 已占用" in page.text
    evening = busy.replace(hour=20)
    times: dict[str, Any] = {"pick": pick(busy), "date": f"{evening:%Y-%m-%d}", "time": "20:00"}
    warned = await presses(zhang, candidate, page, **times)
    assert "面试官在该时段已有其他面试" in warned.text
    assert "不在工作时间内" in warned.text
    assert "仍然发送" in warned.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"
    more = await presses(zhang, candidate, warned, pick=pick(busy, evening, evening.replace(hour=21)))
    assert "仍然发送" in more.text, "what was not warned of is shown first"
    done = await presses(zhang, candidate, more)
    assert "已请候选人从 3 个时间中选择" in toast(done)


async def test_holidays_and_made_up_weekends_are_marked_in_words(
    zhang: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="吴工 days off")
    off = workday(20, 10).date()
    saturday = off + timedelta(days=3)
    rows = [(off, "holiday", "司庆日"), (saturday, "makeup_workday", "司庆调休")]
    async with engine.begin() as conn:
        values = [
            {"organisation_id": "mianyue-sh", "day": day, "kind": kind, "name": name, "source": "story"}
            for day, kind, name in rows
        ]
        await conn.execute(insert(holidays).values(values))
    try:
        page = await opens(zhang, candidate, off)
        assert f"{off.month}月{off.day}日 周三 节假日 · 司庆日" in page.text
        assert f"{saturday.month}月{saturday.day}日 周六 调休上班 · 司庆调休" in page.text
        assert "周末 休息" in page.text
    finally:
        async with engine.begin() as conn:
            await conn.execute(delete(holidays).where(holidays.c.day.in_([off, saturday])))


async def test_inside_the_notice_hours_the_dialog_says_what_a_move_means(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(hours=6))
    page = await opens(zhang, candidate, datetime.now(SHANGHAI))
    assert "距面试不足 24 小时，这次改期会记为临时改期" in page.text
    soon = (datetime.now(UTC) + timedelta(hours=9)).astimezone(SHANGHAI)
    warned = await presses(zhang, candidate, page, date=f"{soon:%Y-%m-%d}", time=f"{soon:%H:%M}")
    assert "距今不足 24 小时，候选人准备时间很短" in warned.text


async def test_an_interview_that_changed_meanwhile_is_not_moved_unseen(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="郑工 stale")
    page = await opens(zhang, candidate, workday(7, 10))
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": workday(9, 15).isoformat()})
    stale = await presses(zhang, candidate, page, pick=pick(workday(7, 10)))
    assert stale.status == 409
    assert "面试刚刚有变动，没有发送" in stale.text
    moved = workday(9, 15)
    assert f"原定时间 {moved.month}月{moved.day}日 周三 15:00" in stale.text
    assert stale.form_to(place(candidate)).every["pick"] == pick(workday(7, 10))
    assert (await zhangsan.interview(candidate))["revision"] == 2
    done = await presses(zhang, candidate, stale)
    assert "已请候选人从 1 个时间中选择" in toast(done)


async def test_a_form_that_remembers_nonsense_moves_nothing(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="王工 nonsense")
    page = await opens(zhang, candidate, workday(7, 10))
    for seen in ("9" * 5000, "0.invited", "x", ""):
        stale = await presses(zhang, candidate, page, pick=pick(workday(7, 10)), seen=seen)
        assert stale.status == 409, seen[:9]
    assert (await zhangsan.interview(candidate))["revision"] == 1


async def test_a_cancelled_and_closed_interview_says_so(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="冯工 cancelled")
    page = await opens(zhang, candidate, workday(7, 10))
    await zhangsan.does(f"/{candidate.id}/cancel", {"reason_detail": "岗位冻结", "party": "company"})
    stale = await presses(zhang, candidate, page, pick=pick(workday(7, 10)))
    assert stale.status == 409
    assert "已取消" in stale.text
    assert (await zhangsan.interview(candidate))["stage"] == "cancelled"


@pytest.mark.parametrize(
    ("day", "clock", "told"),
    [
        ("2027-03-14", "02:30", "没有2027-03-14 02:30这一时刻"),
        ("2027-11-07", "01:30", "恰逢时钟回拨"),
        ("2027-03-15", "", "请同时填写日期和时间"),
        ("0001-01-01", "10:00", "年份超出范围"),
        ("15.3.27", "10:00", "无法识别时间"),
    ],
)
async def test_a_typed_time_that_does_not_exist_is_named_at_its_field(
    zhang: Visitor, zhangsan: Recruiter, day: str, clock: str, told: str
) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="陈工 abroad", timezone="America/New_York")
    page = await zhang.opens(place(candidate), htmx=True)
    wrong = await presses(zhang, candidate, page, date=day, time=clock)
    assert wrong.status == 422
    assert told in wrong.text
    [field] = wrong.all("input", id="f-date")
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == (day, "true", "h-other e-other")


async def test_nothing_picked_too_many_and_nonsense_are_refused_in_words(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="褚工 twice")
    page = await opens(zhang, candidate, workday(7, 10))
    assert "请先选择时间" in (await presses(zhang, candidate, page)).text
    first = workday(7, 9)
    eleven = [first + timedelta(minutes=30 * nth) for nth in range(11)]
    many = await presses(zhang, candidate, page, pick=pick(*eleven))
    assert "最多提供 10 个时间，现在选了 11 个" in many.text
    assert (await presses(zhang, candidate, page, pick=["yesterday"])).status == 422
    past = await presses(zhang, candidate, page, date="2020-01-08", time="10:00")
    past = await presses(zhang, candidate, past)
    assert past.status == 409
    assert "请选择 1–10 个互不相同、尚未开始的时间" in past.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


async def test_without_scripts_the_dialog_is_a_page_and_leads_on(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="赵工 page")
    page = await zhang.opens(f"{place(candidate)}?from={workday(7, 10):%Y-%m-%d}")
    assert page.all("h1")
    sent = {**page.form_to(place(candidate)).every, "do": "send", "pick": pick(workday(7, 10))}
    answer = await zhang.http.post(place(candidate), data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/interviews/{candidate.id}")


async def test_somebody_elses_interview_is_not_there(zhang: Visitor, chief: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=5), interviewer="卫工 handed", recruiter="zhangsan")
    assert (await chief.opens(place(candidate))).status == 200
    assert (await zhang.opens("/console/interviews/00000000-0000-4000-8000-000000000000/reschedule")).status == 404
