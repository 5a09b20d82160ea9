"""What is wrong with a setting: its field, the rule it breaks and a sentence in both languages; pydantic's findings told that way."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from domain.catalogue import Wording

_MOST_CHARS = 80
# By pydantic's error type; braces take what the error knows of the limit.
_SAID = {
    "int_type": Wording("须为整数", "must be a whole number"),
    "float_type": Wording("须为数字", "must be a number"),
    "finite_number": Wording("须为有限的数", "must be a finite number"),
    "bool_type": Wording("须为 true 或 false", "must be true or false"),
    "string_type": Wording("须为文本", "must be text"),
    "list_type": Wording("须为列表", "must be a list"),
    "frozen_set_type": Wording("须为列表", "must be a list"),
    "dict_type": Wording("须为对象", "must be an object with named fields"),
    "dataclass_type": Wording("须为对象", "must be an object with named fields"),
    "missing": Wording("必填", "is required"),
    "unexpected_keyword_argument": Wording("没有该设置", "no such setting"),
    "enum": Wording("不是可选的值，可选 {expected}", "not one of the possible values: {expected}"),
    "greater_than": Wording("须大于 {gt}", "must be more than {gt}"),
    "greater_than_equal": Wording("须不小于 {ge}", "must be at least {ge}"),
    "less_than_equal": Wording("须不大于 {le}", "must be at most {le}"),
    "too_short": Wording("至少须有 {min_length} 项", "must have {min_length} entries at least"),
    "string_pattern_mismatch": Wording(
        '须为 +86 这样的号码前缀，或 ""（其他号码）',
        'must be a number prefix such as +86, or "" for every other number',
    ),
    "json_invalid": Wording("含有无法保存的字符", "holds characters that cannot be kept"),
}
# What our own types refuse, by their words.
_OWN = {
    "must be a time of day such as 21:00": Wording("须为时刻，例如 21:00", "must be a time of day such as 21:00"),
    "min_chars is more than max_chars": Wording("min_chars 不能大于 max_chars", "min_chars is more than max_chars"),
    "from and to are the same time": Wording("from 与 to 不能相同", "from and to are the same time"),
    'sms needs a profile "" for every other number': Wording(
        'sms 须有适用于其他号码的 "" 一项', 'sms needs a profile "" for every other number'
    ),
    "surveys: to_hour must be later than from_hour": Wording(
        "to_hour 须晚于 from_hour", "to_hour must be later than from_hour"
    ),
    "working_hours: closes must be later than opens": Wording(
        "结束时刻须晚于开始时刻", "the end must be later than the beginning"
    ),
}


@dataclass(frozen=True)
class Mistake:
    """A rule that settings break; `field` is where."""

    field: str
    rule: str
    detail: Wording


def told(field: str, error: ErrorDetails) -> Mistake:
    """What pydantic found in a field, never the value."""
    kind, context = error["type"], error.get("ctx", {})
    where = path(field, error["loc"])
    if kind == "value_error":
        own = error["msg"].removeprefix("Value error, ")
        return Mistake(where, "not-sensible", _OWN.get(own, Wording(f"不可用：{own}", own)))
    said = _SAID.get(kind, Wording("格式不正确：" + error["msg"], error["msg"]))
    if not context:
        return Mistake(where, kind, said)
    listed = {name: str(value).replace(" or ", "、").replace(", ", "、") for name, value in context.items()}
    return Mistake(where, kind, Wording(said.zh.format(**listed), said.en.format(**context)))


def path(field: str, place: Sequence[int | str]) -> str:
    """A place inside a field, as `reminders.1.minutes`; a sender's own names are cut short and shown as far as text carries them."""
    steps = [str(step) for step in (field, *place) if step != "[key]"]
    return ".".join(step[:_MOST_CHARS].encode("utf-8", "replace").decode() or '""' for step in steps)
