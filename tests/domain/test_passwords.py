"""What a password has to be like, and how long wrong ones lock a login."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.passwords import Failures, failed, weakness, weakness_said
from domain.terms import Locale

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short-1234"[:9], "too-short"),
        ("x" * 129, "too-long"),
        ("1234567890", "too-common"),
        ("Password-of-mine", "too-common"),
        ("woaini5201314", "too-common"),
        ("mianyue-2026-good", "like-product"),
        ("面约的密码很长很长", "too-short"),
        ("面约的密码很长很长很长", "like-product"),
        ("my zhangsan word", "like-login"),
        ("ZHANGSAN-2026-x", "like-login"),
        ("ababababab", "too-plain"),
        ("蓝色大象爱喝乌龙茶呀", None),
        ("correct horse battery", None),
        ("x7-Lm2-Qa9", None),
    ],
)
def test_a_new_password_is_long_and_not_what_everybody_types(password: str, rule: str | None) -> None:
    assert weakness(password, "zhangsan") == rule
    if rule is not None:
        assert weakness_said(rule, Locale.ZH) != weakness_said(rule, Locale.EN)


def test_five_slips_cost_nothing_then_each_one_locks_for_longer() -> None:
    found: Failures | None = None
    locks = []
    for _ in range(12):
        found = failed(found, NOON)
        locks.append((found.locked_until - NOON) // timedelta(minutes=1) if found.locked_until else 0)
    assert locks == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30]


def test_yesterdays_slips_are_forgotten() -> None:
    assert failed(Failures(7, NOON - timedelta(hours=13), None), NOON) == Failures(1, NOON, None)
    assert failed(Failures(7, NOON - timedelta(hours=11), None), NOON).count == 8
