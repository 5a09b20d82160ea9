"""Stories of the reminder ladder (R16): at its hours, once, never late in a heap, never for a time that has passed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.policy import Reminder
from domain.terms import Locale, Outcome
from tests.workflows.life import Life, states
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def skipped(life: Life) -> dict[str, str]:
    """Why each step's notices were not sent."""
    return {row.step: row.detail for row in await life.notices(state="skipped")}


async def test_the_ladder_asks_to_confirm_a_day_before_and_reminds_an_hour_before(world: World) -> None:
    life = await world.invite(3 * DAY)
    [invite] = await life.notices("invite")
    assert "是否需要调整时间" in invite.body
    await life.until(life.starts_at - DAY - MINUTE)
    assert await life.notices("confirm_request") == []
    await life.until(life.starts_at - DAY + MINUTE, "r1:remind:1440")
    asked = await life.notices("confirm_request")
    assert states(asked) == {"sms": "accepted", "email": "accepted"}
    assert all(abs(notice.created_at - (life.starts_at - DAY)) < timedelta(seconds=2) for notice in asked)
    assert any("https://meet.example/room" in notice.body for notice in asked)
    await life.until(life.starts_at - HOUR + MINUTE, "r1:remind:60")
    assert states(await life.notices("reminder")) == {"sms": "accepted"}
    assert (await life.row()).stage == "invited"


async def test_two_interviews_at_ten_sharp_are_not_reminded_in_the_same_second(world: World) -> None:
    """R16: each leaves at a moment of its own, within the minute before its time."""
    early = [Reminder(60, 20, early_seconds=60)]
    pair = [await world.invite(3 * HOUR, reminders=early, followed=True) for _ in range(2)]
    moments = set()
    for life in pair:
        await life.until(life.starts_at - HOUR, "r1:remind:60")
        [notice] = await life.notices("confirm_request", channel="sms", state="accepted")
        before = life.starts_at - HOUR - notice.due_at
        assert timedelta(0) <= before < MINUTE
        assert notice.due_at <= notice.created_at
        moments.add(before)
    assert len(moments) == 2


async def test_who_has_confirmed_gets_a_plain_reminder_a_day_before(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.confirm()
    assert [notice.audience for notice in await life.notices("candidate_confirmed")] == ["recruiter"]
    assert (await life.confirm()).result == "already_confirmed"
    await life.until(life.starts_at - HOUR + MINUTE, "r1:remind:1440", "r1:remind:60")
    assert await life.notices("confirm_request") == []
    assert [notice.step for notice in await life.notices("reminder")] == ["remind:1440", "remind:60"]


async def test_61_minutes_ahead_only_the_hour_reminder_comes(world: World) -> None:
    life = await world.invite(61 * MINUTE)
    await life.settled()
    assert await skipped(life) == {"remind:1440": "time_past"}
    await life.forward(2 * MINUTE, "r1:remind:60")
    assert (await life.received()) == {("invite", "email"): 1, ("reminder", "sms"): 1}


async def test_30_minutes_ahead_no_reminder_comes_and_the_ledger_says_why(world: World) -> None:
    life = await world.invite(30 * MINUTE)
    await life.forward(31 * MINUTE)
    assert await skipped(life) == {"remind:1440": "time_past", "remind:60": "time_past"}
    assert (await life.received()) == {("invite", "email"): 1}


async def test_already_begun_is_not_invited_to_but_its_outcome_is_asked(world: World) -> None:
    begun, over = await asyncio.gather(world.invite(-10 * MINUTE), world.invite(-2 * HOUR))
    await over.done("r1:ask_outcome:0")
    await asyncio.gather(begun.settled(), over.settled())
    for life in (begun, over):
        assert (await skipped(life))["invite"] == "time_past"
        assert (await life.received()) == {}
    assert await begun.notices("outcome_wanted") == []
    [wanted] = await over.notices("outcome_wanted")
    assert (wanted.recipient, (await over.row()).stage) == ("zhangsan", "invited")
    assert (await begun.outcome(Outcome.COMPLETED)).result == "recorded"


@pytest.mark.parametrize(
    ("zone", "locale", "at", "shown", "instant"),
    [
        # The clocks of New York jump on 2027-03-14 at 02:00: 24 h before 09:30 EDT it is 08:30 EST.
        ("America/New_York", Locale.EN, datetime(2027, 3, 14, 13, 30, tzinfo=UTC), "9:30", "2027-03-13T13:30"),
        ("America/New_York", Locale.ZH, datetime(2027, 3, 13, 14, 30, tzinfo=UTC), "09:30", "2027-03-12T14:30"),
        # London leaves GMT on 2027-03-28 at 01:00.
        ("Europe/London", Locale.EN, datetime(2027, 3, 28, 9, 0, tzinfo=UTC), "10:00", "2027-03-27T09:00"),
        ("Asia/Shanghai", Locale.ZH, datetime(2027, 3, 14, 2, 0, tzinfo=UTC), "10:00", "2027-03-13T02:00"),
    ],
)  # fmt: skip
async def test_across_summer_time_the_local_time_is_right_and_24_hours_are_24_hours(
    world: World, zone: str, locale: Locale, at: datetime, shown: str, instant: str
) -> None:
    life = await world.invite(starts_at=at, zone=zone, locale=locale)
    [invite] = await life.notices("invite")
    assert shown in invite.body
    await life.until(at - DAY + MINUTE, "r1:remind:1440")
    asked = await life.notices("confirm_request")
    assert {notice.created_at.isoformat()[:16] for notice in asked} == {instant}
    assert all(shown in notice.body for notice in asked)


async def test_reminders_due_while_no_worker_ran_are_sent_once_or_skipped_when_too_late(world: World) -> None:
    """Within its grace a reminder is still useful; beyond it HR reads why none came."""
    useful, useless = await asyncio.gather(
        world.invite(25 * HOUR, reminders=[Reminder(1440, 120)]), world.invite(25 * HOUR, reminders=[Reminder(1440, 0)])
    )
    await asyncio.gather(useful.idle(), useless.idle())
    async with world.office.away():
        for life in (useful, useless):
            await life.overslept(useful.starts_at - DAY + timedelta(seconds=1))
    await asyncio.gather(useful.done("r1:remind:1440"), useless.done("r1:remind:1440"))
    await asyncio.gather(useful.settled(), useless.settled())
    assert (await useful.received())[("confirm_request", "sms")] == 1
    assert (await useless.received())[("confirm_request", "sms")] == 0
    assert await skipped(useless) == {"remind:1440": "too_late"}


async def test_without_a_phone_number_the_reminder_goes_by_mail(world: World) -> None:
    life = await world.invite(2 * DAY, phone=False)
    await life.until(life.starts_at - HOUR + MINUTE, "r1:remind:1440", "r1:remind:60")
    assert (await life.received()) == {
        ("invite", "email"): 1,
        ("confirm_request", "email"): 1,
        ("reminder", "email"): 1,
    }
