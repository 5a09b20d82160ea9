"""The notice ledger around one provider call (rule 4): one attempt may send, a doubtful one is never repeated."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.links import Links
from activities.notify import Notifier
from db import claiming, links, opt_outs, sending, standings
from db.claiming import Claimed
from db.tables_interview import notices
from domain import rescheduling
from domain.commands import Ask
from domain.keys import address_hash
from domain.receipts import Found
from domain.state import LIVE, NoticeRef, State
from domain.terms import Channel, NoticeKind, NoticeState, Stage
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from tests.activities.build import AT, cancelled, kept, opened, written

NOBODY = UUID("00000000-0000-4000-8000-000000000000")


async def invited(engine: AsyncEngine, phone: str = "+8613800000000") -> tuple[State, UUID]:
    """An opened interview and the id of its invitation by SMS."""
    change = opened(await kept(engine, phone))
    await written(engine, change)
    [notice] = [planned for planned in change.notices if planned.skipped is None]
    return change.state, UUID(notice.id)


async def claim(engine: AsyncEngine, notice: UUID, stages: tuple[Stage, ...] = LIVE) -> Claimed | None:
    async with engine.begin() as conn:
        return await claiming.claim(conn, notice, Channel.EMAIL, stages, AT, "only-for-tests")


async def settle(engine: AsyncEngine, notice: UUID, to: NoticeState, detail: str = "") -> None:
    async with engine.begin() as conn:
        await sending.settle(conn, notice, to, AT, detail, "SM1" if to is NoticeState.ACCEPTED else None)


async def give_up(engine: AsyncEngine, notice: UUID, to: NoticeState) -> None:
    async with engine.begin() as conn:
        await sending.give_up(conn, notice, "deadline", to)


async def standing(engine: AsyncEngine, notice: UUID) -> tuple[str, str, int]:
    """State, detail and number of attempts of a row."""
    columns = (notices.c.state, notices.c.detail, notices.c.attempts)
    async with engine.connect() as conn:
        state, detail, attempts = (await conn.execute(select(*columns).where(notices.c.id == notice))).one()
    return state, detail, attempts


async def test_twenty_attempts_at_once_exactly_one_may_send(engine: AsyncEngine) -> None:
    """P2."""
    _, notice = await invited(engine)
    claims = await asyncio.gather(*(claim(engine, notice) for _ in range(20)))
    [won] = [claimed for claimed in claims if claimed is not None]
    assert (won.phone, won.position, won.organizer) == ("+8613800000000", "测试工程师", "面约上海")
    assert await standing(engine, notice) == ("attempting", "", 1)


async def test_accepted_is_final_and_names_the_providers_id(engine: AsyncEngine) -> None:
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.ACCEPTED)
    for later in (NoticeState.UNKNOWN, NoticeState.REFUSED, NoticeState.INTENT):
        await settle(engine, notice, later, "too_late")
    await give_up(engine, notice, NoticeState.REFUSED)
    assert await claim(engine, notice) is None
    assert await standing(engine, notice) == ("accepted", "", 1)


async def test_an_answer_that_comes_after_the_attempt_was_given_up_is_believed(engine: AsyncEngine) -> None:
    """The activity ran into its time limit, its successor found `attempting`, and then the provider's answer came after all."""
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.UNKNOWN, "interrupted")
    await settle(engine, notice, NoticeState.ACCEPTED)
    assert await standing(engine, notice) == ("accepted", "", 1)


async def test_what_the_provider_never_had_does_not_count_as_sent(engine: AsyncEngine) -> None:
    """Else the decision to send once more is stopped as a repetition, and by the caps."""
    _, lost = await invited(engine, "+8613800005151")
    await claim(engine, lost)
    await settle(engine, lost, NoticeState.UNKNOWN, "connection_lost")
    again = await twin(engine, lost)
    assert await counts(engine, again) == (1, 1), "perhaps it arrived"
    await settle(engine, again, NoticeState.INTENT)
    async with engine.begin() as conn:
        await standings.looked(conn, lost, "not_found", AT)
    assert await counts(engine, again) == (0, 0)


