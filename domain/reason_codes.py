"""Which code a plain reason means, seen from the party that is held to have caused it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.catalogue import CATALOGUE
from domain.reason_rules_en import CODES_EN, WEAK_EN
from domain.reason_rules_zh import CODES_ZH, WEAK_ZH
from domain.reason_text import HAN, LATIN_WORD
from domain.terms import Party

# In the order in which they win when several apply: what the company did or whom it named first, the catch-all clash last.
_ORDER = (
    *(
        "E_MISTAKE",
        "S_OUTAGE",
        "E_INTERVIEWER",
        "E_FILLED",
        "E_REQ_FROZEN",
        "E_REQ_CHANGED",
        "C_AI_DECLINED",
        "C_NO_SHOW",
    ),
    *(
        "C_OTHER_OFFER",
        "C_NOT_INTERESTED",
        "E_SCREEN_FAIL",
        "E_RESCHED_BY_US",
        "C_TECH",
        "C_FAMILY",
        "C_ILLNESS",
        "C_SCHEDULE",
    ),
)
_CANDIDATE = re.compile(r"候选人|应聘者|应征者|求职者|面试者|对方|\b(?:candidate|applicant)s?\b")
_FIRST_PERSON = re.compile(r"本人|我(?!们|司|方|公司)|\b(?:i|im|ive|my)\b")
_NEGATED = re.compile(
    r"(?:没有?|不是|并非|并未|不因|无关)(?:因为|由于|收到|接受|拿到|什么|任何|其他|别的)*$|\b(?:not|isnt|no|wasnt"
    r"|never|without)(?: \w+)? $"
)
_NEGATABLE = frozenset({"C_ILLNESS", "C_FAMILY", "C_OTHER_OFFER", "C_SCHEDULE", "S_OUTAGE"})
# What somebody is taken up by, where no keyword says it: enough for a clash when a real detail stands beside it.
_OCCUPIED = re.compile(
    r"要|需|得|必须|正在|忙着|去|赶|陪|参加|办|\b(?:ha(?:ve|s|d) to|needs? to|must|got to|going to|will be (?:at"
    r"|in|on)|is (?:at|on|in))\b"
)
# Causes that anybody can have: read as the interviewer's, the company's or the system's own when that party is named as the cause.
_PERSONAL = frozenset({"C_ILLNESS", "C_FAMILY", "C_SCHEDULE", "C_TECH"})
_OWN = {
    Party.INTERVIEWER: (_PERSONAL, "E_INTERVIEWER"),
    Party.COMPANY: (frozenset({"C_SCHEDULE", "C_TECH"}), "E_RESCHED_BY_US"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The codes a text points to, best first, and whether they are the named party's own."""

    codes: tuple[str, ...]
    fits: bool


def read(words: str, party: Party | None, weak: bool) -> Reading:
    """The codes that the plain text points to; `weak` also takes words like 放弃面试 that give only the outcome."""
    found = _found(words, CODES_ZH, CODES_EN)
    if not found and weak:
        found = _found(f"面试官{words}" if party is Party.INTERVIEWER else words, WEAK_ZH, WEAK_EN)
    found = sorted(found, key=_ORDER.index)
    candidate = bool(_CANDIDATE.search(words))
    if "E_INTERVIEWER" in found and not candidate:
        found = [code for code in found if code not in _PERSONAL]
    if party is None:
        return Reading(
            tuple(_candidates_first(found) if candidate or _FIRST_PERSON.search(words) else found), fits=True
        )
    own = tuple(code for code in _seen_by(party, found, candidate) if party in CATALOGUE[code].parties)
    return Reading(own or tuple(found), fits=bool(own))


def occupied(words: str, party: Party | None) -> bool:
    """Whether the text says that the candidate has to be or do something else at that time."""
    subject = party is Party.CANDIDATE or _CANDIDATE.search(words) or _FIRST_PERSON.search(words)
    return bool(subject and _OCCUPIED.search(words))


def _seen_by(party: Party, found: list[str], candidate: bool) -> Iterator[str]:
    yield from found
    personal, own = _OWN.get(party, (frozenset[str](), ""))
    if not candidate and personal & set(found):
        yield own
    if party is Party.SYSTEM and not candidate and "C_TECH" in found:
        yield "S_OUTAGE"


def _candidates_first(found: list[str]) -> list[str]:
    """With the candidate as subject, "the system keeps crashing" is the candidate's device, not an outage."""
    return sorted(found, key=lambda code: code == "S_OUTAGE" and "C_TECH" in found)


def _found(words: str, zh: Mapping[str, re.Pattern[str]], en: Mapping[str, re.Pattern[str]]) -> list[str]:
    codes: list[str] = []
    if HAN.search(words):
        codes += [code for code, rule in zh.items() if _applies(rule, code, words)]
    if LATIN_WORD.search(words):
        codes += [code for code, rule in en.items() if code not in codes and _applies(rule, code, words)]
    return codes


def _applies(rule: re.Pattern[str], code: str, words: str) -> bool:
    if code not in _NEGATABLE:
        return rule.search(words) is not None
    return any(not _NEGATED.search(words[: hit.start()]) for hit in rule.finditer(words))


def belongs_elsewhere(words: str, codes: tuple[str, ...], chosen: str) -> bool:
    """Whether the text plainly tells of another side than the chosen code: the candidate's own doing under a company code, or the reverse.

    Company codes may mention a candidate (a failed check, a slip in booking), so only a text that fits no code of the chosen side counts.
    """
    side = chosen[0]
    if not codes or any(code[0] == side for code in codes):
        return False
    if side == "C":
        return not _CANDIDATE.search(words) and not _FIRST_PERSON.search(words)
    return bool(_CANDIDATE.search(words)) and codes[0][0] == "C"
