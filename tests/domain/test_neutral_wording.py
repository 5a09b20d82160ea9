"""PIPL art. 28: of health, family and background checks no candidate reads anything, in any notice, language or template."""

from dataclasses import replace
from itertools import product

import pytest

from domain import decide
from domain.catalogue import CATALOGUE
from domain.letters import Addressees, letters
from domain.template_fields import fields_of, is_staff, rows_of
from domain.template_words import sensitive_word
from domain.templates import CASES, problems_of
from domain.terms import Audience, Locale
from domain.wording import LANGUAGES
from domain.wording_facts import Draft, Drafts
from tests.domain.build import AT, HOUR, START, cancel, change_of, invited
from tests.domain.test_letters import PEOPLE, everything

PRIVATE_CODES = ("C_ILLNESS", "C_FAMILY", "E_SCREEN_FAIL")
DETAIL, REMARK = "急性阑尾炎住院，母亲去世，背景调查未通过", "征信报告有疑点"


def wordy(case: str, locale: Locale) -> Draft:
    """A template that tells everything that it may: every placeholder and every row."""
    usual = LANGUAGES[locale].drafts[case]

    def all_of(part: str) -> str:
        return " ".join(f"{{{name}}}" for name in sorted(fields_of(case, locale, part)) if name != "sign")

    rows = tuple(sorted(rows_of(case, locale)))
    return replace(usual, lead=usual.lead + all_of("lead"), rows=rows, sms=usual.sms + all_of("sms"))


CUSTOM: Drafts = {(case, locale): wordy(case, locale) for case, locale in product(CASES, Locale) if not is_staff(case)}


def cancellations(code: str) -> list[tuple[str, str]]:
    """Field and text of every notice to the candidate when an interview is cancelled for this code, early and late, ours and custom."""
    people = [replace(PEOPLE, candidate_locale=locale, drafts=drafts) for locale in Locale for drafts in ({}, CUSTOM)]
    found = []
    for at, who in product((AT, START - HOUR), people):
        change = change_of(decide.cancelled(invited(), cancel(code), at))
        found += told(change, who)
    return found


def told(change: object, people: Addressees) -> list[tuple[str, str]]:
    mine = [
        one
        for one in letters(change, people, DETAIL, REMARK)  # type: ignore[arg-type]
        if one.notice.audience is Audience.CANDIDATE
    ]
    return [(str(one.notice.channel), f"{one.text.subject}\n{one.text.text}\n{one.text.html}") for one in mine]


@pytest.mark.parametrize("code", PRIVATE_CODES)
def test_a_private_reason_is_told_in_neutral_words_on_every_channel(code: str) -> None:
    found = cancellations(code)
    assert {channel for channel, _ in found} == {"sms", "email", "inbox"}
    for _, text in found:
        assert not any(piece in text for piece in (DETAIL, REMARK, "阑尾炎", "去世", "疑点"))
        assert not any(CATALOGUE[code].internal.of(locale) in text for locale in Locale)
        assert sensitive_word(text) == ""


@pytest.mark.parametrize("locale", Locale)
def test_the_catalogues_wording_for_candidates_and_our_own_drafts_are_neutral(locale: Locale) -> None:
    assert [code for code, reason in CATALOGUE.items() if sensitive_word(reason.candidate.of(locale))] == []
    for case in CASES:
        draft = LANGUAGES[locale].drafts[case]
        text = "\n".join((draft.subject, draft.lead, *draft.body, draft.button, draft.sms))
        assert is_staff(case) or sensitive_word(text) == ""


@pytest.mark.parametrize("code", PRIVATE_CODES)
def test_the_words_we_look_for_are_those_of_the_internal_wording(code: str) -> None:
    internal = CATALOGUE[code].internal
    assert sensitive_word(internal.zh)
    assert sensitive_word(internal.en)


@pytest.mark.parametrize("change", everything(), ids=lambda change: change.action)
def test_a_template_that_tells_all_it_may_tells_no_candidate_what_was_said_in_private(change: object) -> None:
    for locale in Locale:
        for _, text in told(change, replace(PEOPLE, candidate_locale=locale, drafts=CUSTOM)):
            assert DETAIL not in text
            assert REMARK not in text


@pytest.mark.parametrize("name", ["internal", "remark"])
def test_no_template_for_candidates_may_ask_for_a_private_text(name: str) -> None:
    for case, locale in CUSTOM:
        usual = LANGUAGES[locale].drafts[case]
        for change in (
            {"lead": f"{usual.lead}{{{name}}}"},
            {"sms": f"{usual.sms}{{{name}}}"},
            {"subject": f"{{{name}}}x"},
        ):
            assert "private-placeholder" in {one.rule for one in problems_of(case, locale, replace(usual, **change))}  # type: ignore[arg-type]
        rows = problems_of(case, locale, replace(usual, rows=(*usual.rows, name)))
        assert [one.rule for one in rows] == ["unknown-row"]
