"""What may be sent: links, personal data, signature, length, opt-out and caps, told in their order (guides: Chinese SMS rules)."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.channel_profiles import Profile, profile_for
from domain.channel_rules import RULES, Stop, parts_of, stopped_by, verdicts
from domain.terms import Channel, NoticeKind
from tests.domain.build import DAY, HOUR
from tests.domain.outgoing import ABROAD, BY_MAIL, PROFILES, TEXT, TO_CHINA, local, outgoing, rules

MAINLAND = profile_for(PROFILES, Channel.SMS, TO_CHINA)
MINUTE = timedelta(minutes=1)
SIGN = "【某某科技】"
EVERYTHING_WRONG = {
    "opted_out": True,
    "kind": NoticeKind.SURVEY,
    "text": "请访问 https://hr.example.cn/c/1 或致电13800138000" + "字" * 500,
    "now": local("2026-11-29T22:00"),
    "same_text_last_hour": 1,
    "sent_last_day": 50,
}


def test_a_usual_reminder_may_go() -> None:
    assert stopped_by(MAINLAND, outgoing()) is None
    assert verdicts(MAINLAND, outgoing()) == []


def test_a_preview_shows_every_problem_and_the_sending_the_first() -> None:
    wrong = outgoing(**EVERYTHING_WRONG)
    assert [stop.rule for stop in verdicts(MAINLAND, wrong)] == list(RULES)
    assert stopped_by(MAINLAND, wrong) == Stop("opted_out")


def test_every_rule_is_told_in_both_languages() -> None:
    for zh, en in RULES.values():
        assert zh
        assert en.isascii() or "【】" in en
        assert not zh.endswith("。")


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize(("channel", "to"), [(Channel.SMS, TO_CHINA), (Channel.SMS, ABROAD), (Channel.EMAIL, BY_MAIL)])
def test_who_has_opted_out_is_sent_nothing_at_all(channel: Channel, to: str, kind: NoticeKind) -> None:
    stop = stopped_by(
        profile_for(PROFILES, channel, to), outgoing(channel=channel, to=to, kind=kind, subject="", opted_out=True)
    )
    assert stop == Stop("opted_out")


def test_the_inbox_is_never_stopped() -> None:
    wrong = outgoing(**EVERYTHING_WRONG, channel=Channel.INBOX)
    assert stopped_by(profile_for(PROFILES, Channel.INBOX, ""), wrong) is None
    assert verdicts(MAINLAND, wrong) == []


def test_a_survey_does_not_go_by_sms_to_china_but_by_mail_and_abroad() -> None:
    assert rules(outgoing(kind=NoticeKind.SURVEY)) == ["kind_forbidden"]
    assert rules(outgoing(kind=NoticeKind.SURVEY, to=ABROAD)) == []
    assert rules(outgoing(kind=NoticeKind.SURVEY, channel=Channel.EMAIL, to=BY_MAIL)) == []


@pytest.mark.parametrize(
    "link",
    [
        "https://hr.example.cn/c/1",
        "HTTP://X.CN",
        "//evil.example",
        "www.example.cn",
        "详见WWW.EXAMPLE.CN",
        "点击t.cn/A6xyz9",
        "hr.example.cn/c/Zk3vQ8s1",
        "ｈｔｔｐｓ：／／example.cn",
        "{link}",
    ],
)
def test_no_link_goes_to_china_but_abroad_it_may(link: str) -> None:
    text = f"{SIGN}您好，请查看{link} 。"
    assert rules(outgoing(text=text)) == ["links"]
    assert rules(outgoing(text=text, to=ABROAD)) == []


@pytest.mark.parametrize(
    "plain", ["ASP.NET工程师", "Node.js/Vue工程师", "C/C++ 工程师", "ASP.NET/Java", "node.js/react", "5.5/6"]
)
def test_a_job_title_is_not_a_link(plain: str) -> None:
    assert rules(outgoing(text=f"{SIGN}您好，您的{plain}岗位面试已确认。")) == []


@pytest.mark.parametrize(
    "leak",
    [
        "13800138000",
        "联系13800138000。",
        "+86 138 0013 8000",
        "0086-138-0013-8000",
        "8613800138000",
        "１３８００１３８０００",
        "10. 13800138000",
        "wang.xm@example.cn",
        "ＷＡＮＧ＠example.cn",
    ],
)
def test_no_mobile_number_and_no_mail_address_is_texted(leak: str) -> None:
    assert rules(outgoing(text=f"{SIGN}您好，{leak}")) == ["personal_data"]
    assert rules(outgoing(text=f"您好，{leak}", channel=Channel.EMAIL, to=BY_MAIL)) == []


@pytest.mark.parametrize(
    "plain",
    [
        "咨询010-12345678",
        "咨询400-820-8820",
        "call +1 347 555 0123",  # a New York number, though its digits look like a mobile of Shanghai
        "2026-12-13 14:00",
        "12月13日周日14:00",
        "编号2026113013800138000",
        "@18:00",
    ],
)
def test_office_lines_foreign_numbers_and_dates_are_not_personal(plain: str) -> None:
    assert rules(outgoing(text=f"{SIGN}您好，{plain}")) == []


def test_a_token_that_looks_like_a_number_is_not_one() -> None:
    text = "Hi Anna, your interview: https://hr.example.cn/c/13800138000 ."
    assert rules(outgoing(text=text, to=ABROAD)) == []
    assert rules(outgoing(text=f"{text} Or 13800138000", to=ABROAD)) == ["personal_data"]


@pytest.mark.parametrize(
    ("private", "text"),
    [
        ("住院", "您好，因您住院，面试取消"),
        ("面试官阑尾炎发作", "您好，因面试官 阑尾炎 发作，面试取消"),
        ("+13475550123", "您好，候选人电话+1 (347) 555-0123"),
        ("Appendicitis", "Hi, cancelled because of APPENDICITIS"),
        ("王小明\n住院", "您好，王小明住院"),
    ],
)
def test_reason_detail_and_remark_are_not_texted(private: str, text: str) -> None:
    for to in (TO_CHINA, ABROAD):
        assert rules(outgoing(text=SIGN + text, private=("无关内容甲乙丙", private), to=to)) == ["personal_data"]


@pytest.mark.parametrize("remark", ["", " ", "-", "面试", "原时间作废", "AI云面试"])
def test_a_remark_that_every_notice_says_anyway_stops_none(remark: str) -> None:
    assert rules(outgoing(private=(remark,))) == []


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("【某某】您好", True),
        ("【某】您好", False),
        ("【" + "某" * 16 + "】您好", True),
        ("【" + "某" * 17 + "】您好", False),
        ("【" + "😀" * 8 + "】您好", True),
        ("【" + "😀" * 9 + "】您好", False),
        ("【  】您好", False),
        ("【】您好", False),
        ("您好【某某科技】", False),
        (" 【某某科技】您好", False),
        ("【某某科技】您好【某某科技】", False),
        ("【某某科技】您好】", False),
        ("【某某【科技】您好", False),
        ("[某某科技]您好", False),
        ("【某某科技】您好\n第二行", True),
        ("", False),
    ],
)
def test_a_text_to_china_begins_with_its_only_signature(text: str, signed: bool) -> None:
    assert rules(outgoing(text=text)) == ([] if signed else ["signature"])
    assert rules(outgoing(text=text, to=ABROAD)) == []


@pytest.mark.parametrize(
    ("text", "chars", "parts", "encoding"),
    [
        ("", 0, 0, "GSM-7"),
        ("Hi [Anna]", 11, 1, "GSM-7"),
        ("a" * 161, 161, 2, "GSM-7"),
        ("您好", 2, 1, "UCS-2"),
        ("您好😀", 4, 1, "UCS-2"),
        ("字" * 71, 71, 2, "UCS-2"),
        ("\ud800", 1, 1, "UCS-2"),
    ],
)
def test_a_preview_counts_as_operators_do(text: str, chars: int, parts: int, encoding: str) -> None:
    assert parts_of(text) == (chars, parts, encoding)


def test_five_hundred_characters_are_the_most_for_china() -> None:
    assert rules(outgoing(text=SIGN + "字" * (500 - len(SIGN)))) == []
    assert rules(outgoing(text=SIGN + "字" * (501 - len(SIGN)))) == ["too_long"]
    assert rules(outgoing(text=SIGN + "😀" * 247)) == []
    assert rules(outgoing(text=SIGN + "😀" * 248)) == ["too_long"]


def test_parts_are_limited_too() -> None:
    narrow = Profile(max_parts=2)
    assert verdicts(narrow, outgoing(text="字" * 134)) == []
    assert verdicts(narrow, outgoing(text="字" * 135)) == [Stop("too_long")]
    assert verdicts(Profile(), outgoing(text="字" * 9999)) == []


def test_an_identical_text_has_to_wait_59_minutes() -> None:
    again = outgoing(same_text_last_hour=1)
    assert stopped_by(MAINLAND, again) == Stop("identical_resend", again.now + 59 * MINUTE)
    assert rules(outgoing(same_text_last_hour=3, to=ABROAD)) == []


def test_a_profile_may_forbid_only_the_repetition_of_the_last_minute() -> None:
    profile = Profile(identical_minutes=1)
    assert stopped_by(profile, outgoing(same_text_last_hour=1)) is None
    again = outgoing(same_text_last_hour=1, same_text_last_minute=1)
    assert stopped_by(profile, again) == Stop("identical_resend", again.now + MINUTE)


@pytest.mark.parametrize(
    ("minute", "hour", "day", "wait"),
    [
        (2, 9, 49, None),
        (3, 3, 3, MINUTE),
        (0, 10, 10, HOUR),
        (3, 10, 10, HOUR),
        (0, 0, 50, DAY),
        (9, 99, 999, DAY),
    ],
)
def test_a_number_that_has_had_enough_waits_until_the_cap_has_room(
    minute: int, hour: int, day: int, wait: timedelta | None
) -> None:
    busy = outgoing(sent_last_minute=minute, sent_last_hour=hour, sent_last_day=day)
    assert stopped_by(MAINLAND, busy) == (None if wait is None else Stop("per_number_cap", busy.now + wait))


def test_mail_is_capped_by_the_day() -> None:
    assert rules(outgoing(channel=Channel.EMAIL, to=BY_MAIL, sent_last_hour=49, sent_last_day=49)) == []
    assert rules(outgoing(channel=Channel.EMAIL, to=BY_MAIL, sent_last_day=50)) == ["per_number_cap"]


def test_an_instant_without_offset_is_refused() -> None:
    naive = datetime(2026, 11, 30, 10, 0)  # noqa: DTZ001 (what is refused)
    for name in ("now", "starts_at", "old_starts_at"):
        with pytest.raises(ValueError, match=name):
            outgoing(**{name: naive})


def test_a_stop_tells_its_time_in_utc() -> None:
    stop = stopped_by(MAINLAND, outgoing(now=local("2026-11-29T22:00")))
    assert stop is not None
    assert stop.retry_at is not None
    assert stop.retry_at.tzinfo is UTC
    assert TEXT not in repr(stop)
