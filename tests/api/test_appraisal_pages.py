"""Pages of scores, appeals and policies: every row once, the newest first, and no cursor that another list gave out."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from activities.appraise import Appraiser
from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json
from tests.group import POLICY, busy, founded

LISTS = {"/scores": "recruiter", "/appeals": "text", "/appraisal/policies": "version"}


@pytest_asyncio.fixture(scope="module")
async def hrops(served: App, sign_in: Hire) -> AsyncIterator[Desk]:
    """HR operations of a group with three scores, two appeals and three versions of its policy."""
    group = await founded(served.engine)
    for name in ("li", "wang", "zhang"):
        await busy(group.recruiter(name), 1, 0)
    await Appraiser(group.engine).score_month("2026-10-01")
    for name in ("li", "wang"):
        desk = await sign_in(f"{group.root}-{name}")
        answer = await desk.post("/appeals", {"text": f"{name} 的异议", "month": "2026-09"})
        assert answer.status_code == 201, answer.text
    for day in (1, 2):
        await group.agree(POLICY, date(2026, 10, day))
    yield await sign_in(f"{group.root}-hr", group.root, "hrops")


async def pages(desk: Desk, path: str) -> list[Json]:
    """All rows, one page each, and that the last page says so."""
    found: list[Json] = []
    params: Json = {"limit": 1}
    while True:
        page = await desk.page(path, params)
        assert len(page["items"]) == 1
        found += page["items"]
        if page["next"] is None:
            return found
        params = {"limit": 1, "cursor": page["next"]}


@pytest.mark.parametrize(("path", "rows"), [("/scores", 3), ("/appeals", 2), ("/appraisal/policies", 3)])
async def test_every_row_once_the_newest_first(hrops: Desk, path: str, rows: int) -> None:
    found = await pages(hrops, path)
    assert found == (await hrops.page(path))["items"]
    assert len({str(one[LISTS[path]]) for one in found}) == len(found) == rows
    newest = {"/scores": "id", "/appeals": "filed_at", "/appraisal/policies": "id"}[path]
    assert found == sorted(found, key=lambda one: one[newest], reverse=True)


@pytest.mark.parametrize("path", LISTS)
async def test_another_lists_cursor_is_refused(hrops: Desk, path: str) -> None:
    others = [other for other in LISTS if other != path]
    made = [(await hrops.page(other, {"limit": 1}))["next"] for other in others]
    for cursor in [*made, "AAAA", "x" * 500]:
        answer = await hrops.get(path, {"cursor": cursor})
        assert answer.status_code == 422
        assert [(one["field"], one["rule"]) for one in answer.json()["errors"]] == [("cursor", "cursor-invalid")]
