"""The page's texts by language, and the sentence for a rule."""

from domain.refusals import sentence
from domain.terms import Locale
from web.candidate import words_en, words_zh

WORDS = {Locale.ZH: words_zh.WORDS, Locale.EN: words_en.WORDS}
SHORT = {Locale.ZH: "zh", Locale.EN: "en"}


def bad(rule: str, locale: Locale, **values: object) -> str:
    """What is wrong with a field, for a person."""
    return WORDS[locale][f"bad.{rule}"].format_map(values)


def refused(rule: str, locale: Locale) -> str:
    """Why the flow said no, worded for a candidate where the rule's own sentence is not."""
    return WORDS[locale].get(f"refused.{rule}") or sentence(rule, locale)
