"""The rule that a cancellation reason is specific: maps a text to a code of the catalogue or refuses it with a better text (R7, R9)."""

from dataclasses import dataclass

from domain import reason_advice as advice
from domain.catalogue import CATALOGUE, Reason
from domain.reason_codes import belongs_elsewhere, occupied, read
from domain.reason_text import plain
from domain.reason_vague import gives_detail, says_enough, states_vague
from domain.terms import Locale, Party

SHORTEST, LONGEST = 2, 500
# Beyond this a text is too long whatever it holds; it bounds the work for texts of megabytes.
_RAW_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one text.

    `rule` names why it was refused (empty, too_short, too_long, vague, unmapped, unknown_code, party_mismatch) and is None when accepted.
    `problem` and `suggestion` are texts for the person who typed it. `code` and `reason` are set when the text was mapped,
    also on a party mismatch.
    """

    acceptable: bool
    code: str | None
    problem: str | None
    suggestion: str | None
    rule: str | None
    reason: Reason | None


def check(text: str, party: Party | None = None, code: str | None = None, locale: Locale = Locale.ZH) -> Verdict:
    """Whether the text is a usable reason, and which code it means.

    `party` is who is said to have caused the cancellation; with a `code` chosen by hand the text needs no keyword of it, but must still say
    something. Length 2 to 500 characters in plain form. Takes any string and never raises (R2, R7, R9).
    """
    if len(text) > _RAW_LIMIT:
        return _refused("too_long", "", party, locale)
    words = plain(text)
    rule = _length_rule(words)
    if rule is None:
        rule = _code_rule(code, party)
    if rule is not None:
        return _refused(rule, words, party, locale)
    if code is not None:
        return _with_code(words, code, party, locale)
    return _by_text(words, party, locale)


def _length_rule(words: str) -> str | None:
    if not words:
        return "empty"
    if len(words) < SHORTEST:
        return "too_short"
    return "too_long" if len(words) > LONGEST else None


def _code_rule(code: str | None, party: Party | None) -> str | None:
    if code is None:
        return None
    if code not in CATALOGUE:
        return "unknown_code"
    return "party_mismatch" if party is not None and party not in CATALOGUE[code].parties else None


def _with_code(words: str, code: str, party: Party | None, locale: Locale) -> Verdict:
    vague = states_vague(words)
    reading = read(words, None, weak=not vague)
    if belongs_elsewhere(words, reading.codes, code):
        return _mismatch(reading.codes[0], party or CATALOGUE[code].party, locale)
    if reading.codes or says_enough(words):
        return _accepted(code)
    return _refused("vague", words, party or CATALOGUE[code].party, locale)


def _by_text(words: str, party: Party | None, locale: Locale) -> Verdict:
    vague = states_vague(words)
    reading = read(words, party, weak=not vague)
    if not reading.codes:
        return _unread(words, vague, party, locale)
    if party is not None and not reading.fits:
        return _mismatch(reading.codes[0], party, locale)
    return _accepted(reading.codes[0])


def _unread(words: str, vague: bool, party: Party | None, locale: Locale) -> Verdict:
    """No keyword: what takes up the candidate, told in detail, is a clash; anything else specific needs a code from the user."""
    if not says_enough(words):
        return _refused("vague", words, party, locale)
    if party in {None, Party.CANDIDATE} and (vague or (gives_detail(words) and occupied(words, party))):
        return _accepted("C_SCHEDULE")
    return _refused("unmapped", words, party, locale)


def _accepted(code: str) -> Verdict:
    return Verdict(True, code, None, None, None, CATALOGUE[code])


def _refused(rule: str, words: str, party: Party | None, locale: Locale) -> Verdict:
    return Verdict(False, None, advice.problem(rule, locale), advice.suggestion(rule, words, party, locale), rule, None)


def _mismatch(code: str, party: Party, locale: Locale) -> Verdict:
    rule = "party_mismatch"
    return Verdict(
        False, code, advice.problem(rule, locale), advice.other_party(code, party, locale), rule, CATALOGUE[code]
    )
