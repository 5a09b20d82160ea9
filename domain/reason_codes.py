"""Which codes a plain reason points to, how surely, and which one it means for the party that is held to have caused it."""

import re
from dataclasses import dataclass

from domain.catalogue import CATALOGUE
from domain.reason_pinyin import is_pinyin, pinyin_code
from domain.reason_rules_en import CODES_EN
from domain.reason_rules_zh import CODES_ZH, WEAK_ZH
from domain.reason_text import HAN, LATIN_WORD
from domain.reason_vague import Content
from domain.reason_who import CANDIDATE, INTERVIEWER, OURS, speaks_of_candidate
from domain.terms import Party

# In the order in which they win when several apply: what the company did or whom it named first, the catch-all clash last.
_PRECEDENCE = """
    E_MISTAKE S_OUTAGE E_INTERVIEWER E_FILLED E_REQ_FROZEN E_REQ_CHANGED C_AI_DECLINED C_NO_SHOW
    C_OTHER_OFFER C_NOT_INTERESTED E_SCREEN_FAIL E_RESCHED_BY_US C_TECH C_FAMILY C_ILLNESS C_SCHEDULE
"""
_ORDER = _PRECEDENCE.split()
_NEGATED = re.compile(
    r"(?:没有?|不是|并非|并未|不因|无关)(?:因为|由于|收到|接受|拿到|什么|任何|其他|别的)*$|\b(?:not|isnt|no|wasnt"
    r"|never|without)(?: \w+)? $"
)
_NEGATABLE = frozenset({"C_ILLNESS", "C_FAMILY", "C_OTHER_OFFER", "C_SCHEDULE", "S_OUTAGE"})
# Rules so broad that a hit inside empty words (来不及, 没兴趣, "a conflict") proves nothing.
_BROAD = frozenset({"C_SCHEDULE", "C_TECH"})
_BARE = re.compile(
    r"身体.{0,2}(?:原因|状况|问题)|健康(?:原因|问题|状况)|health|不考虑了|不再考虑|(?:没有?|不感)兴趣|兴趣不大|[无没]意向"
    r"|(?:意向|意愿)不?[高低强大]|路上|.*(?:岗位|部门|业务|人员|团队).{0,4}(?:有变|变动|变化|调整)"
    r"|不(?:完全)?(?:符合|满足|达到)(?:要求|条件|标准)|(?:no longer|not|isnt|never|less) (?:really )?interest\w*"
    r"|(?:面试官|评委|考官)[^会]{0,6}冲突|点错了?|.* (?:conflict|clash)\w*|mis ?match\w*|mistake\w*|error|oversight|slip|confused"
    r"|at work|clients?|customers?|(?:conflict|clash|overlap)\w*|shifts?|travel\w*|rotation|stuck|delayed"
)
_FIRM = re.compile("行程或工作时间冲突|[看探]望|见客户|接待|陪客户|客户现场")
# Causes that anybody can have: read as the interviewer's, the company's or the system's own when that party is named as the cause.
_PERSONAL = frozenset({"C_ILLNESS", "C_FAMILY", "C_SCHEDULE", "C_TECH"})
# Ours, but of a kind that a candidate can have too: their own employer's, their own slip, their own screen.
LIKE_OURS = frozenset({"E_RESCHED_BY_US", "E_MISTAKE", "S_OUTAGE"})
# "公司年会" of a candidate is their employer's; ours has to be named as such.
_EMPLOYER = re.compile("我司|我方|贵公?司|用人部门|企业方|招聘方|we |our ")
_UNWILLING = re.compile("不想|不愿|不打算|算了|不考虑|不再考虑|不适合(?:自己|我)|决定不")


@dataclass(frozen=True, slots=True)
class Reading:
    """The codes that a text points to, best first, and those of them that it names beyond doubt."""

    codes: tuple[str, ...]
    sure: frozenset[str]


def read(words: str, content: Content, vague: bool, party: Party | None) -> Reading:
    """What the plain text points to; a text that names no vague category may also say only the outcome (放弃面试)."""
    sure, weak = _found(words, content.left)
    if is_pinyin(words) and (code := pinyin_code(words)):
        sure.add(code)
    if not sure and not vague:
        said = f"面试官{words}" if party is Party.INTERVIEWER else words
        sure |= {code for code, rule in WEAK_ZH.items() if rule.search(said)}
    codes = sorted(sure | weak, key=_ORDER.index)
    if "E_INTERVIEWER" in codes and not CANDIDATE.search(words):
        codes = [code for code in codes if code not in _PERSONAL]
    return Reading(tuple(codes), frozenset(sure) & frozenset(codes))


