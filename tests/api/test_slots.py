"""A recruiter looks for a new time: what is taken, what is free, and what is said against a time that is offered all the same (R8)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, ahead

TEAM = "mianyue-slots"


def workday(days: int, hour: int, weekday: int = 2) -> datetime:
    """A Wednesday (or another weekday) at least `days` ahead, at that hour in Shanghai."""
    at = datetime.now(UTC) + timedelta(days=days)
    at += timedelta(days=(weekday - at.weekday()) % 7)
    return at.replace(hour=hour - 8, minute=0, second=0, microsecond=0)


async def slots(desk: Desk, id: str, day: date, **params: Any) -> Json:
    """One day of the answer."""
    answer = await desk.page(f"/interviews/{id}/slots", {"from": day.isoformat(), "days": 1} | params)
    [found] = answer["days"]
    return dict(found)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_the_interviewers_and_the_candidates_time_is_taken_and_the_rest_is_free(sign_in: Hire) -> None:
    desk = await sign_in("slots-a", TEAM)
    day = workday(30, 10)
    person = {"phone": "+8613912345001", "email": "slots-a@example.com"}
    mine = await desk.arrange(starts_at=workday(20, 9).isoformat(), interviewer="刘洋", candidate=person)
    busy = await desk.arrange(starts_at=day.isoformat(), interviewer="刘洋", position="算法工程师")
    again = await desk.arrange(
        starts_at=(day + timedelta(hours=4)).isoformat(), candidate={"phone": "+8613912345001", "email": None}
    )
    await desk.arrange(starts_at=(day + timedelta(hours=2)).isoformat(), interviewer="孙悦")
    found = await slots(desk, mine, day.date())
    assert [(t["interview_id"], t["interviewer"], t["candidate"]) for t in found["taken"]] == [
        (busy, True, False),
        (again, False, True),
    ]
    assert (found["taken"][0]["position"], at(found["taken"][0]["starts_at"])) == ("算法工程师", day)
    assert at(found["taken"][0]["ends_at"]) == day + timedelta(minutes=45)
    assert (at(found["opens_at"]), at(found["closes_at"])) == (day - timedelta(hours=1), day + timedelta(hours=8))
    free = {at(one["starts_at"]) for one in found["free"]}
    half = timedelta(minutes=30)
    assert day - 2 * half in free
    assert not free & {day - half, day, day + half, day + 7 * half, day + 8 * half, day + 9 * half}
    assert {day + 2 * half, day + 4 * half, day + 10 * half} <= free, "another interviewer's time is nobody's concern"
    assert not any(one["late"] for one in found["free"])


async def test_without_an_interviewer_the_recruiters_own_time_counts(sign_in: Hire) -> None:
    desk, other = await sign_in("slots-b", TEAM), await sign_in("slots-c", TEAM)
    day = workday(30, 14)
    mine = await desk.arrange(starts_at=workday(20, 9).isoformat())
    own = await desk.arrange(starts_at=day.isoformat())
    named = await desk.arrange(starts_at=(day + timedelta(hours=1)).isoformat(), interviewer="slots-b")
    await desk.arrange(starts_at=day.isoformat(), interviewer="孙悦")
    await other.arrange(starts_at=day.isoformat())
    assert [t["interview_id"] for t in (await slots(desk, mine, day.date()))["taken"]] == [own, named]


async def test_what_is_over_or_cancelled_takes_no_time_and_neither_does_the_interview_itself(sign_in: Hire) -> None:
    desk = await sign_in("slots-d", TEAM)
    day = workday(30, 10)
    mine = await desk.arrange(starts_at=day.isoformat(), interviewer="郑凯")
    gone = await desk.arrange(starts_at=day.isoformat(), interviewer="郑凯")
    asking = await desk.arrange(starts_at=day.isoformat(), interviewer="郑凯")
    assert {t["interview_id"] for t in (await slots(desk, mine, day.date()))["taken"]} == {gone, asking}
    await desk.cancel(gone)
    await desk.cancel(asking)
    await desk.act(asking, "reschedule", {"options": [workday(40, 10).isoformat()]})
    found = await slots(desk, mine, day.date())
    assert found["taken"] == [], "a cancelled time is free again, also while a new one is on offer"
    assert day not in {at(one["starts_at"]) for one in found["free"]}, "the present time is no new one"


async def test_an_interview_that_somebody_may_not_see_only_takes_time(sign_in: Hire, lisi: Desk) -> None:
    desk, colleague = await sign_in("slots-e", TEAM), await sign_in("slots-f", TEAM)
    boss, day = await sign_in("slots-boss", TEAM, "manager"), workday(30, 10)
    person = {"phone": "+8613912345002", "email": None}
    mine = await desk.arrange(starts_at=workday(20, 9).isoformat(), interviewer="何伟", candidate=person)
    theirs = await colleague.arrange(starts_at=day.isoformat(), interviewer="何伟")
    far = await lisi.arrange(starts_at=(day + timedelta(hours=2)).isoformat(), candidate=person, position="保密岗位")
    seen = (await slots(desk, mine, day.date()))["taken"]
    assert [(t["interview_id"], t["position"]) for t in seen] == [(None, "后端开发工程师"), (None, "")]
    seen = (await slots(boss, mine, day.date()))["taken"]
    assert [(t["interview_id"], t["position"]) for t in seen] == [(theirs, "后端开发工程师"), (None, "")]
    assert (await lisi.get(f"/interviews/{mine}/slots")).status_code == 404
    assert (await lisi.get(f"/interviews/{far}/slots")).status_code == 200


async def test_the_same_name_elsewhere_is_somebody_else(sign_in: Hire) -> None:
    desk, elsewhere = await sign_in("slots-g", TEAM), await sign_in("slots-h", "mianyue-slots-2")
    day = workday(30, 10)
    mine = await desk.arrange(starts_at=workday(20, 9).isoformat(), interviewer="林娜")
    await elsewhere.arrange(starts_at=day.isoformat(), interviewer="林娜")
    assert (await slots(desk, mine, day.date()))["taken"] == []


async def test_days_off_are_named_and_the_organisations_own_days_hold(sign_in: Hire) -> None:
    desk, hr = await sign_in("slots-i", "mianyue-slots-3"), await sign_in("slots-hr", "mianyue-slots-3", "hrops")
    mine, closed, saturday = await desk.arrange(), workday(30, 10), workday(30, 10, weekday=5)
    for day, kind, name in ((closed, "holiday", "司庆"), (saturday, "makeup_workday", "补班")):
        answer = await hr.http.put(f"/api/v1/holidays/{day.date()}", json={"kind": kind, "name": name})
        assert answer.status_code == 200
    off = await slots(desk, mine, closed.date())
    assert (off["kind"], off["name_zh"], off["opens_at"], off["free"]) == ("holiday", "司庆", None, [])
    worked = await slots(desk, mine, saturday.date())
    assert (worked["kind"], len(worked["free"])) == ("makeup_workday", 17)
    for when, said in ((closed, ["holiday"]), (saturday, []), (saturday.replace(hour=12), ["outside-working-hours"])):
        done = await desk.act(mine, "reschedule", {"options": [when.isoformat()]})
        assert done["warnings"] == said


async def test_from_tomorrow_for_two_weeks_unless_asked_otherwise(zhangsan: Desk) -> None:
    id = await zhangsan.arrange(timezone="America/New_York")
    whole = await zhangsan.page(f"/interviews/{id}/slots")
    assert (whole["timezone"], whole["duration_minutes"], whole["notice_hours"]) == ("America/New_York", 45, 24)
    days = [date.fromisoformat(one["day"]) for one in whole["days"]]
    today = (datetime.now(UTC) - timedelta(hours=5)).date()
    assert len(days) == 14
    assert days[0] - today in (timedelta(days=1), timedelta(days=2)), "summer time may have begun the day"
    for wrong in ({"days": 0}, {"days": 43}, {"from": "yesterday"}, {"until": "2027-01-01"}):
        assert (await zhangsan.get(f"/interviews/{id}/slots", wrong)).status_code == 422


async def test_near_starts_are_marked(sign_in: Hire) -> None:
    desk = await sign_in("slots-j", TEAM)
    id = await desk.arrange(starts_at=workday(20, 9).isoformat())
    answer = await desk.page(f"/interviews/{id}/slots", {"from": datetime.now(UTC).date().isoformat(), "days": 7})
    marks = {at(one["starts_at"]): one["late"] for day in answer["days"] for one in day["free"]}
    assert marks
    assert all(start > datetime.now(UTC) - timedelta(minutes=1) for start in marks)
    limit = datetime.now(UTC) + timedelta(hours=24)
    assert all(late is (start < limit) for start, late in marks.items() if abs(start - limit) > timedelta(minutes=1))


async def test_a_time_that_collides_is_offered_with_a_warning(sign_in: Hire) -> None:
    desk = await sign_in("slots-k", TEAM)
    day = workday(30, 10)
    person = {"phone": "+8613912345003", "email": "slots-k@example.com"}
    mine = await desk.arrange(starts_at=workday(20, 9).isoformat(), interviewer="吴敏", candidate=person)
    await desk.arrange(starts_at=day.isoformat(), interviewer="吴敏")
    await desk.arrange(
        starts_at=(day + timedelta(hours=3)).isoformat(),
        interviewer="郑凯",
        candidate={"phone": None, "email": "Slots-K@example.com"},
    )
    night = day + timedelta(hours=11)
    options = [day, day + timedelta(hours=3), night, day + timedelta(hours=5)]
    done = await desk.act(mine, "reschedule", {"options": [one.isoformat() for one in options]})
    assert (done["result"], done["warnings"]) == (
        "offered",
        ["interviewer-busy", "candidate-busy", "outside-working-hours"],
    )
    moved = await desk.act(mine, "reschedule", {"starts_at": (day + timedelta(minutes=30)).isoformat()})
    assert (moved["result"], moved["warnings"]) == ("moved", ["interviewer-busy"])
    fine = await desk.act(mine, "reschedule", {"starts_at": (day + timedelta(minutes=45)).isoformat()})
    assert fine["warnings"] == []


async def test_other_commands_warn_of_nothing(zhangsan: Desk) -> None:
    id = await zhangsan.arrange(starts_at=ahead(days=3))
    assert (await zhangsan.act(id, "confirm"))["warnings"] == []
