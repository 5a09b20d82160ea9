"""Settings that cannot be are refused by path and rule, in both languages, and nothing is written (R23)."""

from typing import Any

import httpx2
import pytest

from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json


async def post(desk: Desk, organisation: str, data: Any, based_on: Any = 0) -> httpx2.Response:
    return await desk.post(f"/policies/{organisation}", {"data": data, "based_on": based_on})


LADDER = [{"minutes": 1440, "grace_minutes": 120}, {"minutes": 60, "grace_minutes": 20}]
RULES: Json = {"sms": {"": {}}, "email": {}}
DELIVERY: Json = {
    "near_hours": 24,
    "wait_minutes_near": 10,
    "wait_minutes": 120,
    "unknown_minutes": 2,
    "alarm_hours": 3,
}
DELIVERY |= {"again": [], "phone": []}


def sms(**profile: Any) -> Json:
    return {"channel_rules": RULES | {"sms": {"": profile}}}


@pytest.mark.parametrize(
    ("data", "field", "rule"),
    [
        ({"notice": 24}, "notice", "unknown-setting"),
        ({"version": 7}, "version", "unknown-setting"),
        ({"": 7}, '""', "unknown-setting"),
        ({"notice_hours": "24"}, "notice_hours", "int_type"),
        ({"notice_hours": True}, "notice_hours", "int_type"),
        ({"notice_hours": -1}, "notice_hours", "greater_than_equal"),
        ({"notice_hours": 10**30}, "notice_hours", "out-of-range"),
        ({"survey_enabled": "no"}, "survey_enabled", "bool_type"),
        ({"locale": "fr"}, "locale", "enum"),
        ({"timezone": "Asia/Beijing"}, "timezone", "unknown-zone"),
        ({"timezone": "\x00"}, "timezone", "unknown-zone"),
        ({"reminders": {}}, "reminders", "list_type"),
        ({"reminders": [*LADDER, {"minutes": 60, "grace_minutes": 5}]}, "reminders.2.minutes", "doubled-offset"),
        ({"reminders": [{"minutes": 60, "grace_minutes": 90}]}, "reminders.0.grace_minutes", "beyond-start"),
        ({"reminders": [LADDER[0], LADDER[1] | {"minutes": "60"}]}, "reminders.1.minutes", "int_type"),
        (
            {"reminders": [{"minutes": 60, "grace_minutes": 5, "by": 1}]},
            "reminders.0.by",
            "unexpected_keyword_argument",
        ),
        ({"reminders": [{"minutes": 60 + n, "grace_minutes": 5} for n in range(11)]}, "reminders", "too-many"),
        ({"channels": []}, "channels", "dict_type"),
        ({"channels": {"fax": [["sms"]]}}, "channels.fax", "enum"),
        ({"channels": {"reminder": [["fax"]]}}, "channels.reminder.0.0", "enum"),
        ({"channels": {"reminder": [["phone"]]}}, "channels.reminder.0.0", "not-a-channel"),
        ({"channels": {"reminder": [[]]}}, "channels.reminder.0", "empty-chain"),
        ({"channels": {"reminder": [["sms", "sms"]]}}, "channels.reminder.0.1", "doubled-channel"),
        ({"channels": {"cancelled": [["inbox"]]}}, "channels.cancelled", "must-reach"),
        ({"channels": {"outcome_wanted": [["inbox"]]}}, "channels.outcome_wanted", "staff-kind"),
        ({"approval_remind_hours": 30}, "approval_remind_hours", "after-escalation"),
        ({"outcome_reask_hours": [24, 0]}, "outcome_reask_hours.1", "out-of-range"),
        ({"delivery": DELIVERY | {"wait_minutes": 5}}, "delivery.wait_minutes_near", "longer-when-near"),
        ({"delivery": DELIVERY | {"phone": ["outcome_wanted"]}}, "delivery.phone.0", "staff-kind"),
        ({"delivery": DELIVERY | {"patience": 5}}, "delivery.patience", "unexpected_keyword_argument"),
        ({"surveys": {"from_hour": 20, "to_hour": 9}}, "surveys", "not-sensible"),
        ({"surveys": {"to_hour": 25}}, "surveys.to_hour", "less_than_equal"),
        ({"channel_rules": {"sms": {}, "email": {}}}, "channel_rules.sms", "too_short"),
        ({"channel_rules": {"sms": {"+86": {}}, "email": {}}}, "channel_rules", "not-sensible"),
        ({"channel_rules": RULES | {"sms": {"": {}, "cn": {}}}}, "channel_rules.sms.cn", "string_pattern_mismatch"),
        (sms(per_day="50"), 'channel_rules.sms."".per_day', "int_type"),
        (sms(link=True), 'channel_rules.sms."".link', "unexpected_keyword_argument"),
        (sms(kinds_forbidden=["x"]), 'channel_rules.sms."".kinds_forbidden.0', "enum"),
        (sms(quiet_hours={"from": "9pm", "to": "08:00"}), 'channel_rules.sms."".quiet_hours.from', "not-sensible"),
        (sms(quiet_hours={"from": "08:00", "to": "08:00"}), 'channel_rules.sms."".quiet_hours', "not-sensible"),
        (sms(quiet_hours={"from": "08:00", "to": "07:00"}), 'channel_rules.sms."".quiet_hours.to', "too-long-quiet"),
        (sms(signature={"min_chars": 9, "max_chars": 2}), 'channel_rules.sms."".signature', "not-sensible"),
    ],
)
async def test_a_setting_that_cannot_be_is_refused_by_path_and_rule(
    served: App, sign_in: Hire, data: Json, field: str, rule: str
) -> None:
    hr = await sign_in("hr-settings", "settings", "hrops")
    answer = await post(hr, "settings", data)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert [(error["field"], error["rule"]) for error in problem["errors"]] == [(f"data.{field}", rule)]
    zh, _, en = problem["errors"][0]["detail"].partition(" / ")
    assert zh != en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in zh), zh
    assert "不可用" not in zh
    assert "格式不正确" not in zh
    assert (await hr.page("/policies/settings"))["versions"] == [], "nothing was written"


async def test_everything_wrong_is_told_at_once(sign_in: Hire) -> None:
    hr = await sign_in("hr-settings", "settings", "hrops")
    answer = await post(hr, "settings", {"notice_hours": -1, "timezone": "Mars", "nonsense": None, "x": 1})
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"data.notice_hours", "data.timezone", "data.nonsense", "data.x"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"based_on": "1"}, "based_on"),
        ({"based_on": -1}, "based_on"),
        ({"data": None}, "data"),
        ({"data": []}, "data"),
        ({"valid_from": "2020-01-01T00:00:00Z"}, "valid_from"),
        ({"valid_from": "2990-01-01T00:00:00Z"}, "valid_from"),
        ({"valid_from": 1}, "valid_from"),
        ({"note": "x" * 501}, "note"),
        ({"note": "\u202e"}, "note"),
        ({"dry_run": "yes"}, "dry_run"),
        ({"force": True}, "force"),
    ],
)
async def test_a_request_that_cannot_be_is_refused_by_field(sign_in: Hire, more: Json, field: str) -> None:
    hr = await sign_in("hr-settings", "settings", "hrops")
    answer = await hr.post("/policies/settings", {"data": {}, "based_on": 0} | more)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await post(hr, "settings", {}, 3)).status_code == 409
