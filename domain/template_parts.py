"""What each part of a template may be made of: lengths, signs, and placeholders that nothing but a plain name can be."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from domain.template_fields import PRIVATE, fields_of
from domain.terms import Locale
from domain.wording_facts import Draft

MOST = {"subject": 120, "lead": 4000, "body": 4000, "button": 60, "sms": 300}
MOST_BLOCKS = 20
_NAME = re.compile(r"[A-Za-z_]+")
_SHOWN = 40
_SENTENCES = {
    "empty": ("须有自己的文字", "must hold words of its own"),
    "too-long": ("最多{1}个字符", "may have {1} characters at most"),
    "too-long-filled": ("填入较长的姓名和岗位后超过{1}个字符", "is over {1} characters with long names filled in"),
    "too-many": ("正文最多{1}段", "the body may have {1} blocks at most"),
    "hidden-characters": ("含有换行或不可见字符", "holds line breaks or characters that cannot be seen"),
    "braces": (
        "花括号须成对使用半角 {{ }}，且只能包住占位符",
        "braces must be a plain pair around a placeholder",
    ),
    "placeholder-form": (
        "占位符只能是 {{名称}}，不支持 {0}",
        "a placeholder is a plain {{name}}: {0} is not",
    ),
    "unknown-placeholder": ("没有占位符 {0}，可用：{1}", "no such placeholder here: {0}; there are: {1}"),
    "private-placeholder": (
        "{0} 是内部信息，不得发给候选人（《个人信息保护法》第28条）",
        "{0} is internal and must not reach a candidate (PIPL art. 28)",
    ),
    "unknown-row": ("没有表格行 {0}，可用：{1}", "no such row here: {0}; there are: {1}"),
    "doubled-row": ("表格行 {0} 重复", "the row {0} appears twice"),
    "no-sms": ("发给员工的通知没有短信", "notices to staff have no text message"),
    "signature": ("短信须以 {{sign}} 开头，且只出现一次", "a text message begins with {{sign}} and has it once"),
    "typed-signature": ("请勿直接输入【】，签名由 {{sign}} 填入", "do not type 【】: {{sign}} is the signature"),
    "typed-link": ("短信中不得直接输入网址或邮箱", "no web or mail address may be typed into a text message"),
    "personal-mobile": ("短信中不得有个人手机号", "no personal mobile number may stand in a text message"),
    "sensitive-word": (
        "发给候选人的文字不得涉及健康、家庭或背景调查：{0}（《个人信息保护法》第28条）",
        "what a candidate reads must not speak of health, family or a background check: {0} (PIPL art. 28)",
    ),
    "missing-time": ("须告知面试时间，请使用 {1}", "must tell the interview's time: use {1}"),
    "missing-next-step": ("取消通知须告知下一步，请使用 {1}", "a cancellation must tell what comes next: use {1}"),
    "missing-reason": ("取消通知须告知原因，请使用 {1}", "a cancellation must tell the reason: use {1}"),
    "missing-apology": ("临时取消或调整须致歉", "at short notice the text must apologise"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one part of a template: a rule's name, and a sentence in each language."""

    field: str
    rule: str
    zh: str
    en: str


def problem(field: str, rule: str, shown: str = "", wanted: object = "") -> Problem:
    """The problem of a rule; `shown` is what was typed, cut short and with nothing in it that a screen cannot show."""
    typed = "".join(sign if sign.isprintable() else "?" for sign in shown[:_SHOWN])
    zh, en = _SENTENCES[rule]
    return Problem(field, rule, zh.format(typed, wanted), en.format(typed, wanted))


def parts_of(draft: Draft) -> Iterator[tuple[str, str]]:
    """Every text of a draft with the name of its place."""
    yield "subject", draft.subject
    yield "lead", draft.lead
    yield from ((f"body.{at}", block) for at, block in enumerate(draft.body))
    yield "button", draft.button
    yield "sms", draft.sms


def problems(case: str, locale: Locale, field: str, text: str) -> Iterator[Problem]:
    """What keeps one text from being filled in safely."""
    part = field.partition(".")[0]
    if len(text) > MOST[part]:
        yield problem(field, "too-long", "", MOST[part])
        return
    if any(_is_hidden(sign, lines=part in ("lead", "body")) for sign in text):
        yield problem(field, "hidden-characters")
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        yield problem(field, "braces")
        return
    if any(sign in literal for literal, *_ in pieces for sign in "{}｛｝"):
        yield problem(field, "braces")
    allowed = fields_of(case, locale, part)
    for _, name, form, conversion in pieces:
        if name is not None:
            yield from _placeholder(field, name, form or "", conversion or "", allowed)


def _placeholder(field: str, name: str, form: str, conversion: str, allowed: frozenset[str]) -> Iterator[Problem]:
    typed = "{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
    if form or conversion or not _NAME.fullmatch(name):
        yield problem(field, "placeholder-form", typed)
    elif name not in allowed:
        private = name in PRIVATE and not allowed & PRIVATE
        rule = "private-placeholder" if private else "unknown-placeholder"
        yield problem(field, rule, typed, ", ".join(sorted(allowed)))


def _is_hidden(sign: str, lines: bool) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and not (lines and sign == "\n")
