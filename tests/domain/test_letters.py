"""From planned notice to text: which reader gets which facts, in which language; what a candidate must never read (PIPL art. 28)."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain import aftermath, decide, rescheduling
from domain.catalogue import CATALOGUE
from domain.change import Change, Decision
from domain.clock import local_text
from domain.commands import Approve, Ask, Move, Offer, RecordOutcome
from domain.letters import Addressees, Letter, letters
from domain.state import State
from domain.terms import Audience, Channel, Locale, Outcome
from domain.wording_facts import LINK
from tests.domain.build import (
    AT,
    DAY,
    EMAIL,
    END,
    HOUR,
    INBOX,
    NEW,
    SMS,
    START,
    asking,
    cancel,
    cancelled,
    change_of,
    confirmed,
    ended,
    invited,
    offering,
    policy,
    scheduled,
    taken,
    until,
)

ZH, EN = Locale.ZH, Locale.EN
SECRET = "腰椎手术住院两周"
REMARK = "候选人希望改期至下周三"
LATE = START - 3 * HOUR
PEOPLE = Addressees(
    candidate_name="王小明",
    candidate_phone="+8613800138000",
    candidate_email="wang@example.com",
    candidate_locale=ZH,
    recruiter="zhangsan",
    recruiter_name="张三",
    recruiter_name_en="Zhang San",
    recruiter_locale=ZH,
    company="面约上海",
    company_en="Mianyue Shanghai",
    company_phone="021-50000000",
    position="后端工程师",
    join_url="https://meet.example/room-7",
    created_at=AT,
)
ABROAD = replace(PEOPLE, candidate_phone="+12025550142", candidate_locale=EN)


def written(decision: Decision, people: Addressees = PEOPLE, detail: str = "", remark: str = "") -> list[Letter]:
    return letters(change_of(decision), people, detail, remark)


def one(found: list[Letter], channel: Channel, audience: Audience = Audience.CANDIDATE) -> Letter:
    (letter,) = [x for x in found if x.notice.channel is channel and x.notice.audience is audience]
    return letter


def cancelling(code: str, at: datetime = AT, state: State | None = None) -> Decision:
    return decide.cancelled(state or invited(), cancel(code), START if code == "C_NO_SHOW" else at)


def everything() -> list[Change]:
    """A change of every kind that writes to somebody."""
    move = Move("m", "zhangsan", NEW)
    decisions = [
        decide.opened(scheduled(), AT),
        cancelling("C_ILLNESS"),
        cancelling("E_SCREEN_FAIL", LATE),
        rescheduling.offered(confirmed(), Offer("o", "zhangsan", [NEW]), AT),
        rescheduling.asked(cancelled(), Ask("a", "candidate", NEW), AT),
        rescheduling.approved(asking(cancelled()), Approve("y", "zhangsan"), AT),
        rescheduling.moved_directly(invited(), move, LATE),
        taken(until(invited(), "remind:1440")),
        taken(until(invited(), "remind:60")),
        taken(until(asking(invited()), "escalate_approval")),
        taken(until(cancelled(), "survey")),
        taken(until(asking(cancelled()), "lapse_request")),
        taken(until(invited(), "ask_outcome:3")),
    ]
    decisions += [
        aftermath.outcome_recorded(confirmed(), RecordOutcome("r", "zhangsan", outcome), END)
        for outcome in (Outcome.CANDIDATE_NO_SHOW, Outcome.INTERVIEWER_NO_SHOW)
    ]
    return [change_of(decision) for decision in decisions]


# What the candidate never reads.


@pytest.mark.parametrize("change", everything(), ids=lambda change: change.action)
@pytest.mark.parametrize("locale", Locale)
def test_no_candidate_ever_reads_what_was_said_in_private(change: Change, locale: Locale) -> None:
    people = replace(PEOPLE, candidate_locale=locale)
    for letter in letters(change, people, SECRET, REMARK):
        if letter.notice.audience is Audience.CANDIDATE:
            whole = letter.text.subject + letter.text.text + letter.text.html
            assert SECRET not in whole
            assert REMARK not in whole


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("locale", Locale)
def test_the_candidate_reads_the_neutral_wording_and_not_the_internal_one(code: str, locale: Locale) -> None:
    reason = CATALOGUE[code]
    mail = one(written(cancelling(code), replace(PEOPLE, candidate_locale=locale)), EMAIL).text
    assert reason.candidate.of(locale) in mail.text
    if reason.internal.of(locale) != reason.candidate.of(locale):
        assert reason.internal.of(locale) not in mail.text + mail.html


def test_the_recruiter_reads_what_was_said_and_the_remark() -> None:
    inbox = one(written(cancelling("C_ILLNESS"), detail=SECRET, remark=REMARK), INBOX, Audience.RECRUITER)
    assert SECRET in inbox.text.text
    assert REMARK in inbox.text.text
    assert inbox.recipient == "zhangsan"


def test_without_a_text_the_recruiter_reads_the_codes_internal_wording() -> None:
    inbox = one(written(cancelling("C_ILLNESS")), INBOX, Audience.RECRUITER)
    assert CATALOGUE["C_ILLNESS"].internal.zh in inbox.text.text


# Who reads it, and in which language.


@pytest.mark.parametrize(("candidate", "recruiter"), [(ZH, EN), (EN, ZH), (EN, EN), (ZH, ZH)])
def test_everybody_reads_their_own_language(candidate: Locale, recruiter: Locale) -> None:
    people = replace(PEOPLE, candidate_locale=candidate, recruiter_locale=recruiter)
    found = written(cancelling("C_SCHEDULE"), people)
    theirs, staff = one(found, EMAIL), one(found, INBOX, Audience.RECRUITER)
    assert (theirs.locale, staff.locale) == (candidate, recruiter)
    assert ("面约上海" in theirs.text.text, "Mianyue Shanghai" in theirs.text.text) == (
        candidate is ZH,
        candidate is EN,
    )
    reason = CATALOGUE["C_SCHEDULE"].internal
    assert reason.of(recruiter) in staff.text.text


@pytest.mark.parametrize("locale", Locale)
def test_hr_operations_read_the_organisations_language_and_share_one_inbox(locale: Locale) -> None:
    escalated = taken(until(asking(invited(policy=policy(locale=locale))), "escalate_approval"))
    letter = one(written(escalated, replace(PEOPLE, recruiter_locale=ZH)), INBOX, Audience.HROPS)
    assert (letter.locale, letter.recipient) == (locale, None)


def test_a_notice_that_will_not_be_sent_has_no_text() -> None:
    found = written(decide.opened(scheduled(starts_at=AT - HOUR), AT))
    assert {letter.text.text for letter in found} == {""}


# Late or not (R6).

SORRY = {ZH: "歉意", EN: "short notice"}


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize(
    ("decision", "sorry"),
    [
        (cancelling("E_REQ_FROZEN", AT), False),
        (cancelling("E_REQ_FROZEN", START - DAY), False),
        (cancelling("E_REQ_FROZEN", LATE), True),
        (cancelling("C_ILLNESS", LATE), False),
        (rescheduling.moved_directly(invited(), Move("m", "z", NEW), LATE), True),
        (rescheduling.approved(asking(invited(), at=LATE), Approve("y", "z"), LATE), False),
        (rescheduling.moved_directly(cancelled(), Move("m", "z", NEW), LATE), False),
    ],
    ids=["early", "24 h", "late", "by candidate", "late move", "move they asked for", "freed time"],
)
def test_the_company_apologises_for_what_it_does_late(decision: Decision, sorry: bool, locale: Locale) -> None:
    mail = one(written(decision, replace(PEOPLE, candidate_locale=locale)), EMAIL).text.text.lower()
    assert (SORRY[locale] in mail) is sorry


# Times.


def test_a_move_names_the_old_and_the_new_time() -> None:
    decision = rescheduling.moved_directly(invited(), Move("m", "zhangsan", NEW), AT)
    mail = one(written(decision), EMAIL).text.text
    for at in (START, NEW):
        assert local_text(at, "Asia/Shanghai", ZH) in mail


def test_offered_times_are_all_named_and_a_wish_names_its_own() -> None:
    offer = rescheduling.offered(invited(), Offer("o", "zhangsan", [NEW, NEW + DAY]), AT)
    for at in (NEW, NEW + DAY):
        assert local_text(at, "Asia/Shanghai", ZH) in one(written(offer), EMAIL).text.text
    wish = rescheduling.asked(offering(invited(), NEW), Ask("a", "candidate", NEW + 2 * DAY), AT)
    inbox = one(written(wish), INBOX, Audience.RECRUITER).text.text
    assert local_text(NEW + 2 * DAY, "Asia/Shanghai", ZH) in inbox
    assert local_text(NEW, "Asia/Shanghai", ZH) not in inbox


def test_a_wish_without_a_time_names_none_of_the_times_turned_down() -> None:
    wish = rescheduling.asked(offering(invited(), NEW), Ask("a", "candidate"), AT)
    assert local_text(NEW, "Asia/Shanghai", ZH) not in one(written(wish), EMAIL).text.text


@pytest.mark.parametrize(("state", "word"), [(confirmed(), "仍然有效"), (cancelled(), "已取消")])
def test_while_a_wish_is_pending_the_candidate_knows_whether_the_old_time_stands(state: State, word: str) -> None:
    wish = rescheduling.asked(state, Ask("a", "candidate", NEW), AT)
    assert word in one(written(wish), EMAIL).text.text


# Links.


@pytest.mark.parametrize("change", everything(), ids=lambda change: change.action)
def test_no_address_ever_goes_by_sms_to_the_mainland(change: Change) -> None:
    for letter in letters(change, PEOPLE):
        if letter.notice.channel is SMS:
            assert LINK not in letter.text.text
            assert "://" not in letter.text.text


def test_abroad_an_sms_carries_the_candidates_link() -> None:
    sms = one(written(taken(until(invited(reach=[SMS, INBOX]), "remind:1440")), ABROAD), SMS)
    assert LINK in sms.text.text


def test_mails_carry_the_candidates_link_and_staff_never_get_it() -> None:
    found = written(cancelling("C_SCHEDULE"))
    assert LINK in one(found, EMAIL).text.text
    assert LINK not in one(found, INBOX, Audience.RECRUITER).text.text


@pytest.mark.parametrize(
    ("phone", "links"), [("+8613800138000", False), ("+85261234567", True), ("+12025550142", True)]
)
def test_only_mainland_numbers_go_without_links(phone: str, links: bool) -> None:
    sms = one(
        written(taken(until(invited(reach=[SMS, INBOX]), "remind:1440")), replace(ABROAD, candidate_phone=phone)), SMS
    )
    assert (LINK in sms.text.text) is links


def test_an_sms_points_to_a_mail_only_when_one_was_sent() -> None:
    both, alone = (
        written(cancelling("C_SCHEDULE")),
        written(cancelling("C_SCHEDULE", state=invited(reach=[SMS, INBOX]))),
    )
    assert "邮件" in one(both, SMS).text.text
    assert "邮件" not in one(alone, SMS).text.text


# Surveys (R12).


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (cancelled(), "已取消"),
        (ended(), "感谢您参加"),
        (ended(Outcome.INTERVIEWER_NO_SHOW), "未能如期进行"),
    ],
)
def test_the_survey_asks_about_what_happened(state: State, says: str) -> None:
    mail = one(written(taken(until(state, "survey"))), EMAIL).text.text
    assert says in mail
    assert "您希望得到哪些改进？" in mail
