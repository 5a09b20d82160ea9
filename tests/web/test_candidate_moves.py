"""Stories of moving an interview from the candidate's page: a clash, offered times, the 24 h rule, links that die (R6, R8)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import holidays, policies
from tests.web.people import Recruiter

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _workday(days: int, hour: int) -> datetime:
    """A Wednesday at least `days` ahead, well away from Chinese holidays' make-up rules."""
    at = datetime.now(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return at + timedelta(days=(2 - at.weekday()) % 7)


async def test_a_clash_opens_the_choice_of_a_new_time_until_the_new_link_works(zhangsan: Recruiter) -> None:
    """R8, the whole of it: cancel for a clash, pick at once, the recruiter confirms, the schedule updates itself."""
    candidate = await zhangsan.invites()
    old = candidate.token
    page = await candidate.presses(await candidate.opens(), "cancel", reason_code="C_SCHEDULE")
    assert "另选面试时间" in page.text
    assert "如果您愿意，现在就可以另选一个时间" in page.text
    wanted = _workday(5, 15)
    page = await candidate.presses(page, "reschedule", date=f"{wanted:%Y-%m-%d}", time="15:00")
    assert "改期申请已提交" in page.text
    assert f"您申请改到 {wanted.month}月{wanted.day}日 周三 15:00" in page.text
    assert "原定时间已取消" in page.text
    await zhangsan.does(f"/{candidate.id}/reschedule/approve")
    dead = await candidate.opens(old)
    assert dead.status == 410
    assert "此链接已失效" in dead.text
    assert "This link is out of date" in dead.text
    assert "李思雨" not in dead.html
    await candidate.new_link()
    moved = await candidate.opens()
    assert moved.status == 200
    assert "15:00–15:45" in moved.text
    found = await zhangsan.interview(candidate)
    assert (found["stage"], found["revision"]) == ("invited", 2)
    assert datetime.fromisoformat(found["starts_at"]) == wanted


async def test_an_offered_time_moves_the_interview_at_once(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=4))
    old, options = candidate.token, [_workday(6, 10), _workday(6, 14)]
    await zhangsan.does(f"/{candidate.id}/reschedule", {"options": [option.isoformat() for option in options]})
    page = await candidate.opens()
    assert "请选择新的面试时间" in page.text
    assert "立即生效" in page.text
    values = [radio["value"] for radio in page.all("input", name="starts_at", type="radio")]
    assert [datetime.fromisoformat(value) for value in values[:-1]] == options
    moved = await candidate.presses(page, "reschedule", starts_at=values[1])
    assert moved.status == 200
    assert "改期成功" in moved.text
    assert "14:00–14:45" in moved.text
    assert candidate.token != old
    assert (await candidate.opens(old)).status == 410
    told = (await zhangsan.gets("/inbox?limit=200")).json()["items"]
    titles = [one["subject"] for one in told if one["interview_id"] == candidate.id]
    assert titles[0].startswith("候选人李思雨选定了新的面试时间"), "the newest; that they come is not confirmed yet"


async def test_the_last_day_belongs_to_the_recruiter(zhangsan: Recruiter) -> None:
    """R6: inside the notice hours even an offered time needs the recruiter's consent, and the page says so."""
    candidate = await zhangsan.invites(timedelta(hours=6))
    option = _workday(4, 10)
    await zhangsan.does(f"/{candidate.id}/reschedule", {"options": [option.isoformat()]})
    page = await candidate.opens()
    assert "距面试已不足 24 小时：改期需招聘人员同意" in page.text
    assert "立即生效" not in page.text
    after = await candidate.presses(page, "reschedule", starts_at=option.astimezone(UTC).isoformat())
    assert "改期申请已提交" in after.text
    assert "在此之前，原定时间仍然有效" in after.text
    assert (await zhangsan.interview(candidate))["revision"] == 1


