"""What the figures are made of: single rows, whole days and what is new, always the same sums (P3, R5, R10–R13)."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from db import rollup
from db.figures import counts
from db.scopes import By, Scope, Span
from domain.kpi import Counts, total
from domain.terms import Audience, Outcome, Party
from tests.db.counted import ALWAYS, NOW, START, ZONE, figures, rolled, september, stored
from tests.db.past import Recruiter, later


async def a_month(engine: AsyncEngine, login: str) -> Recruiter:
    """Ten interviews of September, as in tests/domain/test_kpi.py: every ending and every kind of cancellation once."""
    recruiter = Recruiter(engine, login, "mianyue-figures-db")
    days = [later(START, days=day) for day in range(1, 20)]
    held, also, moved, missed, absent, failed, frozen, clash, from_ui, _ = [
        await recruiter.arrange(START, day) for day in days[:10]
    ]
    await held.confirm(later(START, hours=1))
    await held.end(later(days[0], hours=1))
    await also.confirm(later(START, hours=1))
    await also.end(later(days[1], hours=1))
    await moved.move(later(START, hours=2), days[12])
    await moved.end(later(days[12], hours=1))
    await missed.end(later(days[3], hours=1), Outcome.CANDIDATE_NO_SHOW)
    await absent.end(later(days[4], hours=1), Outcome.INTERVIEWER_NO_SHOW)
    await failed.cancel(later(days[5], hours=-48), "E_SCREEN_FAIL")
    await failed.told(later(days[5], hours=-47))
    await recruiter.arrange(later(days[5], hours=-46), days[5])
    await frozen.cancel(later(days[6], hours=-20))
    await frozen.told(later(days[6], hours=-19))
    await clash.cancel(later(days[7], hours=-20), "C_SCHEDULE", Party.CANDIDATE)
    await from_ui.cancel_from_ui(later(days[8], hours=-48))
    await from_ui.told(later(days[8], hours=-40))
    for one, scores in ((held, (5, 4)), (also, (4, 4)), (failed, (3, 4)), (clash, (2, 2)), (moved, (5, 5))):
        await one.answer(later(days[12], hours=3), *scores)
    await frozen.answer(later(days[12], hours=3), 5, 5, Audience.RECRUITER)
    return recruiter


MONTH = Counts(
    decided=9,
    came_due=5,
    completed=3,
    candidate_no_show=1,
    interviewer_no_show=1,
    moved=1,
    rescheduled=1,
    confirmed=2,
    cancelled=4,
    attributable_cancelled=1,
    late_cancelled=2,
    candidate_cancelled=1,
    candidate_last_minute=1,
    reasons_due=3,
    stated=3,
    company_side=3,
    advance=2,
    compliant=3,
    freed=2,
    refilled=1,
    first_held=2,
    first_moved=1,
    first_clashed=1,
    unreminded_due=5,
    unreminded_missed=1,
    given=5,
    answers=5,
    satisfied=3,
)


async def test_a_month_by_hand(engine: AsyncEngine) -> None:
    await a_month(engine, "figures-month")
    assert await figures(engine, "figures-month", september()) == MONTH, "before anything is rolled up"
    assert await rolled(engine) > 0
    assert await figures(engine, "figures-month", september()) == MONTH
    assert await figures(engine, "figures-month") == replace(MONTH, open=2), "while it goes on, what is open counts too"
    uneven = replace(september(), until=later(START, days=22))
    assert await figures(engine, "figures-month", uneven) == replace(MONTH, given=0, answers=0, satisfied=0), (
        "of a span that ends within a day the same; but answers are told by whole months only"
    )
    assert await rolled(engine) == 0


@pytest.mark.parametrize(
    ("first", "end"),
    [((8, 15), (11, 10)), ((9, 1), (10, 10)), ((8, 15), (10, 1)), ((9, 3), (9, 20)), ((9, 20), (10, 10))],
)
async def test_whole_months_and_the_days_beside_them_are_its_days(
    engine: AsyncEngine, first: tuple[int, int], end: tuple[int, int]
) -> None:
    """However a period lies to the months: what is read by month and day is what its days add up to."""
    login = f"figures-parts-{first[0]}-{first[1]}-{end[0]}-{end[1]}"
    recruiter = Recruiter(engine, login, "mianyue-figures-db")
    for day in range(-25, 70, 3):
        one = await recruiter.arrange(later(START, days=day - 2), later(START, days=day))
        await (one.cancel(later(START, days=day - 1)) if day % 2 else one.end(later(START, days=day, hours=1)))
    await rolled(engine)
    since, until = (datetime(2026, *at, tzinfo=UTC) - timedelta(hours=8) for at in (first, end))
    span = Span(since, until, ZONE, NOW, with_open=False)
    async with engine.connect() as conn:
        by_day = await counts(conn, Scope(login, None), span, By.DAY)
        by_month = await counts(conn, Scope(login, None), span, By.MONTH)
    whole = await figures(engine, login, span)
    assert whole.decided > 3
    assert total(by_day.values()) == whole
    assert total(by_month.values()) == whole
    assert {key[:7] for key in by_day} == set(by_month)


async def test_a_receipt_that_comes_late_still_counts(engine: AsyncEngine) -> None:
    """R11: three days after the roll-up the provider says when it was delivered."""
    recruiter = Recruiter(engine, "figures-late", "mianyue-figures-db")
    one = await recruiter.arrange(START, later(START, days=5))
    await one.cancel(later(START, hours=1))
    await rolled(engine)
    assert (await figures(engine, "figures-late")).advance == 0
    await one.told(later(START, hours=1, minutes=1))
    assert (await figures(engine, "figures-late")).advance == 1, "before it is rolled up"
    await rolled(engine)
    assert (await figures(engine, "figures-late")).advance == 1


async def test_a_reminder_counts_by_what_it_found_and_what_followed(engine: AsyncEngine) -> None:
    """R16: one confirms after it, one had confirmed before, one stays away, one is told too late, one is never told."""
    recruiter = Recruiter(engine, "figures-reminded", "mianyue-figures-db")
    after, before, away, too_late, never = [await recruiter.arrange(START, later(START, days=5)) for _ in range(5)]
    await before.confirm(later(START, hours=1))
    for one in (after, before, away):
        await one.reminded(await one.remind())
    await too_late.remind()
    await never.remind()
    assert (await figures(engine, "figures-reminded")).reminded_unconfirmed == 0, "while it goes on nobody knows"
    await after.confirm(later(START, days=4, hours=23))
    await too_late.confirm(later(START, days=4, hours=23))
    for one in (after, before, too_late):
        await one.end(later(START, days=5, hours=1))
    for one in (away, never):
        await one.end(later(START, days=5, hours=1), Outcome.CANDIDATE_NO_SHOW)
    await rolled(engine)
    await too_late.reminded(later(START, days=5, minutes=1))
    found = await figures(engine, "figures-reminded")
    assert (found.reminded_unconfirmed, found.confirmed_after_reminder) == (2, 1)
    assert (found.reminded_due, found.reminded_missed) == (3, 1)
    assert (found.unreminded_due, found.unreminded_missed) == (2, 1)


async def test_a_reminders_receipt_that_comes_after_the_interview_still_counts(engine: AsyncEngine) -> None:
    recruiter = Recruiter(engine, "figures-receipt", "mianyue-figures-db")
    one = await recruiter.arrange(START, later(START, days=5))
    sent = await one.remind()
    await one.end(later(START, days=5, hours=1))
    await rolled(engine)
    assert (await figures(engine, "figures-receipt")).unreminded_due == 1
    await one.reminded(sent)
    assert (await figures(engine, "figures-receipt")).reminded_due == 1, "before it is rolled up"
    await rolled(engine)
    assert (await stored(engine, "figures-receipt")).reminded_due == 1


async def test_whoever_cancels_after_a_reminder_did_not_confirm(engine: AsyncEngine) -> None:
    """And one that was cancelled before the reminder arrived was not reminded."""
    recruiter = Recruiter(engine, "figures-unsure", "mianyue-figures-db")
    one, other = [await recruiter.arrange(START, later(START, days=5)) for _ in range(2)]
    at = await one.remind()
    await one.reminded(at)
    await other.remind()
    for each in (one, other):
        await each.cancel(later(at, hours=1), "C_ILLNESS", Party.CANDIDATE)
    await other.reminded(later(at, hours=2))
    found = await figures(engine, "figures-unsure")
    assert (found.reminded_unconfirmed, found.confirmed_after_reminder, found.reminded_due) == (1, 0, 0)


async def test_a_freed_time_is_refilled_by_whoever_is_arranged_for_it_later(engine: AsyncEngine) -> None:
    """R20: the other interview is rolled up long after the cancellation was."""
    recruiter = Recruiter(engine, "figures-refill", "mianyue-figures-db")
    time = later(START, days=5)
    before = await recruiter.arrange(START, time)
    freed = await recruiter.arrange(START, time)
    await freed.cancel(later(START, hours=1))
    await rolled(engine)
    assert (await figures(engine, "figures-refill")).refilled == 0, "who was there before does not refill"
    other = await recruiter.arrange(later(START, hours=2), later(time, days=1))
    await rolled(engine)
    await other.move(later(START, hours=3), time)
    assert (await figures(engine, "figures-refill")).refilled == 1
    await rolled(engine)
    assert (await figures(engine, "figures-refill")).refilled == 1
    assert before.state.live


async def test_a_second_life_counts_when_it_is_decided(engine: AsyncEngine) -> None:
    """Cancelled in September, given a new time, held in October: each month keeps what happened in it (R8)."""
    recruiter = Recruiter(engine, "figures-second", "mianyue-figures-db")
    one = await recruiter.arrange(START, later(START, days=3))
    await one.cancel(later(START, days=1), "C_SCHEDULE", Party.CANDIDATE)
    before = await figures(engine, "figures-second", september())
    await one.move(later(START, days=2), later(START, days=30))
    await one.end(later(START, days=30, hours=1))
    assert await figures(engine, "figures-second", september()) == replace(before, rescheduled=1)
    october = Span(september().until, datetime(2026, 10, 31, 16, tzinfo=UTC), ZONE, NOW, with_open=False)
    found = await figures(engine, "figures-second", october)
    assert (found.decided, found.completed, found.first_held, found.cancelled) == (1, 1, 0, 0)


async def test_a_day_is_a_day_of_the_groups_calendar(engine: AsyncEngine) -> None:
    """00:30 in Shanghai is still yesterday in UTC."""
    recruiter = Recruiter(engine, "figures-midnight", "mianyue-figures-db")
    one = await recruiter.arrange(START, later(START, days=60))
    await one.cancel(datetime(2026, 9, 30, 16, 30, tzinfo=UTC))
    await rolled(engine)
    assert (await figures(engine, "figures-midnight", september())).cancelled == 0
    october = Span(september().until, None, ZONE, NOW, with_open=True)
    assert (await figures(engine, "figures-midnight", october)).cancelled == 1


async def test_roll_ups_at_once_and_while_facts_are_written(engine: AsyncEngine) -> None:
    recruiter = Recruiter(engine, "figures-busy", "mianyue-figures-db")
    pasts = [await recruiter.arrange(START, later(START, days=5, minutes=n)) for n in range(12)]
    writes = [past.cancel(later(START, hours=1)) for past in pasts]
    await asyncio.gather(*writes, *(rolled(engine) for _ in range(4)))
    assert (await figures(engine, "figures-busy")).cancelled == 12
    await rolled(engine)
    assert await stored(engine, "figures-busy") == await figures(engine, "figures-busy")


async def answered(recruiter: Recruiter, since: datetime, scores: list[int]) -> None:
    """So many interviews held, each with its candidate's answer."""
    for nth, score in enumerate(scores):
        one = await recruiter.arrange(since, later(since, days=1, minutes=nth))
        await one.end(later(since, days=1, hours=2))
        await one.answer(later(since, days=1, hours=3), score, score)


