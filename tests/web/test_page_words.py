"""The page's words, colours and calendar by themselves: both languages complete, contrast AA, working days known."""

import re
from datetime import UTC, datetime
from string import Formatter

import pytest

from domain.catalogue import CATALOGUE, NextStep
from domain.reasons import check
from domain.terms import Locale, Party
from web.candidate import words_en, words_zh
from web.candidate.forms import REASONS
from web.candidate.moments import line, moment
from web.candidate.pages import STATIC


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    assert words_zh.WORDS.keys() == words_en.WORDS.keys()
    for key, text in words_zh.WORDS.items():
        assert _fields(text) == _fields(words_en.WORDS[key]), key


def test_no_chinese_sentence_ends_in_latin_punctuation() -> None:
    assert not [
        text for text in words_zh.WORDS.values() if re.search(r"[\u4e00-\u9fff] ?[,;?!]|[\u4e00-\u9fff]\.", text)
    ]


def test_every_reason_offered_is_the_candidates_own() -> None:
    for code in REASONS:
        assert CATALOGUE[code].party is Party.CANDIDATE
        assert code in words_zh.WORDS


def test_the_first_four_reasons_are_those_after_which_a_new_time_can_be_chosen() -> None:
    """R8; the page promises it in so many words."""
    offers = [code for code in REASONS if CATALOGUE[code].next_step is NextStep.OFFER_RESCHEDULE]
    assert tuple(offers) == REASONS[:4]


@pytest.mark.parametrize("text", re.findall(r"[“；：]([^“”；：。]+)[”；。]", words_zh.WORDS["cancel_detail_hint"]))
def test_the_hints_examples_are_good_reasons(text: str) -> None:
    if "以上都不是" not in text:
        assert check(text, Party.CANDIDATE).acceptable, text


def test_a_time_reads_naturally_in_both_languages() -> None:
    at = datetime(2026, 11, 29, 2, tzinfo=UTC)
    zh = moment(at, 45, "Asia/Shanghai", Locale.ZH)
    assert (zh.day, zh.hours, zh.place) == ("2026年11月29日 周日", "10:00–10:45", "北京时间，UTC+8")
    en = moment(at, 45, "America/New_York", Locale.EN)
    assert (en.day, en.hours, en.place) == ("Sat 28 Nov 2026", "21:00–21:45", "America/New_York, UTC-5")
    assert line(at, "Asia/Shanghai", Locale.ZH) == "11月29日 周日 10:00"
    assert line(at, "Asia/Shanghai", Locale.EN) == "Sun 29 Nov, 10:00"


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _palettes() -> dict[str, dict[str, str]]:
    """The light colours and the dark ones, the second of the stylesheet's two blocks."""
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root {(.*?)}", (STATIC / "candidate.css").read_text("utf-8"), re.DOTALL)
    )
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 4.5),
        ("ink", "ground", 4.5),
        ("ink", "tint", 4.5),
        ("quiet", "paper", 4.5),
        ("quiet", "ground", 4.5),
        ("quiet", "tint", 4.5),
        ("brand", "paper", 4.5),
        ("brand", "ground", 4.5),
        ("brand", "tint", 4.5),
        ("brand-deep", "paper", 4.5),
        ("on-brand", "brand", 4.5),
        ("on-brand", "brand-deep", 4.5),
        ("paper", "danger", 4.5),
        ("paper", "danger-deep", 4.5),
        ("danger", "paper", 4.5),
        ("amber", "amber-tint", 4.5),
        ("on-muted", "muted", 4.5),
        ("field", "paper", 3.0),
        ("focus", "ground", 3.0),
        ("focus", "paper", 3.0),
    ],
)
def test_colours_keep_their_contrast(shade: str, front: str, back: str, least: float) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for the edges of fields and of what has the focus."""
    palette = _palettes()[shade]
    light, dark = sorted((_luminance(palette[front]), _luminance(palette[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_both_shades_colour_the_same_things() -> None:
    palettes = _palettes()
    assert palettes["light"].keys() == palettes["dark"].keys()
    rest = re.sub(r":root {.*?}", "", (STATIC / "candidate.css").read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-f]{3,6}\b", rest), "a colour outside the palette has no dark counterpart"
