"""One life per path through the workflow: recorded once by tests/record_histories.py and replayed in every test run."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from domain.terms import Channel, Outcome
from tests.workflows.life import Life, eventually
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def where_it_is(hour: int) -> str:
    """A zone in which it is this hour of the day now."""
    east = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    # The sign of these names is the other way round: Etc/GMT-8 is Beijing's.
    return f"Etc/GMT{'-' if east >= 0 else '+'}{abs(east)}"


async def cancelled_early(world: World) -> Life:
    """The company cancels in time; the survey is answered."""
    life = await world.invite(3 * DAY)
    await life.settled()
    await life.cancel()
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    await life.survey()
    return life


async def cancelled_late(world: World) -> Life:
    """The company cancels inside the notice hours by SMS only; nobody answers the survey."""
    life = await world.invite(20 * HOUR)
    await life.settled()
    await life.cancel("E_SCREEN_FAIL", channels=[Channel.SMS])
    await life.forward(8 * DAY, "r1:close")
    return life


async def clash_then_moved(world: World) -> Life:
    """The candidate cancels for a clash, picks a time, the recruiter is chased and approves."""
    life = await world.invite(3 * DAY)
    await life.settled()
    await life.cancel_for_a_clash()
    await life.ask(life.starts_at + DAY)
    await life.forward(4 * HOUR + MINUTE)
    await life.approve()
    await life.settled()
    await life.cancel()
    await life.survey()
    return life


async def offered_and_taken(world: World) -> Life:
    """The recruiter offers times, the candidate takes one; then both think again."""
    life = await world.invite(3 * DAY)
    await life.offer(life.starts_at + DAY, life.starts_at + 2 * DAY)
    await life.ask(life.starts_at + DAY)
    await life.ask(life.starts_at + 3 * DAY)
    await life.decline()
    await life.move(life.starts_at + HOUR)
    await life.settled()
    await life.cancel()
    await life.survey()
    return life


async def request_lapsed(world: World) -> Life:
    """Nobody answers the candidate's wish; HR operations hear of it and it lapses."""
    life = await world.invite(5 * DAY)
    await life.ask(life.starts_at - 2 * DAY)
    await life.until(life.starts_at - 2 * DAY + MINUTE)
    await life.cancel()
    await life.survey()
    return life


async def held(world: World) -> Life:
    """Reminded, confirmed, held, asked for the outcome, surveyed."""
    life = await world.invite(2 * DAY)
    await life.until(life.starts_at - DAY + MINUTE, "r1:remind:1440")
    await life.confirm()
    await life.until(life.starts_at + 2 * HOUR, "r1:remind:60", "r1:ask_outcome:0")
    await life.outcome(Outcome.COMPLETED)
    await life.forward(3 * HOUR, "r1:survey")
    await life.survey()
    return life


async def nobody_came(world: World) -> Life:
    """A time half an hour away, the candidate does not come."""
    life = await world.invite(30 * MINUTE)
    await life.forward(2 * HOUR, "r1:ask_outcome:0")
    await life.forward(25 * HOUR, "r1:ask_outcome:1")
    await life.outcome(Outcome.CANDIDATE_NO_SHOW)
    await life.forward(4 * DAY, "r1:close")
    return life


async def cancelled_in_the_ui(world: World) -> Life:
    """HR operations press Request Cancellation."""
    life = await world.invite(3 * DAY)
    await life.settled()
    await life.handle.cancel(reason="岗位冻结，暂停招聘")
    await life.done_by("temporal-ui")
    await life.settled()
    await life.survey()
    return life


async def called_back(world: World) -> Life:
    """The invitation is still waiting for a busy provider when the cancellation comes."""
    life = await world.announce(3 * DAY)
    await world.fault({"channel": "email", "to": life.email, "mode": "429", "retry_after": 60})
    await life.done("opened")

    async def tried() -> bool:
        return [(n.state, n.attempts) for n in await life.notices("invite")] == [("intent", 1)]

    await eventually(tried, "an invitation that waits")
    await life.cancel(channels=[Channel.SMS])
    await life.settled()
    await world.fault()
    await life.survey()
    return life