async def test_however_figures_are_put_together_no_single_answer_can_be_told(engine: AsyncEngine) -> None:
    """R12: five in September, one bad one in October: neither October, nor both together, nor their difference tells of it."""
    recruiter = Recruiter(engine, "figures-secret", "mianyue-figures-secret")
    colleague = Recruiter(engine, "figures-secret-2", "mianyue-figures-secret")
    await answered(recruiter, START, [5, 5, 5, 5, 2])
    await answered(recruiter, later(START, days=30), [1])
    await answered(colleague, START, [1, 1])
    team = Scope(None, ["mianyue-figures-secret"])
    for rolled_up in (False, True):
        async with engine.connect() as conn:
            for by, span, told in (
                (By.RECRUITER, september(), {"figures-secret": (5, 4)}),
                (By.RECRUITER, ALWAYS, {"figures-secret": (5, 4)}),
                (By.MONTH, ALWAYS, {"2026-09": (5, 4)}),
                (By.ORGANISATION, ALWAYS, {"mianyue-figures-secret": (5, 4)}),
                (By.DAY, ALWAYS, {}),
                (By.RECRUITER, replace(september(), now=later(START, days=3)), {}),
            ):
                found = await counts(conn, team, span, by)
                assert {key: (one.answers, one.satisfied) for key, one in found.items() if one.answers} == told, by
        if not rolled_up:
            await rolled(engine)


async def test_a_great_backlog_is_not_made_up_for_while_somebody_waits(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade everything is to be counted: until the roll-up has done so, figures are what is stored, and say so."""
    recruiter = Recruiter(engine, "figures-behind", "mianyue-figures-db")
    one, other = [await recruiter.arrange(START, later(START, days=5 + n)) for n in range(2)]
    await one.cancel(later(START, hours=1))
    await rolled(engine)
    await other.cancel(later(START, hours=2))
    monkeypatch.setattr(rollup, "MOST_CORRECTED", 0)
    assert (await figures(engine, "figures-behind")).cancelled == 1
    async with engine.connect() as conn:
        assert (await rollup.touched(conn)).behind
    await rolled(engine)
    assert (await figures(engine, "figures-behind")).cancelled == 2
