"""What a cancellation does to the figures is told from the rule that counts them (R5, R11), and the examples of the check will do."""

import pytest

from domain.catalogue import CATALOGUE, codes_of
from domain.figure_effects import Effect, cancelled_as, effects
from domain.reasons import check
from domain.terms import Locale, Party


def test_a_sick_candidate_costs_the_recruiter_nothing_but_a_cancelled_interview() -> None:
    told = effects(cancelled_as("C_ILLNESS", Party.CANDIDATE, late=False, first=True))
    assert told["cancellation_rate"] is Effect.BAD
    assert told["attributable_rate"] is Effect.CASE
    assert told["advance_notice_rate"] is Effect.NOT_COUNTED
    assert told["compliance_rate"] is Effect.GOOD
    assert told["booking_accuracy"] is Effect.NOT_COUNTED
    assert told["candidate_last_minute_share"] is Effect.CASE


def test_a_mistake_of_ours_inside_the_notice_hours_counts_against_everything() -> None:
    told = effects(cancelled_as("E_MISTAKE", Party.COMPANY, late=True, first=True))
    names = ("cancellation_rate", "attributable_rate", "advance_notice_rate", "compliance_rate", "booking_accuracy")
    assert {told[name] for name in names} == {Effect.BAD}
    assert told["reason_quality_rate"] is Effect.GOOD


def test_a_frozen_position_told_in_time_is_advance_notice() -> None:
    told = effects(cancelled_as("E_REQ_FROZEN", Party.COMPANY, late=False, first=False))
    assert told["advance_notice_rate"] is Effect.GOOD
    assert told["attributable_rate"] is Effect.CASE


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("party", list(Party))
def test_the_examples_that_the_check_offers_will_do(party: Party, locale: Locale) -> None:
    for text in ("不想面了", "没时间", "家里有事", "公司有事", "面试官有事", "系统问题", "没兴趣"):
        refused = check(text, party, locale=locale)
        assert not refused.acceptable
        for example in refused.examples:
            assert check(example, party, locale=locale).acceptable, example


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("party", list(Party))
def test_the_catalogues_own_words_will_do_with_their_code(party: Party, locale: Locale) -> None:
    for code in codes_of(party):
        assert check(CATALOGUE[code].internal.of(locale), party, code, locale).acceptable, code


def test_a_text_that_only_has_to_be_shorter_gets_no_other_text() -> None:
    assert check("事" * 501, Party.COMPANY).examples == ()
