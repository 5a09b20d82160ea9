"""The candidate says on the page that they know of a cancellation or a move, and stops messages (P1)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from db import opt_outs
from db.tables_interview import notices
from domain.keys import address_hash
from domain.terms import Channel
from settings import Settings
from tests.web.people import Candidate, Recruiter

FROZEN = {"reason_detail": "岗位冻结", "party": "company"}


async def _read(engine: AsyncEngine, candidate: Candidate, kind: str) -> set[bool]:
    """Whether the notices of that kind count as read."""
    query = select(notices.c.acknowledged_at).where(
        notices.c.interview_id == candidate.id, notices.c.kind == kind, notices.c.audience == "candidate"
    )
    async with engine.connect() as conn:
        return {at is not None for at in (await conn.execute(query)).scalars()}


async def test_a_cancelled_candidate_says_i_have_read_this(zhangsan: Recruiter, engine: AsyncEngine) -> None:
    candidate = await zhangsan.invites()
    assert "acknowledge" not in (await candidate.opens()).forms, "an invitation asks for an answer instead"
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN)
    page = await candidate.opens()
    assert "我已知悉" in page.text
    assert await _read(engine, candidate, "cancelled") == {False}, "opening the page is not yet a word"
    thanks = await candidate.presses(page, "acknowledge")
    assert thanks.status == 200
    assert "谢谢您告诉我们" in thanks.text
    assert "acknowledge" not in thanks.forms
    assert await _read(engine, candidate, "cancelled") == {True}
    again = await candidate.calls(action="acknowledge")
    assert (again.status_code, again.json()["result"]) == (200, "already_acknowledged")
    assert "acknowledge" not in (await candidate.calls_for_view()).json()["actions"]


async def test_a_moved_candidate_is_asked_in_english_and_the_old_link_tells_nothing(
    zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites(locale="en", name="Anna Smith")
    old = candidate.token
    later = (datetime.now(UTC) + timedelta(days=6)).isoformat()
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": later})
    stale = await candidate.sends({"action": "acknowledge"}, token=old)
    assert stale.status_code == 410
    await candidate.new_link()
    page = await candidate.opens()
    assert "I have read this" in page.text
    assert "please go by the one above" in page.text
    assert {"acknowledge", "confirm"} <= set(page.forms)
    thanks = await candidate.presses(page, "acknowledge")
    assert "Thank you for letting us know." in thanks.text
    assert {"confirm"} <= set(thanks.forms)
    assert "acknowledge" not in thanks.forms
    assert await _read(engine, candidate, "moved") == {True}
    assert (await zhangsan.interview(candidate))["stage"] == "invited", "to know is not to come"


async def test_who_confirms_the_new_time_is_not_asked_whether_they_know_it(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    later = (datetime.now(UTC) + timedelta(days=6)).isoformat()
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": later})
    await candidate.new_link()
    after = await candidate.presses(await candidate.opens(), "confirm")
    assert "acknowledge" not in after.forms


async def test_who_cancels_is_not_asked_whether_they_know_it(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.presses(await candidate.opens(), "cancel", reason_code="C_OTHER_OFFER")
    assert "acknowledge" not in page.forms


async def test_a_candidate_no_message_reached_reads_the_page_and_is_not_called(
    zhangsan: Recruiter, sandbox_url: str
) -> None:
    """P1: the phone task of the cancellation disappears from the recruiters' list."""
    number = "+8613955550001"
    candidate = await zhangsan.invites(timedelta(hours=30), phone=number)
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as sandbox:
        try:
            faults = [
                {"channel": "sms", "to": number, "mode": "bad_number"},
                {"channel": "email", "to": candidate.email, "mode": "bad_number"},
            ]
            (await sandbox.put("/sandbox/faults", json=faults)).raise_for_status()
            await zhangsan.does(f"/{candidate.id}/cancel", FROZEN)
            await zhangsan.has_calls(candidate, 1)
            await candidate.presses(await candidate.opens(), "acknowledge")
            await zhangsan.has_calls(candidate, 0)
        finally:
            await sandbox.put("/sandbox/faults", json=[])


async def test_an_old_address_does_not_thank_for_what_was_never_said(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    assert "谢谢您告诉我们" not in (await candidate.opens(done="acknowledged")).text
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN)
    assert "谢谢您告诉我们" not in (await candidate.opens(done="acknowledged")).text


async def test_a_mail_only_candidate_stops_mails_and_starts_them_again(
    zhangsan: Recruiter, engine: AsyncEngine, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    assert page.all("a", href=f"/c/{candidate.token}/messages?lang=zh")
    choices = await candidate.opens_messages()
    assert "我们没有您的电话号码" in choices.text, "nobody could call"
    assert set(choices.forms) == {"stop"}
    assert not await _stopped(engine, config, candidate), "opening the page stops nothing"
    for _ in range(2):
        after = await candidate.chooses(choices.form("stop"))
        assert "已停止。您可以随时在此恢复。" in after.text
        assert await _stopped(engine, config, candidate)
    back = await candidate.chooses(after.form("resume"))
    assert "已恢复" in back.text
    assert not await _stopped(engine, config, candidate)


async def test_one_with_a_phone_is_told_that_we_would_call(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(phone="+8613911223344")
    choices = await candidate.opens_messages()
    assert "招聘人员会打电话告知您" in choices.text
    assert len(choices.all("button")) == 2
    english = await candidate.opens_messages(lang="en")
    assert "your recruiter will call you" in english.text


async def test_only_the_candidates_own_page_can_stop_messages(
    zhangsan: Recruiter, engine: AsyncEngine, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    stop = {"action": "stop", "channel": "email"}
    assert (await candidate.posts_messages(stop, {"Sec-Fetch-Site": "cross-site"})).status_code == 403
    for wrong in ({}, {"action": "stop"}, {"action": "stop", "channel": "sms"}, {"action": "x", "channel": "email"}):
        answer = await candidate.posts_messages(wrong)
        assert answer.status_code == 422, wrong
        assert answer.headers["content-security-policy"]
    assert (await candidate.posts_messages(stop, token="x" * 32)).status_code == 404
    assert not await _stopped(engine, config, candidate)
    json = await candidate.posts_messages(stop, {"Accept": "application/json"})
    assert json.json() == {"stopped": {"email": True}}


async def test_what_hr_recorded_is_not_undone_by_a_link(
    zhangsan: Recruiter, engine: AsyncEngine, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    async with engine.begin() as conn:
        hashed = _hash(config, candidate)
        await opt_outs.opt_out(conn, "mianyue", Channel.EMAIL, hashed, "hrops", datetime.now(UTC))
    choices = await candidate.opens_messages()
    assert "已停止" in choices.text, "the group's word counts in its subsidiary"
    after = await candidate.chooses(choices.form("resume"))
    assert "已恢复" not in after.text
    assert await _stopped(engine, config, candidate)


def _hash(config: Settings, candidate: Candidate) -> str:
    return address_hash(config.secret.get_secret_value(), candidate.email)


async def _stopped(engine: AsyncEngine, config: Settings, candidate: Candidate) -> Any:
    async with engine.connect() as conn:
        return await opt_outs.opted_out(conn, "mianyue-sh", Channel.EMAIL, _hash(config, candidate))
