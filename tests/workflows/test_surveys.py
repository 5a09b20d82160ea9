"""Stories of the survey (R12): asked once the news has arrived and by day, reminded once, and nobody asked twice in a season."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.policy import SurveyRules
from domain.terms import Audience, Channel, Outcome, Stage
from tests.workflows.life import Life, states
from tests.workflows.paths import held_after_the_survey, where_it_is
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def invited(world: World, hour: int = 11, **how: Any) -> Life:
    """A candidate where it is that hour of the day, and all about it sent."""
    life = await world.invite(surveyed=True, zone=where_it_is(hour), **how)
    await life.settled()
    return life


async def survey(life: Life, step: str = "survey") -> dict[str, tuple[str, str]]:
    """State and detail of the survey's notices by channel."""
    return {row.channel: (row.state, row.detail) for row in await life.notices("survey", step=step)}


async def test_two_hours_after_the_notice_arrived_the_candidate_is_asked_and_two_days_later_reminded(
    world: World,
) -> None:
    life = await invited(world)
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "sms", "delivered")
    await life.forward(2 * HOUR + MINUTE, "r1:await_told", "r1:survey")
    assert await survey(life) == {"email": ("accepted", "")}
    await life.forward(2 * DAY, "r1:survey_reminder")
    assert await survey(life, "survey_reminder") == {"email": ("accepted", "")}
    [reminder] = await life.notices("survey", step="survey_reminder")
    assert "不再提醒" in reminder.body
    await life.forward(6 * DAY, "r1:close")
    assert (await life.received())[("survey", "email")] == 2
    await life.closed()


async def test_whoever_answers_is_not_reminded(world: World) -> None:
    life = await invited(world)
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "sms", "delivered")
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    before = await life.row()
    assert (await life.survey()).stage is Stage.CANCELLED
    assert await life.row() == before, "nothing of the interview tells that somebody answered"
    await life.forward(2 * DAY, "r1:survey_reminder")
    assert await survey(life, "survey_reminder") == {"email": ("skipped", "answered")}
    await life.forward(6 * DAY, "r1:close")
    await life.closed()


async def test_staff_who_answer_first_spare_nobody_the_candidates_own_answer(world: World) -> None:
    life = await invited(world)
    await life.cancel_for_a_clash()
    await life.survey(5, 5, by=Audience.RECRUITER)
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    assert await survey(life) == {"email": ("accepted", "")}
    await life.survey(1, 2)
    [answer] = await life.surveys()
    assert (answer.timeliness, answer.handling, answer.answered_by) == (1, 2, "candidate")
    kinds = [fact.kind for fact in await life.facts() if fact.kind.startswith("surveyed")]
    assert kinds == ["surveyed_by_staff", "surveyed"]


async def test_a_mail_that_waits_for_its_provider_is_called_back_by_the_answer(world: World) -> None:
    life = await invited(world)
    await life.cancel_for_a_clash()
    await life.settled()
    await world.fault({"channel": "email", "to": life.email, "mode": "429", "retry_after": 60})
    await world.env.fast_forward(life.handle, 2 * HOUR + MINUTE)
    await life.done("r1:survey")
    await life.survey(2, 2)
    await life.settled()
    assert await survey(life) == {"email": ("skipped", "superseded")}
    await world.fault()


async def test_in_the_evening_the_question_waits_for_the_morning(world: World) -> None:
    life = await invited(world, hour=19)
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "sms", "delivered")
    await life.forward(3 * HOUR, "r1:await_told")
    assert await survey(life) == {}
    row = await life.row()
    assert row.next_step == "survey"
    assert row.next_at.hour == (9 - 19 + datetime.now(UTC).hour) % 24
    await life.until(row.next_at + MINUTE, "r1:survey")
    assert await survey(life) == {"email": ("accepted", "")}


async def test_nobody_is_asked_before_the_notice_has_arrived(world: World) -> None:
    """The operator reports the delivery five hours later."""
    life = await invited(world, hour=10)
    await life.cancel()
    await life.settled()
    await life.forward(5 * HOUR)
    assert await survey(life) == {}
    await world.receipt(life, "cancelled", "email", "delivered")
    await life.forward(HOUR + MINUTE, "r1:await_told", "r1:survey")
    assert await survey(life) == {"email": ("accepted", "")}


async def test_whom_no_notice_reached_is_not_asked_how_they_liked_it(world: World) -> None:
    life = await invited(world)
    await life.cancel()
    await life.forward(3 * DAY + 3 * HOUR, "r1:await_told")
    assert await survey(life) == {"email": ("skipped", "not_told")}
    await life.forward(7 * DAY, "r1:close")
    await life.closed()


async def test_who_cancelled_themselves_knows_of_it(world: World) -> None:
    life = await invited(world)
    await life.cancel_for_a_clash()
    await life.forward(2 * HOUR + MINUTE, "r1:await_told", "r1:survey")
    assert await survey(life) == {"email": ("accepted", "")}


async def test_after_the_interview_it_is_asked_whenever_the_outcome_is_recorded(world: World) -> None:
    life = await invited(world, ahead=30 * MINUTE)
    await life.forward(75 * MINUTE)
    await life.outcome(Outcome.COMPLETED)
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    assert states(await life.notices("survey")) == {"email": "accepted"}


async def test_a_candidate_with_two_cancelled_interviews_is_asked_about_one(world: World) -> None:
    """Both workflows ask at the same moment."""
    mobile = "+8613912094417"
    lives = [await invited(world, number=mobile) for _ in range(2)]
    for life in lives:
        await life.cancel()
        await life.settled()
        await world.receipt(life, "cancelled", "sms", "delivered")
    await asyncio.gather(*(life.forward(2 * HOUR + MINUTE, "r1:survey") for life in lives))
    found = sorted([(await survey(life))["email"] for life in lives])
    assert found == [("accepted", ""), ("skipped", "asked_lately")]


async def test_asked_about_the_cancellation_and_not_again_about_the_interview_that_took_its_place(world: World) -> None:
    """R8: moved after the cancellation, then held; the season's question was asked."""
    life = await held_after_the_survey(world)
    assert [(row.revision, row.state, row.detail) for row in await life.notices("survey")] == [
        (1, "accepted", ""),
        (2, "skipped", "asked_lately"),
    ]


async def test_without_mail_the_page_asks(world: World) -> None:
    """No survey by SMS to a mainland number: operators forbid it (guides/delivery.md)."""
    life = await invited(world, email=False)
    await life.cancel()
    await life.settled()
    await world.receipt(life, "cancelled", "sms", "delivered")
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    assert await survey(life) == {str(Channel.INBOX): ("delivered", "")}


async def test_a_survey_that_comes_too_late_takes_no_turn_from_the_candidates_other_interviews(world: World) -> None:
    """A company that asks within twelve hours or not at all; its evening's cancellations are of no use to it the next morning."""
    mobile = "+8613912094418"
    life = await invited(world, hour=19, number=mobile, surveys=SurveyRules(within_hours=12))
    await life.cancel_for_a_clash()
    await life.forward(15 * HOUR, "r1:await_told", "r1:survey")
    assert await survey(life) == {"email": ("skipped", "too_late")}
    other = await invited(world, ahead=6 * DAY, number=mobile)
    await other.cancel_for_a_clash()
    await other.forward(DAY, "r1:survey")
    assert await survey(other) == {"email": ("accepted", "")}
