"""Delivery receipts over HTTP: early, late, repeated, reversed, of messages sent twice; the ledger tells the truth after them."""

import asyncio
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.context import App
from db import sending
from db.engine import make_engine
from db.tables import candidates
from db.tables_interview import interviews, notices
from domain.keys import address_hash
from domain.terms import NoticeState
from settings import Settings
from tests.api.conftest import instead
from tests.api.desk import Desk
from tests.api.post_office import PostOffice
from tests.signing import event, sendgrid, sid
from web.app import app

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest_asyncio.fixture(scope="package")
async def office(served: App) -> PostOffice:
    """The providers."""
    return PostOffice(served)


@pytest_asyncio.fixture
async def mail(zhangsan: Desk, office: PostOffice) -> UUID:
    """An invitation that SendGrid has accepted."""
    return await office.sent(await zhangsan.arrange(), "invite", "email")


@pytest_asyncio.fixture
async def text(zhangsan: Desk, office: PostOffice) -> UUID:
    """An invitation that Twilio has accepted."""
    return await office.sent(await zhangsan.arrange(candidate={"email": None}), "invite", "sms")


async def test_a_text_message_is_followed_until_it_arrives(text: UUID, office: PostOffice) -> None:
    accepted = await office.row(text)
    for status in ("queued", "sent"):
        assert await office.twilio(text, status, accepted.provider_id) == 204
        assert (await office.row(text)).state == "accepted"
    assert await office.twilio(text, "delivered", accepted.provider_id) == 204
    row = await office.row(text)
    assert (row.state, row.detail, row.provider_id) == ("delivered", "", accepted.provider_id)
    assert row.attempted_at <= row.delivered_at <= datetime.now(UTC)
    assert row.accepted_at == accepted.accepted_at
    assert sorted(await office.kept(text)) == ["delivered", "queued", "sent"]
    assert await office.decisions(text) == []


async def test_why_a_message_did_not_arrive_is_a_code(text: UUID, mail: UUID, office: PostOffice) -> None:
    assert await office.twilio(text, "undelivered", ErrorCode="30003", ErrorMessage="to +8613900000001") == 204
    assert await office.sendgrid(event(mail, "bounce", reason="550 5.1.1 <c@example.com> unknown")) == 204
    assert [(r.state, r.detail) for r in (await office.row(text), await office.row(mail))] == [
        ("failed", "twilio_30003"),
        ("failed", "bounce_550"),
    ]


@pytest.mark.parametrize("order", list(permutations(["processed", "deferred", "delivered", "bounce"]))[::5])
async def test_in_whatever_order_a_story_is_told_it_ends_the_same(
    order: tuple[str, ...], mail: UUID, office: PostOffice
) -> None:
    for word in order:
        assert await office.sendgrid(event(mail, word, timestamp=int(NOW.timestamp()))) == 204
    assert (await office.row(mail)).state == "delivered"


async def test_a_thousand_copies_of_one_event_have_one_effect(mail: UUID, office: PostOffice) -> None:
    one, before = event(mail), await office.counted("sendgrid", "repeated")
    assert await office.sendgrid(*[one] * 500) == 204
    first = await office.row(mail)
    answers = [await asyncio.gather(*(office.sendgrid(one) for _ in range(50))) for _ in range(10)]
    assert {status for some in answers for status in some} == {204}
    assert await office.kept(mail) == ["delivered"]
    assert await office.row(mail) == first
    assert await office.counted("sendgrid", "repeated") == before + 999


async def test_a_replayed_callback_of_twilio_does_nothing(text: UUID, office: PostOffice) -> None:
    """Its signature holds no time, so an old callback verifies for ever."""
    applied = await office.counted("twilio", "applied")
    message = sid()
    for status in ("sent", "delivered", "sent", "delivered", "sent"):
        assert await office.twilio(text, status, message) == 204
    assert sorted(await office.kept(text)) == ["delivered", "sent"]
    assert (await office.row(text)).state == "delivered"
    assert await office.counted("twilio", "applied") == applied + 2


@pytest.mark.parametrize(
    "settled", [NoticeState.ACCEPTED, NoticeState.UNKNOWN, NoticeState.REFUSED, NoticeState.INTENT]
)
async def test_a_receipt_before_our_own_commit_stays(mail: UUID, office: PostOffice, settled: NoticeState) -> None:
    await office.put(mail, state="attempting", provider_id=None, accepted_at=None, attempted_at=datetime.now(UTC))
    assert await office.sendgrid(event(mail, "delivered", "early")) == 204
    row = await office.row(mail)
    assert (row.state, row.provider_id) == ("delivered", "early")
    async with office.engine.begin() as conn:
        await sending.settle(conn, mail, settled, datetime.now(UTC), "read_timeout", "early")
    row = await office.row(mail)
    assert (row.state, row.detail, row.provider_id) == ("delivered", "", "early")


