"""Stories of whether the candidate was told: where each notice of an interview stands and since when, on its page and in the log."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
import pytest_asyncio
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_interview import notices
from tests.api.post_office import PostOffice
from tests.signing import event
from tests.web.browser import Page
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter
from web.app import app

_FROZEN = {"reason_detail": "岗位冻结，暂停招聘", "party": "company"}


@pytest_asyncio.fixture
async def office(zhang: Visitor) -> PostOffice:
    """The providers, who report what became of a message."""
    return PostOffice(app.state.app)


async def told_off(zhangsan: Recruiter, office: PostOffice) -> tuple[Candidate, UUID, UUID]:
    """A cancelled interview with its mail and its text message, both taken by their providers."""
    candidate = await zhangsan.invites(phone="+8613955501177")
    await zhangsan.does(f"/{candidate.id}/cancel", _FROZEN | {"channels": ["sms", "email"]})
    return (
        candidate,
        await office.sent(candidate.id, "cancelled", "email"),
        await office.sent(candidate.id, "cancelled", "sms"),
    )


async def apart(engine: AsyncEngine, notice: UUID) -> dict[str, str]:
    """Sets the steps of a notice an hour apart, so that each time is told from the others; the page's words with their clocks."""
    words = {
        "due_at": "计划发送",
        "attempted_at": "发出",
        "accepted_at": "服务商接收",
        "delivered_at": "送达",
        "acknowledged_at": "已知悉",
    }
    begun = datetime.now(UTC) - timedelta(hours=len(words))
    steps = {name: begun + timedelta(hours=nth) for nth, name in enumerate(words)}
    async with engine.begin() as conn:
        await conn.execute(update(notices).where(notices.c.id == notice).values(steps))
    return {words[name]: f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}" for name, at in steps.items()}


def _part(page: Page, begins: str, ends: str) -> Page:
    """A part of a page by itself."""
    html = page.html.split(begins)[1].split(ends)[0]
    return Page(httpx2.Response(200, text=html))


async def entry(visitor: Visitor, candidate: Candidate, notice: UUID) -> str:
    """What the interview's page tells of that notice."""
    page = await visitor.opens(f"/console/interviews/{candidate.id}")
    return _part(page, f'<details id="n-{notice}">', "</li>").text


async def column(visitor: Visitor, candidate: Candidate) -> str:
    """The log's column about the candidate's notices."""
    page = await visitor.opens(f"/console/cancellations?interview={candidate.id}")
    return _part(page, 'cell-notices">', "</td>").text


async def test_the_page_follows_each_notice_from_the_provider_to_the_candidate(
    zhang: Visitor, zhangsan: Recruiter, office: PostOffice
) -> None:
    candidate, mail, text = await told_off(zhangsan, office)
    assert "取消通知 邮件 · 发给候选人 服务商已接收" in await entry(zhang, candidate, mail)
    shown = await entry(zhang, candidate, text)
    assert "取消通知 短信 · 发给候选人 服务商已接收" in shown
    assert "短信条数 1" in shown
    assert "短信条数" not in await entry(zhang, candidate, mail)
    assert await office.sendgrid(event(mail)) == 204
    assert await office.twilio(text, "undelivered", ErrorCode="30003") == 204
    shown = await entry(zhang, candidate, mail)
    assert "取消通知 邮件 · 发给候选人 已送达 计划发送" in shown, "nobody has said that they know"
    failed = await entry(zhang, candidate, text)
    assert "取消通知 短信 · 发给候选人 未送达" in failed
    assert " 送达 " not in failed, "it never was"


async def test_each_step_of_a_notice_stands_there_with_its_time(
    zhang: Visitor, zhangsan: Recruiter, office: PostOffice
) -> None:
    candidate, mail, _ = await told_off(zhangsan, office)
    assert await office.sendgrid(event(mail)) == 204
    await candidate.presses(await candidate.opens(), "acknowledge")
    steps = await apart(office.engine, mail)
    shown = await entry(zhang, candidate, mail)
    assert "已送达 已知悉 计划发送" in shown, "beside its name"
    for label, clock in steps.items():
        assert re.search(rf"{label} \d+月\d+日 周. {clock}", shown), (label, shown)


async def test_the_log_tells_what_became_of_the_candidates_notices(
    zhang: Visitor, zhangsan: Recruiter, office: PostOffice
) -> None:
    """R4: the column 候选人通知."""
    candidate, mail, text = await told_off(zhangsan, office)
    assert await column(zhang, candidate) == "邮件 服务商已接收 短信 服务商已接收"
    assert await office.twilio(text, "undelivered", ErrorCode="30003") == 204
    assert await column(zhang, candidate) == "邮件 服务商已接收 短信 未送达"
    assert await office.sendgrid(event(mail)) == 204
    assert await column(zhang, candidate) == "邮件 已送达 短信 未送达"
    await candidate.presses(await candidate.opens(), "acknowledge")
    assert await column(zhang, candidate) == "邮件 已送达 · 已知悉 短信 未送达 · 已知悉"
