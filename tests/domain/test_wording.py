"""What candidates and recruiters read in each situation (R3, R6, R8, R12, R16), in Chinese and in English."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.terms import Channel, Locale, NoticeKind, Outcome
from domain.wording import LINK, NEXT_STEPS, Facts, Text, channels_of, render

SMS, EMAIL, INBOX = Channel.SMS, Channel.EMAIL, Channel.INBOX
ZH = Facts(
    locale=Locale.ZH,
    company="某某科技",
    candidate_name="王小明",
    recruiter_name="李四",
    recruiter_phone="010-12345678",
    position="后端工程师",
    starts_at=datetime(2026, 11, 30, 2, 0, tzinfo=UTC),
    minutes=45,
    timezone="Asia/Shanghai",
    organisation_timezone="Asia/Shanghai",
    link="https://hr.example.cn/c/Zk3vQ8s1",
    join_url="https://meet.example.cn/room/8812",
)
EN = replace(
    ZH,
    locale=Locale.EN,
    company="Moumou Tech",
    candidate_name="Anna Smith",
    recruiter_name="Li Si",
    position="Backend Engineer",
)
TUESDAY = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
APOLOGY = ("抱歉", "歉意", "谅解", "sorry", "apolog")


def whole(text: Text) -> str:
    return f"{text.subject}\n{text.text}"


def test_an_invitation_asks_for_another_time_and_states_the_notice_rule() -> None:
    """R16, R6: the hours are the organisation's."""
    zh = render(NoticeKind.INVITE, EMAIL, replace(ZH, notice_hours_rule=48)).text
    assert "是否需要调整时间" in zh
    assert "如需改期或取消，请至少提前48小时" in zh
    en = render(NoticeKind.INVITE, EMAIL, replace(EN, notice_hours_rule=48)).text
    assert "Do you need another time?" in en
    assert "at least 48 hours before" in en
    assert "是否需要调整时间" in render(NoticeKind.INVITE, SMS, ZH).text
    assert "提前24小时" in render(NoticeKind.INVITE, SMS, ZH).text


def test_an_organisation_without_a_notice_rule_states_none() -> None:
    for facts in (ZH, EN):
        for channel in (SMS, EMAIL):
            text = render(NoticeKind.INVITE, channel, replace(facts, notice_hours_rule=0)).text
            assert "0小时" not in text
            assert "0 hours" not in text
            assert "0h" not in text


@pytest.mark.parametrize("kind", [NoticeKind.INVITE, NoticeKind.CONFIRM_REQUEST, NoticeKind.REMINDER])
def test_invitation_and_reminders_tell_time_place_and_what_to_prepare(kind: NoticeKind) -> None:
    """R16."""
    zh, en = render(kind, EMAIL, ZH).text, render(kind, EMAIL, EN).text
    assert "面试时间：2026年11月30日（周一）10:00（北京时间，UTC+8）" in zh
    assert "面试链接：https://meet.example.cn/room/8812" in zh
    assert "面试准备" in zh
    assert "Time: Mon 30 Nov 2026, 10:00 (Asia/Shanghai, UTC+8)" in en
    assert "Interview link: https://meet.example.cn/room/8812" in en
    assert "How to prepare" in en


def test_only_the_first_reminder_asks_for_a_confirmation() -> None:
    abroad = render(NoticeKind.CONFIRM_REQUEST, SMS, replace(ZH, sms_links=True)).text
    assert "点击 https://hr.example.cn/c/Zk3vQ8s1 确认是否参加" in abroad
    assert "确认" in render(NoticeKind.CONFIRM_REQUEST, EMAIL, ZH).text
    assert "确认" not in render(NoticeKind.REMINDER, EMAIL, ZH).text
    assert "confirm" not in render(NoticeKind.REMINDER, EMAIL, EN).text


def test_a_cancellation_tells_the_reason_and_what_to_do_next() -> None:
    """R3."""
    facts = replace(ZH, reason_candidate="该岗位招聘计划调整。", next_step="offer_reschedule", link="")
    zh = render(NoticeKind.CANCELLED, EMAIL, facts).text
    assert "取消原因：该岗位招聘计划调整\n" in zh
    assert "若需改期，请联系招聘人员李四（电话：010-12345678）。" in zh
    assert "若需改期，请联系招聘人员010-12345678。" in render(NoticeKind.CANCELLED, SMS, facts).text


