"""The pages' languages: sentences stand in the code in Chinese, their English in web/locales, a file for each part of the
console, read once per process (gettext)."""

import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.terms import Locale

ENGLISH = Path(__file__).parent / "locales" / "en"
_COUNTED = re.compile(r"(%\((\w+)\)s(?: [\w-]+)+)\(s\)")
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


def counted(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence, not yet filled in, with each "%(n)s … mail(s)" as many as n says: one mail, else mails."""
    return _COUNTED.sub(lambda found: f"{found[1]}{'' if str(values.get(found[2])) == '1' else 's'}", sentence)


def say(locale: Locale, sentence: str, **values: object) -> str:
    """The sentence in that language, with its %(name)s filled in."""
    told = counted(translations(locale).gettext(sentence), values)
    return told % values if values else told


def one_language(both: str, locale: Locale) -> str:
    """The half of a sentence that the API says in both languages ("中文 / English")."""
    zh, slash, en = both.partition(" / ")
    return zh if locale is Locale.ZH or not slash else en
