"""The wording we have holds to the rules we set: every case of every kind, in both languages, towards every kind of recipient."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.channel_profiles import Profile, capped, profile_for, sms_signature
from domain.channel_rules import parts_of, verdicts
from domain.terms import Channel, Locale, NoticeKind
from domain.wording import Facts, channels_of, render
from tests.domain.outgoing import ABROAD, BY_MAIL, PROFILES, TO_CHINA, outgoing
from tests.domain.test_wording_everywhere import USUAL, variants
from tests.domain.test_wording_sms import EN, TEXTED, ZH

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
MAINLAND = profile_for(PROFILES, Channel.SMS, TO_CHINA)
SECRET = {"reason_candidate": "您因故无法参加", "reason_internal": "候选人突发阑尾炎", "remark": "住院，下周三后再约"}
LONG = {"company": "上" * 30, "candidate_name": "王" * 60, "position": "工" * 30}


def cases(facts: Facts) -> Iterator[Facts]:
    """All cases of one language, with and without a mail that goes with the message."""
    for one in variants(replace(facts, **SECRET)):  # type: ignore[arg-type]
        if one.locale is facts.locale:
            yield from (one, replace(one, also_emailed=False))


def stops(kind: NoticeKind, text: str, profile: Profile, to: str, channel: Channel = Channel.SMS) -> list[str]:
    private = (*SECRET.values(), TO_CHINA, BY_MAIL)
    notice = outgoing(kind=kind, text=text, channel=channel, to=to, private=private, now=NOON)
    return [stop.rule for stop in verdicts(profile, notice)]


def signed(text: str, company: str) -> str:
    """An English text as it must go to China: the signature in place of the company's name before a colon."""
    return sms_signature(company, MAINLAND) + text.removeprefix(f"{company}: ")


@pytest.mark.parametrize("kind", TEXTED)
@pytest.mark.parametrize("facts", [ZH, replace(USUAL, locale=Locale.ZH)], ids=["near", "far"])
def test_every_chinese_text_may_go_to_china_but_the_survey(facts: Facts, kind: NoticeKind) -> None:
    meant = ["kind_forbidden"] if kind is NoticeKind.SURVEY else []
    for case in cases(facts):
        text = render(kind, Channel.SMS, case).text
        assert stops(kind, text, MAINLAND, TO_CHINA) == meant, text


@pytest.mark.parametrize("kind", TEXTED)
@pytest.mark.parametrize("facts", [EN, replace(USUAL, locale=Locale.EN)], ids=["near", "far"])
def test_an_english_text_may_go_to_china_once_it_is_signed(facts: Facts, kind: NoticeKind) -> None:
    meant = ["kind_forbidden"] if kind is NoticeKind.SURVEY else []
    for case in cases(facts):
        text = render(kind, Channel.SMS, case).text
        assert stops(kind, text, MAINLAND, TO_CHINA) == [*meant, "signature"], text
        assert stops(kind, signed(text, facts.company), MAINLAND, TO_CHINA) == meant, text


@pytest.mark.parametrize("kind", TEXTED)
def test_long_names_in_their_caps_keep_far_from_the_longest_text(kind: NoticeKind) -> None:
    names = {name: capped(value, MAINLAND) for name, value in LONG.items()}
    names["company"] = sms_signature(LONG["company"], MAINLAND).strip("【】")
    for case in cases(replace(ZH, **names)):  # type: ignore[arg-type]
        text = render(kind, Channel.SMS, case).text
        assert stops(kind, text, MAINLAND, TO_CHINA) == (["kind_forbidden"] if kind is NoticeKind.SURVEY else [])
        assert parts_of(text).parts <= 3


@pytest.mark.parametrize("kind", TEXTED)
@pytest.mark.parametrize("facts", [ZH, EN], ids=["zh", "en"])
def test_every_text_may_go_abroad_with_its_links(facts: Facts, kind: NoticeKind) -> None:
    profile = profile_for(PROFILES, Channel.SMS, ABROAD)
    for case in cases(replace(facts, sms_links=True)):
        text = render(kind, Channel.SMS, case).text
        assert stops(kind, text, profile, ABROAD) == [], text
        # … and would be held back on its way to China.
        if "://" in text:
            assert "links" in stops(kind, text, MAINLAND, TO_CHINA)


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if Channel.EMAIL in channels_of(kind)])
def test_every_mail_may_go(kind: NoticeKind) -> None:
    for facts in (ZH, EN):
        for case in cases(facts):
            text = render(kind, Channel.EMAIL, case).text
            assert stops(kind, text, profile_for(PROFILES, Channel.EMAIL, BY_MAIL), BY_MAIL, Channel.EMAIL) == []
