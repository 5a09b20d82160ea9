"""Settings laid over each other: which version holds when, what a change changes, and that nothing typed ends in an error."""

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy_changes import Difference, differences, holds
from domain.policy_layers import Layer, Standing, effective, laid, settings_of, sources, standings, wrong_with
from domain.policy_rules import SETTINGS, mistakes_in, without_nulls

NOW = datetime(2026, 11, 26, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST: dict[str, Any] = import_module("db.migrations.versions.0001_first_tables").DEFAULT_POLICY
GROUP = Layer("group", 1, NOW - 9 * DAY, FIRST)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.just("sms"), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_the_settings_that_mianyue_comes_with_could_be_set_by_hand() -> None:
    rules = import_module("db.migrations.versions.0002_receipts_and_rules")
    whole = FIRST | {"delivery": rules.DELIVERY, "channel_rules": rules.CHANNEL_RULES}
    whole |= {"surveys": import_module("db.migrations.versions.0009_surveys").SURVEYS}
    whole |= {"requests": import_module("db.migrations.versions.0014_candidate_requests").REQUESTS}
    hours = import_module("db.migrations.versions.0023_working_hours")
    whole |= {"working_hours": hours.WORKING_HOURS}
    assert set(whole) == set(SETTINGS)
    assert mistakes_in(whole) == []
    assert wrong_with([Layer("group", 1, NOW, whole)]) == []


@given(st.dictionaries(st.sampled_from(SETTINGS) | st.text(max_size=8), anything, max_size=4))
def test_whatever_is_typed_is_either_refused_by_field_or_can_be_read(data: dict[str, Any]) -> None:
    given = without_nulls(data)
    found = mistakes_in(given)
    assert all(one.field and one.detail.zh and one.detail.en for one in found)
    if not found:
        json.dumps(given, allow_nan=False)
        assert [one for one in wrong_with([GROUP, Layer("sub", 1, NOW, given)]) if one.rule != "after-escalation"] == []


def test_the_newest_of_the_versions_that_have_begun_holds() -> None:
    begins = {1: NOW - 9 * DAY, 2: NOW - DAY, 3: NOW + 9 * DAY, 4: NOW + 3 * DAY}
    assert standings(begins, NOW) == {
        1: Standing.PAST,
        2: Standing.IN_FORCE,
        3: Standing.REPLACED,
        4: Standing.PLANNED,
    }
    layers = [Layer("group", number, begin, {"notice_hours": number}) for number, begin in begins.items()]
    for days, number in ((0, 2), (3, 4), (9, 4)):
        assert settings_of(laid(layers, ["group", "sub"], NOW + days * DAY))["notice_hours"] == number


def test_every_setting_knows_where_it_comes_from() -> None:
    sub = Layer("sub", 3, NOW, {"notice_hours": 48, "channels": {"reminder": [["email"]]}})
    found = {name: layer.organisation for name, layer in sources([GROUP, sub]).items()}
    assert (found["notice_hours"], found["timezone"]) == ("sub", "group")
    assert (found["channels.reminder"], found["channels.invite"]) == ("sub", "group")
    assert effective([GROUP, sub])["reminders"][0] == {"minutes": 1440, "grace_minutes": 120, "early_seconds": 0}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"channels": ["sms"]}, "channels"),
        ({"timezone": 1}, "timezone"),
        ({"channel_rules": {"sms": 1}}, "channel_rules"),
    ],
)
def test_what_somebody_wrote_by_hand_is_told_and_shown_as_it_stands(data: dict[str, Any], field: str) -> None:
    layers = [GROUP, Layer("sub", 1, NOW, data)]
    assert {one.field for one in wrong_with(layers)} == {field}
    assert effective(layers)["notice_hours"] == 24


def test_a_change_is_told_setting_by_setting() -> None:
    before = {"notice_hours": 24, "surveys": {"from_hour": 9, "to_hour": 20}, "reminders": [1], "channels": {}}
    after = {"notice_hours": 24.0, "surveys": {"from_hour": 10}, "reminders": [1, 2], "channels": {}, "locale": "en"}
    assert differences(before, after) == [
        Difference("surveys.from_hour", 9, 10),
        Difference("surveys.to_hour", 20, None),
        Difference("reminders", [1], [1, 2]),
        Difference("locale", None, "en"),
    ]


@pytest.mark.parametrize(
    ("fields", "root", "told"),
    [
        ([], True, 0),
        (["notice_hours", "reminders"], False, 1),
        (["channel_rules.sms.+86.per_day"], False, 1),
        (["delivery.wait_minutes"], False, 2),
        (["timezone"], False, 2),
        (["timezone"], True, 3),
    ],
)
def test_from_when_each_setting_holds_is_said_once(fields: list[str], root: bool, told: int) -> None:
    assert len({one.zh for one in holds(fields, root)}) == told
