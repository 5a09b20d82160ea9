"""What the ledger makes of a provider's word on a message that was in doubt: the real SDK against the sandbox (P2)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.ask import Inquirer
from activities.links import Links
from activities.notify import Notifier
from db.tables_interview import notices
from db.tables_notices import notice_decisions
from domain.state import LIVE, NoticeRef
from domain.terms import Channel, NoticeKind, NoticeState
from gateways.email import EmailGateway
from gateways.sms import SmsGateway
from settings import Settings
from tests.activities.build import kept, opened, written

NUMBER = "+8613912348765"


@pytest_asyncio.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    """The providers' side; without rules afterwards."""
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=10) as http:
        yield http
        for rules in ("faults", "receipts"):
            (await http.put(f"/sandbox/{rules}", json=[])).raise_for_status()


async def test_of_a_message_repeated_on_the_way_the_one_that_arrived_counts(
    engine: AsyncEngine, config: Settings, sandbox: httpx2.AsyncClient
) -> None:
    """The candidate has read it: nobody must call, and the repetition is on record."""
    (await sandbox.put("/sandbox/faults", json=[{"mode": "drop_answer", "to": NUMBER, "times": 1}])).raise_for_status()
    arrives = {"to": NUMBER, "outcome": "delivered", "when": "early", "times": 1}
    (await sandbox.put("/sandbox/receipts", json=[arrives])).raise_for_status()
    change = opened(await kept(engine, NUMBER))
    await written(engine, change)
    [notice] = [planned.id for planned in change.notices if planned.skipped is None]
    until = datetime.now(UTC) + timedelta(days=1)
    ref = NoticeRef(notice, NoticeKind.INVITE, Channel.SMS, 1, until, list(LIVE))
    sms, email = SmsGateway(config), EmailGateway(config)
    links = Links("only-for-tests", config.web_url)
    assert await ActivityEnvironment().run(Notifier(engine, sms, email, links).send_sms, ref) is NoticeState.UNKNOWN
    [first] = (await sandbox.get("/sandbox/messages", params={"to": NUMBER})).json()["items"]
    second = await sms.send(op_id=notice, to=NUMBER, body=first["body"])
    await ActivityEnvironment().run(Inquirer(engine, sms, email, links).ask_sms, ref)
    async with engine.connect() as conn:
        row = (await conn.execute(select(notices).where(notices.c.id == UUID(notice)))).one()
        decided = select(notice_decisions.c.decision).where(notice_decisions.c.notice_id == UUID(notice))
        assert (await conn.execute(decided)).scalars().all() == ["duplicate_seen"]
    assert (row.state, row.looked) == ("delivered", "found")
    assert row.provider_id == first["provider_id"] != second.provider_id
    await sms.close()
    await email.close()
