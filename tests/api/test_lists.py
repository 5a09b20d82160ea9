"""Lists: every row exactly once while others arrive, filters, cursors that cannot be made up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from api.context import App
from api.cursors import cursor_of
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, ahead


async def walk(desk: Desk, path: str, params: Json, every: int, between: Desk | None = None) -> list[Json]:
    """All rows of a list, page by page; `between` pages somebody arranges another interview."""
    found: list[Json] = []
    cursor = ""
    while True:
        page = await desk.page(path, params | {"limit": every, "cursor": cursor})
        assert len(page["items"]) <= every
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]
        if between is not None:
            await between.arrange(starts_at=ahead(hours=2))


async def test_paging_shows_every_interview_once_while_others_are_arranged(sign_in: Hire) -> None:
    desk = await sign_in("paging", "mianyue-paging")
    start = ahead(days=2)
    known = await asyncio.gather(*(desk.arrange(starts_at=start) for _ in range(25)))
    rows = await walk(desk, "/interviews", {}, every=4, between=desk)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)), "no row twice"
    assert set(known) <= set(ids), "no row missed, also among equal times"
    assert [row["starts_at"] for row in rows] == sorted(row["starts_at"] for row in rows)


async def test_the_log_pages_newest_first(sign_in: Hire) -> None:
    desk = await sign_in("log-paging", "mianyue-paging")
    ids = await asyncio.gather(*(desk.arrange() for _ in range(7)))
    rows = await asyncio.gather(*(desk.cancel(id) for id in ids))
    seen = [row["id"] for row in await walk(desk, "/cancellations", {}, every=3)]
    assert seen == sorted((row["id"] for row in rows), reverse=True)


async def test_the_log_is_read_backwards_page_by_page(sign_in: Hire) -> None:
    """And what was written meanwhile stands before what was the first page."""
    desk = await sign_in("log-backwards", "mianyue-paging")
    for _ in range(5):
        await desk.cancel(await desk.arrange())
    pages = [await desk.page("/cancellations", {"limit": 2})]
    assert pages[0]["previous"] is None
    while pages[-1]["next"]:
        pages.append(await desk.page("/cancellations", {"limit": 2, "cursor": pages[-1]["next"]}))
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    await desk.cancel(await desk.arrange())
    page = pages[-1]
    for before in pages[-2::-1]:
        page = await desk.page("/cancellations", {"limit": 2, "cursor": page["previous"]})
        assert [row["id"] for row in page["items"]] == [row["id"] for row in before["items"]]
    page = await desk.page("/cancellations", {"limit": 2, "cursor": page["previous"]})
    assert (len(page["items"]), page["previous"]) == (1, None)


async def test_a_cursor_from_before_the_list_went_both_ways_is_refused(served: App, sign_in: Hire) -> None:
    desk = await sign_in("old-cursors", "mianyue-paging")
    answer = await desk.get("/cancellations", {"cursor": cursor_of(served, "cancellations", ["17"])})
    assert answer.status_code == 422


async def test_interviews_are_found_by_stage_time_candidate_and_position(sign_in: Hire) -> None:
    desk = await sign_in("filters", "mianyue-filters")
    soon = await desk.arrange(starts_at=ahead(days=2), candidate={"name": "欧阳 100%_\\"})
    late = await desk.arrange(starts_at=ahead(days=20), position="前端开发工程师 (Vue)")
    await desk.act(late, "confirm")

    async def found(**params: str) -> set[str]:
        return {row["id"] for row in (await desk.page("/interviews", params))["items"]}

    assert await found() == await found(stage="", q="", recruiter="", cursor="") == {soon, late}
    assert await found(stage="confirmed") == {late}
    assert await found(recruiter="filters") == {soon, late}
    assert await found(recruiter="zhangsan") == set()
    assert await found(q="欧阳") == {soon}
    assert await found(q="vue") == {late}
    assert await found(q="%") == await found(q="_\\") == {soon}, "signs of SQL patterns are text"
    middle = datetime.now(UTC) + timedelta(days=10)
    assert await found(**{"from": middle.isoformat()}) == {late}
    assert await found(to=middle.date().isoformat()) == {soon}
    day = (datetime.now(UTC) + timedelta(days=20, hours=8)).date().isoformat()
    assert await found(**{"from": day, "to": day}) == {late}, "a date is a whole day of the organisation's zone"


async def test_an_offset_whose_plus_the_url_has_eaten_is_understood(zhangsan: Desk) -> None:
    answer = await zhangsan.http.get("/api/v1/interviews?from=2026-11-30T10:00:00+08:00&to=2126-11-30T10:00:00Z")
    assert answer.status_code == 200


async def test_the_log_is_filtered(sign_in: Hire) -> None:
    desk = await sign_in("log-filters", "mianyue-filters")
    ours, theirs = await desk.arrange(), await desk.arrange()
    await desk.cancel(ours)
    await desk.cancel(theirs, reason_detail="突发感冒", party="candidate")

    async def found(**params: str) -> set[str]:
        return {row["interview_id"] for row in (await desk.page("/cancellations", params))["items"]}

    assert await found() == {ours, theirs}
    assert await found(party="company") == await found(code="E_REQ_FROZEN") == {ours}
    assert await found(code="C_ILLNESS") == {theirs}
    assert await found(to=ahead(hours=-1)) == set()
    assert await found(**{"from": ahead(hours=-1), "to": ahead(hours=1)}) == {ours, theirs}
    assert await found(interview=ours, party="candidate") == set()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=" + "A" * 64, "cursor"),
        ("cursor=é", "cursor"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=" + "9" * 30, "limit"),
        ("limit=ten", "limit"),
        ("stage=unknown", "stage"),
        ("from=yesterday", "from"),
        ("from=2026-02-30", "from"),
        ("from=0001-01-01", "from"),
        ("to=9999-12-31", "to"),
        ("to=99999999999999999999", "to"),
        ("from=2026-11-30&to=2026-11-29", "to"),
        ("recruiter=a%20b", "recruiter"),
        ("q=%00", "q"),
        ("q=" + "x" * 101, "q"),
        ("stge=invited", "stge"),
    ],
)
async def test_a_wrong_filter_is_refused_by_its_name(zhangsan: Desk, query: str, field: str) -> None:
    answer = await zhangsan.http.get(f"/api/v1/interviews?{query}")
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_cursor_of_one_list_is_no_cursor_of_another(sign_in: Hire) -> None:
    desk = await sign_in("cursors", "mianyue-paging")
    for _ in range(2):
        await desk.arrange()
    cursor = (await desk.page("/interviews", {"limit": 1}))["next"]
    for path in ("/cancellations", "/inbox"):
        assert (await desk.get(path, {"cursor": cursor})).status_code == 422
    changed = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    assert (await desk.get("/interviews", {"cursor": changed})).status_code == 422


async def test_a_repeated_parameter_is_no_error_of_the_server(zhangsan: Desk) -> None:
    answer = await zhangsan.http.get("/api/v1/interviews?stage=invited&stage=confirmed&limit=1&limit=2")
    assert answer.status_code in (200, 422)
