"""The reason catalogue: sixteen codes, each complete in both languages, with candidate wording that gives nothing private away."""

import re

import pytest

from domain.catalogue import CATALOGUE, Attribution, NextStep, Reason, codes_of
from domain.reasons import check
from domain.terms import Locale, Party

CODES = (
    *(
        "C_ILLNESS",
        "C_FAMILY",
        "C_SCHEDULE",
        "C_OTHER_OFFER",
        "C_NOT_INTERESTED",
        "C_AI_DECLINED",
        "C_TECH",
        "C_NO_SHOW",
    ),
    *(
        "E_REQ_CHANGED",
        "E_REQ_FROZEN",
        "E_FILLED",
        "E_SCREEN_FAIL",
        "E_INTERVIEWER",
        "E_RESCHED_BY_US",
        "E_MISTAKE",
        "S_OUTAGE",
    ),
)
REASONS = [pytest.param(reason, id=code) for code, reason in CATALOGUE.items()]
PRIVATE = re.compile(
    "病|医|家中|家人|背调|背景调查|offer|匹配|冻结|薪|\\b(?:ill|sick|family|background|frozen|salary|offer|match)\\b"
)


def test_the_sixteen_codes_are_there_under_their_own_names() -> None:
    assert tuple(CATALOGUE) == CODES
    assert all(reason.code == code for code, reason in CATALOGUE.items())


@pytest.mark.parametrize("reason", REASONS)
def test_every_wording_is_complete_in_chinese_and_english(reason: Reason) -> None:
    for wording in (reason.internal, reason.candidate):
        assert re.search("[一-鿿]", wording.of(Locale.ZH))
        assert re.fullmatch(r"[\x20-\x7e]+", wording.of(Locale.EN))


@pytest.mark.parametrize("reason", REASONS)
def test_candidate_wording_names_no_illness_family_or_check(reason: Reason) -> None:
    """PIPL art. 28: a notice may be read by others."""
    assert not PRIVATE.search(reason.candidate.zh)
    assert not PRIVATE.search(reason.candidate.en.lower())


@pytest.mark.parametrize("reason", [reason for code, reason in CATALOGUE.items() if code.startswith("C_")])
def test_the_candidate_is_spoken_to_not_about(reason: Reason) -> None:
    assert "候选人" not in reason.candidate.zh
    assert "candidate" not in reason.candidate.en.lower()


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("reason", REASONS)
def test_the_standard_wording_passes_its_own_rules(reason: Reason, locale: Locale) -> None:
    """R7: what the system suggests must itself be an acceptable reason, and mean the same code."""
    assert check(reason.internal.of(locale)).code == reason.code
    assert check(reason.internal.of(locale), reason.party).acceptable
    assert check(reason.internal.of(locale), reason.party, reason.code).acceptable


def test_party_follows_the_first_letter_and_the_interviewer_answers_for_own_absence() -> None:
    for code, reason in CATALOGUE.items():
        expected = {"C": Party.CANDIDATE, "E": Party.COMPANY, "S": Party.SYSTEM}[code[0]]
        assert reason.party is (Party.INTERVIEWER if code == "E_INTERVIEWER" else expected)


def test_recruiters_answer_only_for_what_they_could_have_prevented() -> None:
    by_attribution = {step: {c for c, r in CATALOGUE.items() if r.attributable is step} for step in Attribution}
    assert by_attribution[Attribution.YES] == {"E_SCREEN_FAIL", "E_RESCHED_BY_US", "E_MISTAKE"}
    assert by_attribution[Attribution.PARTLY] == {"C_SCHEDULE", "C_NOT_INTERESTED", "E_INTERVIEWER"}


def test_a_clash_offers_another_time_and_an_accepted_offer_closes() -> None:
    """R8 and R6: what the notice offers next."""
    assert CATALOGUE["C_SCHEDULE"].next_step is NextStep.OFFER_RESCHEDULE
    assert CATALOGUE["C_OTHER_OFFER"].next_step is NextStep.CLOSE
    assert CATALOGUE["E_REQ_FROZEN"].next_step is NextStep.FUTURE_PRIORITY
    assert CATALOGUE["C_AI_DECLINED"].next_step is NextStep.HUMAN_INTERVIEW


def test_company_interviewer_and_system_are_one_side() -> None:
    ours = tuple(code for code in CODES if not code.startswith("C_"))
    assert all(codes_of(party) == ours for party in (Party.COMPANY, Party.INTERVIEWER, Party.SYSTEM))


def test_the_candidate_answers_for_own_reasons_and_perhaps_for_a_failed_check() -> None:
    """Forged papers are the candidate's own doing; the recruiter answers for the cancellation all the same."""
    assert set(codes_of(Party.CANDIDATE)) == {code for code in CODES if code.startswith("C_")} | {"E_SCREEN_FAIL"}
    assert CATALOGUE["E_SCREEN_FAIL"].attributable is Attribution.YES
