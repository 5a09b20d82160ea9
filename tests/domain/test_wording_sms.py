"""Text messages keep to what Chinese operators let through: short, signed, no links, no personal numbers, no reasons."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.terms import Channel, Locale, NoticeKind, Outcome
from domain.wording import Facts, channels_of, render, sms_parts
from domain.wording_sms import shortest

ZH = Facts(
    locale=Locale.ZH,
    company="某某科技",
    candidate_name="王小明",
    recruiter_name="李四",
    recruiter_phone="010-12345678",
    position="后端工程师",
    starts_at=datetime(2026, 11, 30, 2, 0, tzinfo=UTC),
    old_starts_at=datetime(2026, 12, 2, 6, 0, tzinfo=UTC),
    minutes=45,
    timezone="Asia/Shanghai",
    organisation_timezone="Asia/Shanghai",
    link="https://hr.example.cn/c/Zk3vQ8s1",
    join_url="https://meet.example.cn/room/8812",
    reason_candidate="您因故无法参加",
)
EN = replace(ZH, locale=Locale.EN, company="Moumou Tech", candidate_name="Anna Smith", position="Backend Engineer")
TEXTED = [kind for kind in NoticeKind if Channel.SMS in channels_of(kind)]
CASES = [
    {},
    {"by_candidate": True, "next_step": "offer_reschedule"},
    {"late": True, "next_step": "future_priority"},
    {"late": True, "next_step": "offer_reschedule"},
    {"next_step": "human_interview"},
    {"old_time_stands": False, "outcome": Outcome.COMPLETED},
    {"outcome": Outcome.INTERVIEWER_NO_SHOW},
]


def sent(kind: NoticeKind, facts: Facts) -> str:
    return render(kind, Channel.SMS, facts).text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("字" + "😀" * 66, 2),
        ("😀" * 67, 3),  # 33 pairs fit in a part of 67 units: a pair is never split
    ],
)
def test_parts_are_counted_as_operators_bill_them(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_the_fullest_wording_that_costs_no_more_is_chosen() -> None:
    assert shortest(["字" * 71, "字" * 70, "字"]) == "字" * 70
    assert shortest(["字" * 90, "字" * 80]) == "字" * 90


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", TEXTED)
@pytest.mark.parametrize("facts", [ZH, EN], ids=["zh", "en"])
def test_a_usual_notice_fits_in_one_part(facts: Facts, kind: NoticeKind, case: dict[str, object]) -> None:
    text = sent(kind, replace(facts, **case))  # type: ignore[arg-type]
    assert sms_parts(text) == 1, f"{len(text)} {text}"


@pytest.mark.parametrize("kind", TEXTED)
def test_a_chinese_text_begins_with_the_signature_and_has_no_second_one(kind: NoticeKind) -> None:
    text = sent(kind, replace(ZH, candidate_name="【中奖】王小明"))
    assert text.startswith("【某某科技】")
    assert text.count("【") == text.count("】") == 1


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", TEXTED)
def test_no_link_goes_to_mainland_china(kind: NoticeKind, case: dict[str, object]) -> None:
    lure = replace(ZH, candidate_name="王小明 http://evil.example", position="岗位WWW.evil.example", **case)  # type: ignore[arg-type]
    text = sent(kind, lure).lower()
    assert "://" not in text
    assert "www." not in text


def test_abroad_the_link_stands_apart_from_the_punctuation() -> None:
    text = sent(NoticeKind.INVITE, replace(ZH, sms_links=True))
    assert "面试链接 https://meet.example.cn/room/8812 。" in text
    assert " https://hr.example.cn/c/Zk3vQ8s1 " in text


@pytest.mark.parametrize("kind", TEXTED)
def test_no_reason_and_no_remark_is_texted(kind: NoticeKind) -> None:
    facts = replace(ZH, reason_candidate="突发疾病", reason_internal="阑尾炎", remark="住院")
    assert not any(word in sent(kind, facts) for word in ("疾病", "阑尾炎", "住院"))


@pytest.mark.parametrize("phone", ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000"])
def test_a_personal_mobile_number_is_not_texted_but_may_be_mailed(phone: str) -> None:
    facts = replace(ZH, recruiter_phone=phone, also_emailed=False)
    assert "联系招聘人员" in sent(NoticeKind.INVITE, facts)
    assert "8000" not in sent(NoticeKind.INVITE, facts)
    assert phone in render(NoticeKind.INVITE, Channel.EMAIL, facts).text


def test_the_office_line_is_given_once() -> None:
    for kind in TEXTED:
        for also in (True, False):
            assert sent(kind, replace(ZH, also_emailed=also, next_step="offer_reschedule")).count("010-12345678") <= 1


def test_a_candidate_who_gets_no_mail_is_not_sent_to_it() -> None:
    for kind in TEXTED:
        for facts in (ZH, EN):
            text = sent(kind, replace(facts, also_emailed=False, next_step="offer_reschedule"))
            assert "邮件" not in text
            assert "email" not in text


@pytest.mark.parametrize("kind", TEXTED)
def test_a_text_points_to_the_link_in_the_mail_never_to_answering_it(kind: NoticeKind) -> None:
    """The mail says that it must not be replied to."""
    for case in CASES:
        text = sent(kind, replace(ZH, **case))  # type: ignore[arg-type]
        assert "通过邮件" not in text, text
        english = sent(kind, replace(EN, **case))  # type: ignore[arg-type]
        assert "see our email" not in english.replace(", see our email.", ""), english
        unlinked = replace(ZH, link="", **case)  # type: ignore[arg-type]
        assert "邮件链接" not in sent(kind, unlinked)


def test_the_invitation_says_how_to_move_it() -> None:
    facts = replace(ZH, notice_hours_rule=24)
    assert "改期或取消请提前24小时点击邮件链接" in sent(NoticeKind.INVITE, facts)
    assert "24h ahead: use the email link" in sent(NoticeKind.INVITE, replace(EN, notice_hours_rule=24))


def test_the_zone_is_named_when_it_is_not_the_company_s() -> None:
    away = {"timezone": "America/New_York"}
    assert "11月29日周日21:00（纽约时间）" in sent(NoticeKind.REMINDER, replace(ZH, **away))  # type: ignore[arg-type]
    assert "Sun 29 Nov 21:00 (New York time)" in sent(NoticeKind.REMINDER, replace(EN, **away))  # type: ignore[arg-type]
    assert "时间）" not in sent(NoticeKind.REMINDER, ZH)


def test_an_english_text_stays_in_the_cheap_alphabet() -> None:
    for kind in TEXTED:
        assert sent(kind, EN).isascii()
