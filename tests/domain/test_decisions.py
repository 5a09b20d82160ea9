"""Every code that the ledger keeps about a notice has its sentence in Chinese and English."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import decide
from domain.decisions import BECAUSE, DECISIONS, explained, question, sentence
from domain.phone import CallOutcome
from domain.terms import Channel, Locale, NoticeState
from tests.domain.build import cancel, invited
from tests.domain.pursued import FOLLOWED, Message
from tests.domain.test_pursuit_properties import AHEAD, FATES, REACHES, lead

ROOT = Path(__file__).parents[2]
_DECIDED = re.compile(r'(?:Decided\([^"]*|decided\(conn, [^"]*)"(\w+)"')
_CHINESE = re.compile("[\u4e00-\u9fff]")


def _written() -> set[str]:
    """The decisions that the source writes."""
    files = [path for folder in ("domain", "db", "activities", "api") for path in (ROOT / folder).glob("*.py")]
    return {code for path in files for code in _DECIDED.findall(path.read_text("utf-8"))}


def test_every_decision_that_is_written_has_its_sentence() -> None:
    assert _written() > {"next_channel", "sent_again", "phone_task", "taken"}
    assert _written() <= DECISIONS.keys()
    assert {str(outcome) for outcome in CallOutcome} <= DECISIONS.keys()


@pytest.mark.parametrize("words", [DECISIONS, BECAUSE])
def test_both_languages_are_complete(words: dict[str, tuple[str, str]]) -> None:
    for code, (zh, en) in words.items():
        assert _CHINESE.search(zh), code
        assert en, code
        assert not _CHINESE.search(en), code
        assert zh[-1] not in "。.", code
        assert en[-1] != ".", code


def test_a_sentence_says_what_and_why() -> None:
    assert sentence("next_channel", "not_delivered_in_time", Locale.ZH) == "改用下一个渠道通知（迟迟没有送达回执）"
    assert sentence("taken", "", Locale.EN) == "took the phone task"
    told = sentence("sent_again", "unknown:not_found", Locale.EN)
    assert told == "the notice was sent once more (the provider does not know of this message)"


def test_a_providers_own_code_is_shown_as_it_is() -> None:
    assert explained("30003", Locale.ZH) == "服务商代码：30003"
    assert explained("bounce_550", Locale.ZH) == "邮件被退回，bounce_550"
    assert explained("twilio_30005", Locale.EN) == "the SMS did not arrive, twilio_30005"
    assert explained("{x}", Locale.EN) == "the provider's code: {x}"
    assert explained("rule:brand_new", Locale.EN) == "a rule of the channel stopped it: brand_new"
    assert explained("", Locale.ZH) == ""


def test_states_that_stand_for_a_reason_are_explained() -> None:
    for state in (NoticeState.REFUSED, NoticeState.FAILED, NoticeState.SKIPPED):
        assert str(state) in BECAUSE, "a row without a detail of its own gives its state as the reason"


def test_hr_is_asked_in_their_language() -> None:
    assert "短信" in question(Channel.SMS, Locale.ZH)
    assert "Did the candidate get it?" in question(Channel.EMAIL, Locale.EN)


@given(fates=st.lists(FATES, min_size=1, max_size=8), reach=REACHES, at=AHEAD)
@settings(max_examples=200)
def test_whatever_is_decided_about_a_message_has_words_of_its_own(
    fates: list[tuple[NoticeState, dict[str, object]]], reach: list[Channel], at: datetime
) -> None:
    """What the provider said is shown as its code; what we decided ourselves is a sentence."""
    state = invited(policy=FOLLOWED, reach=reach)
    message = Message.of(decide.cancelled(state, cancel("E_REQ_FROZEN"), at), "cancelled")
    lead(message, fates)
    providers = {str(more.get("detail", "")) for _, more in fates}
    for decision, because in message.decided:
        assert decision in DECISIONS
        assert because in BECAUSE or because in providers, because