@pytest.mark.parametrize("step", NEXT_STEPS)
@pytest.mark.parametrize("facts", [ZH, EN])
def test_a_late_cancellation_by_the_company_apologises_and_offers_something(facts: Facts, step: str) -> None:
    """R6."""
    late = replace(facts, late=True, next_step=step)
    offers = ("改期", "优先", "人工面试", "another time", "consider you first", "interview with a person")
    for channel in channels_of(NoticeKind.CANCELLED):
        text = render(NoticeKind.CANCELLED, channel, late).text
        assert any(word in text for word in APOLOGY)
        assert any(word in text for word in offers)


def test_times_on_offer_after_a_late_cancellation_are_listed_with_their_zone() -> None:
    late = replace(ZH, late=True, next_step="offer_reschedule", options=(TUESDAY,))
    assert (
        "可选时间：\n- 2026年12月1日（周二）14:00（北京时间，UTC+8）" in render(NoticeKind.CANCELLED, EMAIL, late).text
    )


@pytest.mark.parametrize("step", NEXT_STEPS)
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("facts", [ZH, EN])
def test_a_candidate_who_cancels_is_thanked_not_apologised_to(facts: Facts, late: bool, step: str) -> None:
    own = replace(facts, by_candidate=True, late=late, next_step=step)
    for channel in channels_of(NoticeKind.CANCELLED):
        text = whole(render(NoticeKind.CANCELLED, channel, own))
        assert "感谢" in text or "Thank you" in text
        assert not any(word in text for word in APOLOGY)


def test_a_move_makes_the_old_time_void_and_gives_the_new_one() -> None:
    moved = replace(ZH, old_starts_at=ZH.starts_at, starts_at=TUESDAY)
    letter = render(NoticeKind.MOVED, EMAIL, moved).text
    assert "原定时间（已作废）：2026年11月30日（周一）10:00" in letter
    assert "新的时间：2026年12月1日（周二）14:00" in letter
    text = render(NoticeKind.MOVED, SMS, moved).text
    assert "由11月30日周一10:00改至12月1日周二14:00" in text
    assert "作废" in text


@pytest.mark.parametrize(("by_candidate", "late", "sorry"), [(True, False, 0), (False, False, 1), (False, True, 1)])
def test_only_a_move_by_the_company_apologises(by_candidate: bool, late: bool, sorry: int) -> None:
    for facts in (ZH, EN):
        moved = replace(facts, by_candidate=by_candidate, late=late, old_starts_at=TUESDAY)
        text = render(NoticeKind.MOVED, EMAIL, moved).text
        assert any(word in text for word in APOLOGY) == bool(sorry)


@pytest.mark.parametrize(
    ("facts", "invites"), [(ZH, "请点击下方链接，确认您已知悉。"), (EN, "let us know that you have read this")]
)
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", [NoticeKind.CANCELLED, NoticeKind.MOVED])
def test_who_is_told_of_a_change_is_asked_to_say_that_they_know(
    kind: NoticeKind, facts: Facts, invites: str, late: bool
) -> None:
    """P1: only where there is a link to say it through, and not to one who cancelled themselves."""
    assert invites in render(kind, EMAIL, replace(facts, late=late)).text
    assert invites not in render(kind, EMAIL, replace(facts, late=late, link="")).text
    own = replace(facts, late=late, by_candidate=True)
    assert (invites in render(kind, EMAIL, own).text) == (kind is NoticeKind.MOVED)


@pytest.mark.parametrize(
    ("facts", "own", "read", "both", "other"),
    [
        (ZH, "查看详情", "确认已知悉：", "确认已知悉，或另选时间：", "选择新的面试时间："),
        (
            EN,
            "See details",
            "Confirm that you have read this: ",
            "Confirm that you have read this, or choose a new time: ",
            "Choose a new time: ",
        ),
    ],
)
def test_the_one_link_of_a_cancellation_says_all_that_it_is_for(
    facts: Facts, own: str, read: str, both: str, other: str
) -> None:
    """To say that one has read it, to choose another time where that is offered, or both; who cancelled themselves knows."""
    for late in (False, True):
        told = replace(facts, late=late)
        assert read + facts.link in render(NoticeKind.CANCELLED, EMAIL, told).text
        offered = render(NoticeKind.CANCELLED, EMAIL, replace(told, next_step="offer_reschedule"))
        assert both + facts.link in offered.text
        assert f">{both.rstrip('： :')}</a>" in offered.html
    mine = replace(facts, by_candidate=True)
    assert own in render(NoticeKind.CANCELLED, EMAIL, mine).text
    assert other + facts.link in render(NoticeKind.CANCELLED, EMAIL, replace(mine, next_step="offer_reschedule")).text


