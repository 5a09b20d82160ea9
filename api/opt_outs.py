"""POST and DELETE /opt-outs: HR operations record that somebody wants no more messages, or wants them again."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.bodies import OptOutBody
from api.context import App, Caller, Connected, hr_operations, now
from api.documented import DOCUMENTED
from db import opt_outs
from db.people import User
from domain.keys import address_hash
from domain.terms import Channel

router = APIRouter(prefix="/api/v1/opt-outs", tags=["opt-outs"], responses=DOCUMENTED)


class OptedOut(BaseModel):
    """The channels on which your organisation sends nothing to this number or address; a parent's word counts below it."""

    opted_out: list[Channel]


@router.post("")
async def opt_out(body: OptOutBody, app: Connected, user: Caller) -> OptedOut:
    """No more messages to this number or address, not even a cancellation; those become phone tasks. Again changes nothing."""
    hr_operations(user)
    hashed = _hash(app, body)
    async with app.engine.begin() as conn:
        channel = body.channel or body.channels[0]
        await opt_outs.opt_out(conn, user.organisation, channel, hashed, user.login[:32], now())
    return await _standing(app, user, body)


@router.delete("")
async def withdraw(body: OptOutBody, app: Connected, user: Caller) -> OptedOut:
    """The candidate wants messages again, in your organisation and those below it. In the body, so that no log keeps the number."""
    hr_operations(user)
    hashed = _hash(app, body)
    async with app.engine.begin() as conn:
        for channel in [body.channel] if body.channel is not None else body.channels:
            await opt_outs.withdraw(conn, user.organisation, channel, hashed)
    return await _standing(app, user, body)


def _hash(app: App, body: OptOutBody) -> str:
    return address_hash(app.settings.secret.get_secret_value(), body.address)


async def _standing(app: App, user: User, body: OptOutBody) -> OptedOut:
    hashed = _hash(app, body)
    async with app.engine.connect() as conn:
        stopped = [c for c in body.channels if await opt_outs.opted_out(conn, user.organisation, c, hashed)]
    return OptedOut(opted_out=stopped)
