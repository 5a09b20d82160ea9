"""The rule that a cancellation reason is specific: maps a text to a code of the catalogue or refuses it with a better text (R7, R9)."""

from dataclasses import dataclass

from domain import reason_advice as advice
from domain.catalogue import CATALOGUE, Reason
from domain.reason_codes import LIKE_OURS, Reading, belongs_elsewhere, meant, read
from domain.reason_noise import is_noise
from domain.reason_text import plain
from domain.reason_vague import content_of, says_enough, states_vague
from domain.reason_who import CANDIDATE
from domain.terms import Locale, Party

SHORTEST, LONGEST = 2, 500
# Beyond this a text is too long whatever it holds; it bounds the work for texts of megabytes.
_RAW_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one text.

    `rule` names why it was refused (empty, too_short, too_long, vague, unknown_code, party_mismatch) and is None when accepted.
    `problem` and `suggestion` are texts for the person who typed it, `examples` whole reasons that it hints at and that they may take
    instead. `code` and `reason` are set when the text was mapped, also on a party mismatch.
    """

    acceptable: bool
    code: str | None
    problem: str | None
    suggestion: str | None
    rule: str | None
    reason: Reason | None
    examples: tuple[str, ...] = ()


def check(text: str, party: Party | None = None, code: str | None = None, locale: Locale = Locale.ZH) -> Verdict:
    """Whether the text is a usable reason, and which code it means.

    `party` is who is said to have caused the cancellation. A specific text without a keyword gets the likeliest code; a `code`
    chosen by hand holds. Length 2 to 500 characters in plain form. Takes any string and never raises (R2, R7, R9).
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


def owner(text: str, code: str | None = None) -> Party | None:
    """Who beyond doubt caused a cancellation with this text, or with this code chosen by hand; None where it would be a guess."""
    if code is not None and code in CATALOGUE:
        return CATALOGUE[code].party
    verdict = check(text)
    if verdict.reason is None or verdict.code not in _weighed(plain(text), None)[0].sure:
        return None
    party = verdict.reason.party
    doubtful = _may_be_ours(text) if party is Party.CANDIDATE else _may_be_theirs(text, verdict.code)
    return None if doubtful or check(text, party).code != verdict.code else party


def _may_be_ours(text: str) -> bool:
    """Whether a cause of the candidate's kind, such as an illness, may be somebody's here: an HR's, a manager's, nobody's by name."""
    return check(text, Party.INTERVIEWER).acceptable


def _may_be_theirs(text: str, code: str | None) -> bool:
    """Whether a cause of our kind, such as a system at fault, may be the candidate's: they are named, and can have the like."""
    return code in LIKE_OURS and CANDIDATE.search(plain(text)) is not None


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
    reading, specific = _weighed(words, party)
    if not specific:
        return _refused("vague", words, party or CATALOGUE[code].party, locale, (code,))
    if belongs_elsewhere(words, reading, code):
        return _mismatch(reading.codes[0], party or CATALOGUE[code].party, locale)
    return _accepted(code)


def _by_text(words: str, party: Party | None, locale: Locale) -> Verdict:
    reading, specific = _weighed(words, party)
    if not specific:
        return _refused("vague", words, party, locale, reading.codes)
    code, fits = meant(words, reading, party)
    return _accepted(code) if fits or party is None else _mismatch(code, party, locale)


def _weighed(words: str, party: Party | None) -> tuple[Reading, bool]:
    """What the text points to, and whether it says anything specific: a sure keyword, or enough beside the empty words."""
    if is_noise(words):
        return Reading((), frozenset()), False
    content = content_of(words)
    reading = read(words, content, states_vague(words), party)
    return reading, bool(reading.sure) or says_enough(words, content)


def _accepted(code: str) -> Verdict:
    return Verdict(True, code, None, None, None, CATALOGUE[code])


def _refused(rule: str, words: str, party: Party | None, locale: Locale, pointed: tuple[str, ...] = ()) -> Verdict:
    codes = advice.fitting(rule, words, pointed, party)
    told, better = advice.problem(rule, locale), advice.suggestion(rule, codes, party, locale)
    return Verdict(False, None, told, better, rule, None, tuple(CATALOGUE[code].internal.of(locale) for code in codes))


def _mismatch(code: str, party: Party, locale: Locale) -> Verdict:
    rule = "party_mismatch"
    told, better = advice.problem(rule, locale), advice.other_party(code, party, locale)
    return Verdict(False, code, told, better, rule, CATALOGUE[code])
