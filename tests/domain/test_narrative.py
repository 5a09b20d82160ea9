"""What HR operations read in the Temporal UI: timers, writes, sends and details, in zh and en, without personal data."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import aftermath, decide
from domain.commands import Cancel
from domain.narrative import change_label, current_details, due_label, notice_label
from domain.plan import next_due
from domain.terms import Audience, Locale, NoticeKind, Party
from domain.wording import STAFF_KINDS
from tests.domain.build import AT, invited, scheduled

ZH, EN = Locale.ZH, Locale.EN


def test_the_timer_of_a_reminder_says_what_it_waits_for_and_until_when() -> None:
    state = invited(starts_at=AT + timedelta(days=3), locale=ZH)
    due = next_due(state)
    assert due is not None
    assert due_label(due, state) == "提前24小时提醒 @ 12-02 10:00 北京时间"
    assert due_label(due, replace(state, locale=EN)) == "reminder 24 h before @ 12-02 10:00 Shanghai time"


def test_a_cancellation_is_labelled_with_its_code_and_whether_it_was_late() -> None:
    state = invited(starts_at=AT + timedelta(hours=5))
    cancel = Cancel("c1", "zhangsan", Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
    decision = decide.cancelled(state, cancel, AT)
    assert decision.change is not None
    assert change_label(decision.change) == "取消 · E_REQ_FROZEN · 不足提前时限 · zhangsan"


def test_every_notice_to_a_candidate_has_a_name_of_its_own() -> None:
    state = invited()
    ref = state.outbox[0]
    told = set(NoticeKind) - STAFF_KINDS
    for locale in Locale:
        labels = {notice_label(replace(ref, kind=kind), locale) for kind in told}
        assert len(labels) == len(told)
        assert not any("_" in label for label in labels)


@pytest.mark.parametrize(("locale", "stage", "next_step"), [(ZH, "已邀约", "下一步"), (EN, "invited", "Next")])
def test_the_details_tell_where_it_stands_and_what_comes_next(locale: Locale, stage: str, next_step: str) -> None:
    text = current_details(invited(locale=locale))
    assert stage in text
    assert next_step in text


def test_the_details_of_a_cancelled_interview_say_who_and_why_in_the_catalogues_words() -> None:
    cancel = Cancel("c1", "candidate", Audience.CANDIDATE, Party.CANDIDATE, "C_ILLNESS")
    text = current_details(decide.cancelled(invited(), cancel, AT).state)
    assert "候选人" in text
    assert "C_ILLNESS 候选人突发疾病，无法参加面试" in text


def test_a_step_by_itself_is_labelled_by_its_own_name() -> None:
    due = next_due(scheduled())
    assert due is not None
    opened = aftermath.stepped(scheduled(), due, AT).change
    assert opened is not None
    assert change_label(opened) == "邀约 · zhangsan"
