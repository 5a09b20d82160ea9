"""What candidates ask for, at the console (PIPL 24, 45, 47): answered by whom it is up to, in words that the candidate reads."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_candidate import candidate_requests
from db.tables_interview import notices
from tests.web.browser import Page
from tests.web.console.visitor import Visitor, said
from tests.web.people import Candidate, Desk, Recruiter

_REQUESTS = "/console/candidate-requests"


async def _request(candidate: Candidate, desk: Desk, kind: str) -> str:
    [found] = [one for one in await desk.requests(candidate) if one["kind"] == kind]
    return str(found["id"])


async def _asks(candidate: Candidate, desk: Desk, kind: str) -> str:
    await candidate.posts_privacy(action="ask", kind=kind)
    return await _request(candidate, desk, kind)


async def _counted(visitor: Visitor) -> int:
    """The number that the menu shows beside the list."""
    page = await visitor.opens("/console/counts", htmx=True)
    after = page.html.partition('hx-target="#count-candidate-requests"')[2]
    number = after.partition(">")[2].partition("<")[0].strip()
    return int(number or 0)


async def _list(visitor: Visitor, candidate: Candidate, state: str = "open") -> Page:
    return await visitor.opens(f"{_REQUESTS}?interview={candidate.id}&state={state}")


async def test_a_recruiter_arranges_a_human_interviewer(zhangsan: Recruiter, zhang: Visitor) -> None:
    candidate = await zhangsan.invites(name="许见人")
    before = await _counted(zhang)
    await candidate.presses(await candidate.opens(), "ask_for_person")
    assert await _counted(zhang) == before + 1
    id = await _request(candidate, zhangsan.desk, "human_interview")
    page = await _list(zhang, candidate)
    assert "许见人" in page.text
    assert "申请人工面试" in page.text
    dialog = await zhang.opens(f"{_REQUESTS}/{id}/done", htmx=True)
    answer = await zhang.sends(dialog, f"{_REQUESTS}/{id}/done", {"note": "由张经理与您视频面谈"}, htmx=True)
    assert (answer.status, said(answer)["toast"]["text"]) == (204, "已登记为办理完成。")
    assert await _counted(zhang) == before
    assert "由张经理与您视频面谈" in (await candidate.opens()).text
    assert "由张经理与您视频面谈" in (await _list(zhang, candidate, "done")).text


async def test_to_decline_takes_a_reason_that_the_candidate_reads(zhangsan: Recruiter, zhang: Visitor) -> None:
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "ask_for_person")
    id = await _request(candidate, zhangsan.desk, "human_interview")
    place = f"{_REQUESTS}/{id}/decline"
    silent = await zhang.sends(await zhang.opens(place, htmx=True), place, htmx=True)
    assert silent.status == 422
    [field] = silent.all("textarea", name="note")
    assert "e-note" in field["aria-describedby"]
    assert "请写明原因，候选人会看到" in silent.text
    done = await zhang.sends(silent, place, {"note": "本轮只安排 AI 面试，下一轮由经理面谈"})
    assert done.status == 200, "without scripts back to the list"
    assert "下一轮由经理面谈" in (await candidate.opens()).text


async def test_two_who_answer_at_once_are_told(zhangsan: Recruiter, zhang: Visitor, hrops: Desk) -> None:
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "ask_for_person")
    id = await _request(candidate, zhangsan.desk, "human_interview")
    dialog = await zhang.opens(f"{_REQUESTS}/{id}/done", htmx=True)
    await hrops.answers({"id": id}, "decline", "不行")
    late = await zhang.sends(dialog, f"{_REQUESTS}/{id}/done", htmx=True)
    assert late.status == 409
    assert "该申请已处理或已撤回" in late.text
    assert "现在的状态：未予办理。" in late.text
    assert f"{_REQUESTS}/{id}/done" not in late.places, "nothing is left to send"


async def test_personal_data_are_for_hr_operations(zhangsan: Recruiter, zhang: Visitor, chief: Visitor) -> None:
    candidate = await zhangsan.invites(name="何副本")
    before = await _counted(zhang)
    id = await _asks(candidate, zhangsan.desk, "copy")
    assert await _counted(zhang) == before, "not hers to answer"
    page = await _list(zhang, candidate)
    assert "由 HR 运营答复" in page.text
    assert not page.all("a", href=f"{_REQUESTS}/{id}/done")
    assert (await zhang.opens(f"{_REQUESTS}/{id}/copy")).status == 403
    assert (await zhang.opens(f"{_REQUESTS}/{id}/copy.json")).status == 403
    assert "个人信息的申请由 HR 运营答复。" in (await zhang.opens(f"{_REQUESTS}/{id}/done", htmx=True)).text
    assert (await _list(chief, candidate)).all("a", href=f"{_REQUESTS}/{id}/copy")
    copy = await chief.opens(f"{_REQUESTS}/{id}/copy")
    for told in ("何副本", candidate.email, "邀约", "〔链接〕", "获取个人信息副本"):
        assert told in copy.text, told
    file = await chief.http.get(f"{_REQUESTS}/{id}/copy.json")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.json()["candidate"]["name"] == "何副本"
    done = await chief.sends(
        await chief.opens(f"{_REQUESTS}/{id}/done", htmx=True), f"{_REQUESTS}/{id}/done", htmx=True
    )
    assert done.status == 204


async def test_a_deletion_is_confirmed_and_refused_while_the_interview_runs(
    zhangsan: Recruiter, chief: Visitor, hrops: Desk
) -> None:
    candidate = await zhangsan.invites(name="吕待删")
    place = f"{_REQUESTS}/{await _asks(candidate, hrops, 'deletion')}/done"
    dialog = await chief.opens(place, htmx=True)
    assert "将删除，且无法恢复" in dialog.text
    assert "将保留，不再指向本人" in dialog.text
    unsure = await chief.sends(dialog, place, htmx=True)
    assert unsure.status == 422
    assert "请先勾选确认" in unsure.text
    early = await chief.sends(unsure, place, {"sure": "yes"}, htmx=True)
    assert early.status == 409
    assert "面试流程尚未结束，结束后才能删除" in early.text
    assert early.all("a", href=f"/console/interviews/{candidate.id}")
    assert early.all("input", name="sure")[0].get("checked") == "", "what was ticked stays"


async def test_a_deletion_takes_the_candidate_out(
    zhangsan: Recruiter, chief: Visitor, hrops: Desk, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites(name="施已删")
    await candidate.presses(await candidate.opens(), "cancel", reason_detail="突发感冒")
    await zhangsan.waits(candidate, timedelta(days=15))
    await zhangsan.until(candidate, "closed")
    await _sends(engine, candidate, "unknown")
    place = f"{_REQUESTS}/{await _asks(candidate, hrops, 'deletion')}/done"
    pending = await chief.sends(await chief.opens(place, htmx=True), place, {"sure": "yes"}, htmx=True)
    assert pending.status == 409
    assert "仍有通知未发出或结果未知" in pending.text
    assert pending.all("a", href="/console/unknown")
    await _sends(engine, candidate, "delivered")
    done = await chief.sends(pending, place, {"sure": "yes"}, htmx=True)
    assert said(done)["toast"]["text"] == "候选人的个人信息已删除。"
    assert "施已删" not in (await _list(chief, candidate, "all")).text
    assert (await candidate.opens()).status == 410


async def test_what_is_past_its_time_is_marked(zhangsan: Recruiter, zhang: Visitor, engine: AsyncEngine) -> None:
    candidate = await zhangsan.invites()
    id = await _asks(candidate, zhangsan.desk, "copy")
    assert "已逾期" not in (await _list(zhang, candidate)).text
    async with engine.begin() as conn:
        mine = update(candidate_requests).where(candidate_requests.c.id == id)
        await conn.execute(mine.values(due_at=candidate_requests.c.due_at - timedelta(days=90)))
    assert "已逾期" in (await _list(zhang, candidate)).text


async def _sends(engine: AsyncEngine, candidate: Candidate, state: str) -> None:
    """What became of the messages to this candidate."""
    async with engine.begin() as conn:
        sent = (notices.c.interview_id == candidate.id) & (notices.c.channel != "inbox")
        await conn.execute(update(notices).where(sent).values(state=state))
