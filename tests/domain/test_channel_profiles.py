"""The profiles as data: chosen by channel and number, refused by name when wrong, and what they leave of a name."""

import json
from copy import deepcopy
from typing import Any

import pytest

from domain.channel_profiles import DEFAULT_PROFILES, Profile, capped, channel_profiles_from, profile_for, sms_signature
from domain.terms import Channel, NoticeKind

READ = channel_profiles_from(DEFAULT_PROFILES)
MAINLAND = profile_for(READ, Channel.SMS, "+8613900138001")


def changed(value: Any, *path: str) -> Any:
    """The default data with one value set."""
    data: Any = deepcopy(DEFAULT_PROFILES)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


def test_the_defaults_are_json_and_say_what_chinese_operators_ask() -> None:
    assert channel_profiles_from(json.loads(json.dumps(DEFAULT_PROFILES))) == READ
    assert not MAINLAND.links
    assert not MAINLAND.personal_data
    assert MAINLAND.kinds_forbidden == {NoticeKind.SURVEY}
    assert (MAINLAND.max_parts, MAINLAND.max_chars, MAINLAND.identical_minutes) == (8, 500, 59)


@pytest.mark.parametrize(
    ("to", "prefix"),
    [
        ("+8613900138001", "+86"),
        ("+85291234567", ""),  # Hong Kong is not +86
        ("+88691234567", ""),
        ("+13475550123", "+1347"),
        ("+12025550123", "+1"),
        ("+447700900123", ""),
    ],
)
def test_the_longest_prefix_decides(to: str, prefix: str) -> None:
    more = changed({"per_day": 5}, "sms", "+1")
    more["sms"]["+1347"] = {"per_day": 2}
    profiles = channel_profiles_from(more)
    assert profile_for(profiles, Channel.SMS, to) is profiles.sms[prefix]


def test_mail_has_its_own_profile_and_the_inbox_none() -> None:
    assert profile_for(READ, Channel.EMAIL, "wang@example.cn") == Profile(per_day=50)
    assert profile_for(READ, Channel.INBOX, "") == Profile()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (changed(1, "sms", "+86", "colour"), "channel_rules.sms.+86.colour: unknown key"),
        (changed({}, "fax"), "channel_rules.fax: unknown key"),
        (changed({"from": "21:00", "to": "8:30"}, "sms", "", "quiet_hours"), 'sms."".quiet_hours.to: must be a time'),
        (changed("24:00", "sms", "+86", "quiet_hours", "from"), "quiet_hours.from: must be a time of day"),
        (changed(2100, "sms", "+86", "quiet_hours", "from"), "quiet_hours.from: must be a time of day"),
        (changed("21:00", "sms", "+86", "quiet_hours", "begin"), "quiet_hours.begin: unknown key"),
        (changed("08:30", "sms", "+86", "quiet_hours", "from"), "quiet_hours: from and to are the same time"),
        (changed(-1, "sms", "+86", "quiet_hours", "unless_within_hours"), "unless_within_hours: Input should be"),
        (changed(float("inf"), "sms", "+86", "quiet_hours", "unless_within_hours"), "unless_within_hours: Input"),
        (changed(["canceled"], "sms", "+86", "quiet_hours", "unless_kinds"), "quiet_hours.unless_kinds"),
        (changed(["greeting"], "sms", "+86", "kinds_forbidden"), "channel_rules.sms.+86.kinds_forbidden"),
        (changed("no", "sms", "+86", "links"), "sms.+86.links: Input should be a valid boolean"),
        (changed(0, "sms", "+86", "max_parts"), "max_parts: Input should be greater than or equal to 1"),
        (changed(True, "sms", "+86", "per_day"), "per_day: Input should be a valid integer"),
        (changed("3", "email", "per_day"), "channel_rules.email.per_day: Input should be a valid integer"),
        (changed(60, "sms", "+86", "identical_minutes"), "identical_minutes: Input should be less than or equal to 59"),
        (changed({"min_chars": 9, "max_chars": 8}, "sms", "+86", "signature"), "min_chars is more than max_chars"),
        (changed({}, "sms", "86"), "channel_rules.sms.86.[key]: String should match"),
        (changed({}, "sms", "+86\n"), "[key]: String should match"),
        (changed({"+86": {}}, "sms"), 'sms needs a profile "" for every other number'),
        ({"sms": {"": {}}}, "channel_rules.email: Field required"),
        ({"sms": [], "email": {}}, "channel_rules.sms: Input should be a valid dictionary"),
        ([], "channel_rules: Input should be a dictionary"),
        (None, "channel_rules: Input should be a dictionary"),
    ],
)
def test_wrong_data_is_refused_with_field_and_rule(data: Any, told: str) -> None:
    with pytest.raises(ValueError) as refused:
        channel_profiles_from(data)
    assert told in str(refused.value)


def test_every_wrong_field_is_told_but_no_value() -> None:
    data = changed("13900138001", "sms", "+86", "per_day")
    data["sms"]["+86"]["per_hour"] = "13900138002"
    with pytest.raises(ValueError) as refused:
        channel_profiles_from(data)
    assert "per_day" in str(refused.value)
    assert "per_hour" in str(refused.value)
    assert "1390013800" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "most", "left"),
    [
        ("后端工程师", 35, "后端工程师"),
        ("后端工程师", 5, "后端工程师"),
        ("后端工程师", 4, "后端工程"),
        ("王😀明", 3, "王😀"),
        ("王😀明", 2, "王"),  # half an emoji is none
        ("😀", 1, ""),
        ("Anna Smith", 5, "Anna"),
        ("", 1, ""),
    ],
)
def test_a_variable_is_cut_without_cutting_an_emoji_in_half(name: str, most: int, left: str) -> None:
    assert capped(name, Profile(max_variable_chars=most)) == left


def test_abroad_no_variable_is_cut() -> None:
    assert capped("x" * 99, profile_for(READ, Channel.SMS, "+12025550123")) == "x" * 99


@pytest.mark.parametrize(
    ("company", "signature"),
    [
        ("某某科技", "【某某科技】"),
        ("上海面约人力资源信息技术服务有限公司", "【上海面约人力资源信息技术服务有限】"),
        ("Moumou Tech International", "【Moumou Tech Inte】"),
        ("【某某】科技", "【某某科技】"),
        ("某", ""),
        (" 【】 ", ""),
    ],
)
def test_the_signature_is_the_company_s_name_in_sixteen_characters(company: str, signature: str) -> None:
    assert sms_signature(company, MAINLAND) == signature


def test_abroad_no_signature_is_asked_for() -> None:
    assert sms_signature("某某科技", profile_for(READ, Channel.SMS, "+12025550123")) == ""
