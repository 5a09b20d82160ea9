"""What an organisation may write into its own templates: everything that would break, leak or mislead is refused by name."""

from dataclasses import replace
from typing import Any

import pytest

from domain.template_fields import kind_of
from domain.template_samples import worst
from domain.templates import (
    CASES,
    Stored,
    data_of,
    draft_from,
    fields_of,
    nearest,
    problems_of,
)
from domain.terms import Channel, Locale, NoticeKind
from domain.wording import LANGUAGES, case_of, render
from domain.wording_facts import Draft

ZH, EN = Locale.ZH, Locale.EN
LATE = "cancelled/late"
SMS = LANGUAGES[ZH].drafts[LATE].sms


def ours(case: str = LATE, locale: Locale = ZH, **changes: Any) -> Draft:
    """The wording that comes with Mianyue, changed."""
    return replace(LANGUAGES[locale].drafts[case], **changes)


def rules(case: str = LATE, locale: Locale = ZH, **changes: Any) -> set[tuple[str, str]]:
    return {(one.field, one.rule) for one in problems_of(case, locale, ours(case, locale, **changes))}


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("case", CASES)
def test_the_wording_that_comes_with_mianyue_is_a_good_template(case: str, locale: Locale) -> None:
    assert problems_of(case, locale, ours(case, locale)) == []


@pytest.mark.parametrize("case", CASES)
def test_the_worst_case_is_of_its_own_case(case: str) -> None:
    assert case_of(kind_of(case), worst(case, ZH)) == case


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("{name}", "unknown-placeholder"),
        ("{link}", "unknown-placeholder"),
        ("{greeting}", "unknown-placeholder"),
        ("{from_old}", "unknown-placeholder"),
        ("{options}", "unknown-placeholder"),
        ("{reason}", "unknown-placeholder"),
        ("{join}", "unknown-placeholder"),
        ("{internal}", "private-placeholder"),
        ("{remark}", "private-placeholder"),
        ("{pos.__class__}", "placeholder-form"),
        ("{pos[0]}", "placeholder-form"),
        ("{pos!r}", "placeholder-form"),
        ("{pos:>10}", "placeholder-form"),
        ("{pos:{ask}}", "placeholder-form"),
        ("{}", "placeholder-form"),
        ("{0}", "placeholder-form"),
        ("{ pos }", "placeholder-form"),
        ("{pos", "braces"),
        ("pos}", "braces"),
        ("{{link}}", "braces"),
        ("{{", "braces"),
        ("｛pos｝", "braces"),
        ("\n", "hidden-characters"),
        ("\u2028", "hidden-characters"),
        ("\u202e", "hidden-characters"),
        ("\u200b", "hidden-characters"),
        ("\x00", "hidden-characters"),
        ("\ud800", "hidden-characters"),
        ("\t", "hidden-characters"),
        ("【面约】", "typed-signature"),
        ("{sign}", "signature"),
        ("详见 https://hr.example.cn/c", "typed-link"),
        ("详见hr.example.cn", "typed-link"),
        ("详见ｗｗｗ．example．com", "typed-link"),
        ("联系 hr@example.cn", "typed-link"),
        ("联系13800138000", "personal-mobile"),
        ("联系 138-0013-8000", "personal-mobile"),
        ("联系+86 138 0013 8000", "personal-mobile"),
        ("联系１３８００１３８０００", "personal-mobile"),
        ("字" * 300, "too-long"),
        ("{recruiter}" * 20, "too-long-filled"),
    ],
)
def test_a_text_message_takes_nothing_that_breaks_it_or_that_operators_refuse(typed: str, rule: str) -> None:
    assert ("sms", rule) in rules(sms=f"{SMS}{typed}")


def test_an_office_line_may_be_typed() -> None:
    assert rules(sms=f"{SMS}咨询 010-12345678 或 400-800-8000") == set()


@pytest.mark.parametrize("typed", ["第一行\r\nBcc: all@example.com", "\u202e", "{options}", "字" * 121, "{act}"])
def test_a_subject_stays_one_short_line(typed: str) -> None:
    assert {field for field, _ in rules(subject=typed)} == {"subject"}


def test_a_letter_may_have_several_lines_and_speak_of_its_link_but_not_of_the_mail() -> None:
    assert rules(body=("{next}\n{how}联系我们", "{options}")) == set()
    assert rules(body=("{next}", "请{act}选择")) == {("body.1", "unknown-placeholder")}
    assert rules(body=("{next}", "字" * 4001)) == {("body.1", "too-long")}
    assert rules(body=("{next}", "  ")) == {("body.1", "empty")}
    assert rules(body=("{next}",) * 21) == {("body", "too-many")}


@pytest.mark.parametrize(
    ("row", "rule"), [("salary", "unknown-row"), ("internal", "unknown-row"), ("old", "unknown-row")]
)
def test_a_table_has_only_rows_that_the_case_can_fill(row: str, rule: str) -> None:
    assert rules(rows=("original", "reason", row)) == {("rows.2", rule)}
    assert rules(rows=("original", "reason", "reason")) == {("rows.2", "doubled-row")}


def test_a_cancellation_tells_the_time_the_reason_and_what_comes_next() -> None:
    """R3."""
    assert rules(rows=("position",)) == {("body", "missing-time"), ("rows", "missing-reason")}
    assert rules(rows=("position",), body=("{next}", "{original}，{reason}")) == set()
    assert rules(body=("{options}",)) == {("body", "missing-next-step")}
    assert rules(sms="{sign}抱歉，面试取消。") == {("sms", "missing-time"), ("sms", "missing-next-step")}