@pytest.mark.parametrize("present", ["intent", "refused", "unknown", "skipped"])
async def test_what_the_provider_has_is_not_sent_again_whatever_we_thought(
    mail: UUID, office: PostOffice, present: str
) -> None:
    await office.put(mail, state=present, detail="read_timeout")
    assert await office.sendgrid(event(mail, "processed")) == 204
    assert ((await office.row(mail)).state, (await office.row(mail)).detail) == ("accepted", "")


async def test_times_that_cannot_be_are_put_right(mail: UUID, office: PostOffice) -> None:
    await office.put(mail, accepted_at=None)
    assert await office.sendgrid(event(mail, timestamp=0), event(mail, "open", timestamp=4_000_000_000)) == 204
    row = await office.row(mail)
    assert row.attempted_at == row.delivered_at == row.accepted_at


async def test_a_message_that_the_provider_holds_twice_is_never_silent(
    text: UUID, mail: UUID, office: PostOffice
) -> None:
    """Something between us and the provider repeated the request: nobody decided that."""
    for number in (1, 2, 3):
        assert await office.twilio(text, "delivered", sid()) == 204
        assert await office.sendgrid(event(mail, "delivered", f"id{number}")) == 204
    assert await office.decisions(text) == await office.decisions(mail) == ["duplicate_seen"]


async def test_receipts_of_nothing_we_know_are_answered_and_counted(office: PostOffice, text: UUID) -> None:
    before = [await office.counted(provider, "unknown_notice") for provider in ("twilio", "sendgrid")]
    assert await office.twilio(uuid4(), "delivered") == 204
    assert await office.twilio("not-an-id", "delivered") == 204
    assert await office.sendgrid(event(uuid4()), event("x"), event(text)) == 204
    after = [await office.counted(provider, "unknown_notice") for provider in ("twilio", "sendgrid")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [2, 3]
    assert (await office.row(text)).state == "accepted", "SendGrid knows nothing of a text message"


async def test_one_odd_event_loses_no_other(mail: UUID, office: PostOffice, zhangsan: Desk) -> None:
    other = await office.sent(await zhangsan.arrange(), "invite", "email")
    before = await office.counted("sendgrid", "malformed")
    odd: list[Any] = [None, {"op_id": str(mail)}, event(mail) | {"sg_event_id": "\ud800"}, event(uuid4()), "x"]
    assert await office.sendgrid(event(mail), *odd, event(other, "dropped", reason="Bounced Address")) == 204
    assert (await office.row(mail)).state == "delivered"
    assert (await office.row(other)).detail == "dropped_bounced_address"
    assert await office.counted("sendgrid", "malformed") == before + 4


@pytest.mark.parametrize("word", ["unsubscribe", "group_unsubscribe", "spamreport"])
async def test_who_unsubscribes_at_the_provider_is_left_in_peace(mail: UUID, office: PostOffice, word: str) -> None:
    for _ in range(2):
        assert await office.sendgrid(event(mail, word)) == 204
    assert ("email", await _hash(office, mail, "email")) in await office.opted_out()
    assert (await office.row(mail)).state == "delivered"


async def test_who_answers_stop_gets_no_more_text_messages(text: UUID, office: PostOffice) -> None:
    assert ("sms", await _hash(office, text, "phone")) not in await office.opted_out()
    assert await office.twilio(text, "failed", ErrorCode="21610") == 204
    assert ("sms", await _hash(office, text, "phone")) in await office.opted_out()


async def _hash(office: PostOffice, notice: UUID, column: str) -> str:
    query = (
        select(candidates.c[column])
        .join(interviews, interviews.c.candidate_id == candidates.c.id)
        .join(notices, notices.c.interview_id == interviews.c.id)
        .where(notices.c.id == notice)
    )
    async with office.engine.connect() as conn:
        address = (await conn.execute(query)).scalar_one()
    return address_hash(app.state.app.settings.checked_secret(), address)


async def test_a_database_that_is_away_makes_the_provider_come_again(
    mail: UUID, office: PostOffice, served: App, config: Settings
) -> None:
    post = sendgrid([event(mail)])
    away = config.model_copy(update={"database_url": "postgresql+psycopg://nobody@127.0.0.1:9/nothing"})
    engine = make_engine(away, "tests-closed")
    with instead(App(engine, served.client, served.settings)):
        answer = await office.post("/hooks/sendgrid", post)
    await engine.dispose()
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mianyue:rule:not-recorded")
    assert answer.headers["Retry-After"]
    assert (await office.post("/hooks/sendgrid", post)).status_code == 204
    assert (await office.row(mail)).state == "delivered"
