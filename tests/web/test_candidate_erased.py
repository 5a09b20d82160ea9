"""A candidate is taken out of everything that is kept (PIPL 47): no personal word is left anywhere, figures and replay stay (R4, R18)."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from connect import plugin
from db.tables import candidates, commands
from db.tables_bulk import bulks
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices
from domain.keys import workflow_id
from tests.web.people import Candidate, Desk, Recruiter

NAME, PHONE = "慕容晓薇", "+8613977001234"
REASON, COMMENT, REMARK = "左脚踝骨折需要卧床静养", "希望提前两天电话确认", "候选人表示骨折后会再联系"
# As they are written in a row, in JSON, in a text message, in the masked name of the Temporal UI.
PERSONAL = (NAME, PHONE, "13977001234", "慕**薇", REASON, COMMENT, REMARK, "骨折")

_COLUMNS = text("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")


async def _lived(zhangsan: Recruiter, engine: AsyncEngine) -> Candidate:
    """An interview that was moved, cancelled in the candidate's own words, surveyed, called about, and is closed."""
    candidate = await zhangsan.invites(name=NAME, phone=PHONE)
    await candidate.presses(await candidate.opens(), "ask_for_person")
    await candidate.presses(await candidate.opens(), "cancel", reason_detail=REASON)
    page = await candidate.opens()
    await candidate.presses(page, "survey", timeliness="3", handling="4", comment=COMMENT)
    await zhangsan.waits(candidate, timedelta(days=15))
    await zhangsan.until(candidate, "closed")
    async with engine.begin() as conn:  # what a colleague wrote down after a call
        mine = notices.c.interview_id == UUID(candidate.id)
        await conn.execute(update(notices).where(mine).values(remark=REMARK))
        await conn.execute(update(notices).where(mine, notices.c.state == "accepted").values(state="delivered"))
    return candidate


async def _left(engine: AsyncEngine, words: tuple[str, ...]) -> list[str]:
    """Table, column and word, wherever any text of the whole database still holds one."""
    found = []
    async with engine.connect() as conn:
        for table, column in (await conn.execute(_COLUMNS)).all():
            for word in words:
                query = text(f'SELECT EXISTS (SELECT FROM {table} WHERE "{column}"::text LIKE :like)')
                if (await conn.execute(query, {"like": f"%{word}%"})).scalar_one():
                    found.append(f"{table}.{column}: {word}")
    return found


async def test_no_word_of_an_erased_candidate_is_left_in_the_whole_database(
    zhangsan: Recruiter, hrops: Desk, engine: AsyncEngine, temporal: WorkflowEnvironment
) -> None:
    candidate = await _lived(zhangsan, engine)
    words = (*PERSONAL, candidate.email)
    assert len(await _left(engine, words)) > 10
    figures, log = await _figures(engine, candidate), await zhangsan.log(candidate)
    asked = await candidate.posts_privacy(action="ask", kind="deletion")
    assert "删除申请已提交" in asked.text
    assert "deletion_wanted" in await hrops.inbox(candidate)
    (request,) = [one for one in await hrops.requests(candidate) if one["kind"] == "deletion"]
    assert (await zhangsan.desk.answers(request, "done")).status_code == 403
    assert (await hrops.answers(request, "done", "已按您的申请删除")).status_code == 200
    assert await _left(engine, words) == []
    assert await _figures(engine, candidate) == figures
    (row,) = await zhangsan.log(candidate)
    kept = ("party", "reason_code", "reason_stated", "late", "decided_hours", "cancelled_at", "operator")
    assert [getattr(row, name) for name in kept] == [getattr(log[0], name) for name in kept]
    assert row.reason_detail == "候选人突发疾病，无法参加面试", "worded by its code"
    assert (await zhangsan.interview(candidate))["candidate"] == {
        "name": "已删除 / erased",
        "phone": None,
        "email": None,
        "locale": "zh-CN",
    }
    await _replays(temporal, candidate)
    await _is_gone(candidate)


async def _is_gone(candidate: Candidate) -> None:
    for page in (await candidate.opens(), await candidate.opens_privacy(), await candidate.opens_messages()):
        assert page.status == 410
        assert "您的信息已删除" in page.text
        assert "021-50000000" in page.text
        assert not page.all("a", href=f"/c/{candidate.token}/privacy?lang=zh")


