"""How many parts a text message takes, and the choice of the fullest wording that takes the fewest."""

from collections.abc import Iterable

from domain.wording_facts import LINK

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
USUAL_LINK = "https://interviews.example.com/c/" + 32 * "x"  # the length that a link to be filled in later will have
GSM = GSM_BASIC | GSM_EXTENDED


def sms_parts(text: str) -> int:
    """Message parts that an operator bills: 160 then 153 GSM-7 septets, or 70 then 67 UCS-2 units; 0 for an empty text."""
    if GSM.issuperset(text):
        return _parts([2 if char in GSM_EXTENDED else 1 for char in text], 160, 153)
    return _parts([2 if char > "\uffff" else 1 for char in text], 70, 67)


def shortest(wordings: Iterable[str]) -> str:
    """The first of the wordings (fullest first) that takes the fewest parts."""
    return min(wordings, key=lambda wording: sms_parts(wording.replace(LINK, USUAL_LINK)))


def _parts(widths: list[int], single: int, multi: int) -> int:
    if sum(widths) <= single:
        return 1 if widths else 0
    parts, room = 1, multi
    for width in widths:
        if width > room:  # a pair (emoji, escaped sign) is never split over two parts
            parts, room = parts + 1, multi
        room -= width
    return parts
