"""A text message takes the form that the receiving number's rules ask for: signature, capped names; what a call says instead."""

from dataclasses import replace

from domain import decide
from domain.channel_rules import DEFAULT_PROFILES, channel_profiles_from
from domain.letters import Addressees, letters
from domain.terms import Channel, Locale, NoticeKind
from domain.wording import render
from tests.domain.build import AT, SMS, cancel, change_of, invited
from tests.domain.test_letters import PEOPLE
from tests.domain.test_wording import ZH

EN = Locale.EN
RULED = replace(PEOPLE, profiles=channel_profiles_from(DEFAULT_PROFILES))


def texted(people: Addressees) -> str:
    """The cancellation's text message to somebody."""
    change = change_of(decide.cancelled(invited(), cancel("E_REQ_FROZEN"), AT))
    [text] = [letter.text.text for letter in letters(change, people) if letter.notice.channel is SMS]
    return text


def test_an_english_reader_in_mainland_china_gets_the_signature_that_operators_want() -> None:
    assert texted(replace(RULED, candidate_locale=EN)).startswith("【Mianyue Shanghai】Hi")
    assert texted(replace(RULED, candidate_locale=EN, candidate_phone="+12025550142")).startswith(
        "Mianyue Shanghai: Hi"
    )


def test_a_long_company_name_is_cut_to_what_a_signature_may_hold() -> None:
    long = replace(RULED, company="上海面约云端人才招聘与面试服务有限公司")
    assert texted(long).startswith("【上海面约云端人才招聘与面试服务有】")


def test_names_are_capped_as_the_organisation_s_operator_wants() -> None:
    stored = {**DEFAULT_PROFILES["sms"]["+86"], "max_variable_chars": 6}
    tight = channel_profiles_from({**DEFAULT_PROFILES, "sms": {**DEFAULT_PROFILES["sms"], "+86": stored}})
    text = texted(replace(RULED, profiles=tight, candidate_name="阿卜杜热合曼·买买提"))
    assert "阿卜杜热合曼您好" in text
    assert "买买提" not in text


def test_a_call_says_first_who_is_calling() -> None:
    """The recruiter reads it out; an operator's signature means nothing to somebody on the phone."""
    for locale, opening in ((Locale.ZH, "您好，这里是"), (EN, "this is")):
        text = render(NoticeKind.CANCELLED, Channel.PHONE, replace(ZH, locale=locale)).text
        assert opening in text
        assert "【" not in text
        assert ZH.candidate_name in text