async def test_what_the_provider_says_on_being_asked_dates_from_when_it_happened(engine: AsyncEngine) -> None:
    """R6: the cancellation arrived in time, only its receipt did not; it must not count as late because of when we asked."""
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.ACCEPTED)
    arrived, asked = AT + timedelta(seconds=4), AT + timedelta(hours=2)
    async with engine.begin() as conn:
        await standings.looked(conn, notice, "found", asked, Found("SM1", NoticeState.DELIVERED, arrived))
        row = (await conn.execute(select(notices).where(notices.c.id == notice))).one()
    assert (row.state, row.accepted_at, row.delivered_at, row.looked_at) == ("delivered", AT, arrived, asked)


@pytest.mark.parametrize(
    ("said", "kept"), [(timedelta(days=1), timedelta(hours=2)), (timedelta(days=-9), timedelta(0))]
)
async def test_a_provider_s_clock_makes_no_delivery_in_the_future_or_before_the_send(
    engine: AsyncEngine, said: timedelta, kept: timedelta
) -> None:
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.ACCEPTED)
    asked = AT + timedelta(hours=2)
    async with engine.begin() as conn:
        await standings.looked(conn, notice, "found", asked, Found("SM1", NoticeState.DELIVERED, AT + said))
        row = (await conn.execute(select(notices).where(notices.c.id == notice))).one()
    assert row.delivered_at == AT + kept


async def test_an_answer_changes_nothing_that_a_receipt_has_said_meanwhile(engine: AsyncEngine) -> None:
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.ACCEPTED)
    async with engine.begin() as conn:
        await standings.looked(conn, notice, "found", AT, Found("SM9", NoticeState.ACCEPTED))
        row = (await conn.execute(select(notices).where(notices.c.id == notice))).one()
        assert (row.provider_id, row.looked) == ("SM1", "found")
        await conn.execute(update(notices).where(notices.c.id == notice).values(state="delivered", delivered_at=AT))
        await standings.looked(conn, notice, "found", AT, Found("SM1", NoticeState.FAILED))
    assert (await standing(engine, notice))[0] == "delivered"


async def twin(engine: AsyncEngine, notice: UUID) -> UUID:
    """The same notice as its next generation."""
    id = uuid4()
    async with engine.begin() as conn:
        row = (await conn.execute(select(notices).where(notices.c.id == notice))).mappings().one()
        again = {**row, "id": id, "key": f"{row['key']}:g2", "generation": 2, "state": "intent", "attempted_at": None}
        await conn.execute(insert(notices).values(again))
    return id


async def counts(engine: AsyncEngine, notice: UUID) -> tuple[int, int]:
    """As a claim counts them: messages handed over to the number before, and those with the same text, within the hour."""
    async with engine.begin() as conn:
        claimed = await claiming.claim(conn, notice, Channel.SMS, LIVE, AT, "only-for-tests")
    assert claimed is not None
    return claimed.sent_last_hour, claimed.same_text_last_hour


async def test_an_opt_out_holds_however_the_address_is_written(engine: AsyncEngine) -> None:
    """The mail that unsubscribed names itself quiet@…; the recruiter typed Quiet@…"""
    change = opened(await kept(engine, None, "Quiet.One@example.com"))
    await written(engine, change)
    [notice] = [UUID(planned.id) for planned in change.notices if planned.skipped is None]
    async with engine.begin() as conn:
        hashed = address_hash("only-for-tests", "quiet.one@example.com")
        await opt_outs.opt_out(conn, "mianyue", Channel.EMAIL, hashed, "page", AT)
    claimed = await claim(engine, notice)
    assert claimed is not None
    assert claimed.opted_out


async def test_back_to_intent_it_may_be_tried_again(engine: AsyncEngine) -> None:
    """A busy provider certainly did not take it."""
    _, notice = await invited(engine)
    await claim(engine, notice)
    await settle(engine, notice, NoticeState.INTENT, "http_429")
    assert await claim(engine, notice) is not None
    assert (await standing(engine, notice))[2] == 2


