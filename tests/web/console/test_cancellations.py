"""The cancellation log at the console (R4): who cancelled what, why and with how much notice; filters in the address, files of the same."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlencode

from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter

_LOG = "/console/cancellations"


async def _cancelled(zhangsan: Recruiter, name: str, ahead: timedelta = timedelta(days=3), **reason: str) -> Candidate:
    candidate = await zhangsan.invites(ahead, name=name)
    body = {"reason_detail": "岗位冻结，暂停招聘", "party": "company"} | reason
    await zhangsan.does(f"/{candidate.id}/cancel", body)
    return candidate


async def _log(visitor: Visitor, **filters: str) -> Page:
    return await visitor.opens(f"{_LOG}?{urlencode(filters)}")


async def test_a_row_says_who_cancelled_whom_why_and_how_early(zhangsan: Recruiter, zhang: Visitor) -> None:
    candidate = await _cancelled(zhangsan, "钱多多", reason_detail="岗位冻结，等总部批复", remark="已电话沟通")
    page = await _log(zhang, interview=candidate.id)
    for told in ("钱多多", "数据分析师", "操作人 张三", "企业", "该岗位已冻结", "等总部批复", "备注： 已电话沟通"):
        assert told in page.text, told
    assert " 小时" in page.text
    assert any(basis in page.text for basis in ("按送达时间", "按服务商接收时间", "按取消操作时间"))
    assert "临时取消" not in page.text
    assert page.all("a", href=f"/console/interviews/{candidate.id}")


async def test_a_late_one_is_marked(zhangsan: Recruiter, zhang: Visitor) -> None:
    late = await _cancelled(zhangsan, "孙晚晚", timedelta(hours=3), reason_detail="岗位冻结，总部刚刚通知暂停招聘")
    assert "临时取消" in (await _log(zhang, interview=late.id)).text


async def test_filters_stand_in_the_address_and_so_do_pages(zhangsan: Recruiter, zhang: Visitor) -> None:
    ours = await _cancelled(zhangsan, "周企业")
    theirs = await _cancelled(zhangsan, "吴候选", reason_detail="突发感冒", party="candidate")
    assert "吴候选" not in (await _log(zhang, party="company", limit="200")).text
    ill = await _log(zhang, code="C_ILLNESS", limit="200")
    assert "吴候选" in ill.text
    assert "周企业" not in ill.text
    assert ill.all("option", value="C_ILLNESS")[0].get("selected") == ""
    today = datetime.now(UTC).date()
    assert "没有符合条件的取消记录" not in (await _log(zhang, **{"from": str(today - timedelta(days=1))})).text
    nothing = await _log(zhang, interview=ours.id, to=str(today - timedelta(days=2)))
    assert "没有符合条件的取消记录" in nothing.text
    first = await _log(zhang, limit="1")
    assert "吴候选" in first.text
    [further] = first.all("a", rel="next")
    second = await zhang.opens(further["href"])
    assert "周企业" in second.text
    assert second.all("a", rel="first")[0]["href"] == f"{_LOG}?limit=1"
    [back] = second.all("a", rel="prev")
    before = await zhang.opens(back["href"])
    assert "吴候选" in before.text
    assert not before.all("a", rel="prev")
    assert ours.id != theirs.id


async def test_a_wrong_filter_is_told_and_shows_nothing(zhang: Visitor) -> None:
    for filters in ({"from": "2026-12-02", "to": "2026-12-01"}, {"code": "C_NO_SUCH"}):
        page = await _log(zhang, **filters)
        assert page.status == 200
        assert page.all("div", role="alert")
        assert not page.all("table")
    assert (await _log(zhang, **{"from": "yesterday"})).status == 422


async def test_the_file_holds_the_rows_of_the_filters(zhangsan: Recruiter, zhang: Visitor) -> None:
    one = await _cancelled(zhangsan, "郑文件")
    await _cancelled(zhangsan, "王别的")
    page = await _log(zhang, interview=one.id)
    [place] = [link["href"] for link in page.all("a") if link["href"].startswith(f"{_LOG}.csv")]
    file = await zhang.http.get(place)
    assert file.headers["content-disposition"] == 'attachment; filename="cancellations.csv"'
    assert file.headers["cache-control"] == "no-store"
    [row] = csv.DictReader(StringIO(file.text.lstrip("\ufeff")))
    assert (row["候选人"], row["责任方"]) == ("郑文件", "企业")
    excel = await zhang.http.get(place.replace(".csv", ".xlsx"))
    assert excel.content.startswith(b"PK")
    assert (await zhang.http.get(f"{_LOG}.pdf")).status_code == 422


async def test_a_file_is_named_by_the_days_that_were_asked_for(zhang: Visitor) -> None:
    """Also when they are those of another zone than the organisation's."""
    account = await zhang.opens("/console/account")
    await zhang.sends(account, "/console/zone", {"zone": "America/Los_Angeles"})
    try:
        file = await zhang.http.get(f"{_LOG}.csv?from=2026-11-01&to=2026-11-30")
    finally:
        await zhang.sends(account, "/console/zone", {"zone": ""})
    name = 'attachment; filename="cancellations-20261101-to-20261130.csv"'
    assert file.headers["content-disposition"] == name


async def test_a_recruiter_sees_the_own_log_and_hr_operations_everybodys(
    zhangsan: Recruiter, at_console: Door, chief: Visitor
) -> None:
    candidate = await _cancelled(zhangsan, "冯自己")
    li = await at_console("lisi")
    assert "冯自己" not in (await _log(li, interview=candidate.id)).text
    assert not (await _log(li)).all("select", name="recruiter")
    seen = await _log(chief, interview=candidate.id, recruiter="zhangsan")
    assert "冯自己" in seen.text
    assert seen.all("select", name="recruiter")


async def test_with_htmx_only_the_table_comes(zhang: Visitor) -> None:
    part = await zhang.opens(f"{_LOG}?party=company", htmx=True)
    assert "<html" not in part.html
    assert part.all("div", id="list")[0]["hx-get"] == f"{_LOG}?party=company"
