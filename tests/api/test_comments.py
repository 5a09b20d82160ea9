"""Stories of what candidates would have improved (R12): the recruiter reads it when nobody can be told apart, and not before."""

from datetime import UTC, datetime, timedelta

from api.context import App
from db import rollup
from db.comments import comments_of
from db.scopes import Scope, Span
from tests.api.conftest import Hire
from tests.api.desk import Desk
from tests.db.past import Recruiter

SEPTEMBER = datetime(2026, 9, 7, 2, tzinfo=UTC)
DAY = timedelta(days=1)
FIVE = ("希望早点通知", "", "电话比邮件好", "都挺好", "早一天说就不会白跑一趟")
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


async def answered(recruiter: Recruiter, first: datetime, comments: tuple[str, ...]) -> None:
    """Candidates answer a day after their interviews, an hour apart."""
    for nth, comment in enumerate(comments):
        start = first + timedelta(hours=nth)
        one = await recruiter.arrange(first - DAY, start)
        await one.end(start + timedelta(hours=1))
        await one.answer(start + DAY, 4, 5, comment=comment)


async def months(desk: Desk, **more: str) -> list[tuple[str, int, list[str]]]:
    found = await desk.page("/kpi/comments", {**YEAR, **more})
    return [(one["month"], one["answers"], one["comments"]) for one in found["items"]]


async def rolled_up(served: App) -> None:
    async with served.engine.begin() as conn:
        while await rollup.roll_up(conn, 100):
            pass


async def test_comments_come_all_at_once_when_five_have_answered_in_a_month(sign_in: Hire, served: App) -> None:
    recruiter = Recruiter(served.engine, "listener", "mianyue-comments")
    await answered(recruiter, SEPTEMBER, FIVE[:4])
    await rolled_up(served)
    listener = await sign_in("listener")
    assert await months(listener) == [], "four answers: one could guess who wrote what"
    await answered(recruiter, SEPTEMBER + 3 * DAY, FIVE[4:])
    await rolled_up(served)
    said = sorted(comment for comment in FIVE if comment)
    assert await months(listener) == [("2026-09", 5, said)], "in no order of time, and without those who wrote nothing"
    assert await months(listener, to="2026-09-20") == [], "a part of a month tells nothing"


async def test_a_month_that_goes_on_tells_nothing_yet(served: App) -> None:
    recruiter = Recruiter(served.engine, "eager", "mianyue-comments")
    await answered(recruiter, SEPTEMBER, FIVE)
    told = []
    for now in (SEPTEMBER + 20 * DAY, SEPTEMBER + 30 * DAY):
        span = Span(None, None, "Asia/Shanghai", now=now, with_open=False)
        async with served.engine.connect() as conn:
            told.append(
                [one.answers for one in await comments_of(conn, Scope("eager", None), span, await rollup.touched(conn))]
            )
    assert told == [[], [5]]


async def test_a_sixth_answer_is_not_told_alone(sign_in: Hire, served: App) -> None:
    """Given in the last minute of the month, and not counted by the roll-up yet."""
    recruiter = Recruiter(served.engine, "punctual", "mianyue-comments")
    await answered(recruiter, SEPTEMBER, FIVE)
    await rolled_up(served)
    await answered(recruiter, SEPTEMBER + 9 * DAY, ("最后一条",))
    [(_, many, said)] = await months(await sign_in("punctual"))
    assert (many, "最后一条" in said) == (6, True), "as soon as one of the month is told, all are"


async def test_a_recruiter_reads_only_their_own_and_a_manager_names_whose(sign_in: Hire, served: App) -> None:
    recruiter = Recruiter(served.engine, "read", "mianyue-comments")
    await answered(recruiter, SEPTEMBER, FIVE)
    await rolled_up(served)
    curious = await sign_in("curious", "mianyue-comments")
    assert await months(curious, recruiter="read") == []
    manager = await sign_in("chief", "mianyue-comments", role="manager")
    assert len(await months(manager, recruiter="read")) == 1
    problem = (await manager.get("/kpi/comments", YEAR)).json()
    assert [error["field"] for error in problem["errors"]] == ["recruiter"]
    stranger = await sign_in("far", "mianyue-far", role="manager")
    assert await months(stranger, recruiter="read") == []


async def test_the_timeline_does_not_tell_the_recruiter_who_answered(sign_in: Hire, served: App) -> None:
    recruiter = Recruiter(served.engine, "nosy", "mianyue-comments")
    one = await recruiter.arrange(SEPTEMBER, SEPTEMBER + DAY)
    await one.end(SEPTEMBER + DAY + timedelta(hours=1))
    await one.answer(SEPTEMBER + 2 * DAY, 1, 1, comment="太晚了")
    actions = {}
    for login, role in (("nosy", "recruiter"), ("comments-chief", "manager"), ("comments-ops", "hrops")):
        desk = await sign_in(login, "mianyue-comments", role=role)
        found = (await desk.page(f"/interviews/{one.id}/timeline"))["items"]
        actions[role] = {item["action"] for item in found if item["kind"] == "change"}
        assert "太晚了" not in str(found)
    assert actions["recruiter"] == actions["manager"] == {"opened", "outcome"}
    assert actions["hrops"] == {"opened", "outcome", "survey_answered"}
