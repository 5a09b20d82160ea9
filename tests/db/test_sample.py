"""The article's case (R17), loaded and compared: 18 % → 9 %, 52 % → 81 %, 100 %."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db import comments, figures, sample
from db.calendars import DEFAULT_ZONE
from db.rollup import touched
from db.scopes import Scope, Span
from db.tables_judging import scores
from domain.clock import midnights
from domain.comparing import Verdict, compare
from domain.kpi import Counts, total


async def counted(engine: AsyncEngine, quarter: sample.Quarter) -> Counts:
    days = midnights(quarter.first, quarter.first + timedelta(days=sample.DAYS - 1), DEFAULT_ZONE)
    async with engine.connect() as conn:
        scope = Scope(None, [sample.TEAM])
        return total(
            (await figures.counts(conn, scope, Span(*days, DEFAULT_ZONE, now=days[1], with_open=False))).values()
        )


async def test_the_case_of_the_article(engine: AsyncEngine) -> None:
    async with engine.begin() as conn:
        assert await sample.write(conn)
        assert not await sample.write(conn), "loading it twice is once"
    found = {
        one.indicator.name: one for one in compare(*[await counted(engine, q) for q in (sample.BEFORE, sample.AFTER)])
    }
    rates = {name: (one.before.rate, one.after.rate) for name, one in found.items()}
    assert rates["cancellation_rate"] == (0.18, 0.09)
    assert rates["satisfaction"] == (0.52, 0.81)
    assert rates["compliance_rate"] == (0.6, 1.0)
    assert {found[name].verdict for name in ("cancellation_rate", "satisfaction", "compliance_rate")} == {
        Verdict.BETTER
    }


async def test_the_sample_shows_scores_and_comments_too(engine: AsyncEngine) -> None:
    """R12, R14: months under a policy that two people agreed on; comments of a month's answers."""
    async with engine.begin() as conn:
        await sample.write(conn)
    while await Appraiser(engine).roll_up():
        pass
    for day in ("2026-02-01", "2026-05-01"):
        await Appraiser(engine).score_month(day)
    async with engine.connect() as conn:
        query = select(scores.c.total).where(scores.c.recruiter == sample.RECRUITER).order_by(scores.c.month)
        before, after = (await conn.execute(query)).scalars()
        always = Span(None, None, DEFAULT_ZONE, now=datetime(2026, 11, 1, tzinfo=UTC), with_open=True)
        months = await comments.comments_of(conn, Scope(sample.RECRUITER, None), always, await touched(conn))
    assert before < after
    assert months
    said = {comment for one in months for comment in one.comments}
    assert said & set(sample.PRAISE)
    assert said & set(sample.WISHES)
