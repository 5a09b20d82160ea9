"""Activities that hand one notice to its provider: claim in the ledger, call, settle; a crash in between is found, never repeated."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities import names
from activities.database import statements, transaction
from activities.later import later
from activities.links import Links
from activities.ruled import outgoing_of
from db import links, opt_outs, sending
from db.channel_rules import profiles
from db.claiming import Claimed, claim
from domain.channel_rules import Stop, profile_for, stopped_by
from domain.keys import address_hash
from domain.purposes import made_in_passing
from domain.state import NoticeRef
from domain.terms import NoticeKind, NoticeState
from gateways.answers import Refused, Sent, Unknown
from gateways.calendar import invitation
from gateways.email import EmailGateway
from gateways.sms import SmsGateway

_IN_CALENDAR = {NoticeKind.INVITE: "REQUEST", NoticeKind.MOVED: "REQUEST", NoticeKind.CANCELLED: "CANCEL"}

# Twilio's code for a number that has answered STOP (twilio.com/docs/api/errors/21610).
_STOPPED_AT_PROVIDER = "twilio_21610"

Deliver = Callable[[str, Claimed], Awaitable[Sent]]


class Notifier:
    """Sends notices through the gateways. Raises ApplicationError only where trying again is safe and may help."""

    def __init__(
        self,
        engine: AsyncEngine,
        sms: SmsGateway,
        email: EmailGateway,
        links: Links,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """`clock` tells the time that quiet hours go by; default: the wall's."""
        self._engine = engine
        self._clock = clock or _now
        # A claim and a settlement are one statement each: by itself, without the round trips of BEGIN and COMMIT.
        self._statements = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sms = sms
        self._email = email
        self._links = links

    @activity.defn(name=names.SEND_SMS)
    async def send_sms(self, ref: NoticeRef) -> NoticeState:
        """Send one text message; returns where its ledger row stands."""
        return await self._send(ref, self._sms.pause_seconds, self._deliver_sms)

    @activity.defn(name=names.SEND_EMAIL)
    async def send_email(self, ref: NoticeRef) -> NoticeState:
        """Send one mail, with the calendar entry where the notice changes the calendar."""
        return await self._send(ref, self._email.pause_seconds, self._deliver_email)

    async def _send(self, ref: NoticeRef, pause: float, deliver: Deliver) -> NoticeState:
        if pause:
            raise later(Refused("paused", retryable=True, retry_after_seconds=pause))
        notice = UUID(ref.id)
        claimed = await self._claim(ref, notice)
        if claimed is None:
            return await self._not_ours(notice)
        stopped = self._stopped(ref, claimed)
        if stopped is not None:
            async with statements(self._statements) as conn:
                await sending.stop(conn, notice, stopped)
            return NoticeState.SKIPPED
        try:
            sent = await deliver(ref.id, claimed)
        except Refused as refused:
            await self._settle(notice, NoticeState.INTENT if refused.retryable else NoticeState.REFUSED, refused.code)
            if refused.retryable:
                raise later(refused) from None
            if refused.code == _STOPPED_AT_PROVIDER:
                await self._keep_opt_out(ref, claimed)
            return NoticeState.REFUSED
        except Unknown as unknown:
            await self._settle(notice, NoticeState.UNKNOWN, unknown.why)
            return NoticeState.UNKNOWN
        await self._settle(notice, NoticeState.ACCEPTED, provider_id=sent.provider_id)
        return NoticeState.ACCEPTED

    async def _claim(self, ref: NoticeRef, notice: UUID) -> Claimed | None:
        """The notice, ours to send, with the links for one purpose that it hands out written down; the interview's own link is
        written with its time. Both or neither: a claim that is left behind says that the notice may have been sent."""
        purposes = made_in_passing(ref.kind, ref.channel)
        async with transaction(self._engine) if purposes else statements(self._statements) as conn:
            claimed = await claim(conn, notice, ref.channel, ref.stages, _now(), self._links.secret)
            if claimed is not None and purposes:
                id, revision = claimed.interview_id, claimed.revision
                hashes = {purpose: self._links.hash(str(id), revision, purpose) for purpose in purposes}
                await links.keep(conn, claimed.organisation, id, revision, hashes, _now())
            return claimed

    def _stopped(self, ref: NoticeRef, claimed: Claimed) -> Stop | None:
        """The channel rule that holds this notice back, if any."""
        if claimed.to is None or claimed.rules is None:
            return None
        outgoing = outgoing_of(ref, claimed, self._linked(claimed, claimed.body), self._clock())
        return stopped_by(profile_for(profiles(claimed.rules), ref.channel, claimed.to), outgoing)

    async def _not_ours(self, notice: UUID) -> NoticeState:
        """No claim: overtaken by a change (skip), or found `attempting` after a crash (unknown: somebody may have sent it)."""
        async with transaction(self._engine) as conn:
            state = await sending.state_of(conn, notice)
            if state is NoticeState.INTENT:
                return await sending.skip(conn, notice, "superseded")
            if state is NoticeState.ATTEMPTING:
                await sending.settle(conn, notice, NoticeState.UNKNOWN, _now(), "interrupted")
                return NoticeState.UNKNOWN
            return state

    async def _settle(self, notice: UUID, to: NoticeState, detail: str = "", provider_id: str | None = None) -> None:
        async with statements(self._statements) as conn:
            await sending.settle(conn, notice, to, _now(), detail, provider_id)

    async def _keep_opt_out(self, ref: NoticeRef, claimed: Claimed) -> None:
        """The candidate answered STOP to the provider: what it refuses is not tried again from here either."""
        hashed = address_hash(self._links.secret, claimed.to or "")
        async with transaction(self._engine) as conn:
            await opt_outs.opt_out(conn, claimed.organisation, ref.channel, hashed, opt_outs.BY_PROVIDER, _now())

    async def _deliver_sms(self, op_id: str, claimed: Claimed) -> Sent:
        if not claimed.phone:
            raise Refused("no_phone", retryable=False, retry_after_seconds=None)
        return await self._sms.send(op_id=op_id, to=claimed.phone, body=self._linked(claimed, claimed.body))

    async def _deliver_email(self, op_id: str, claimed: Claimed) -> Sent:
        if not claimed.email:
            raise Refused("no_email", retryable=False, retry_after_seconds=None)
        method = _IN_CALENDAR.get(NoticeKind(claimed.kind))
        return await self._email.send(
            op_id=op_id,
            to=claimed.email,
            subject=claimed.subject,
            text=self._linked(claimed, claimed.body),
            html=self._linked(claimed, claimed.html),
            ics=self._calendar(claimed, method) if method is not None else None,
            ics_method=method or "REQUEST",
            unsubscribe=self._links.unsubscribe(str(claimed.interview_id), claimed.revision),
        )

    def _linked(self, claimed: Claimed, text: str) -> str:
        return self._links.filled(text, str(claimed.interview_id), claimed.revision, NoticeKind(claimed.kind))

    def _calendar(self, claimed: Claimed, method: str) -> bytes:
        """One UID for the interview's life; SEQUENCE rises with every move and once more with a cancellation (RFC 5546)."""
        cancel = method == "CANCEL"
        return invitation(
            uid=f"{claimed.interview_id}@mianyue",
            sequence=2 * (claimed.revision - 1) + cancel,
            method="CANCEL" if cancel else "REQUEST",
            summary=f"{claimed.organizer} · {claimed.position}",
            description="",
            url=self._links.of(str(claimed.interview_id), claimed.revision),
            starts_at=claimed.starts_at,
            minutes=claimed.minutes,
            timezone=claimed.timezone,
            organizer_email=claimed.organizer_email,
            organizer_name=claimed.organizer,
            attendee_email=claimed.email or "",
            stamped_at=_now(),
        )


def _now() -> datetime:
    """Wall time of the send: the ledger records when a provider was really called."""
    return datetime.now(UTC)