async def test_a_wish_to_move_is_taken_back_by_keeping_the_time(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    asked = await candidate.presses(await candidate.opens(), "reschedule", starts_at="any")
    assert "已告知招聘人员" in asked.text
    assert "保留原时间并确认参加" in asked.text
    kept = await candidate.presses(asked, "confirm")
    assert "您已确认参加" in kept.text


async def test_a_time_outside_working_hours_is_refused_with_the_next_ones_named(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    evening = _workday(5, 21)
    page = await candidate.presses(
        await candidate.opens(), "reschedule", date=f"{evening:%Y-%m-%d}", time=f"{evening:%H:%M}"
    )
    assert page.status == 422
    assert "不在工作日 9:00–18:00 内" in page.text
    assert page.all("a", href="#f-time")
    assert (page.form("reschedule")["date"], page.form("reschedule")["time"]) == (f"{evening:%Y-%m-%d}", "21:00")
    by_script = await candidate.calls(action="reschedule", starts_at=evening.isoformat())
    assert by_script.status_code == 422
    (error,) = by_script.json()["errors"]
    assert (error["field"], error["rule"]) == ("starts_at", "outside-working-hours")
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


async def test_only_working_days_and_hours_are_offered(zhangsan: Recruiter, engine: AsyncEngine) -> None:
    """The organisation's own table counts: a day off of its own is not on the list, a Saturday made up for is."""
    candidate = await zhangsan.invites()
    off, made_up = _workday(8, 9).date(), _workday(8, 9).date() + timedelta(days=3)
    async with engine.begin() as conn:
        rows = [(off, "holiday"), (made_up, "makeup_workday")]
        days = [
            {"organisation_id": "mianyue-sh", "day": day, "kind": kind, "name": "", "source": ""} for day, kind in rows
        ]
        await conn.execute(insert(holidays), days)
    try:
        page = await candidate.opens()
        offered = [option["value"] for option in page.all("option")]
        assert off.isoformat() not in offered
        assert made_up.isoformat() in offered
        assert [hour for hour in offered if ":" in hour][:2] == ["09:00", "09:30"]
        assert [hour for hour in offered if ":" in hour][-1] == "17:00", "45 minutes end by six"
        refused = await candidate.presses(page, "reschedule", date=off.isoformat(), time="10:00")
        assert refused.status == 422
        assert "周四 09:00" in refused.text, "the next day"
        asked = await candidate.presses(page, "reschedule", date=made_up.isoformat(), time="10:00")
        assert "改期申请已提交" in asked.text
    finally:
        async with engine.begin() as conn:
            await conn.execute(delete(holidays).where(holidays.c.organisation_id == "mianyue-sh"))


async def test_an_organisation_with_other_working_hours_says_and_offers_its_own(
    zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    hours = {"working_hours": {"opens": "08:30", "closes": "17:30"}}
    own = {"organisation_id": "mianyue-sh", "version": 1, "valid_from": datetime(2026, 1, 1, tzinfo=UTC), "data": hours}
    async with engine.begin() as conn:
        await conn.execute(insert(policies), own)
    try:
        candidate = await zhangsan.invites()
        page = await candidate.opens()
        assert "可选工作日 8:30–17:30" in page.text
        offered = [hour for option in page.all("option") if ":" in (hour := option["value"])]
        assert (offered[0], offered[-1]) == ("08:30", "16:30"), "45 minutes end by half past five"
        day = f"{_workday(5, 9):%Y-%m-%d}"
        refused = await candidate.presses(page, "reschedule", date=day, time="17:00")
        assert "不在工作日 8:30–17:30 内" in refused.text
        assert "改期申请已提交" in (await candidate.presses(refused, "reschedule", date=day, time="08:30")).text
    finally:
        async with engine.begin() as conn:
            await conn.execute(delete(policies).where(policies.c.organisation_id == "mianyue-sh"))


async def test_a_page_opened_in_time_and_sent_too_late_shows_what_follows(zhangsan: Recruiter) -> None:
    """R6: the 24 h rule is the flow's own, at the moment of sending: what an old page promised does not count."""
    candidate = await zhangsan.invites(timedelta(hours=25))
    option = _workday(4, 10)
    await zhangsan.does(f"/{candidate.id}/reschedule", {"options": [option.isoformat()]})
    page = await candidate.opens()
    assert "选定以下时间后立即生效" in page.text
    await zhangsan.waits(candidate, timedelta(hours=2))
    after = await candidate.presses(page, "reschedule", starts_at=option.astimezone(UTC).isoformat())
    assert "改期申请已提交" in after.text
    assert "距原定时间已不足 24 小时，需招聘人员确认后才生效" in after.text
    assert (await zhangsan.interview(candidate))["revision"] == 1
    gone = await candidate.presses(after, "cancel", reason_code="C_SCHEDULE")
    assert "已记为临时取消" in gone.text
    (row,) = await zhangsan.log(candidate)
    assert row.late


async def test_a_waiting_wish_says_until_when_it_is_answered(zhangsan: Recruiter) -> None:
    """The policy's own hours: by then the recruiter has answered, or HR operations know of it."""
    candidate = await zhangsan.invites(timedelta(days=6))
    asked = await candidate.presses(await candidate.opens(), "reschedule", starts_at="any")
    by = datetime.now(SHANGHAI) + timedelta(hours=24)
    assert f"招聘人员会在 {by.month}月{by.day}日" in asked.text
    assert "逾期将由 HR 跟进" in asked.text
    seen = (await candidate.calls_for_view()).json()
    assert abs(datetime.fromisoformat(seen["answer_by"]) - by) < timedelta(minutes=2)


async def test_times_that_cannot_be_are_named_by_their_field(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timezone="America/New_York")
    cases = {
        "starts_at": {},
        "time": {"date": "2027-01-11"},
        "date": {"time": "10:00"},
        "starts_at ": {"starts_at": "tomorrow"},
        "time ": {"date": "2027-03-14", "time": "02:30"},
    }
    for field, typed in cases.items():
        answer = await candidate.calls(action="reschedule", **typed)
        assert answer.status_code == 422, typed
        assert [error["field"] for error in answer.json()["errors"]] == [field.strip()], typed
    page = await candidate.presses(await candidate.opens(), "reschedule", date="2027-03-14", time="02:30")
    assert "当天时钟调整，没有这个时刻" in page.text
    assert page.form("reschedule")["time"] == "02:30"
    assert page.all("details", id="reschedule", open="")


async def test_a_past_time_is_refused_in_the_candidates_words(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(locale="en")
    page = await candidate.presses(await candidate.opens(), "reschedule", date="2020-01-08", time="10:00")
    assert page.status == 409
    assert "That time has passed: please choose another." in page.text
    assert page.form("reschedule")["date"] == "2020-01-08"


async def test_an_unescaped_plus_in_a_scripts_form_is_understood(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    wanted = _workday(5, 11)
    answer = await candidate.calls(action="reschedule", starts_at=wanted.isoformat().replace("+", " "))
    assert answer.status_code == 200, answer.text
    shown = await candidate.opens()
    assert f"{wanted.month}月{wanted.day}日 周三 11:00" in shown.text
