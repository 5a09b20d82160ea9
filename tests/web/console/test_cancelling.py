"""Stories of 取消面试: what is shown before anything happens, and that pressing often, late or twice cancels once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter

SICK = {"party": "candidate", "reason_detail": "突发感冒发烧，医生建议休息"}
FROZEN = {"party": "company", "reason_detail": "岗位冻结，暂停招聘"}
PHONE = "+86 139 0013 8001"


def at(candidate: Candidate, more: str = "/cancel") -> str:
    return f"/console/interviews/{candidate.id}{more}"


async def checks(visitor: Visitor, candidate: Candidate, **fields: Any) -> Page:
    """What the open dialog shows after these fields were filled in."""
    dialog = await visitor.opens(at(candidate), htmx=True)
    filled = {**dialog.form_to(at(candidate)).every, **fields}
    return await visitor.posts(at(candidate, "/cancel/check"), filled, htmx=True)


async def test_the_exact_texts_and_what_counts_are_shown_before_anything_is_sent(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(name="王小明", phone=PHONE)
    before = await zhangsan.books(candidate)
    shown = await checks(zhang, candidate, **FROZEN, channels=["sms", "email"], offer="no", remark="内部知道")
    assert "该岗位招聘计划调整" in shown.text
    assert "计 1 条短信" in shown.text or "计 2 条短信" in shown.text
    assert "岗位冻结" not in shown.html.split("候选人将收到")[1], "the candidate reads the neutral wording"
    assert "内部知道" not in shown.html.split("候选人将收到")[1]
    assert shown.all("details", id="letter-sms")
    assert shown.all("details", id="letter-email")
    assert not shown.all("details", id="letter-inbox")
    assert "计入，算达标 提前通知率、取消原因规范率、面试流程合规率" in shown.text
    assert "只计入分母 可归责取消率" in shown.text
    assert await zhangsan.books(candidate) == before


async def test_the_reasons_are_those_of_the_party(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    everybodys = await zhang.opens(at(candidate), htmx=True)
    assert [group["label"] for group in everybodys.all("optgroup")] == ["候选人", "企业", "面试官", "系统"]
    shown = await checks(zhang, candidate, party="system")
    assert "AI 面试系统故障或维护" in shown.text
    assert "候选人突发疾病" not in shown.text
    by_code = await checks(zhang, candidate, party="candidate", listed="candidate", reason_code="C_FAMILY")
    assert "可以使用，归类为：候选人家中急事" in by_code.text
    left = await checks(zhang, candidate, party="company", listed="candidate", reason_code="C_FAMILY")
    assert "与所选责任方不一致" not in left.text, "the reason of another party is dropped with it"


async def test_cancelling_by_a_reason_of_the_list(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    fields = {"party": "candidate", "reason_code": "C_OTHER_OFFER", "remark": "电话里说的"}
    done = await zhang.sends(dialog, at(candidate), fields, htmx=True)
    assert done.status == 204
    assert "close-dialog" in done.answer.headers["hx-trigger"]
    (row,) = await zhangsan.log(candidate)
    assert (row.reason_code, row.operator, row.remark) == ("C_OTHER_OFFER", "zhangsan", "电话里说的")
    assert row.reason_detail == "候选人已接受其他 offer，放弃面试"


async def test_late_is_said_with_what_follows_and_the_justification_is_kept(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(timedelta(hours=5))
    dialog = await zhang.opens(at(candidate))
    assert "临时取消：距开始还有 4.9 小时，不足 24 小时" in dialog.text
    shown = await checks(zhang, candidate, **FROZEN)
    assert "深表歉意" in shown.html
    assert "计入，对指标不利 取消率、提前通知率、面试流程合规率" in shown.text
    page = await zhang.sends(dialog, at(candidate), FROZEN | {"justification": "总部今早才通知"})
    assert "全过程" in page.text
    (row,) = await zhangsan.log(candidate)
    assert (row.late, row.justification) == (True, "总部今早才通知")


async def nearly_late(zhangsan: Recruiter) -> tuple[Candidate, datetime]:
    """An interview that in a few seconds is less than the notice hours away, and when that is."""
    soon = datetime.now(UTC) + timedelta(seconds=4)
    return await zhangsan.invites(starts_at=soon + timedelta(hours=24)), soon


async def comes(moment: datetime) -> None:
    await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()) + 0.05)


async def test_what_becomes_late_while_the_dialog_is_open_is_said_with_the_next_check(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate, soon = await nearly_late(zhangsan)
    dialog = await zhang.opens(at(candidate), htmx=True)
    assert not dialog.all("textarea", name="justification")
    await comes(soon)
    filled = {**dialog.form_to(at(candidate)).every, **FROZEN}
    checked = await zhang.posts(at(candidate, "/cancel/check"), filled, htmx=True)
    assert "临时取消：距开始还有" in checked.text
    assert checked.all("textarea", name="justification")
    again = await zhang.posts(at(candidate, "/cancel/check"), filled | {"justification": "总部刚通知"}, htmx=True)
    assert not again.all("textarea", name="justification"), "the field stands there, and what is typed in it stays"
    assert "临时取消" in again.text


async def test_what_becomes_late_before_it_is_sent_is_shown_with_everything_typed(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate, soon = await nearly_late(zhangsan)
    dialog = await zhang.opens(at(candidate), htmx=True)
    await comes(soon)
    shown = await zhang.sends(dialog, at(candidate), FROZEN | {"remark": "内部知道", "offer": "no"}, htmx=True)
    assert shown.status == 409
    assert "刚刚进入临时取消的时限，还没有取消" in shown.text
    assert await zhangsan.log(candidate) == []
    kept = shown.form_to(at(candidate)).fields
    assert (kept["reason_detail"], kept["remark"], kept["party"]) == (FROZEN["reason_detail"], "内部知道", "company")
    done = await zhang.sends(shown, at(candidate), {"justification": "总部刚通知", "offer": "no"}, htmx=True)
    assert "close-dialog" in done.answer.headers["hx-trigger"]
    (row,) = await zhangsan.log(candidate)
    assert (row.late, row.justification, row.remark) == (True, "总部刚通知", "内部知道")


async def test_what_is_missing_is_named_at_its_field_and_nothing_typed_is_lost(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate))
    wrong = await zhang.sends(
        dialog, at(candidate), {"reason_detail": "有事", "remark": "稍后再说"}, without=("channels",)
    )
    assert wrong.status == 422
    assert "请选择责任方。" in wrong.text
    assert "请至少选择一种通知方式。" in wrong.text
    kept = wrong.form_to(at(candidate)).fields
    assert (kept["reason_detail"], kept["remark"]) == ("有事", "稍后再说")
    fields = {"party": "company", "channels": ["inbox"], "reason_detail": "岗位冻结"}
    unreachable = await zhang.sends(wrong, at(candidate), fields)
    assert "短信或邮件" in unreachable.text
    vague = await zhang.sends(unreachable, at(candidate), {**fields, "channels": ["email"], "reason_detail": "有事"})
    assert vague.status == 422
    assert "过于笼统" in vague.text
    assert await zhangsan.log(candidate) == []
    await zhang.sends(vague, at(candidate), {**fields, "channels": ["email"]})
    assert len(await zhangsan.log(candidate)) == 1


async def test_pressed_twice_it_is_cancelled_once_and_both_times_it_worked(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    first = await zhang.sends(dialog, at(candidate), SICK, htmx=True)
    traces = await zhangsan.traces(candidate)
    second = await zhang.sends(dialog, at(candidate), SICK, htmx=True)
    assert first.answer.headers["hx-trigger"] == second.answer.headers["hx-trigger"]
    assert await zhangsan.traces(candidate) == traces
    assert len(await zhangsan.log(candidate)) == 1


async def test_a_second_tab_says_who_cancelled_and_when(zhang: Visitor, chief: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    mine, theirs = await zhang.opens(at(candidate), htmx=True), await chief.opens(at(candidate), htmx=True)
    await zhang.sends(mine, at(candidate), SICK, htmx=True)
    late = await chief.sends(theirs, at(candidate), FROZEN, htmx=True)
    assert "已由张三取消，没有重复取消" in late.text
    assert "候选人突发疾病" in late.text
    opened = await chief.opens(at(candidate))
    assert "已由张三取消。" in opened.text
    assert [row.reason_code for row in await zhangsan.log(candidate)] == ["C_ILLNESS"]


async def test_a_second_try_does_not_end_the_candidates_wish_for_another_time(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites()
    dialogs = [await zhang.opens(at(candidate), htmx=True) for _ in range(2)]
    await zhang.sends(dialogs[0], at(candidate), SICK | {"offer": "yes"}, htmx=True)
    await candidate.presses(await candidate.opens(), "reschedule", starts_at="any")
    asked = await zhangsan.interview(candidate)
    assert asked["stage"] == "reschedule_requested"
    await zhang.sends(dialogs[1], at(candidate), FROZEN, htmx=True)
    assert await zhangsan.interview(candidate) == asked
    assert len(await zhangsan.log(candidate)) == 1


async def test_after_the_session_ended_the_same_form_still_works(at_console: Door, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    visitor = await at_console("zhangsan")
    dialog = await visitor.opens(at(candidate), htmx=True)
    await visitor.sends(await visitor.opens("/console/account"), "/console/signout")
    gone = await visitor.sends(dialog, at(candidate), SICK, htmx=True)
    assert gone.status == 401
    assert await zhangsan.log(candidate) == []
    await visitor.signs_in()
    done = await visitor.sends(dialog, at(candidate), SICK, htmx=True)
    assert "close-dialog" in done.answer.headers["hx-trigger"]
    assert len(await zhangsan.log(candidate)) == 1


async def test_who_looked_at_an_older_state_is_shown_the_new_one_first(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    await candidate.presses(await candidate.opens(), "confirm")
    stale = await zhang.sends(dialog, at(candidate), SICK, htmx=True)
    assert stale.status == 409
    assert "刚刚有变动，没有取消" in stale.text
    assert "已确认" in stale.text
    assert await zhangsan.log(candidate) == []
    done = await zhang.sends(stale, at(candidate), htmx=True)
    assert "close-dialog" in done.answer.headers["hx-trigger"]
    assert len(await zhangsan.log(candidate)) == 1


async def test_a_move_that_the_page_had_no_time_to_see_is_seen_by_the_rule(
    zhang: Visitor, zhangsan: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    now = await zhangsan.interview(candidate)
    new = (timedelta(days=4) + datetime.fromisoformat(now["starts_at"])).isoformat()
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": new})
    monkeypatch.setattr("web.console.cancelling.standing", lambda row: "1.invited")
    stale = await zhang.sends(dialog, at(candidate), SICK, htmx=True)
    assert stale.status == 409
    assert "刚刚有变动，没有取消" in stale.text
    assert await zhangsan.log(candidate) == []


async def test_without_scripts_there_is_a_page_with_check_and_preview(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    page = await zhang.opens(at(candidate))
    filled = {**page.form_to(at(candidate)).every, **SICK}
    shown = await zhang.posts(at(candidate, "/cancel/check"), filled)
    assert "候选人将收到" in shown.text
    assert "主导航" in shown.html
    done = await zhang.sends(shown, at(candidate))
    assert "已取消" in done.text
    assert "全过程" in done.text


async def test_somebody_elses_interview_is_not_found(at_console: Door, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    li = await at_console("lisi")
    assert (await li.opens(at(candidate))).status == 404
    form = (await li.opens("/console/account")).form_to("/console/zone").fields
    posted = await li.posts(at(candidate), {"csrf": form["csrf"], **SICK, "channels": "email", "seen": "1.invited"})
    assert posted.status == 404
    assert await zhangsan.log(candidate) == []


async def test_a_form_of_another_site_cancels_nothing(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    posted = await zhang.posts(at(candidate), {**SICK, "channels": "email", "seen": "1.invited", "csrf": "made up"})
    assert posted.status == 403
    assert await zhangsan.log(candidate) == []


async def test_in_english_everything_is_said_in_english(at_console: Door, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(hours=5), name="Jane Smith", locale="en", position="Data analyst")
    visitor = await at_console("zhangsan")
    home = await visitor.opens("/console/account")
    await visitor.sends(home, "/console/language", {"lang": "en"})
    try:
        dialog = await visitor.opens(at(candidate), htmx=True)
        shown = await checks(visitor, candidate, party="company", reason_detail="The position is frozen")
        page = await visitor.opens(at(candidate, ""))
    finally:
        await visitor.sends(await visitor.opens("/console/account"), "/console/language", {"lang": "zh"})
    for part in (dialog, shown):
        assert not any("一" <= sign <= "鿿" for sign in part.text), part.text
    assert "Cancel interview: Jane Smith" in dialog.text
    assert "With our apologies" in shown.html
    assert "arranged the interview and invited the candidate" in page.text
