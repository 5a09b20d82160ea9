"""What the monitor found, at the console: for HR operations, with what it means and where to go."""

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.test_findings import found
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter


async def test_hr_operations_read_what_is_wrong_and_where(
    zhangsan: Recruiter, chief: Visitor, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites()
    await found(engine, "mianyue-sh", "interview_stalled", candidate.id)
    await found(engine, "mianyue-sh", "push_behind", "appraisal", over=True)
    page = await chief.opens("/console/findings?limit=200")
    assert "面试流程停滞：下一步已过时间仍未执行" in page.text
    assert page.all("a", href=f"/console/interviews/{candidate.id}")
    over = await chief.opens("/console/findings?open=false&kind=push_behind")
    assert "恢复" in over.text
    assert "一切正常" in (await chief.opens("/console/findings?kind=push_behind")).text


async def test_they_are_no_recruiters_business(zhang: Visitor, chief: Visitor) -> None:
    assert (await zhang.opens("/console/findings")).status == 403
    assert not (await zhang.opens("/console/messages")).all("a", href="/console/findings")
    assert (await chief.opens("/console/messages")).all("a", href="/console/findings")
