"""The longest stories again on workers that keep nothing in memory: every task replays the whole history."""

from datetime import timedelta

from domain.terms import Outcome
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def _cancelled_and_moved(world: World) -> None:
    life = await world.invite(3 * DAY)
    await life.confirm()
    await life.cancel_for_a_clash()
    await life.ask(life.starts_at + DAY)
    await life.forward(5 * HOUR)
    await life.approve()
    new = (await life.row()).starts_at
    await life.until(new - HOUR + MINUTE, "r2:remind:1440", "r2:remind:60")
    await life.until(new + HOUR + MINUTE, "r2:ask_outcome:0")
    await life.outcome(Outcome.COMPLETED)
    await life.forward(2 * HOUR + MINUTE, "r2:survey")
    await life.survey()
    await life.closed()


async def _cancelled_from_the_ui(world: World) -> None:
    life = await world.invite(2 * DAY)
    await life.forward(DAY + MINUTE, "r1:remind:1440")
    await life.handle.cancel(reason="岗位冻结，暂停招聘")
    await life.idle()
    await life.forward(8 * DAY, "r1:close")
    await life.closed()
    assert len(await life.log()) == 1


async def test_whole_lives_replay_at_every_single_task(world: World) -> None:
    async with world.office.forgetful():
        await _cancelled_and_moved(world)
        await _cancelled_from_the_ui(world)
