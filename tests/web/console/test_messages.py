"""In-app messages at the console: what is new comes first, is opened, leads to what it is about, and is marked as read."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_interview import notices
from tests.web.browser import Page
from tests.web.console.visitor import Visitor, said
from tests.web.people import Candidate, Recruiter

_INBOX = "/console/messages"


async def _asked(zhangsan: Recruiter) -> Candidate:
    candidate = await zhangsan.invites(name="沈人工")
    await candidate.presses(await candidate.opens(), "ask_for_person")
    return candidate


async def _about(visitor: Visitor, engine: AsyncEngine, candidate: Candidate, view: str) -> tuple[Page, list[str]]:
    """The page, and the ids of its messages about this candidate's interview."""
    page = await visitor.opens(f"{_INBOX}?view={view}&limit=200")
    async with engine.connect() as conn:
        mine = select(notices.c.id).where(notices.c.interview_id == candidate.id, notices.c.channel == "inbox")
        ids = {str(id) for id in (await conn.execute(mine)).scalars()}
    return page, [item["id"][2:] for item in page.all("li") if item.get("id", "")[2:] in ids]


async def test_a_new_message_is_read_and_leads_on(zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine) -> None:
    candidate = await _asked(zhangsan)
    page, [message] = await _about(zhang, engine, candidate, "unread")
    assert "沈人工" in page.text
    assert page.all("a", href=f"/console/interviews/{candidate.id}")
    assert page.all("a", href="/console/candidate-requests")
    answer = await zhang.posts(f"{_INBOX}/read", {**_csrf(page), "id": message}, htmx=True)
    assert answer.status == 204
    assert said(answer)["toast"]["text"] == "1 条消息已标为已读。"
    assert "renew" in said(answer), "the list looks again"
    assert (await _about(zhang, engine, candidate, "unread"))[1] == []
    assert (await _about(zhang, engine, candidate, "all"))[1] == [message]


async def test_all_that_are_shown_are_read_at_once(zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine) -> None:
    first, second = await _asked(zhangsan), await _asked(zhangsan)
    page = await zhang.opens(_INBOX)
    shown = page.form_to(f"{_INBOX}/read").every["id"]
    back = await zhang.posts(
        f"{_INBOX}/read", {**_csrf(page), "id": [i["value"] for i in page.all("input", name="id")]}
    )
    assert back.status == 200, "without scripts back to the list"
    assert shown
    for candidate in (first, second):
        assert (await _about(zhang, engine, candidate, "unread"))[1] == []


async def test_nobody_marks_what_is_anothers(
    zhangsan: Recruiter, zhang: Visitor, chief: Visitor, engine: AsyncEngine
) -> None:
    candidate = await _asked(zhangsan)
    _, [message] = await _about(zhang, engine, candidate, "unread")
    page = await chief.opens(_INBOX)
    answer = await chief.posts(f"{_INBOX}/read", {**_csrf(page), "id": [message, str(uuid4())]}, htmx=True)
    assert said(answer)["toast"]["text"] == "0 条消息已标为已读。"
    assert (await _about(zhang, engine, candidate, "unread"))[1] == [message]
    wrong = await chief.posts(f"{_INBOX}/read", {**_csrf(page), "id": "none"}, htmx=True)
    assert wrong.status == 422


def _csrf(page: Page) -> dict[str, str]:
    return {"csrf": page.all("input", name="csrf")[0]["value"]}


async def test_titles_are_told_in_the_readers_language_and_letters_as_they_were_written(
    zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine
) -> None:
    candidate = await _asked(zhangsan)
    _, [message] = await _about(zhang, engine, candidate, "all")
    await zhang.sends(await zhang.opens("/console/account"), "/console/language", {"lang": "en"})
    try:
        english, _ = await _about(zhang, engine, candidate, "all")
    finally:
        await zhang.sends(await zhang.opens("/console/account"), "/console/language", {"lang": "zh"})
    item = english.html.split(f'id="m-{message}"')[1].split("</li>")[0]
    title, letter = item.split("</summary>")
    assert "申请人工面试" not in title
    assert "沈人工" in title
    assert "申请人工面试" in letter
