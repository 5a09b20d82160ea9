"""Indicators and scores as spreadsheets (R10)."""

import csv
import io
from collections.abc import AsyncIterator

import pytest_asyncio
from openpyxl import load_workbook

from activities.appraise import Appraiser
from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk
from tests.group import busy, founded

SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest_asyncio.fixture(scope="module")
async def hrops(served: App, sign_in: Hire) -> AsyncIterator[Desk]:
    """HR operations of a group where one recruiter held 20 and cancelled 10, another held 3."""
    group = await founded(served.engine)
    await busy(group.recruiter("zhang"), 20, 10)
    await busy(group.recruiter("li"), 3, 0)
    await Appraiser(group.engine).score_month("2026-10-01")
    yield await sign_in(f"{group.root}-hr", group.root, "hrops")


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel shows Chinese only then"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_indicators_with_their_parts(hrops: Desk) -> None:
    answer = await hrops.get("/kpi", SEPTEMBER, Accept="text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="indicators.csv"'
    li, zhang = table(answer.content)
    assert (zhang["取消率 分子"], zhang["取消率 分母"], zhang["取消率 说明"]) == ("10", "30", "")
    assert round(float(zhang["取消率 区间下限"]), 4) == 0.1923
    assert (li["取消率 分子"], li["取消率 分母"], li["取消率 说明"]) == ("0", "3", "数据不足")
    assert (li["候选人体验满意度 分子"], li["候选人体验满意度 比率"]) == ("", ""), "nothing of fewer than five answers"


async def test_indicators_as_a_workbook(hrops: Desk) -> None:
    answer = await hrops.get("/kpi", {**SEPTEMBER, "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 2
    assert rows[1][head.index("取消率 比率")] == 10 / 30


async def test_scores_with_their_lines(hrops: Desk) -> None:
    rows = {
        row["招聘人员"].rpartition("-")[2]: row
        for row in table((await hrops.get("/scores", {"format": "csv"})).content)
    }
    assert (rows["zhang"]["月份"], rows["zhang"]["总分"], rows["zhang"]["计入权重%"]) == ("2026-09", "-0.5", "100.0")
    assert (rows["zhang"]["取消率 得分"], rows["zhang"]["取消率 权重%"]) == ("-0.5", "60.0")
    assert (rows["li"]["总分"], rows["li"]["取消率 得分"]) == ("", "")
    answer = await hrops.get("/scores", {"month": "2026-13", "format": "csv"})
    assert answer.status_code == 422
