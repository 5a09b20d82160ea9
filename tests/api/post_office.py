"""Delivery receipts as tests send them: the providers' posts to the hooks, and what the ledger holds after them."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from api.context import App
from db.tables_interview import notices
from db.tables_notices import notice_decisions, opt_outs, receipts
from tests import signing
from tests.api.conftest import client
from tests.signing import Post


class PostOffice:
    """Both providers, and a look into the ledger."""

    def __init__(self, served: App) -> None:
        self._served = served

    @property
    def engine(self) -> AsyncEngine:
        """The application's database."""
        return self._served.engine

    def address(self, notice: UUID | str) -> str:
        """The callback's address as Twilio was given it."""
        return f"{self._served.settings.web_url}/hooks/twilio/{notice}"

    async def twilio(self, notice: UUID | str, status: str, message: str | None = None, **more: str) -> int:
        """A genuine status callback; the answer's status."""
        signed = signing.twilio(self.address(notice), signing.form(status, message or signing.sid(), **more))
        return (await self.post(f"/hooks/twilio/{notice}", signed)).status_code

    async def sendgrid(self, *events: dict[str, Any]) -> int:
        """A genuine batch; the answer's status."""
        return (await self.post("/hooks/sendgrid", signing.sendgrid(list(events)))).status_code

    async def post(self, path: str, post: Post, **headers: str) -> httpx2.Response:
        """Any request to a hook."""
        async with client() as http:
            return await http.post(path, content=post.body, headers=post.headers | headers)

    async def sent(self, id: str, kind: str, channel: str) -> UUID:
        """The id of an interview's notice once a provider has accepted it."""
        query = select(notices.c.id).where(
            notices.c.interview_id == id, notices.c.kind == kind, notices.c.channel == channel
        )
        for _ in range(200):
            async with self.engine.connect() as conn:
                found = (await conn.execute(query.where(notices.c.state == "accepted"))).scalars().first()
            if found is not None:
                return UUID(str(found))
            await asyncio.sleep(0.05)
        raise AssertionError(f"no {kind} was accepted on {channel}")

    async def inbox(self, id: str, kind: str) -> UUID:
        """The id of an interview's in-app message to the candidate."""
        query = select(notices.c.id).where(notices.c.interview_id == id, notices.c.kind == kind)
        query = query.where(notices.c.channel == "inbox", notices.c.audience == "candidate")
        return UUID(str((await self._rows(query))[0].id))

    async def row(self, notice: UUID) -> Any:
        """The ledger's row."""
        return (await self._rows(select(notices).where(notices.c.id == notice)))[0]

    async def kept(self, notice: UUID) -> list[str]:
        """The words of the receipts kept."""
        return [row.status for row in await self._rows(select(receipts).where(receipts.c.notice_id == notice))]

    async def decisions(self, notice: UUID) -> list[str]:
        """What was decided of the notice."""
        query = select(notice_decisions).where(notice_decisions.c.notice_id == notice)
        return [row.decision for row in await self._rows(query)]

    async def opted_out(self) -> set[tuple[str, str]]:
        """Channel and hash of everybody who wants nothing more."""
        return {(row.channel, row.address_hash) for row in await self._rows(select(opt_outs))}

    async def put(self, notice: UUID, **values: Any) -> None:
        """The row as some other story left it."""
        async with self.engine.begin() as conn:
            await conn.execute(update(notices).where(notices.c.id == notice).values(values))

    async def counted(self, provider: str, result: str) -> float:
        """The metric's value."""
        async with client() as http:
            text = (await http.get("/metrics")).text
        label = f'mianyue_receipts_total{{provider="{provider}",result="{result}"}} '
        return next((float(line.removeprefix(label)) for line in text.splitlines() if line.startswith(label)), 0.0)

    async def _rows(self, query: Any) -> list[Any]:
        async with self.engine.connect() as conn:
            return list((await conn.execute(query)).all())