@pytest.mark.parametrize(("attempting", "ends"), [(False, "refused"), (True, "unknown")])
async def test_giving_up_knows_whether_something_may_have_left(
    engine: AsyncEngine, attempting: bool, ends: str
) -> None:
    _, notice = await invited(engine)
    if attempting:
        await claim(engine, notice)
    await give_up(engine, notice, NoticeState.REFUSED)
    assert await standing(engine, notice) == (ends, "deadline", int(attempting))


async def test_after_a_cancellation_the_invitation_cannot_be_claimed(engine: AsyncEngine) -> None:
    state, notice = await invited(engine)
    await written(engine, cancelled(state))
    assert await claim(engine, notice) is None
    assert (await standing(engine, notice))[0] == "intent"


async def test_an_invitation_does_not_come_back_with_the_wish_for_another_time(engine: AsyncEngine) -> None:
    """The stage says that a move is asked for, but the old time is cancelled: no invitation, no calendar entry for it."""
    state, notice = await invited(engine)
    off = cancelled(state, code="E_RESCHED_BY_US")
    await written(engine, off)
    asked = rescheduling.asked(off.state, Ask(str(uuid4()), "candidate"), AT + timedelta(hours=2)).change
    assert asked is not None
    await written(engine, asked)
    assert asked.state.stage in LIVE
    assert await claim(engine, notice) is None


async def test_an_unknown_notice_is_an_error(engine: AsyncEngine) -> None:
    async with engine.connect() as conn:
        with pytest.raises(NoResultFound):
            await sending.state_of(conn, NOBODY)


def ref(notice: UUID) -> NoticeRef:
    return NoticeRef(str(notice), NoticeKind.INVITE, Channel.SMS, 1, AT + timedelta(days=1), list(LIVE))


async def test_a_send_found_half_done_after_a_crash_is_unknown_and_not_repeated(
    engine: AsyncEngine, config: Settings
) -> None:
    """Design rule 4: never send from `attempting`."""
    _, notice = await invited(engine)
    sms, email = SmsGateway(config), EmailGateway(config)
    notifier = Notifier(engine, sms, email, Links("only-for-tests", config.web_url))
    await claim(engine, notice)
    assert await ActivityEnvironment().run(notifier.send_sms, ref(notice)) is NoticeState.UNKNOWN
    assert await standing(engine, notice) == ("unknown", "interrupted", 1)
    other_state, other = await invited(engine)
    await written(engine, cancelled(other_state))
    assert await ActivityEnvironment().run(notifier.send_sms, ref(other)) is NoticeState.SKIPPED
    assert await standing(engine, other) == ("skipped", "superseded", 0)
    _, third = await invited(engine)
    for _ in range(3):
        assert await ActivityEnvironment().run(notifier.send_sms, ref(third)) is NoticeState.ACCEPTED
    assert await standing(engine, third) == ("accepted", "", 1)
    await sms.close()
    await email.close()


async def test_a_link_that_cannot_be_written_leaves_the_mail_to_be_sent(
    engine: AsyncEngine, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has left, so nothing is in doubt: the next attempt sends."""
    change = opened(await kept(engine, None, f"{uuid4()}@example.com"))
    await written(engine, change)
    [notice] = [UUID(planned.id) for planned in change.notices if planned.skipped is None]
    mail = NoticeRef(str(notice), NoticeKind.INVITE, Channel.EMAIL, 1, AT + timedelta(days=1), list(LIVE))
    sms, email = SmsGateway(config), EmailGateway(config)
    notifier = Notifier(engine, sms, email, Links("only-for-tests", config.web_url))

    async def away(*given: object) -> None:
        raise OperationalError("the database is away", None, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(links, "keep", away)
        with pytest.raises(ApplicationError, match="unreachable"):
            await ActivityEnvironment().run(notifier.send_email, mail)
    assert await standing(engine, notice) == ("intent", "", 0)
    assert await ActivityEnvironment().run(notifier.send_email, mail) is NoticeState.ACCEPTED
    await sms.close()
    await email.close()
