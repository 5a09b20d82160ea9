"""What holds for every text: the rules never fail, normal form is stable, and no dressing makes a vague reason acceptable (R7)."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reason_text import plain
from domain.reasons import check
from domain.terms import Locale, Party

VAGUE = st.sampled_from(
    [
        "其他",
        "个人原因",
        "临时有事",
        "家里有事",
        "特殊情况",
        "不可抗力",
        "個人原因",
        "personal reasons",
        "other",
        "something came up",
    ]
)
SPECIFIC = st.sampled_from(["突发感冒", "岗位冻结", "背景调查未通过", "父亲住院需要陪护", "重复预约"])
NOISE = st.sampled_from(
    [" ", "\u3000", "\u200b", "\u200d", "\ufe0f", "\u2060", ".", "·", "*", "-", "_", "😊", "！", "\u202e", "\n"]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


def widened(text: str) -> str:
    """The same text in full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@settings(max_examples=400)
@given(
    ANY_TEXT,
    st.sampled_from([None, *Party]),
    st.sampled_from([None, "C_SCHEDULE", "E_FILLED", "nonsense"]),
    st.sampled_from(Locale),
)
def test_any_text_gets_a_verdict(text: str, party: Party | None, code: str | None, locale: Locale) -> None:
    verdict = check(text, party, code, locale)
    assert verdict.acceptable == (verdict.rule is None)
    assert verdict.acceptable or (verdict.problem and verdict.suggestion)
    assert not verdict.acceptable or (verdict.reason is not None and verdict.reason.code == verdict.code)


@settings(max_examples=400)
@given(ANY_TEXT)
def test_the_plain_form_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@settings(max_examples=300)
@given(VAGUE, st.lists(NOISE, min_size=1, max_size=40), st.booleans())
def test_noise_between_the_letters_never_helps_a_vague_reason(text: str, noise: list[str], wide: bool) -> None:
    dressed = "".join(letter + noise[i % len(noise)] for i, letter in enumerate(widened(text) if wide else text))
    assert not check(dressed).acceptable


@settings(max_examples=200)
@given(SPECIFIC, st.lists(NOISE, min_size=1, max_size=20))
def test_noise_between_the_characters_never_hurts_a_specific_reason(text: str, noise: list[str]) -> None:
    dressed = "".join(letter + noise[i % len(noise)] for i, letter in enumerate(text))
    assert check(dressed).code == check(text).code


@settings(max_examples=100)
@given(st.lists(VAGUE, min_size=1, max_size=6), st.sampled_from(["", " ", "，", "/"]))
def test_vague_reasons_together_stay_vague(texts: list[str], joint: str) -> None:
    assert not check(joint.join(texts)).acceptable


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", ["gè rén yuán yīn", "其他", "突发感冒", "岗位冻结", "Ｐｅｒｓｏｎａｌ"])
def test_unicode_forms_make_no_difference(text: str, form: str) -> None:
    shaped = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert plain(shaped) == plain(text)


@pytest.mark.parametrize(
    "text",
    ["\ud800\udfff\ud800", "\x00\x00", "\u202e其他", "x" * 1_000_000, "其他" * 500_000, " " * 1_000_000, "﷽" * 5_000],
)
def test_hostile_texts_are_refused_not_raised(text: str) -> None:
    assert not check(text).acceptable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【其 他】：岗·位", "其他岗位"),
        ("職缺 凍結", "岗位冻结"),
        ("Can’t  ATTEND", "cant attend"),
        ("o.t.h.e.r", "other"),
        ("per$onal", "personal"),
        ("已接受其他 offer，放弃", "已接受其他offer放弃"),
    ],
)
def test_the_plain_form_of_a_dressed_text(text: str, expected: str) -> None:
    assert plain(text) == expected
