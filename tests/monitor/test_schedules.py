"""The schedules on a real Temporal server: which there are, when they run, and that late, repeated and made-up runs agree."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from temporalio.client import ScheduleBackfill, ScheduleOverlapPolicy

import upkeep
from db.tables_appraisal import kpi_touched
from db.tables_judging import alerts, scores
from domain.clock import UnknownZone
from tests.group import SEPTEMBER, busy, founded
from tests.monitor.conftest import ZONE, Watch

pytestmark = pytest.mark.usefixtures("nothing_left_to_send")


async def test_every_schedule_is_there_once_and_paused_ones_stay_paused(watch: Watch) -> None:
    await upkeep.ensure_schedules(watch.client, ZONE)
    names = (upkeep.ROLL_UP, upkeep.APPRAISAL, upkeep.PUSH)
    found = {name: await watch.client.get_schedule_handle(name).describe() for name in names}
    assert all(one.schedule.state.paused for one in found.values())
    for at in found[upkeep.APPRAISAL].info.next_action_times:
        assert (at.astimezone(UTC).hour, at.minute) == (18, 0), "02:00 in Beijing"


async def test_a_group_elsewhere_has_its_appraisal_in_its_own_night(watch: Watch) -> None:
    await upkeep.ensure_schedules(watch.client, "America/New_York")
    handle = watch.client.get_schedule_handle(upkeep.APPRAISAL)
    times = [at.astimezone(ZoneInfo("America/New_York")) for at in (await handle.describe()).info.next_action_times]
    assert {(at.hour, at.minute) for at in times} == {(2, 0)}
    with pytest.raises(UnknownZone):
        await upkeep.ensure_schedules(watch.client, "Mars/Olympus")
    await upkeep.ensure_schedules(watch.client, ZONE)


async def test_the_roll_up_leaves_nothing_behind(watch: Watch) -> None:
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 3, 1)

    async def waiting() -> int:
        async with watch.engine.connect() as conn:
            return int((await conn.execute(select(func.count()).select_from(kpi_touched))).scalar_one())

    assert await waiting() > 0
    assert await _run(watch, upkeep.ROLL_UP) >= 4
    assert await waiting() == 0
    assert await _run(watch, upkeep.ROLL_UP) == 0


async def test_the_push_is_started_every_five_minutes_and_by_hand(watch: Watch) -> None:
    """R10. Without an appraisal system it finds nothing to do."""
    schedule = (await watch.client.get_schedule_handle(upkeep.PUSH).describe()).schedule
    assert [each.every for each in schedule.spec.intervals] == [timedelta(minutes=5)]
    assert schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
    nothing = {"waiting": 0, "pushed": 0, "refused": 0}
    assert await _run(watch, upkeep.PUSH) == nothing
    assert await upkeep.pushed(await upkeep.start_push(watch.client), seconds=60) == nothing


async def test_days_made_up_for_give_what_they_would_have_given(watch: Watch) -> None:
    """R13: the server was off on the first of October; the schedule is told to make up for it, and somebody does it by hand, too."""
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    handle = watch.client.get_schedule_handle(upkeep.APPRAISAL)
    before = (await handle.describe()).info.num_actions
    meant = SEPTEMBER + timedelta(days=29, hours=16)
    assert meant == datetime(2026, 9, 30, 18, tzinfo=UTC), "02:00 on the first of October in Beijing"
    minute = timedelta(minutes=1)
    await handle.backfill(ScheduleBackfill(meant - minute, meant + minute, overlap=ScheduleOverlapPolicy.ALLOW_ALL))
    found = await _result(watch, upkeep.APPRAISAL, before + 1)
    assert found["alerts"] == 1
    assert len(await group.rows(scores)) == 3
    assert [(row.day, row.level) for row in await group.rows(alerts)] == [(date(2026, 10, 1), "alarm")]
    again = await upkeep.appraise(watch.client, date(2026, 10, 1))
    assert (again["alerts"], again["scores"], again["proposals"]) == (0, 0, 0)
    later = await upkeep.appraise(watch.client, date(2026, 10, 2))
    assert (later["alerts"], later["scores"]) == (0, 0), "the second day finds nothing that the first has not told"


async def test_a_missed_first_is_made_up_for_on_the_second(watch: Watch) -> None:
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    await upkeep.appraise(watch.client, date(2026, 10, 3))
    assert [(row.day, row.level) for row in await group.rows(alerts)] == [(date(2026, 10, 1), "alarm")]


async def test_days_that_have_not_come_are_left_alone(watch: Watch) -> None:
    group = await founded(watch.engine)
    await busy(group.recruiter("zhang"), 14, 16)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 58, 2)
    await upkeep.appraise(watch.client, date(2099, 1, 1))
    assert await group.rows(alerts) == await group.rows(scores) == []


async def _run(watch: Watch, name: str) -> Any:
    handle = watch.client.get_schedule_handle(name)
    before = (await handle.describe()).info.num_actions
    await handle.trigger()
    return await _result(watch, name, before + 1)


async def _result(watch: Watch, name: str, times: int) -> Any:
    """What the schedule's newest run came to, once it has started so many."""
    action: Any = (await watch.started(name, times)).action
    return await watch.client.get_workflow_handle(action.workflow_id).result()
