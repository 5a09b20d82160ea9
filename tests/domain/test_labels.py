"""What HR operations read in the Temporal UI shows no full name and fits on its line."""

from datetime import UTC, datetime

import pytest

from domain.labels import SUMMARY_BYTES, mask_name, summary, workflow_summary
from domain.terms import Locale

AT = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王*明"),
        ("王明", "王*"),
        ("王", "*"),
        ("欧阳小明", "欧**明"),
        ("王 小明", "王*明"),
        ("김민수", "김*수"),
        ("Anna Smith", "A*** S."),
        ("Anna Maria Smith", "A*** S."),
        ("Madonna", "M***"),
        ("  ", "*"),
        ("", "*"),
        ("\u202e王小明\r\n", "王*明"),
    ],
)
def test_a_masked_name_is_recognised_by_staff_only(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_very_long_name_stays_short() -> None:
    assert mask_name("王" * 300) == "王***王"


def test_the_workflow_is_found_by_who_what_and_when() -> None:
    line = workflow_summary("王*明", "后端工程师", AT, "Asia/Shanghai", Locale.ZH)
    assert line == "王*明 · 后端工程师 · 11-29 10:00 北京时间"
    assert workflow_summary("A*** S.", "", AT, "Asia/Shanghai", Locale.EN) == "A*** S. · 11-29 10:00 Shanghai time"


def test_a_summary_is_one_line_of_a_size_that_temporal_keeps() -> None:
    line = summary("王*明", "岗位\r\n" * 200)
    assert "\n" not in line
    assert "\r" not in line
    assert len(line.encode()) <= SUMMARY_BYTES
    assert line.endswith("…")