async def _figures(engine: AsyncEngine, candidate: Candidate) -> list[tuple[object, ...]]:
    """The facts that every figure is made of."""
    query = select(kpi_facts).where(kpi_facts.c.interview_id == UUID(candidate.id)).order_by(kpi_facts.c.id)
    async with engine.connect() as conn:
        return [tuple(row) for row in (await conn.execute(query)).all()]


async def _replays(temporal: WorkflowEnvironment, candidate: Candidate) -> None:
    """Its history is what it was: the workflow held nothing of what was erased."""
    history = await temporal.client.get_workflow_handle(workflow_id(candidate.id)).fetch_history()
    result = await Replayer(workflows=[], plugins=[plugin()]).replay_workflow(history, raise_on_replay_failure=False)
    assert result.replay_failure is None


async def test_while_the_interview_lives_nothing_is_erased(zhangsan: Recruiter, hrops: Desk) -> None:
    """The candidate has to be told of what happens in it; the page says so when they ask."""
    candidate = await zhangsan.invites()
    assert "面试流程结束之前，我们还需要用这些信息通知您" in (await candidate.opens_privacy()).text
    await candidate.posts_privacy(action="ask", kind="deletion")
    (request,) = await hrops.requests(candidate)
    refused = await hrops.answers(request, "done")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:mianyue:rule:interview-open")
    assert "李思雨" in (await candidate.opens()).text
    back = await candidate.posts_privacy(action="withdraw", kind="deletion")
    assert "已撤回删除申请" in back.text
    assert await hrops.requests(candidate) == []


async def test_a_message_whose_fate_is_unknown_is_settled_first(
    zhangsan: Recruiter, hrops: Desk, engine: AsyncEngine
) -> None:
    candidate = await _lived(zhangsan, engine)
    async with engine.begin() as conn:
        sent = (notices.c.interview_id == UUID(candidate.id)) & (notices.c.kind == "invite")
        await conn.execute(update(notices).where(sent).values(state="unknown"))
    await candidate.posts_privacy(action="ask", kind="deletion")
    (request,) = [one for one in await hrops.requests(candidate) if one["kind"] == "deletion"]
    refused = await hrops.answers(request, "done")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:mianyue:rule:sends-pending")
    assert await _left(engine, (candidate.email,)) != []


async def test_what_a_bulk_said_of_many_stays_without_the_one_who_is_erased(
    zhangsan: Recruiter, hrops: Desk, engine: AsyncEngine
) -> None:
    name, other = f"端木{uuid4().hex[:8]}", f"上官{uuid4().hex[:8]}"
    people = [await zhangsan.invites(name=name), await zhangsan.invites(name=other)]
    bulk = await zhangsan.cancels_all(people, f"{name}和{other}已接受其他录用", remark=f"{name}来电 {people[0].email}")
    await zhangsan.bulk(bulk, "finished")
    await _asks_and_is_erased(zhangsan, hrops, people[0])
    told = (await zhangsan.gets(f"/bulks/{bulk['id']}")).json()
    assert (told["reason_detail"], told["remark"]) == (f"…和{other}已接受其他录用", "…来电 …")
    await _asks_and_is_erased(zhangsan, hrops, people[1])
    assert await _left(engine, (name, other, people[0].email)) == []


async def test_what_a_bulk_said_of_one_candidate_alone_goes(
    zhangsan: Recruiter, hrops: Desk, engine: AsyncEngine
) -> None:
    candidate = await zhangsan.invites()
    reason = f"左臂骨折住院{uuid4().hex[:8]}"
    bulk = await zhangsan.cancels_all([candidate], reason, reason_code="C_ILLNESS")
    await zhangsan.bulk(bulk, "finished")
    await _asks_and_is_erased(zhangsan, hrops, candidate)
    assert await _left(engine, (reason,)) == []
    told = (await zhangsan.gets(f"/bulks/{bulk['id']}")).json()
    assert (told["reason_code"], told["reason_detail"]) == ("C_ILLNESS", "候选人突发疾病，无法参加面试")


