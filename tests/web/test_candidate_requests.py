"""A candidate asks for a person as interviewer, for a copy of what is kept; staff hear of it and answer (PIPL 24, 45)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.people import Desk, Recruiter


async def test_a_candidate_asks_for_a_person_and_reads_the_answer(zhangsan: Recruiter, hrops: Desk, lisi: Desk) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    assert "不单独决定录用或淘汰" in page.text, "what the AI does not decide"
    assert "是否进入下一轮由面约上海的招聘人员决定" in page.text
    asked = await candidate.presses(page, "ask_for_person")
    assert "已收到您的人工面试申请" in asked.text
    by = datetime.now(UTC) + timedelta(hours=24)
    (request,) = await zhangsan.desk.requests(candidate)
    assert abs(datetime.fromisoformat(request["due_at"]) - by) < timedelta(minutes=2)
    assert (request["kind"], request["overdue"], request["mine_to_answer"]) == ("human_interview", False, True)
    assert "human_wanted" in await zhangsan.desk.inbox(candidate)
    assert "human_wanted" in await hrops.inbox(candidate)
    assert await lisi.requests(candidate) == []
    assert (await lisi.answers(request, "done")).status_code == 404
    assert (await zhangsan.interview(candidate))["stage"] == "invited", "nothing of the interview changes by asking"
    silent = await zhangsan.desk.answers(request, "decline")
    assert silent.status_code == 422
    assert silent.json()["errors"][0]["field"] == "note"
    done = await zhangsan.desk.answers(request, "done", "由张经理与您视频面谈")
    assert (done.status_code, done.json()["handled_by"]) == (200, "zhangsan")
    again = await zhangsan.desk.answers(request, "done", "由张经理与您视频面谈")
    assert again.status_code == 200
    assert (await hrops.answers(request, "decline", "不行")).status_code == 409
    told = await candidate.opens()
    assert "由张经理与您视频面谈" in told.text
    assert "ask_for_person" not in told.forms


async def test_asking_twice_is_one_request_and_it_can_be_taken_back(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(locale="en")
    page = await candidate.opens()
    for _ in range(3):
        await candidate.sends(page.form("ask_for_person"))
    assert len(await zhangsan.desk.requests(candidate)) == 1
    assert (await zhangsan.desk.inbox(candidate)).count("human_wanted") == 1
    back = await candidate.presses(await candidate.opens(), "keep_the_ai")
    assert "You took back your request" in back.text
    (request,) = await zhangsan.desk.requests(candidate, "all")
    assert (request["state"], request["handled_by"]) == ("withdrawn", "candidate")
    assert "ask_for_person" in back.forms, "and may be asked again"
    assert "已收到" not in (await candidate.opens(done="person_asked")).text


async def test_a_request_shortly_before_the_interview_is_due_before_it(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(hours=5))
    assert (await candidate.calls(action="ask_for_person")).json() == {
        "kind": "human_interview",
        "result": "person_asked",
    }
    (request,) = await zhangsan.desk.requests(candidate)
    assert request["due_at"] == request["starts_at"]
    view = (await candidate.calls_for_view()).json()
    assert [(one["kind"], one["state"]) for one in view["requests"]] == [("human_interview", "open")]
    assert view["may_ask_for_person"] is False


async def test_what_is_kept_is_told_and_masked(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(phone="+8613912345678")
    await candidate.presses(await candidate.opens(), "cancel", reason_detail="突发感冒发烧，医生建议休息")
    page = await candidate.opens_privacy()
    assert page.status == 200
    for told in ("李*雨", "+86139****5678", "c***@example.com", "数据分析师", "1 次，其中 1 次写有文字"):
        assert told in page.text, told
    for hidden in ("李思雨", "13912345678", candidate.email, "感冒"):
        assert hidden not in page.html, hidden
    assert "直到您申请删除" in page.text
    assert set(page.forms) == {"ask"}
    english = await candidate.opens_privacy(lang="en")
    assert "What we keep about you" in english.text


async def test_a_copy_is_for_hr_operations_to_make_and_to_send(zhangsan: Recruiter, hrops: Desk) -> None:
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "cancel", reason_detail="突发感冒发烧，医生建议休息")
    asked = await candidate.posts_privacy(action="ask", kind="copy")
    assert "副本申请已提交" in asked.text
    (request,) = await hrops.requests(candidate)
    assert "copy_wanted" in await hrops.inbox(candidate)
    assert (await zhangsan.desk.copies(request)).status_code == 403
    assert (await zhangsan.desk.answers(request, "done")).status_code == 403
    copy = (await hrops.copies(request)).json()
    assert copy["candidate"]["name"] == "李思雨"
    assert next(one["kind"] for one in copy["messages"]) == "invite"
    assert [one["texts"] for one in copy["said"]] == [{"reason_detail": "突发感冒发烧，医生建议休息"}]
    assert (await hrops.answers(request, "done", "已发送至您的邮箱")).status_code == 200
    assert "已发送至您的邮箱" in (await candidate.opens_privacy()).text


@pytest.mark.parametrize(
    "fields",
    [{}, {"action": "ask"}, {"action": "ask", "kind": "human_interview"}, {"action": "erase", "kind": "deletion"}],
)
async def test_a_form_of_another_make_asks_for_nothing(zhangsan: Recruiter, fields: dict[str, str]) -> None:
    candidate = await zhangsan.invites()
    assert (await candidate.posts_privacy(**fields)).status == 422
    assert await zhangsan.desk.requests(candidate, "all") == []


async def test_lists_refuse_what_they_do_not_know(hrops: Desk, zhangsan: Recruiter) -> None:
    for query in ("state=lost", "kind=money", "interview=x", "limit=0", "cursor=made-up"):
        answer = await zhangsan.gets(f"/candidate-requests?{query}")
        assert answer.status_code == 422, query
    for id in ("x", "00000000-0000-0000-0000-000000000000"):
        assert (await hrops.answers({"id": id}, "done")).status_code in (404, 422)
