"""Every sentence of the console exists in both languages, with the same places to fill in, and no English is left over."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from domain.terms import Locale
from web.speech import ENGLISH, one_language, say

WEB = Path(__file__).parent.parent.parent / "web"
_METHODS = [("console/**.py", "python"), ("templates/console/**.html", "jinja2")]
_OPTIONS = {"templates/console/**.html": {"trimmed": "true", "silent": "false"}}
_PLACES = re.compile(r"%\((\w+)\)s")


def _said() -> set[str]:
    """The sentences that templates and code say."""
    found = extract_from_dir(WEB, _METHODS, _OPTIONS, keywords={"_": None, "gettext": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)} | set(_told_by_python())


def _told_by_python() -> Iterator[str]:
    """What `say` says, whose first argument may be the language."""
    for file in (WEB / "console").rglob("*.py"):
        yield from re.findall(r"""\bsay\(\s*(?:[\w.]+,\s*)?"([^"]+)\"""", file.read_text())


def _english() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(ENGLISH.glob("*.po")):
        with file.open("rb") as part:
            for message in read_po(part, locale="en"):
                if message.id:
                    sentence, english = str(message.id), str(message.string)
                    assert found.get(sentence, english) == english, f"{sentence}: two translations"
                    found[sentence] = english
    return found


def test_every_sentence_has_its_english() -> None:
    assert sorted(_said() - {zh for zh, en in _english().items() if en}) == []


def test_no_english_is_left_over() -> None:
    assert sorted(_english().keys() - _said()) == []


def test_both_languages_fill_in_the_same_places() -> None:
    assert [zh for zh, en in _english().items() if set(_PLACES.findall(zh)) != set(_PLACES.findall(en))] == []


def test_every_sentence_with_a_percent_sign_can_be_filled_in() -> None:
    """Templates fill in every sentence, also those without places."""
    for both in _english().items():
        for text in both:
            assert "%" not in text or text % dict.fromkeys(_PLACES.findall(text), "x")


def test_a_sentence_is_told_in_the_readers_language() -> None:
    assert say(Locale.ZH, "登录名或密码不正确。") == "登录名或密码不正确。"
    assert say(Locale.EN, "登录名或密码不正确。") == "The login or the password is not right."


def test_what_the_api_says_in_both_languages_is_halved() -> None:
    assert one_language("没有该面试 / no such interview", Locale.EN) == "no such interview"
    assert one_language("没有该面试 / no such interview", Locale.ZH) == "没有该面试"
    assert one_language("plain", Locale.EN) == "plain"
