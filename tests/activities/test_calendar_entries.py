"""A calendar entry leaves only with a time that holds: the invitation's, an approved move's, or its removal."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest_asyncio
from icalendar import Calendar
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.links import Links
from activities.notify import Notifier
from domain import aftermath, rescheduling
from domain.change import Change, Decision
from domain.commands import Approve, Ask, Decline, Move, Offer, RecordOutcome
from domain.outgoing import true_in
from domain.plan import Due
from domain.state import NoticeRef, State
from domain.terms import Audience, Channel, NoticeKind, NoticeState, Outcome
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from tests.activities.build import AT, cancelled, kept, opened, written

HOUR = timedelta(hours=1)
WISH, OFFERED = AT + timedelta(days=5), AT + timedelta(days=6)


class Post:
    """Writes a change and sends the mails it brings; tells which kinds went out, each with its calendar entry or none."""

    def __init__(self, engine: AsyncEngine, notifier: Notifier, sandbox: httpx2.AsyncClient) -> None:
        self._engine, self._notifier, self._sandbox = engine, notifier, sandbox

    async def sent(self, change: Change) -> dict[NoticeKind, Any]:
        assert await written(self._engine, change) is None
        return {notice.kind: await self._entry(change, notice) for notice in change.notices if _mailed(notice)}

    async def _entry(self, change: Change, notice: Any) -> Any:
        stages = true_in(change.state, notice.kind)
        ref = NoticeRef(notice.id, notice.kind, Channel.EMAIL, notice.revision, AT + timedelta(days=1), stages)
        assert await ActivityEnvironment().run(self._notifier.send_email, ref) is NoticeState.ACCEPTED
        items = (await self._sandbox.get("/sandbox/messages")).json()["items"]
        [message] = [item for item in items if item["notice_id"] == notice.id]
        if not message["attachments"]:
            return None
        [attached] = message["attachments"]
        return Calendar.from_ical(attached["text"])


def _mailed(notice: Any) -> bool:
    to_candidate = notice.audience is Audience.CANDIDATE
    return to_candidate and notice.channel is Channel.EMAIL and notice.skipped is None


@pytest_asyncio.fixture
async def post(engine: AsyncEngine, config: Settings, sandbox_url: str) -> AsyncIterator[Post]:
    sms, email = SmsGateway(config), EmailGateway(config)
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=10) as sandbox:
        yield Post(engine, Notifier(engine, sms, email, Links("only-for-tests", config.web_url)), sandbox)
    await sms.close()
    await email.close()


async def begun(engine: AsyncEngine) -> Change:
    """The opening of an interview whose candidate is told everything by mail."""
    state = await kept(engine, phone=None, email=f"{uuid4().hex}@example.com")
    by_mail = {kind: [[Channel.EMAIL]] for kind in NoticeKind}
    return opened(replace(state, policy=replace(state.policy, channels=by_mail)))


def change_of(decision: Decision) -> Change:
    assert decision.change is not None
    return decision.change


def asked(state: State) -> Change:
    return change_of(rescheduling.asked(state, Ask(str(uuid4()), "candidate", WISH), AT + HOUR))


def offered(state: State) -> Change:
    return change_of(rescheduling.offered(state, Offer(str(uuid4()), "zhangsan", [OFFERED, OFFERED + HOUR]), AT + HOUR))


def starts(entry: Any) -> list[Any]:
    return [event["DTSTART"].dt for event in entry.events]


async def test_a_time_that_is_only_asked_for_is_in_no_calendar_until_it_is_approved(
    engine: AsyncEngine, post: Post
) -> None:
    opening = await begun(engine)
    invited = await post.sent(opening)
    assert (invited[NoticeKind.INVITE]["METHOD"], starts(invited[NoticeKind.INVITE])) == (
        "REQUEST", [opening.state.starts_at],
    )  # fmt: skip
    wish = asked(opening.state)
    assert await post.sent(wish) == {NoticeKind.REQUEST_RECEIVED: None}
    approval = change_of(rescheduling.approved(wish.state, Approve(str(uuid4()), "zhangsan"), AT + HOUR))
    moved = await post.sent(approval)
    assert moved.keys() == {NoticeKind.MOVED}
    assert (moved[NoticeKind.MOVED]["METHOD"], starts(moved[NoticeKind.MOVED])) == ("REQUEST", [WISH])
    assert moved[NoticeKind.MOVED].events[0]["SEQUENCE"] > invited[NoticeKind.INVITE].events[0]["SEQUENCE"]


async def test_offers_and_refusals_change_no_calendar(engine: AsyncEngine, post: Post) -> None:
    opening = await begun(engine)
    await post.sent(opening)
    offer = offered(opening.state)
    assert await post.sent(offer) == {NoticeKind.OPTIONS_OFFERED: None}
    wish = asked(offer.state)
    assert await post.sent(wish) == {NoticeKind.REQUEST_RECEIVED: None}
    declined = change_of(rescheduling.declined(wish.state, Decline(str(uuid4()), "zhangsan"), AT + HOUR))
    assert await post.sent(declined) == {NoticeKind.REQUEST_DECLINED: None}


async def test_a_cancellation_takes_the_time_out_and_a_wish_after_it_puts_none_in(
    engine: AsyncEngine, post: Post
) -> None:
    opening = await begun(engine)
    await post.sent(opening)
    off = cancelled(opening.state, code="E_MISTAKE")
    gone = (await post.sent(off))[NoticeKind.CANCELLED]
    assert (gone["METHOD"], gone.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert starts(gone) == [opening.state.starts_at]
    wish = asked(off.state)
    assert await post.sent(wish) == {NoticeKind.REQUEST_RECEIVED: None}
    offer = offered(wish.state)
    assert await post.sent(offer) == {NoticeKind.OPTIONS_OFFERED: None}
    taken = change_of(rescheduling.asked(offer.state, Ask(str(uuid4()), "candidate", OFFERED), AT + 2 * HOUR))
    assert starts((await post.sent(taken))[NoticeKind.MOVED]) == [OFFERED], "the recruiter had offered this very time"


async def test_a_direct_move_is_in_the_calendar(engine: AsyncEngine, post: Post) -> None:
    opening = await begun(engine)
    await post.sent(opening)
    move = Move(str(uuid4()), "zhangsan", WISH)
    moved = await post.sent(change_of(rescheduling.moved_directly(opening.state, move, AT + HOUR)))
    assert starts(moved[NoticeKind.MOVED]) == [WISH]


async def test_reminders_surveys_and_apologies_leave_the_calendar_alone(engine: AsyncEngine, post: Post) -> None:
    opening = await begun(engine)
    await post.sent(opening)
    for step in ("remind:1440", "remind:60"):
        change = aftermath.stepped(opening.state, Due(step, AT), AT + HOUR).change
        assert change is not None
        opening = replace(opening, state=change.state)
        assert set((await post.sent(change)).values()) == {None}
    absent = RecordOutcome(str(uuid4()), "zhangsan", Outcome.INTERVIEWER_NO_SHOW)
    ended = change_of(aftermath.outcome_recorded(opening.state, absent, opening.state.ends_at))
    assert await post.sent(ended) == {NoticeKind.INTERVIEWER_ABSENT: None}
    survey = aftermath.stepped(ended.state, Due("survey", AT), opening.state.ends_at + 3 * HOUR).change
    assert survey is not None
    assert await post.sent(survey) == {NoticeKind.SURVEY: None}


async def test_an_invitation_still_unsent_when_the_time_is_cancelled_puts_nothing_in_a_calendar(
    engine: AsyncEngine, post: Post, config: Settings
) -> None:
    opening = await begun(engine)
    assert await written(engine, opening) is None
    off = cancelled(opening.state, code="E_MISTAKE")
    await written(engine, off)
    [invite] = [notice for notice in opening.notices if _mailed(notice)]
    ref = NoticeRef(
        invite.id, invite.kind, Channel.EMAIL, 1, AT + timedelta(days=1), true_in(opening.state, invite.kind)
    )
    sms, email = SmsGateway(config), EmailGateway(config)
    notifier = Notifier(engine, sms, email, Links("only-for-tests", config.web_url))
    assert await ActivityEnvironment().run(notifier.send_email, ref) is NoticeState.SKIPPED
    await sms.close()
    await email.close()
