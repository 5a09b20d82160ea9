"""Sends nobody can be sure of, at the console (P2): what is known, and what somebody found out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.calls import decided, left, row, touch
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor, said
from tests.web.people import Recruiter

_UNKNOWN = "/console/unknown"
_LOST = {"kind": "invite", "step": "invite:2", "channel": "sms", "state": "unknown", "detail": "read_timeout"}


async def _send(zhangsan: Recruiter, engine: AsyncEngine, name: str, **changes: Any) -> str:
    candidate = await zhangsan.invites(name=name)
    at = datetime.now(UTC) - timedelta(hours=1)
    return await left(engine, candidate.id, **(_LOST | {"attempted_at": at, "looked": "not_found"} | changes))


async def test_what_is_known_stands_in_the_list_and_the_answer_is_kept(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    send = await _send(zhangsan, engine, "韩不知")
    page = await zhang.opens(f"{_UNKNOWN}?limit=200")
    assert "韩不知" in page.text
    assert "服务商没有及时应答；服务商没有查到这条消息" in page.text
    dialog = await zhang.opens(f"{_UNKNOWN}/{send}", htmx=True)
    assert "候选人收到了吗？请核实后答复" in dialog.text
    assert "邀约 · 短信" in dialog.text
    silent = await zhang.sends(dialog, f"{_UNKNOWN}/{send}/settle", htmx=True)
    assert silent.status == 422
    assert "请选择核实结果。" in silent.text
    settled = await zhang.sends(silent, f"{_UNKNOWN}/{send}/settle", {"came": "yes", "remark": "微信中确认"}, htmx=True)
    assert (settled.status, said(settled)["toast"]["text"]) == (204, "已登记：候选人已收到。")
    stored = await row(engine, send)
    assert (stored.state, stored.remark) == ("delivered", "微信中确认")
    assert await decided(engine, send) == [("zhangsan", "settled_came")]
    assert not (await zhang.opens(f"{_UNKNOWN}?limit=200")).all("tr", id=f"u-{send}")
    assert "该通知的结果已明确：已送达。" in (await zhang.opens(f"{_UNKNOWN}/{send}")).text


async def test_one_that_did_not_come_goes_its_next_way(
    zhangsan: Recruiter, chief: Visitor, engine: AsyncEngine
) -> None:
    send = await _send(zhangsan, engine, "杨没到")
    page = await chief.opens(f"{_UNKNOWN}/{send}")
    back = await chief.sends(page, f"{_UNKNOWN}/{send}/settle", {"came": "no"})
    assert back.status == 200, "without scripts back to the list"
    assert (await row(engine, send)).detail == "settled_not_delivered"


async def test_a_receipt_that_came_first_is_told(zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine) -> None:
    send = await _send(zhangsan, engine, "朱已到")
    dialog = await zhang.opens(f"{_UNKNOWN}/{send}", htmx=True)
    await touch(engine, send, state="delivered", delivered_at=datetime.now(UTC))
    late = await zhang.sends(dialog, f"{_UNKNOWN}/{send}/settle", {"came": "no"}, htmx=True)
    assert late.status == 409
    assert said(late)["toast"]["text"] == "该通知的结果已明确：已送达"


async def test_who_was_told_another_way_need_not_be_asked(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    send = await _send(zhangsan, engine, "秦两路", step="invite:9")
    interview = str((await row(engine, send)).interview_id)
    await left(engine, interview, **(_LOST | {"step": "invite:9", "channel": "email", "state": "delivered"}))
    assert "已通过邮件告知" in (await zhang.opens(f"{_UNKNOWN}?limit=200")).text
    assert "无需再联系核实" in (await zhang.opens(f"{_UNKNOWN}/{send}", htmx=True)).text


async def test_anothers_send_is_not_there(zhangsan: Recruiter, at_console: Door, engine: AsyncEngine) -> None:
    send = await _send(zhangsan, engine, "尤别人")
    li = await at_console("lisi")
    assert (await li.opens(f"{_UNKNOWN}/{send}")).status == 404
    assert not (await li.opens(f"{_UNKNOWN}?limit=200")).all("tr", id=f"u-{send}")