async def bounced_then_texted(world: World) -> Life:
    """The invitation's mail bounces, the text message arrives, the candidate confirms."""
    life = await world.invite(3 * DAY, followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "bounce", "550")
    await life.done("r1:pursue:invite:1")
    await life.settled()
    await world.receipt(life, "invite", "sms", "delivered")
    await life.confirm()
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "email", "delivered")
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    await life.survey()
    return life


async def lost_then_sent_again(world: World) -> Life:
    """A cancellation that never left: the provider is asked, it is sent again by decision, the candidate clicks."""
    life = await world.invite(3 * DAY, followed=True, email=False)
    await life.settled()
    await world.receipt(life, "invite", "sms", "delivered")
    await world.fault({"channel": "sms", "to": life.phone, "mode": "refuse", "times": 1})
    await life.cancel()
    await life.settled()
    await life.idle()
    await life.forward(3 * MINUTE, "r1:pursue:cancelled:1")
    await life.acknowledge()
    await life.survey()
    return life


async def nobody_reached(world: World) -> Life:
    """Every channel fails: a phone task, an alarm near the start, given up when the time has come."""
    life = await world.invite(30 * HOUR, followed=True)
    await life.settled()
    await world.receipt(life, "invite", "email", "delivered")
    await world.fault(*({"channel": c, "to": to, "mode": "bad_number"} for c, to in life.addresses))
    await life.cancel()
    await life.done("r1:pursue:cancelled:1")
    await life.idle()
    await life.until(life.starts_at - 3 * HOUR + MINUTE, "r1:pursue:cancelled:2")
    await world.fault()
    await life.until(life.starts_at + 8 * DAY, "r1:close")
    return life


async def asked_and_reminded(world: World) -> Life:
    """The text message arrives; the survey goes out by day and once more two days later."""
    life = await world.invite(3 * DAY, surveyed=True, zone=where_it_is(11))
    await life.settled()
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "sms", "delivered")
    await life.forward(2 * HOUR + MINUTE, "r1:await_told", "r1:survey")
    await life.forward(2 * DAY, "r1:survey_reminder")
    await life.survey()
    await life.forward(6 * DAY, "r1:close")
    return life


async def never_told(world: World) -> Life:
    """No notice of the cancellation arrives: nobody is asked how it was."""
    life = await world.invite(4 * DAY, surveyed=True, zone=where_it_is(11))
    await life.settled()
    await life.cancel()
    await life.forward(3 * DAY + 3 * HOUR, "r1:await_told")
    await life.forward(7 * DAY, "r1:close")
    return life


async def held_after_the_survey(world: World) -> Life:
    """Surveyed about the cancelled time, moved, held, and the survey's time has come again."""
    life = await world.invite(2 * DAY, surveyed=True, zone=where_it_is(11))
    await life.settled()
    await life.cancel_for_a_clash()
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    now = await life.now()
    await life.ask(now + 3 * HOUR)
    await life.approve()
    await life.until(now + 4 * HOUR)
    await life.outcome(Outcome.COMPLETED)
    await life.forward(20 * HOUR, "r2:survey")
    return life


async def asked_lately(world: World) -> Life:
    """Surveyed about the cancelled time, moved, held: not asked again."""
    life = await held_after_the_survey(world)
    await life.survey()
    await life.forward(8 * DAY, "r2:close")
    return life


PATHS: dict[str, Callable[[World], Awaitable[Life]]] = {
    path.__name__: path
    for path in (
        cancelled_early,
        cancelled_late,
        clash_then_moved,
        offered_and_taken,
        request_lapsed,
        held,
        nobody_came,
        cancelled_in_the_ui,
        called_back,
        bounced_then_texted,
        lost_then_sent_again,
        nobody_reached,
        asked_and_reminded,
        never_told,
        asked_lately,
    )
}
