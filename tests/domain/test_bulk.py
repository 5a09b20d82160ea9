"""What a bulk asks of each interview, how fast it goes, and what it would come to: pure rules on known states."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain import decide
from domain.bulk import FASTEST, SLOWEST, BulkAction, BulkRun, BulkState, ItemState, Wish, command_of, pace, times_on
from domain.bulk_outlook import counted, outlook, refused_by
from domain.bulk_words import details, headline
from domain.commands import Cancel, Offer
from domain.state import State
from domain.terms import Audience, Channel, Locale, NoticeKind, Party
from tests.domain.build import AT, DAY, HOUR, INBOX, START, asking, cancelled, confirmed, ended, invited

FROZEN = Wish(BulkAction.CANCEL, "zhangsan", Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
BULK = "0b8e5d0a-6f0e-4a3c-9a55-0d1c2b3a4f5e"


def offer(*days: date, shift_minutes: int = 0) -> Wish:
    """New times because the interviewer has a day off."""
    return Wish(
        BulkAction.OFFER,
        "zhangsan",
        Audience.RECRUITER,
        Party.INTERVIEWER,
        "E_INTERVIEWER",
        days=list(days),
        shift_minutes=shift_minutes,
    )


def seen(state: State | None, wish: Wish = FROZEN, at: datetime = AT) -> tuple[ItemState, str]:
    """What would come of one interview."""
    one = outlook(BULK, "i", state, wish, at)
    return one.state, one.rule


@pytest.mark.parametrize("per_minute", [SLOWEST, 7, 59, 60, 61, 119, 120, 600, FASTEST])
def test_the_pace_is_the_one_that_was_asked_for(per_minute: int) -> None:
    at_once, lasts = pace(per_minute)
    assert at_once * timedelta(minutes=1) / lasts == pytest.approx(per_minute)
    assert at_once <= 20
    assert lasts <= timedelta(minutes=1)


def test_a_command_keeps_its_id_whenever_it_is_sent_again() -> None:
    assert command_of(BULK, "a", "zhangsan") == command_of(BULK, "a", "zhangsan")
    others = {command_of(BULK, "b", "zhangsan"), command_of("another", "a", "zhangsan")}
    assert command_of(BULK, "a", "zhangsan") not in others


def test_everybody_keeps_their_own_time_of_day_in_their_own_zone() -> None:
    days = [date(2027, 3, 4), date(2027, 3, 5)]
    morning, afternoon = datetime(2027, 3, 2, 1, 30, tzinfo=UTC), datetime(2027, 3, 2, 6, 30, tzinfo=UTC)
    assert times_on(days, morning, "Asia/Shanghai") == [morning + 2 * DAY, morning + 3 * DAY]
    assert not {*times_on(days, morning, "Asia/Shanghai")} & {*times_on(days, afternoon, "Asia/Shanghai")}
    assert times_on(days[:1], morning, "Asia/Shanghai", 90) == [morning + 2 * DAY + timedelta(minutes=90)]


def test_a_day_after_the_clocks_changed_still_has_the_same_time_of_day() -> None:
    """10:00 in Berlin is 09:00 UTC in winter and 08:00 in summer; 02:30 does not exist on the night between."""
    before = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)
    assert times_on([date(2027, 3, 29)], before, "Europe/Berlin") == [datetime(2027, 3, 29, 8, 0, tzinfo=UTC)]
    night = datetime(2027, 3, 26, 1, 30, tzinfo=UTC)
    assert times_on([date(2027, 3, 28)], night, "Europe/Berlin") == [datetime(2027, 3, 28, 1, 30, tzinfo=UTC)]


def test_the_time_that_stands_is_no_alternative_to_itself() -> None:
    same = START.date()
    assert times_on([same, same + DAY], START, "UTC") == [START + DAY]
    assert times_on([same], START, "UTC") == [START]
    assert seen(invited(timezone="UTC"), offer(same)) == (ItemState.REFUSED, "unchanged")


def test_the_commands_say_what_the_wish_says() -> None:
    wish = Wish(
        BulkAction.CANCEL, "hrops", Audience.HROPS, Party.COMPANY, "E_REQ_FROZEN", [Channel.SMS], offer_reschedule=False
    )
    assert wish.command("c", START, "UTC") == Cancel(
        "c", "hrops", Audience.HROPS, Party.COMPANY, "E_REQ_FROZEN", [Channel.SMS], offer_reschedule=False
    )
    day = (START + DAY).date()
    assert offer(day).command("c", START, "UTC") == Offer("c", "zhangsan", [START + DAY])


def test_what_would_come_of_each_interview() -> None:
    assert seen(invited()) == (ItemState.DONE, "")
    assert seen(confirmed()) == (ItemState.DONE, "")
    assert seen(cancelled()) == (ItemState.ALREADY, "")
    assert seen(ended()) == (ItemState.REFUSED, "interview-ended")
    assert seen(None) == (ItemState.REFUSED, "interview-closed")
    assert seen(invited(), at=START + HOUR) == (ItemState.REFUSED, "interview-over")
    assert seen(invited(), offer((START + DAY).date())) == (ItemState.DONE, "")
    assert seen(invited(), offer((START - 4 * DAY).date())) == (ItemState.REFUSED, "options-invalid")


def test_an_outlook_is_the_decision_that_the_interview_would_take() -> None:
    one = outlook(BULK, "i", invited(), FROZEN, AT)
    command = FROZEN.command(command_of(BULK, "i", "zhangsan"), START, "Asia/Shanghai")
    assert isinstance(command, Cancel)
    assert one.change == decide.cancelled(invited(), command, AT).change
    assert one.change is not None
    assert {notice.kind for notice in one.change.notices} == {NoticeKind.CANCELLED}


def test_late_ones_and_those_that_no_message_reaches_are_named() -> None:
    late = outlook(BULK, "i", invited(), FROZEN, START - 5 * HOUR)
    assert (late.late, late.unreachable) == (True, False)
    mute = outlook(BULK, "i", invited(reach=[INBOX]), FROZEN, AT)
    assert (mute.late, mute.unreachable) == (False, True)
    assert not outlook(BULK, "i", cancelled(), FROZEN, START - HOUR).late


def test_an_open_wish_for_another_time_ends_with_what_was_cancelled_before() -> None:
    open_one = outlook(BULK, "i", asking(cancelled()), FROZEN, AT)
    assert (open_one.state, open_one.ends_request, open_one.unreachable) == (ItemState.ALREADY, True, False)
    assert open_one.change is not None
    assert {notice.kind for notice in open_one.change.notices} == {NoticeKind.REQUEST_DECLINED}
    assert outlook(BULK, "i", asking(cancelled(reach=[INBOX])), FROZEN, AT).unreachable, "somebody has to call"
    assert not outlook(BULK, "i", cancelled(), FROZEN, AT).ends_request
    assert not outlook(BULK, "i", asking(invited()), FROZEN, AT).ends_request


def test_the_sums_of_many() -> None:
    states = {"a": invited(), "b": cancelled(), "c": ended(), "d": None, "e": ended()}
    whole = [outlook(BULK, id, state, FROZEN, AT) for id, state in states.items()]
    assert counted(whole) == {ItemState.DONE: 1, ItemState.ALREADY: 1, ItemState.REFUSED: 3}
    assert refused_by(whole) == {"interview-ended": ["c", "e"], "interview-closed": ["d"]}


@pytest.mark.parametrize(
    ("locale", "line", "words"),
    [
        (Locale.ZH, "批量取消 · 30场 · zhangsan", ("已暂停 · hrops", "12 / 30", "规则不允许: 2")),
        (
            Locale.EN,
            "bulk cancellation · 30 interviews · zhangsan",
            ("paused · hrops", "12 / 30", "refused by a rule: 2"),
        ),
    ],
)
def test_hr_operations_read_where_it_stands(locale: Locale, line: str, words: tuple[str, ...]) -> None:
    run = BulkRun(BULK, "mianyue-sh", "zhangsan", BulkAction.CANCEL, 30, 120, locale)
    counts = {ItemState.PENDING: 18, ItemState.DONE: 10, ItemState.REFUSED: 2}
    assert headline(run) == line
    text = details(run, BulkState.PAUSED, "hrops", counts)
    assert all(word in text for word in words), text
