"""Stories of the candidate's page: confirming, cancelling with a usable reason, and answering the survey (R7, R8, R12, R16)."""

from datetime import timedelta

from tests.web.people import Recruiter


async def test_a_candidate_confirms_with_one_press(zhangsan: Recruiter) -> None:
    """R16: the invitation asks whether the time suits; yes is one button."""
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    assert page.status == 200
    assert "李思雨，您好" in page.text.replace(" ，", "，")
    assert "诚邀您参加面试" in page.text
    assert "数据分析师" in page.text
    assert "是否需要调整时间" in page.text
    assert "至少提前 24 小时" in page.text
    after = await candidate.presses(page, "confirm")
    assert "已收到您的确认" in after.text
    assert "confirm" not in after.forms
    assert (await zhangsan.interview(candidate))["stage"] == "confirmed"


async def test_an_english_candidate_reads_english_and_may_switch(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(locale="en", name="Anna Smith")
    page = await candidate.opens()
    assert page.all("html", lang="en")
    assert "You are invited to an interview" in page.text
    assert "Asia/Shanghai, UTC+8" in page.text
    assert "Mianyue Shanghai" in page.text
    chinese = await candidate.opens(lang="zh")
    assert chinese.all("html", lang="zh-CN")
    assert "诚邀您参加面试" in chinese.text
    after = await candidate.presses(await candidate.opens(), "confirm")
    assert "Thank you, your answer has been noted." in after.text


async def test_a_vague_reason_is_refused_kept_and_then_made_good(zhangsan: Recruiter) -> None:
    """R7: what is wrong, what to write instead, and nothing typed is lost."""
    candidate = await zhangsan.invites()
    refused = await candidate.presses(await candidate.opens(), "cancel", reason_detail="个人原因")
    assert refused.status == 422
    assert "过于笼统" in refused.text
    assert "突发感冒发烧" in refused.text
    assert refused.form("cancel")["reason_detail"] == "个人原因"
    assert refused.all("a", href="#f-reason_detail")
    assert refused.all("textarea", **{"aria-invalid": "true"})
    assert (await zhangsan.interview(candidate))["stage"] == "invited"
    done = await candidate.presses(refused, "cancel", reason_detail="突发感冒发烧，医生建议休息")
    assert done.status == 200
    assert "面试已取消" in done.text
    (row,) = await zhangsan.log(candidate)
    assert (row.reason_code, row.party, row.operator) == ("C_ILLNESS", "candidate", "candidate")
    assert row.reason_detail == "突发感冒发烧，医生建议休息"


async def test_the_advice_for_a_vague_reason_is_itself_accepted(zhangsan: Recruiter) -> None:
    for text in ("突发感冒发烧", "I have a meeting at work at that time"):
        candidate = await zhangsan.invites()
        answer = await candidate.calls(action="cancel", reason_detail=text)
        assert answer.status_code == 200, answer.text


async def test_a_chosen_reason_is_enough_and_never_asks_for_private_details(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    assert "无需填写病情" in page.text
    done = await candidate.presses(page, "cancel", reason_code="C_OTHER_OFFER")
    assert "面试已取消" in done.text
    assert "reschedule" not in done.forms
    assert "survey" in done.forms
    (row,) = await zhangsan.log(candidate)
    assert row.reason_detail == "候选人已接受其他 offer，放弃面试"


async def test_one_who_is_late_can_still_say_that_they_will_not_come(zhangsan: Recruiter) -> None:
    """R6: inside the notice hours it is recorded as late, never refused."""
    candidate = await zhangsan.invites(timedelta(hours=3))
    page = await candidate.opens()
    assert "不足 24 小时" in page.text
    assert "记为临时取消" in page.text
    await candidate.presses(page, "cancel", reason_code="C_FAMILY")
    (row,) = await zhangsan.log(candidate)
    assert row.late


async def test_a_cancelled_candidate_answers_the_survey_once(zhangsan: Recruiter) -> None:
    """R12, in the source's own words."""
    candidate = await zhangsan.invites()
    page = await candidate.presses(await candidate.opens(), "cancel", reason_code="C_NOT_INTERESTED")
    assert "您对本次取消通知的及时性满意吗？" in page.text
    assert "您希望得到哪些改进？" in page.text
    unrated = await candidate.presses(page, "survey", comment="希望早点通知")
    assert unrated.status == 422
    assert unrated.all("a", href="#f-timeliness")
    assert unrated.all("a", href="#f-handling")
    assert unrated.form("survey")["comment"] == "希望早点通知"
    thanks = await candidate.presses(unrated, "survey", timeliness="5", handling="4")
    assert thanks.status == 200
    assert "感谢您的反馈" in thanks.text
    (row,) = await zhangsan.survey(candidate)
    assert (row.timeliness, row.handling, row.comment) == (5, 4, "希望早点通知")
    again = await candidate.calls(action="survey", timeliness="1", handling="1")
    assert again.status_code in (409, 410)


async def test_after_the_interview_the_survey_asks_about_the_interview(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(hours=2))
    await zhangsan.waits(candidate, timedelta(hours=3))
    await zhangsan.does(f"/{candidate.id}/outcome", {"outcome": "completed"})
    page = await candidate.opens()
    assert "感谢您抽出时间参加面试" in page.text
    assert "您对面试通知和提醒的及时性满意吗？" in page.text
    assert set(page.forms) == {"survey", "ask_for_person"}
    await candidate.presses(page, "survey", timeliness="4", handling="5")
    after = await candidate.opens()
    assert (after.status, set(after.forms)) == (200, {"ask_for_person"}), (
        "answered; the page says where the interview stands for as long as before"
    )


async def test_a_cancellation_by_the_company_apologises_in_neutral_words(zhangsan: Recruiter) -> None:
    """PIPL art. 28: the page tells the catalogue's candidate wording, never the internal detail."""
    candidate = await zhangsan.invites(timedelta(hours=5))
    body = {"reason_code": "E_SCREEN_FAIL", "reason_detail": "背景调查未通过，学历信息不符", "party": "company"}
    await zhangsan.does(f"/{candidate.id}/cancel", body)
    page = await candidate.opens()
    assert "非常抱歉，面试临时取消" in page.text
    assert "经综合评估" in page.text
    assert "背景" not in page.html
    assert set(page.forms) == {"acknowledge", "survey"}
