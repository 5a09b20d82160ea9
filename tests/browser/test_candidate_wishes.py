"""What candidates tell and ask beside the interview itself, on phones with and without scripts: they know of it, no more messages,
a person instead of the AI, what is kept of them and its deletion."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Locator
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from db import opt_outs
from db.tables_interview import notices
from domain.keys import address_hash
from domain.terms import Channel
from settings import Settings
from shots.screens import PHONE
from tests.browser.candidates import Reader, opens
from tests.browser.tabs import Tabs
from tests.browser.ways import WITHOUT_SCRIPTS, Way
from tests.web.people import Candidate, Recruiter

_on_phones = pytest.mark.parametrize("way", [Way(PHONE, "zh-CN"), Way(PHONE, "en"), *WITHOUT_SCRIPTS], ids=str)
_FROZEN = {"reason_detail": "岗位冻结", "party": "company"}


async def _goes_to(reader: Reader, page: str) -> None:
    """Follow the link to one of the pages below the interview's."""
    async with reader.page.expect_navigation():
        await reader.page.locator(f'a[href*="/{page}?"]').click()


async def _presses(reader: Reader, button: Locator) -> None:
    """Press it and read on the next page that it was done."""
    async with reader.page.expect_navigation():
        await button.click()
    assert await reader.is_told()


@_on_phones
async def test_a_candidate_says_that_they_know_of_a_cancellation(
    tabs: Tabs, zhangsan: Recruiter, engine: AsyncEngine, way: Way
) -> None:
    """P1: told of the company's cancellation in its candidate-facing words, one press says so, and nobody has to call."""
    candidate = await zhangsan.invites(locale=way.locale)
    await zhangsan.does(f"/{candidate.id}/cancel", _FROZEN)
    reader = await opens(tabs, candidate, way)
    assert await reader.page.locator(".badge.cancelled").is_visible()
    assert "岗位冻结" not in await reader.page.content(), "what was typed is for colleagues"
    assert not await _known(engine, candidate)
    await reader.sends("acknowledge")
    assert await reader.is_told()
    assert await reader.form("acknowledge").count() == 0
    await reader.looks()
    assert await _known(engine, candidate)


async def _known(engine: AsyncEngine, candidate: Candidate) -> bool:
    """Whether the message of the cancellation counts as read."""
    mine = (notices.c.interview_id == candidate.id, notices.c.kind == "cancelled", notices.c.audience == "candidate")
    async with engine.connect() as conn:
        found = (await conn.execute(select(notices.c.acknowledged_at).where(*mine))).scalars().all()
    assert found
    return all(at is not None for at in found)


@_on_phones
async def test_a_candidate_stops_text_messages_and_mails_and_wants_one_of_them_back(
    tabs: Tabs, zhangsan: Recruiter, engine: AsyncEngine, config: Settings, way: Way
) -> None:
    phone = f"+86139{uuid4().int % 10**8:08d}"
    candidate = await zhangsan.invites(locale=way.locale, phone=phone)
    reader = await opens(tabs, candidate, way)

    async def stopped() -> tuple[bool, bool]:
        secret, owner = config.secret.get_secret_value(), "mianyue-sh"
        ways = ((Channel.SMS, phone), (Channel.EMAIL, candidate.email))
        async with engine.connect() as conn:
            sms, mail = [await opt_outs.opted_out(conn, owner, one, address_hash(secret, to)) for one, to in ways]
        return sms, mail

    def of(channel: str) -> Locator:
        return reader.page.locator("form", has=reader.page.locator(f'[value="{channel}"]')).get_by_role("button")

    await _goes_to(reader, "messages")
    await reader.looks()
    assert await stopped() == (False, False), "opening the page stops nothing"
    await _presses(reader, of("sms"))
    assert await stopped() == (True, False)
    await _presses(reader, of("email"))
    assert await stopped() == (True, True)
    await reader.looks()
    await _presses(reader, of("sms"))
    assert await stopped() == (False, True)
    await reader.page.locator(f'main a[href^="/c/{candidate.token}"]').click()
    assert await reader.form("confirm").is_visible(), "the way back leads to the interview"


@_on_phones
async def test_a_candidate_asks_for_a_person_takes_it_back_and_reads_the_answer(
    tabs: Tabs, zhangsan: Recruiter, way: Way
) -> None:
    """PIPL 24: with one press; the time is kept, and the answer stands on the page."""
    candidate = await zhangsan.invites(locale=way.locale)
    reader = await opens(tabs, candidate, way)
    await reader.unfolds("ask_for_person")
    await reader.looks()
    await reader.sends("ask_for_person")
    assert await reader.is_told()
    await reader.looks()
    [asked] = await zhangsan.desk.requests(candidate)
    assert asked["kind"] == "human_interview"
    await reader.sends("keep_the_ai")
    assert await zhangsan.desk.requests(candidate) == []
    await reader.unfolds("ask_for_person")
    await reader.sends("ask_for_person")
    [again] = await zhangsan.desk.requests(candidate)
    answer = way.word("由张经理与您面谈", "Ms Zhang will talk with you")
    assert (await zhangsan.desk.answers(again, "done", answer)).status_code == 200
    await reader.page.reload()
    assert answer in await reader.page.locator("#person-state").inner_text()
    assert await reader.form("ask_for_person").count() == 0
    assert await reader.form("confirm").is_visible()


@_on_phones
async def test_a_candidate_reads_what_is_kept_and_asks_for_its_deletion(
    tabs: Tabs, zhangsan: Recruiter, way: Way
) -> None:
    """PIPL 44, 47: told masked, asked for with one press, and taken back with another."""
    name = way.word("欧阳思雨", "Katherine")
    candidate = await zhangsan.invites(timedelta(days=4), locale=way.locale, name=name, phone="+8613912345678")
    reader = await opens(tabs, candidate, way)
    await _goes_to(reader, "privacy")
    await reader.looks()
    shown = await reader.page.content()
    assert "+86139****5678" in shown
    assert "数据分析师" in shown
    for hidden in (name, "13912345678", candidate.email):
        assert hidden not in shown
    deletion = reader.page.locator("#deletion").get_by_role("button")
    await _presses(reader, deletion)
    await reader.looks()
    [asked] = await zhangsan.desk.requests(candidate)
    assert asked["kind"] == "deletion"
    await _presses(reader, deletion)
    assert await zhangsan.desk.requests(candidate) == []
    assert (await zhangsan.interview(candidate))["stage"] == "invited", "to ask changes nothing of the interview"
