"""What a template must say and must not say: the time, the next step, an apology; no links in texts, nothing of health."""

import re
import unicodedata
from collections.abc import Iterator
from string import Formatter

from domain.template_fields import is_staff, letter_names, names_in
from domain.template_parts import MOST_BLOCKS, Problem, parts_of, problem
from domain.template_words import apologises, sensitive_word
from domain.terms import NoticeKind
from domain.wording_facts import PERSONAL_MOBILE, Draft

_TIMES = frozenset({"when", "new", "original"})
_ADDRESS = re.compile(r"//|\bwww\.|[a-z0-9-]+\.[a-z]{2,}|[\w.-]+@", re.IGNORECASE | re.ASCII)
_MOBILE = re.compile(rf"(?<!\d)(?:{PERSONAL_MOBILE.pattern})(?!\d)")
_APART = re.compile(r"[\s().\-·]")


def problems(case: str, draft: Draft) -> Iterator[Problem]:
    """What a draft says too little or too much of."""
    staff = is_staff(case)
    needed = {"subject", "lead", "button"} | (set() if staff else {"sms"})
    if len(draft.body) > MOST_BLOCKS:
        yield problem("body", "too-many", "", MOST_BLOCKS)
    for field, text in parts_of(draft):
        if not (_own_words(text) if field in needed else text.strip() or field in ("button", "sms")):
            yield problem(field, "empty")
    if staff:
        if draft.sms:
            yield problem("sms", "no-sms")
        return
    for field, text in parts_of(draft):
        if word := sensitive_word(unicodedata.normalize("NFKC", text)):
            yield problem(field, "sensitive-word", word)
    if draft.sms.strip():
        yield from _texted(draft.sms)
    yield from _unsaid(case, draft)


def _own_words(text: str) -> bool:
    """Whether it can never be left empty."""
    if text == "{next_button}":
        return True
    try:
        return any(literal.strip() for literal, *_ in Formatter().parse(text))
    except ValueError:
        return True


def _texted(sms: str) -> Iterator[Problem]:
    """What operators let through (guides: Chinese SMS rules)."""
    plain = unicodedata.normalize("NFKC", sms)
    if not sms.startswith("{sign}") or sms.count("{sign}") != 1:
        yield problem("sms", "signature")
    if "【" in plain or "】" in plain:
        yield problem("sms", "typed-signature")
    if _ADDRESS.search(plain):
        yield problem("sms", "typed-link")
    if _MOBILE.search(_APART.sub("", plain)):
        yield problem("sms", "personal-mobile")


def _unsaid(case: str, draft: Draft) -> Iterator[Problem]:
    letter, texted = letter_names(draft), names_in(draft.sms)
    offers = case.startswith(NoticeKind.OPTIONS_OFFERED)
    if not letter & (_TIMES | {"options"} if offers else _TIMES):
        yield problem("body", "missing-time", "", "{when}" if "moved" not in case else "{new}")
    if "short" not in texted:
        yield problem("sms", "missing-time", "", "{short}")
    if case.startswith(f"{NoticeKind.CANCELLED}/"):
        if "next" not in letter:
            yield problem("body", "missing-next-step", "", "{next}")
        if "sms_next" not in texted:
            yield problem("sms", "missing-next-step", "", "{sms_next}")
        if "reason" not in letter:
            yield problem("rows", "missing-reason", "", "{reason}")
    if case.endswith("/late"):
        if not apologises(draft.lead + "\n".join(draft.body)):
            yield problem("lead", "missing-apology")
        if not apologises(draft.sms):
            yield problem("sms", "missing-apology")
