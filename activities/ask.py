"""Activities that look where a message stands: in the ledger, and, for one nobody can be sure of, at its provider."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import names
from activities.database import transaction
from activities.later import later
from activities.links import Links
from db import decisions, standings
from db.standings import Doubtful
from domain.looking import Standing
from domain.receipts import Found, rank
from domain.state import NoticeRef
from domain.terms import NoticeKind
from gateways.answers import Refused, Unknown
from gateways.email import EmailGateway
from gateways.sms import SmsGateway

# Provider and we need not agree on the second.
_SKEW = timedelta(minutes=2)

Ask = Callable[[str, Doubtful], Awaitable[Sequence[Found]]]


class Inquirer:
    """Finds out where notices stand."""

    def __init__(self, engine: AsyncEngine, sms: SmsGateway, email: EmailGateway, links: Links) -> None:
        self._engine, self._sms, self._email, self._links = engine, sms, email, links

    @activity.defn(name=names.STANDING)
    async def standing(self, interview: str, revision: int, step: str) -> list[Standing]:
        """Where the ledger says the notices of one message stand."""
        async with transaction(self._engine) as conn:
            return await standings.standings(conn, UUID(interview), revision, step)

    @activity.defn(name=names.ASK_SMS)
    async def ask_sms(self, ref: NoticeRef) -> None:
        """Ask the SMS provider what became of this notice."""
        await self._ask(ref, self._at_twilio)

    @activity.defn(name=names.ASK_EMAIL)
    async def ask_email(self, ref: NoticeRef) -> None:
        """Ask the mail provider what became of this notice."""
        await self._ask(ref, self._at_sendgrid)

    async def _ask(self, ref: NoticeRef, ask: Ask) -> None:
        notice = UUID(ref.id)
        async with transaction(self._engine) as conn:
            doubtful = await standings.doubtful(conn, notice)
        if doubtful is None:
            return
        try:
            found = list(await ask(ref.id, doubtful))
        except Unknown as unknown:
            raise ApplicationError(unknown.why, type="NoAnswer") from None
        except Refused as refused:
            if refused.retryable:
                raise later(refused) from None
            await self._keep(notice, "cannot_say", [])
            return
        await self._keep(notice, "found" if found else "not_found", found)

    async def _keep(self, notice: UUID, what: str, found: Sequence[Found]) -> None:
        now = datetime.now(UTC)
        async with transaction(self._engine) as conn:
            # Of one that was repeated on the way, the message that came furthest tells whether the candidate knows.
            best = max(found, key=lambda one: rank(one.state), default=None)
            await standings.looked(conn, notice, what, now, best)
            if len(found) > 1:
                await decisions.duplicate_seen(conn, notice, now)

    async def _at_twilio(self, op_id: str, doubtful: Doubtful) -> Sequence[Found]:
        if doubtful.provider_id:
            return await self._sms.recall(doubtful.provider_id)
        if not doubtful.to:
            return []
        body = self._links.filled(
            doubtful.body, str(doubtful.interview_id), doubtful.revision, NoticeKind(doubtful.kind)
        )
        since = (doubtful.attempted_at or datetime.now(UTC)) - _SKEW
        found = await self._sms.find(to=doubtful.to, body=body, since=since)
        return [one for one in found if one.provider_id not in doubtful.others]

    async def _at_sendgrid(self, op_id: str, doubtful: Doubtful) -> Sequence[Found]:
        return await self._email.find(op_id=op_id)
