"""Reading a reason as a person would: one plain form for every width, script variant, lookalike letter and spacing."""

import re
import unicodedata

from domain.reason_glyphs import GLYPHS

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_INVISIBLE = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Co", "Cn", "Sk", "Lm"})
_APOSTROPHES = re.compile(r"(?<=[a-z])['’‘`´ʼ＇](?=[a-z])")
_WILL = re.compile(r"(?<=[a-z])['’‘`´ʼ＇]ll\b")
_MONEY_LETTERS = str.maketrans("$@", "sa")
_SYMBOL_IN_WORD = re.compile(r"(?<=[a-z])[$@]+(?=[a-z])")
_NOT_WORD = re.compile(r"[\W_]+")
_HAN_GAP = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_SPELLED_OUT = re.compile(r"(?<![^ ])[a-z](?: [a-z]){2,}(?![^ ])")
_TAIWAN = (
    ("网路", "网络"),
    ("网际网络", "网络"),
    ("联络", "联系"),
    ("职缺", "岗位"),
    ("职位", "岗位"),
    ("当机", "宕机"),
    ("视讯", "视频"),
)
HAN = re.compile(f"[{_HAN}]")
LATIN_WORD = re.compile("[a-z0-9]+")


def plain(text: str) -> str:
    """The text as bare simplified Chinese characters and lower-case words, words parted by one space; stable when applied again.

    Width, case, accents, tone marks, lookalike letters, traditional forms, punctuation, emoji, invisible characters and spelled-out
    letters ("o t h e r") make no difference. Takes any string, lone surrogates included.
    """
    if not text.isascii():
        text = _folded(text)
    words = _APOSTROPHES.sub("", _WILL.sub(" will", text.lower()))
    words = _SYMBOL_IN_WORD.sub(lambda found: found[0].translate(_MONEY_LETTERS), words)
    words = _NOT_WORD.sub(" ", words).strip()
    words = _SPELLED_OUT.sub(lambda found: found[0].replace(" ", ""), words)
    words = _HAN_GAP.sub("", words)
    for regional, common in _TAIWAN:
        words = words.replace(regional, common)
    return words


def _folded(text: str) -> str:
    """Compatibility forms, accents, case and lookalikes folded away."""
    apostrophes = text.replace("’", "'").replace("‘", "'").replace("＇", "'").replace("ʼ", "'")
    folded = unicodedata.normalize("NFKD", apostrophes).translate(GLYPHS).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(GLYPHS)
    return "".join(c for c in folded if c.isascii() or unicodedata.category(c) not in _INVISIBLE)
