"""Stories of what came of it: the outcome is asked for and never guessed, absences, and the survey (R5, R12)."""

import asyncio
from datetime import timedelta

import pytest

from domain.refusals import Refused
from domain.terms import Audience, Outcome, Stage
from starter import Ended
from tests.workflows.life import states
from tests.workflows.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_outcome_is_asked_asked_again_escalated_and_never_marked_by_itself(world: World) -> None:
    life = await world.invite(30 * MINUTE)
    await life.until(life.starts_at + 60 * MINUTE + MINUTE, "r1:ask_outcome:0")
    for hours, step in ((24, 1), (48, 2), (96, 3)):
        await life.forward(hours * HOUR + MINUTE, f"r1:ask_outcome:{step}")
    await life.forward(9 * DAY)
    asked = [(notice.audience, notice.recipient) for notice in await life.notices("outcome_wanted")]
    assert asked[:3] == [("recruiter", "zhangsan")] * 3
    assert set(asked[3:]) == {("hrops", None)}
    row = await life.row()
    assert (row.stage, row.outcome, row.closed_at) == ("invited", None, None)
    assert (await life.outcome(Outcome.COMPLETED)).stage is Stage.COMPLETED


async def test_an_outcome_before_the_start_or_another_one_later_is_refused(world: World) -> None:
    life = await world.invite(30 * MINUTE)
    with pytest.raises(Refused) as early:
        await life.outcome(Outcome.COMPLETED)
    await life.forward(31 * MINUTE)
    assert (await life.outcome(Outcome.COMPLETED)).result == "recorded"
    assert (await life.outcome(Outcome.COMPLETED)).result == "already_recorded"
    with pytest.raises(Refused) as other:
        await life.outcome(Outcome.CANDIDATE_NO_SHOW)
    assert (early.value.rule, other.value.rule) == ("not-started", "outcome-recorded")
    assert [fact.kind for fact in await life.facts()] == ["scheduled", "completed"]


async def test_after_a_finished_interview_the_candidate_is_surveyed_once(world: World) -> None:
    """R12: asked two hours later, answered once, and the life is over."""
    life = await world.invite(30 * MINUTE)
    await life.forward(75 * MINUTE)
    await life.outcome(Outcome.COMPLETED)
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    assert states(await life.notices("survey")) == {"email": "accepted"}
    assert (await life.survey(4, 3)).stage is Stage.CLOSED
    await life.closed()
    [answer] = await life.surveys()
    assert (answer.timeliness, answer.handling, answer.answered_by) == (4, 3, "candidate")
    assert [(f.kind, f.score) for f in await life.facts()][-1] == ("surveyed", 3.5)
    with pytest.raises(Ended):
        await life.survey(1, 1)


async def test_after_a_cancellation_the_survey_is_answered_twice_and_counts_once(world: World) -> None:
    """R12; an offered reschedule keeps the life open meanwhile."""
    life = await world.invite()
    await life.cancel_for_a_clash()
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    assert (await life.survey(5, 5)).result == "answered"
    with pytest.raises(Refused) as refused:
        await life.survey(1, 1)
    assert refused.value.rule == "survey-answered"
    assert [(a.timeliness, a.handling) for a in await life.surveys()] == [(5, 5)]


async def test_two_survey_answers_at_once_are_one(world: World) -> None:
    life = await world.invite()
    await life.cancel_for_a_clash()
    answers = await asyncio.gather(life.survey(5, 5), life.survey(1, 1), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Answer", "Refused"]
    assert len(await life.surveys()) == 1


async def test_answered_before_it_was_asked_the_question_never_goes_out(world: World) -> None:
    life = await world.invite()
    await life.cancel()
    await life.settled()
    answer = await life.survey(by=Audience.RECRUITER)
    assert (answer.result, answer.stage) == ("answered", Stage.CLOSED)
    await life.closed()
    assert await life.notices("survey") == []
    assert [fact.kind for fact in await life.facts()][-1] == "surveyed_by_staff"


async def test_a_survey_of_a_living_interview_is_refused(world: World) -> None:
    life = await world.invite()
    with pytest.raises(Refused) as refused:
        await life.survey()
    assert refused.value.rule == "survey-not-open"


async def test_never_answered_the_life_closes_after_the_survey_window(world: World) -> None:
    life = await world.invite()
    await life.cancel()
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    await life.forward(7 * DAY - 2 * MINUTE)
    assert (await life.row()).stage == "cancelled"
    await life.forward(4 * MINUTE, "r1:close")
    await life.closed()
    row = await life.row()
    assert (row.stage, row.closed_at is not None, row.next_step) == ("closed", True, None)


async def test_candidate_who_did_not_come_is_written_to_and_not_surveyed(world: World) -> None:
    life = await world.invite(30 * MINUTE)
    await life.forward(80 * MINUTE)
    assert (await life.outcome(Outcome.CANDIDATE_NO_SHOW)).stage is Stage.NO_SHOW
    await life.settled()
    assert (await life.received())[("missed_you", "email")] == 1
    with pytest.raises(Refused):
        await life.survey()
    await life.forward(4 * DAY, "r1:close")
    await life.closed()
    assert await life.notices("survey") == []
    assert [(f.kind, f.party) for f in await life.facts()][-1] == ("candidate_no_show", "candidate")
    assert await life.log() == []


async def test_candidate_let_down_by_the_interviewer_gets_an_apology_and_the_survey(world: World) -> None:
    life = await world.invite(30 * MINUTE)
    await life.forward(80 * MINUTE)
    await life.outcome(Outcome.INTERVIEWER_NO_SHOW)
    await life.forward(2 * HOUR + MINUTE, "r1:survey")
    apology = await life.notices("interviewer_absent")
    assert states(apology) == {"sms": "accepted", "email": "accepted"}
    assert all("歉" in notice.body for notice in apology)
    assert (await life.received())[("survey", "email")] == 1
    assert [(f.kind, f.party) for f in await life.facts()][-1] == ("interviewer_no_show", "interviewer")


async def test_an_organisation_may_do_without_surveys(world: World) -> None:
    """Design rule 8: policy is data."""
    life = await world.invite(survey_enabled=False)
    await life.cancel()
    with pytest.raises(Refused):
        await life.survey()
    await life.forward(4 * DAY, "r1:close")
    await life.closed()
    assert await life.notices("survey") == []
