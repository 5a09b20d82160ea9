"""The pages' languages: sentences stand in the code in Chinese, their English in web/locales, a file for each part of the
console, read once per process (gettext)."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.terms import Locale

ENGLISH = Path(__file__).parent / "locales" / "en"
HTML_LANG = {Locale.ZH: "zh-CN", Locale.EN: "en"}


@cache
def translations(locale: Locale) -> NullTranslations:
    """How this language says the Chinese sentences; Chinese itself says them as they stand."""
    if locale is Locale.ZH:
        return NullTranslations()
    catalogue = Catalog("en")
    for file in sorted(ENGLISH.glob("*.po")):
        with file.open("rb") as part:
            for message in read_po(part, locale="en"):
                if message.id:
                    catalogue[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def say(locale: Locale, sentence: str, **values: object) -> str:
    """The sentence in that language, with its %(name)s filled in."""
    told = translations(locale).gettext(sentence)
    return told % values if values else told


def one_language(both: str, locale: Locale) -> str:
    """The half of a sentence that the API says in both languages ("中文 / English")."""
    zh, slash, en = both.partition(" / ")
    return zh if locale is Locale.ZH or not slash else en