def test_a_request_for_another_time_says_whether_the_old_time_stands() -> None:
    """R8."""
    for kind in (NoticeKind.REQUEST_RECEIVED, NoticeKind.OPTIONS_OFFERED):
        assert "原定时间仍然有效" in render(kind, EMAIL, ZH).text
        assert "已取消" in render(kind, EMAIL, replace(ZH, old_time_stands=False)).text
        assert "仍有效" in render(kind, SMS, ZH).text
    assert "仍按原定时间进行" in render(NoticeKind.REQUEST_DECLINED, EMAIL, ZH).text
    freed = render(NoticeKind.REQUEST_DECLINED, SMS, replace(EN, old_time_stands=False)).text
    assert "is cancelled" in freed


def test_the_times_asked_for_are_not_called_times_on_offer() -> None:
    asked = replace(ZH, options=(TUESDAY,))
    assert "希望改至：" in render(NoticeKind.APPROVAL_WANTED, INBOX, asked).text
    assert "希望改至：" in render(NoticeKind.REQUEST_RECEIVED, EMAIL, asked).text
    assert "可选时间：" in render(NoticeKind.OPTIONS_OFFERED, EMAIL, asked).text


def test_the_survey_asks_the_two_questions_after_a_cancellation() -> None:
    """R12."""
    for channel in channels_of(NoticeKind.SURVEY):
        text = render(NoticeKind.SURVEY, channel, ZH).text
        assert "您对本次取消通知的及时性满意吗？" in text
        assert "您希望得到哪些改进？" in text


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_survey_after_an_interview_does_not_speak_of_a_cancellation(outcome: Outcome) -> None:
    for facts in (ZH, EN):
        text = whole(render(NoticeKind.SURVEY, EMAIL, replace(facts, outcome=outcome)))
        assert "取消" not in text
        assert "cancel" not in text
        assert ("感谢您参加" in text or "Thank you for taking part" in text) == (outcome is Outcome.COMPLETED)


def test_who_was_let_down_hears_an_apology_and_who_stayed_away_no_reproach() -> None:
    assert "歉意" in render(NoticeKind.INTERVIEWER_ABSENT, EMAIL, ZH).text
    missed = whole(render(NoticeKind.MISSED_YOU, EMAIL, ZH))
    assert "重新预约" in missed
    assert not any(word in missed for word in ("爽约", "缺席", "未到"))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_private_reasons_reach_the_recruiter_s_inbox_only(kind: NoticeKind) -> None:
    """PIPL art. 28: neither health nor background checks travel by text or mail."""
    facts = replace(ZH, reason_internal="候选人突发阑尾炎", remark="背景调查未通过", next_step="close")
    for channel in channels_of(kind):
        text = render(kind, channel, facts)
        everything = whole(text) + text.html
        shown = "阑尾炎" in everything or "背景调查" in everything
        assert not shown or (channel is INBOX and SMS not in channels_of(kind))
    if kind is NoticeKind.CANDIDATE_CANCELLED:
        assert "取消原因（内部）：候选人突发阑尾炎" in render(kind, INBOX, facts).text


def test_recruiters_get_no_text_messages() -> None:
    with pytest.raises(ValueError, match="approval_wanted is not written for sms"):
        render(NoticeKind.APPROVAL_WANTED, SMS, ZH)


def test_a_link_to_be_filled_in_later_stays_in_its_place() -> None:
    text = render(NoticeKind.INVITE, EMAIL, replace(ZH, link=LINK))
    assert text.text.count(LINK) == 1
    assert text.html.count(f'href="{LINK}"') == 1
    assert LINK in render(NoticeKind.INVITE, SMS, replace(ZH, link=LINK, sms_links=True)).text


def test_without_a_link_the_candidate_is_sent_to_the_recruiter() -> None:
    text = render(NoticeKind.INVITE, EMAIL, replace(ZH, link=""))
    assert "请联系招聘人员李四（电话：010-12345678）确认参加" in text.text
    assert "下方链接" not in text.text
    assert "please contact your recruiter" in render(NoticeKind.REMINDER, EMAIL, replace(EN, link="")).text


def test_an_unknown_next_step_is_refused() -> None:
    with pytest.raises(ValueError, match="next_step must be one of"):
        replace(ZH, next_step="talent_pool")
