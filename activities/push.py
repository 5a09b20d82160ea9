"""What the push does (R10, R22): makes a message of what changed, sends it, writes down what became of it."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import names
from activities.database import transaction
from activities.later import later
from db import pushing
from domain.pushing import SHUT, Became, Prepared, Settled
from gateways.answers import Refused, Unknown
from gateways.appraisal import AppraisalGateway

_TAKEN = 1000


class Pusher:
    """The push's activities; without a gateway nothing is pushed, and what changes is remembered for the day there is one.

    Two runs at once do no harm: a message sent twice has one id, and an item that changed meanwhile waits on with its new version.
    """

    def __init__(self, engine: AsyncEngine, gateway: AppraisalGateway | None) -> None:
        self._engine, self._gateway = engine, gateway

    @activity.defn(name=names.PREPARE_PUSH)
    async def prepare(self) -> Prepared:
        """Take in what changed, and say which message is to be sent now."""
        async with transaction(self._engine) as conn:
            if self._gateway is None:
                await pushing.forget_doubles(conn, datetime.now(UTC))
                return Prepared(0, None)
            taken = await pushing.take(conn, _TAKEN, datetime.now(UTC))
            return Prepared(taken, await pushing.next_message(conn))

    @activity.defn(name=names.SEND_PUSH)
    async def send(self, message: str) -> str | None:
        """Send it: empty when the receiver took it, else the code with which it was refused; None when it was overtaken and not sent.

        Raises: ApplicationError with a code when it may be tried again, now (perhaps by another worker, that has a gateway) or,
        where the receiver lets nothing of ours in, later.
        """
        if self._gateway is None:
            raise ApplicationError("not_configured", type="ReceiverUnknown")
        async with transaction(self._engine) as conn:
            body = await pushing.body(conn, message)
        if body is None:
            return None
        try:
            await self._gateway.push(message, body)
        except Refused as refused:
            if refused.retryable:
                raise later(refused) from None
            if refused.code in SHUT:
                raise ApplicationError(refused.code, type="ReceiverShut", non_retryable=True) from None
            return refused.code
        except Unknown as unknown:
            raise ApplicationError(unknown.why, type="ReceiverUnknown") from None
        return ""

    @activity.defn(name=names.SETTLE_PUSH)
    async def settle(self, found: Settled) -> Became:
        """Write down what became of it."""
        async with transaction(self._engine) as conn:
            return Became(*await pushing.settle(conn, found.message, found.state, found.error))
