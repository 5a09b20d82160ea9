"""What a reason says once everything empty is taken out, and whether that is enough to be a reason."""

import re
from dataclasses import dataclass

from domain.reason_foreign import foreign_letters, is_foreign
from domain.reason_noise import is_word, reads_as_language, unleeted
from domain.reason_pinyin import is_pinyin, pinyin_says_enough
from domain.reason_text import HAN, LATIN_WORD
from domain.reason_words import EMPTY_ELSEWHERE, EMPTY_EN, EMPTY_PIECES, EVERYDAY
from domain.reason_words_zh import CONCRETE_ZH, EMPTY_ZH, GRAMMAR_ZH

_GRAMMAR = frozenset(GRAMMAR_ZH)
_WHEN = re.compile(
    "[一二三四五六七八九十]{3,}|(?:周|星期|礼拜)[一二三四五六日天末]|[零一二三四五六七八九十两百几半]+(?:个?(?:月|天|小时|星期)|点钟?|时|分钟?|号|日|年|周)半?"
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
_AMOUNT = re.compile(r"\d+(?:k|w|km|kg|rmb|usd)")
_LONGEST_ZH = max(map(len, EMPTY_ZH))
_LONGEST_PIECE = max(map(len, EMPTY_PIECES))
_LONGEST_RUN = 240
_LONG = 20
_SHORT = 14


@dataclass(frozen=True, slots=True)
class Content:
    """What is left of a plain text.

    `left` is the text with its empty Chinese words blanked, letter for letter; `han` weighs the different Chinese
    characters in it, `latin` counts the other words that say something, `concrete` tells whether a tangible thing is among them.
    """

    left: str
    han: int
    latin: int
    concrete: bool

    @property
    def weight(self) -> int:
        """A Latin word says about as much as two Chinese characters."""
        return self.han + 2 * self.latin


def content_of(words: str) -> Content:
    """What a plain text (`domain.reason_text.plain`) says beside empty words."""
    left = _without_empty(words)
    run = LATIN_WORD.findall(words)
    latin = [word for word in run if _says_something(word)]
    telling = sum(word.removesuffix("s") in EVERYDAY for word in latin)
    if latin and _made_of_empty_pieces("".join(run)):
        latin, telling = [], 0
    return Content(left, _weight(left), len(latin) + telling, telling > 0 or not CONCRETE_ZH.isdisjoint(left))


def _weight(left: str) -> int:
    letters = set(HAN.findall(left))
    return len(letters) + len(letters & CONCRETE_ZH)


def states_vague(words: str) -> bool:
    """Whether the text itself names a vague category, like 个人原因 or "something came up"."""
    return bool(_STATED_VAGUE_ZH.search(words) or _ANY_CATEGORY.fullmatch(words) or _STATED_VAGUE_EN.search(words))


def says_enough(words: str, content: Content) -> bool:
    """Whether a plain text without a keyword is a reason by itself: more is asked of a long text, or beside a vague category."""
    if is_foreign(words):
        return foreign_letters(content.left) + content.han >= 5
    if is_pinyin(words):
        return pinyin_says_enough(words)
    if content.latin and content.han < 2 and not reads_as_language(words):
        return False
    if states_vague(words):
        return content.weight >= 5 - content.concrete
    long = len(HAN.findall(words)) + len(LATIN_WORD.findall(words)) > _LONG
    return content.weight >= 4 + long - (content.concrete or len(words) <= _SHORT)


def _without_empty(words: str) -> str:
    if not HAN.search(words):
        return words
    words = _WHEN.sub(lambda found: " " * len(found[0]), words)
    left, at = [], 0
    while at < len(words):
        size = _empty_at(words, at)
        left.append(" " * size if size else words[at])
        at += size or 1
    return "".join(left)


def _empty_at(words: str, at: int) -> int:
    """How many characters the longest empty word there has; 0 for none."""
    if not HAN.match(words, at):
        return 0
    for size in range(min(_LONGEST_ZH, len(words) - at), 1, -1):
        if words[at : at + size] in EMPTY_ZH:
            return size
    return int(words[at] in _GRAMMAR or words[at] in EMPTY_ZH)


def _says_something(word: str) -> bool:
    if _AMOUNT.fullmatch(word):
        return True
    return is_word(word) and unleeted(word) not in EMPTY_EN and word not in EMPTY_ELSEWHERE


def _made_of_empty_pieces(letters: str) -> bool:
    """Whether letters written in one run are empty English words or the pinyin of vague Chinese ones, put side by side."""
    letters = unleeted(letters)
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