def test_at_short_notice_it_apologises() -> None:
    """R6."""
    assert rules(lead="{post}的面试取消。") == {("lead", "missing-apology")}
    assert rules(sms="{sign}{short}的面试取消。{sms_next}。") == {("sms", "missing-apology")}
    assert rules(LATE, EN, lead="We are sorry to cancel your interview.") == set()


def test_the_old_time_is_not_told_as_the_new_one() -> None:
    assert rules("moved/company", rows=("old", "new")) == set()
    assert rules("moved/company", rows=("old", "original")) == {("rows.1", "unknown-row")}
    assert rules("moved/company", rows=("old",)) == {("body", "missing-time")}


@pytest.mark.parametrize(
    "word",
    [
        "突发疾病",
        "病假",
        "住院",
        "背景调查",
        "背调",
        "疾 病",
        "家中急事",
        "Sick leave",
        "background check",
        "health reasons",
    ],
)
def test_no_candidate_reads_of_health_family_or_a_background_check(word: str) -> None:
    """PIPL art. 28."""
    changed: tuple[dict[str, Any], ...] = (
        {"lead": f"抱歉，因{word}，面试取消。"},
        {"sms": f"{SMS}{word}"},
        {"subject": word},
    )
    for changes in changed:
        assert {rule for _, rule in rules(**changes)} == {"sensitive-word"}
    assert rules("candidate_cancelled/company", lead=f"{{who}} {word}") == set()


@pytest.mark.parametrize(
    "fine", ["I'll call you.", "面约健康", "欢迎加入大家庭", "某某医院招聘团队", "We hope you are well."]
)
def test_ordinary_words_are_not_taken_for_private_ones(fine: str) -> None:
    assert rules(body=("{next}", fine)) == set()


@pytest.mark.parametrize("part", ["subject", "lead", "button", "sms"])
def test_no_part_is_left_to_placeholders_that_may_be_empty(part: str) -> None:
    empty: dict[str, Any] = {part: "" if part == "button" else "{position}"}
    assert (part, "empty") in rules(**empty)


def test_staff_read_the_reason_and_get_no_text_message() -> None:
    case = "candidate_cancelled/candidate"
    assert rules(case, lead="{who}：{internal}，{remark}") == set()
    assert rules(case, sms="{sign}{short}") == {("sms", "no-sms")}


def test_a_problem_names_what_was_typed_in_both_languages() -> None:
    [found] = problems_of(LATE, ZH, ours(sms=f"{SMS}{{naam}}"))
    assert "{naam}" in found.zh
    assert "{naam}" in found.en
    assert "short" in found.en


def test_a_draft_survives_its_storage_and_a_wrong_form_is_refused() -> None:
    assert draft_from(data_of(ours())) == ours()
    for wrong in ({}, {"subject": 1}, data_of(ours()) | {"rows": "position"}):
        with pytest.raises(ValueError):
            draft_from(wrong)


@pytest.mark.parametrize("locale", Locale)
def test_every_placeholder_that_is_offered_can_be_filled(locale: Locale) -> None:
    for case in CASES:
        assert fields_of(case, locale) <= LANGUAGES[locale].fields(worst(case, locale), case).keys()
        assert fields_of(case, locale, "sms") | fields_of(case, locale, "body") == fields_of(case, locale)


def test_an_organisations_wording_wins_only_in_its_own_case_and_language() -> None:
    mine = {(LATE, ZH): ours(sms="{sign}抱歉，{short}的面试取消。{sms_next}。")}
    said = render(NoticeKind.CANCELLED, Channel.SMS, worst(LATE, ZH), mine).text
    assert "面试取消" in said
    assert "AI云面试" not in said
    for case, locale in (("cancelled/company", ZH), (LATE, EN)):
        facts = worst(case, locale)
        assert render(NoticeKind.CANCELLED, Channel.SMS, facts, mine) == render(
            NoticeKind.CANCELLED, Channel.SMS, facts
        )
    spoken = render(NoticeKind.CANCELLED, Channel.PHONE, worst(LATE, ZH), mine).text
    assert spoken.startswith("抱歉，"), "what is read out has no signature"


def test_the_nearest_organisation_wins_and_null_inherits_from_above() -> None:
    root, mine = ours(lead="抱歉，集团。"), ours(lead="抱歉，子公司。")

    def lead(*found: Stored) -> str | None:
        chosen = nearest(found).get((LATE, ZH))
        return chosen.draft.lead if chosen is not None and chosen.draft is not None else None

    above, below = Stored(LATE, ZH, "group", 3, root), Stored(LATE, ZH, "sub", 1, mine)
    assert lead(above, below) == "抱歉，子公司。"
    assert lead(above, replace(below, draft=None)) == "抱歉，集团。"
    assert lead(replace(above, draft=None), replace(below, draft=None)) is None


@pytest.mark.parametrize("broken", [ours(sms="{gone}"), ours(lead="{"), ours(rows=("gone",))])
def test_a_stored_template_that_can_no_longer_be_filled_holds_up_no_notice(broken: Draft) -> None:
    above = Stored(LATE, ZH, "group", 1, ours())
    assert nearest([above, Stored(LATE, ZH, "sub", 1, broken), Stored("gone", ZH, "sub", 1, ours())]) == {
        (LATE, ZH): above
    }
