"""Every kind of finding says in both languages what is wrong and what to do."""

import re

import pytest

from domain.findings import LOUD, FindingKind, sentence
from domain.terms import Locale


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_a_sentence_in_both_languages(kind: FindingKind) -> None:
    zh, en = sentence(kind, Locale.ZH), sentence(kind, Locale.EN)
    assert re.search("[\u4e00-\u9fff]", zh)
    assert not re.search("[\u4e00-\u9fff]", en)
    assert "请" in zh or "停滞" in zh


def test_the_loud_ones_are_those_that_somebody_must_act_on_at_once() -> None:
    assert set(FindingKind) - set(LOUD) == {
        FindingKind.NOTICE_UNKNOWN,
        FindingKind.RECEIPTS_SILENT,
        FindingKind.PROVIDER_REFUSING,
        FindingKind.PUSH_REFUSED,
        FindingKind.PUSH_BEHIND,
        FindingKind.REQUEST_OVERDUE,
    }