@pytest.mark.parametrize("shared", ["phone", "email"])
async def test_what_a_bulk_said_of_one_persons_interviews_goes(
    zhangsan: Recruiter, hrops: Desk, engine: AsyncEngine, shared: str
) -> None:
    """Somebody who withdraws: all their interviews in one click, each with a candidate's row of its own."""
    number, reason = f"+86139{uuid4().int % 10**8:08d}", f"左臂骨折住院{uuid4().hex[:8]}"
    people = [await zhangsan.invites(phone=number if shared == "phone" else None) for _ in range(2)]
    if shared == "email":
        async with engine.begin() as conn:
            id = select(interviews.c.candidate_id).where(interviews.c.id == UUID(people[1].id)).scalar_subquery()
            address = people[0].email.upper()
            await conn.execute(update(candidates).where(candidates.c.id == id).values(email=address))
    bulk = await zhangsan.cancels_all(people, reason, reason_code="C_ILLNESS")
    await zhangsan.bulk(bulk, "finished")
    await _asks_and_is_erased(zhangsan, hrops, people[0])
    told = (await zhangsan.gets(f"/bulks/{bulk['id']}")).json()
    assert (told["reason_code"], told["reason_detail"]) == ("C_ILLNESS", "候选人突发疾病，无法参加面试")
    await _asks_and_is_erased(zhangsan, hrops, people[1])
    assert await _left(engine, (reason,)) == []


async def test_a_bulk_that_still_runs_comes_to_its_end_first(zhangsan: Recruiter, hrops: Desk) -> None:
    people = [await zhangsan.invites(), await zhangsan.invites()]
    bulk = await zhangsan.cancels_all(people, "岗位冻结，暂停招聘", party="company", per_minute=1)
    await zhangsan.until(people[0], "cancelled")
    refused = await _asks_to_be_erased(zhangsan, hrops, people[0])
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:mianyue:rule:bulk-running")
    await zhangsan.steers(bulk, "stop")
    await zhangsan.bulk(bulk, "stopped")
    (request,) = [one for one in await hrops.requests(people[0]) if one["kind"] == "deletion"]
    assert (await hrops.answers(request, "done")).status_code == 200


async def test_a_bulks_words_are_written_once(zhangsan: Recruiter, engine: AsyncEngine) -> None:
    candidate = await zhangsan.invites()
    bulk = await zhangsan.cancels_all([candidate], "岗位冻结，暂停招聘", party="company")
    await zhangsan.bulk(bulk, "finished")
    mine = update(bulks).where(bulks.c.id == UUID(bulk["id"]))
    async with engine.connect() as conn:
        with pytest.raises(IntegrityError, match="append-only"):
            await conn.execute(mine.values(remark="改过"))
    await candidate.posts_privacy(action="ask", kind="deletion")
    async with engine.connect() as conn:
        with pytest.raises(IntegrityError, match="append-only"):
            await conn.execute(mine.values(remark="改过", total=7))


async def _asks_to_be_erased(zhangsan: Recruiter, hrops: Desk, candidate: Candidate) -> httpx2.Response:
    """The interview's life comes to its end, the candidate asks, HR operations carry it out."""
    await zhangsan.waits(candidate, timedelta(days=15))
    await zhangsan.until(candidate, "closed")
    await candidate.posts_privacy(action="ask", kind="deletion")
    (request,) = [one for one in await hrops.requests(candidate) if one["kind"] == "deletion"]
    return await hrops.answers(request, "done")


async def _asks_and_is_erased(zhangsan: Recruiter, hrops: Desk, candidate: Candidate) -> None:
    answer = await _asks_to_be_erased(zhangsan, hrops, candidate)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("wanted", [False, True])
async def test_history_gives_way_to_nothing_but_the_candidates_own_wish(
    zhangsan: Recruiter, engine: AsyncEngine, wanted: bool
) -> None:
    """R4: PostgreSQL itself lets only texts go, and only while the candidate's request to be deleted is open."""
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "cancel", reason_code="C_SCHEDULE")
    if wanted:
        await candidate.posts_privacy(action="ask", kind="deletion")
    mine = cancellation_log.c.interview_id == UUID(candidate.id)
    texts = update(cancellation_log).where(mine).values(reason_detail="")
    code = update(cancellation_log).where(mine).values(reason_code="C_FAMILY")
    sender = update(commands).where(commands.c.interview_id == UUID(candidate.id)).values(actor="nobody")
    for statement in (code, sender, *([] if wanted else [texts])):
        async with engine.connect() as conn:
            with pytest.raises(IntegrityError, match="append-only"):
                await conn.execute(statement)
    if wanted:
        async with engine.connect() as conn:
            await conn.execute(texts)
            await conn.rollback()
