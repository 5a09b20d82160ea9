"""Any life, rolled up at any moment: stored days, days with corrections and the domain's own counting say the same (P3, R10)."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db.agreed_times import agreed_times_of, answers_of
from db.rollup import calendars_of, remake
from db.tables_interview import interviews
from domain.agreed_times import COUNTED, AgreedTime, Ending
from domain.catalogue import Attribution
from domain.kpi import Counts
from domain.refusals import Refused
from domain.terms import Outcome, Party
from tests.db.counted import START, figures, rolled, stored
from tests.db.past import Past, Recruiter, Unchanged, later


async def _recounted(engine: AsyncEngine, login: str) -> Counts:
    """The domain's own counting of single rows, made anew from the facts."""
    ids = select(interviews.c.id).where(interviews.c.recruiter == login)
    async with engine.connect() as conn:
        calendars = await calendars_of(conn)
        rows = (await conn.execute(agreed_times_of(ids), calendars)).mappings().all()
        said = (await conn.execute(answers_of(ids), calendars)).mappings().all()
    ended = [_agreed_time(row) for row in rows]
    named = {name: sum(which.takes(one) for one in ended) for name, which in COUNTED.items()}
    months = Counter(row["day"].replace(day=1) for row in said)
    told = [row for row in said if months[row["day"].replace(day=1)] >= 5]
    return Counts(**named, given=len(said), answers=len(told), satisfied=sum(row["score"] >= 4 for row in told))


def _agreed_time(row: object) -> AgreedTime:
    named = {name: row[name] for name in AgreedTime.__dataclass_fields__}  # type: ignore[index]
    return AgreedTime(
        **named
        | {
            "ending": Ending(named["ending"]),
            "party": Party(named["party"]) if named["party"] else None,
            "attributable": Attribution(named["attributable"]) if named["attributable"] else None,
        }
    )


_numbers = count(1)
_step = st.tuples(
    st.sampled_from(
        [
            "arrange",
            "confirm",
            "cancel",
            "clash",
            "told",
            "move",
            "hold",
            "miss",
            "answer",
            "remind",
            "reminded",
            "roll",
        ]
    ),
    st.integers(0, 3),
    st.integers(1, 90),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(_step, min_size=5, max_size=30))
async def test_stored_corrected_and_recounted_are_always_equal(
    engine: AsyncEngine, plan: list[tuple[str, int, int]]
) -> None:
    """Any life, rolled up at any moment: days, days with corrections, and the domain's own counting say the same."""
    login = f"random-{next(_numbers)}"
    recruiter, now = Recruiter(engine, login, "mianyue-figures-db"), START
    pasts: list[Past] = []
    for action, which, hours in plan:
        now = later(now, hours=hours / 10)
        if action == "roll":
            await rolled(engine)
        elif action == "arrange" or not pasts:
            pasts.append(await recruiter.arrange(now, later(START, days=10 + which)))
        else:
            await _try(pasts[which % len(pasts)], action, now, hours, which)
        assert await figures(engine, login) == await _recounted(engine, login)
    await rolled(engine)
    whole = await figures(engine, login)
    assert whole == await _recounted(engine, login)
    assert await stored(engine, login) == replace(whole, given=0, answers=0, satisfied=0)
    async with engine.begin() as conn:
        await conn.execute(text("UPDATE agreed_times SET late = NOT late WHERE recruiter = :login"), {"login": login})
        await remake(conn, [past.id for past in pasts])
    assert await figures(engine, login) == whole, "made anew from the facts"


async def _try(past: Past, action: str, now: datetime, hours: int, which: int) -> None:
    """The step, when the rules allow it."""
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "confirm": lambda: past.confirm(now),
        "cancel": lambda: past.cancel(now),
        "clash": lambda: past.cancel(now, "C_SCHEDULE", Party.CANDIDATE),
        "told": lambda: past.told(now),
        "move": lambda: past.move(now, later(START, days=10, hours=hours // 30)),
        "hold": lambda: past.end(later(past.state.ends_at, minutes=hours)),
        "miss": lambda: past.end(later(past.state.ends_at, minutes=hours), Outcome.CANDIDATE_NO_SHOW),
        "remind": lambda: past.remind(which % 2),
        "reminded": lambda: past.reminded(now),
        "answer": lambda: past.answer(now, hours % 5 + 1, 5),
    }
    with suppress(Refused, Unchanged):
        await steps[action]()
