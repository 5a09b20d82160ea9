"""What a reason says once everything empty is taken out, and whether that is enough to be a reason."""

import re

from domain.reason_text import HAN, LATIN_WORD
from domain.reason_words import EMPTY_EN, EMPTY_PIECES, EMPTY_ZH, GRAMMAR_ZH

_EMPTY = re.compile(EMPTY_ZH)
_GRAMMAR = frozenset(GRAMMAR_ZH)
_MASHED = re.compile(
    "阿斯顿|斯蒂芬|是的发|的发送|发送到|撒旦|大苏打|啊实打实|啊飒飒|水电费水|分手的|发的说|规范化|飞洒|(.)\\1\\1"
)
_STATED_VAGUE_ZH = re.compile(
    "(?:个人|私人|自身|自己|家庭|公司|企业|单位|部门|内部|工作|业务|客观|主观|特殊|某些|某种|种种|各种"
    "|其[他它])(?:方面)?的?(?:一些)?(?:原因|理由|因素|问题|情况|考虑|考量|安排|事[情务由]?)"
    "|其[他它]$|^其[他它]|私事|有(?:点儿?|些|要紧|重要的?)?事|有急事|不方便|不便|特殊|突发(?:情况|状况|事件)"
    "|不可抗|不合适|没时间|没空|另有|(?:有|计划|情况)(?:变动|变化|变)$"
)
_STATED_VAGUE_EN = re.compile(
    r"\b(?:personal|private|other (?:reasons?|matters?|plans|commitments)|unforeseen|something (?:has )?c[ao]me up"
    r"|internal reasons?|family (?:reasons?|matters?))\b"
)
_ANY_CATEGORY = re.compile("(?:因为?|由于)?.{1,4}(?:原因|因素|缘故|关系|问题)")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_KEYBOARD = _ROWS + tuple(row[::-1] for row in _ROWS)
_DOUBLED = re.compile(r"(.{2,4})\1+")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-z\u3400-\u4dbf\u4e00-\u9fff]")
_VOWEL = re.compile("[aeiou]")
_SHORT_TERMS = frozenset({"hr", "hc", "ai", "jd", "hm", "vp", "pc", "hk", "bgc", "vpn", "ppt"})
_LEET = str.maketrans("01345789", "oleastbg")
_LONGEST_PIECE = max(map(len, EMPTY_PIECES))
_LONGEST_RUN = 80


def content_of(words: str) -> tuple[int, int]:
    """How many different Chinese characters and how many other words of a plain text (`domain.reason_text.plain`) say something."""
    han = set(HAN.findall(_EMPTY.sub(" ", words))) - _GRAMMAR if not _MASHED.search(words) else set()
    run = LATIN_WORD.findall(words)
    latin = [word for word in run if _says_something(word)]
    if latin and (_OTHER_SCRIPT.search(words) or _made_of_empty_pieces("".join(run))):
        latin = []
    return len(han), len(latin)


def states_vague(words: str) -> bool:
    """Whether the text itself names a vague category, like 个人原因 or "something came up"."""
    return bool(_STATED_VAGUE_ZH.search(words) or _ANY_CATEGORY.fullmatch(words) or _STATED_VAGUE_EN.search(words))


def says_enough(words: str) -> bool:
    """Whether a plain text is a reason by itself; beside a vague category it has to give a real detail."""
    if states_vague(words):
        return gives_detail(words)
    han, latin = content_of(words)
    return han >= 3 or latin >= 2 or (han >= 1 and latin >= 1)


def gives_detail(words: str) -> bool:
    """Whether more than a word or two is left once the empty phrases are gone."""
    han, latin = content_of(words)
    return han >= 4 or latin >= 3 or (han >= 2 and latin >= 1)


def _says_something(word: str) -> bool:
    letters = word.translate(_LEET)
    return word in _SHORT_TERMS or not (
        word[0].isdigit()
        or len(set(letters)) < 3
        or letters in EMPTY_EN
        or not _VOWEL.search(letters)
        or _DOUBLED.fullmatch(letters)
        or any(letters[:4] in row for row in _KEYBOARD)
    )


def _made_of_empty_pieces(letters: str) -> bool:
    """Whether letters written in one run are empty English words or the pinyin of vague Chinese ones, put side by side."""
    letters = letters.translate(_LEET)
    if len(letters) > _LONGEST_RUN:
        return False
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(
            start in reached and letters[start:end] in EMPTY_PIECES
            for start in range(max(0, end - _LONGEST_PIECE), end)
        ):
            reached.add(end)
    return len(letters) in reached
