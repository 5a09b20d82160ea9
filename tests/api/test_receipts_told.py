"""Which receipts an interview is told of at once: those that change what it waits for, and no more."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import insert

from api.context import App
from db import receipts
from db.tables_interview import notices
from domain.receipts import SENDGRID, Receipt
from tests.api.conftest import instead
from tests.api.desk import Desk
from tests.api.post_office import PostOffice
from tests.processes import nobody
from tests.signing import event

SECRET = "only-for-tests"


@pytest_asyncio.fixture
async def office(served: App) -> PostOffice:
    return PostOffice(served)


@pytest_asyncio.fixture
async def mail(zhangsan: Desk, office: PostOffice) -> UUID:
    return await office.sent(await zhangsan.arrange(), "invite", "email")


async def told(office: PostOffice, notice: UUID, word: str) -> bool:
    """Whether this receipt is news."""
    now = datetime.now(UTC)
    receipt = Receipt(SENDGRID, str(uuid4()), notice, "id", word, "", now)
    async with office.engine.begin() as conn:
        news = await receipts.apply(conn, [receipt], now, SECRET)
        again = await receipts.apply(conn, [receipt], now, SECRET)
    assert (again.new, again.tell) == (0, False), "a repeat is no news"
    assert news.new == 1
    return news.tell


@pytest.mark.parametrize(
    ("present", "word", "news"),
    [
        ("accepted", "deferred", False),
        ("accepted", "delivered", False),
        ("accepted", "bounce", True),
        ("unknown", "processed", True),
        ("unknown", "delivered", True),
        ("refused", "delivered", True),
        ("failed", "delivered", True),
        ("failed", "bounce", False),
        ("delivered", "bounce", False),
        ("delivered", "open", False),
    ],
)
async def test_failures_and_the_end_of_doubt_are_news(
    mail: UUID, office: PostOffice, present: str, word: str, news: bool
) -> None:
    await office.put(mail, state=present)
    assert await told(office, mail, word) is news


@pytest.mark.parametrize(("since", "news"), [(5, False), (90, True)])
async def test_a_receipt_of_a_send_under_way_is_no_news_but_of_a_crashed_one(
    mail: UUID, office: PostOffice, since: int, news: bool
) -> None:
    await office.put(mail, state="attempting", attempted_at=datetime.now(UTC) - timedelta(seconds=since))
    assert await told(office, mail, "processed") is news


@pytest.mark.parametrize(
    ("state", "change", "news"),
    [
        ("intent", {}, True),
        ("attempting", {}, True),
        ("skipped", {}, False),
        ("delivered", {}, False),
        ("intent", {"step": "remind:60"}, False),
        ("intent", {"revision": 9}, False),
    ],
)
async def test_who_is_about_to_call_learns_that_the_mail_has_arrived(
    mail: UUID, office: PostOffice, state: str, change: dict[str, object], news: bool
) -> None:
    call = dict((await office.row(mail))._mapping) | {"id": uuid4(), "key": str(uuid4()), "channel": "phone"}
    async with office.engine.begin() as conn:
        await conn.execute(insert(notices).values(call | {"state": state} | change))
    assert await told(office, mail, "deferred") is False
    assert await told(office, mail, "delivered") is news


async def test_a_bounced_invitation_goes_out_by_text_message_at_once(zhangsan: Desk, office: PostOffice) -> None:
    id = await zhangsan.arrange()
    mail = await office.sent(id, "invite", "email")
    assert await office.sendgrid(event(mail, "bounce", reason="550 5.1.1 no such mailbox")) == 204
    text = await office.sent(id, "invite", "sms")
    assert (await office.row(text)).because == "bounce_550"


async def test_without_temporal_the_receipt_is_kept_and_answered_soon(
    mail: UUID, office: PostOffice, served: App
) -> None:
    began = time.monotonic()
    with instead(App(served.engine, await nobody(), served.settings)):
        status = await office.sendgrid(event(mail, "bounce"))
    assert (status, (await office.row(mail)).state) == (204, "failed")
    assert time.monotonic() - began < 7, "telling ends in time; a real server has answered before it"
