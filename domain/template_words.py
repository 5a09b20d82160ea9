"""The words that a candidate's template must never hold (PIPL art. 28), and those by which an apology is known (R6)."""

import re

# Of health, family and background checks only what can be nothing else: a hospital or a health insurer may recruit, too.
_ZH = (
    "疾病|生病|患病|病假|病情|病重|住院|确诊|手术(?!室)|怀孕|流产|抑郁|身体(?:原因|状况|不适|欠佳|问题)|健康(?:原因|状况|问题)"
    "|体检(?:不合格|未通过|不达标|结果|异常)|家庭(?:原因|变故|问题)|家[中里](?:急事|有事|变故)|丧事|去世|葬礼"
    "|背景(?:调查|核查|审查)|背调|征信|犯罪记录|失信"
)
# Not \b: a Chinese character beside an English word is a letter, too.
_EN = (
    r"(?<![A-Za-z])(?:ill|illness(?:es)?|sick(?:ness)?|diseases?|hospitali[sz]\w*|surgery|pregnan\w*|miscarriage|bereavement|funeral"
    r"|background[-\s]+(?:check|screening|investigation|verification)s?|(?:reference|credit)[-\s]+checks?|criminal[-\s]+records?"
    r"|(?:medical|health|family)[-\s]+(?:reason|condition|emergenc|issue|problem|leave|matter)\w*)(?![A-Za-z])"
)
_SENSITIVE = re.compile(f"{_ZH}|{_EN}", re.IGNORECASE | re.ASCII)
_APOLOGY = re.compile(r"抱歉|歉意|致歉|道歉|对不起|sorry|apolog", re.IGNORECASE)


def sensitive_word(text: str) -> str:
    """The first word about health, family or a background check in the text, or nothing."""
    # Chinese is read without blanks, so that a blank inside a word does not hide it.
    found = _SENSITIVE.search(text) or _SENSITIVE.search(re.sub(r"\s+", "", text))
    return found.group() if found else ""


def apologises(text: str) -> bool:
    """Whether the text says sorry."""
    return _APOLOGY.search(text) is not None