def _found(words: str, left: str) -> tuple[set[str], set[str]]:
    sure: set[str] = set()
    weak: set[str] = set()
    # A Chinese character beside a Latin word would hide the word's boundary.
    for rules, letters, text in ((CODES_ZH, HAN, words), (CODES_EN, LATIN_WORD, HAN.sub(" ", words))):
        for code, rule in rules.items() if letters.search(words) else ():
            hits = [hit for hit in rule.finditer(text) if not _negated(code, words, hit)]
            if hits:
                (sure if any(_proves(code, hit, left) for hit in hits) else weak).add(code)
    return sure, weak - sure


def _negated(code: str, words: str, hit: re.Match[str]) -> bool:
    return code in _NEGATABLE and _NEGATED.search(words[: hit.start()]) is not None


def _proves(code: str, hit: re.Match[str], left: str) -> bool:
    if _BARE.fullmatch(hit[0]):
        return False
    if code not in _BROAD or _FIRM.search(hit[0]):
        return True
    said = left[hit.start() : hit.end()]
    return not HAN.search(hit[0]) or HAN.search(said) is not None or any(c.isdigit() for c in said)


def meant(words: str, reading: Reading, party: Party | None) -> tuple[str, bool]:
    """The code a specific text means, and whether that is the named party's own; False when it clearly tells of the other side.

    Company, interviewer and system are one side, ours; a text that names no code is taken for the named party's or for whom it speaks of.
    """
    if party is None:
        return _unsided(words, reading), True
    if party is Party.CANDIDATE:
        return _candidates(words, reading)
    return _ours(words, reading, party)


def _unsided(words: str, reading: Reading) -> str:
    codes = reading.codes
    if speaks_of_candidate(words) and "C_TECH" in codes:
        # With the candidate as subject, "the system keeps crashing" is the candidate's device, not an outage.
        codes = tuple(code for code in codes if code != "S_OUTAGE")
    return codes[0] if codes else guessed(words, None)


def _candidates(words: str, reading: Reading) -> tuple[str, bool]:
    own = [code for code in reading.codes if Party.CANDIDATE in CATALOGUE[code].parties]
    if own:
        return own[0], True
    blamed = [code for code in reading.codes if code in reading.sure]
    named = OURS.search(words) is not None
    # Unless the text names us, what reads like ours is taken for theirs.
    if blamed and blamed[0] == "E_RESCHED_BY_US" and _EMPLOYER.search(words) is None:
        return "C_SCHEDULE", True
    if blamed and (named or blamed[0] not in LIKE_OURS):
        return blamed[0], False
    return "C_TECH" if "S_OUTAGE" in reading.codes else guessed(words, Party.CANDIDATE), True


def _ours(words: str, reading: Reading, party: Party) -> tuple[str, bool]:
    own = [code for code in reading.codes if party in CATALOGUE[code].parties]
    if own:
        return own[0], True
    sure = [code for code in reading.codes if code in reading.sure]
    if not sure or _told_of_us(words, sure[0], party):
        clash = "E_RESCHED_BY_US" if sure and party is Party.COMPANY else None
        return clash or guessed(words, party), True
    return sure[0], False


def _told_of_us(words: str, code: str, party: Party) -> bool:
    """Whether a cause of the candidate's kind can be our own: nobody speaks of the candidate first, and it fits the party."""
    candidate, ours = CANDIDATE.search(words), OURS.search(words)
    if candidate:
        return bool(ours and ours.start() < candidate.start()) or (code == "C_SCHEDULE" and candidate.start() > 1)
    if party is Party.INTERVIEWER and code in _PERSONAL:
        return True
    return bool(ours) or code in {"C_SCHEDULE", "C_TECH"}


def guessed(words: str, party: Party | None) -> str:
    """The likeliest code of a specific text that has no keyword, from the party or from whom the text speaks of first."""
    if party is None:
        party = _spoken_of(words)
    if party is Party.CANDIDATE:
        return "C_NOT_INTERESTED" if _UNWILLING.search(words) else "C_SCHEDULE"
    if party is Party.COMPANY and INTERVIEWER.search(words):
        return "E_INTERVIEWER"
    return {Party.COMPANY: "E_REQ_CHANGED", Party.INTERVIEWER: "E_INTERVIEWER", Party.SYSTEM: "S_OUTAGE"}[party]


def _spoken_of(words: str) -> Party:
    candidate, ours = CANDIDATE.search(words), OURS.search(words)
    if not ours or (speaks_of_candidate(words) and (not candidate or candidate.start() < ours.start())):
        return Party.CANDIDATE
    return Party(str(ours.lastgroup))


def belongs_elsewhere(words: str, reading: Reading, chosen: str) -> bool:
    """Whether the text plainly tells of another side than the chosen code: the candidate's own doing under a company code, or the reverse.

    Company codes may mention a candidate (a failed check, a slip in booking), so only a text that fits no code of the chosen side counts.
    """
    codes = [code for code in reading.codes if code in reading.sure]
    theirs = chosen[0] == "C"
    if not codes or any((code[0] == "C") == theirs for code in codes):
        return False
    return not speaks_of_candidate(words) if theirs else CANDIDATE.search(words) is not None
