"""Wires the stand-in together; `uvicorn sandbox.app:app` serves it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from sandbox.activity import Activity
from sandbox.appraisal import Appraisal
from sandbox.callbacks import Callbacks
from sandbox.control import Control
from sandbox.courier import Courier, Patience
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.keys import Signing
from sandbox.ledger import Ledger
from sandbox.receipts import PROMPT, SILENCE, ReceiptRule, Receipts
from sandbox.sendgrid import SendGrid
from sandbox.twilio import Twilio
from settings import settings


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the providers behave where no rule from outside says otherwise.

    `receipts`: the rule for every message. `signing` and `events_url` (where SendGrid reports to): those of the settings
    unless given. `email_activity`: whether the account has bought SendGrid's look-ups.
    """

    receipts: ReceiptRule = field(default_factory=lambda: SILENCE)
    signing: Signing | None = None
    events_url: str = ""
    patience: Patience = field(default_factory=Patience)
    email_activity: bool = False


def create_app(journal: Path | None = None, conduct: Conduct | None = None) -> Starlette:
    """Both providers over one ledger that is kept in `journal`; by default in the state folder, and saying nothing."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # its lines carry the query string, and with it people's numbers and addresses
        logging.getLogger("uvicorn.access").disabled = True
        how = conduct or Conduct()
        ledger, courier = Ledger(), Courier(how.patience)
        signing, faults = how.signing or Signing.of(settings()), Faults()
        appraisal = Appraisal(signing.appraisal_key, faults)
        file = journal or settings().home / "sandbox.jsonl"
        ledger.open(file)
        appraisal.open(file.with_name("appraisal.jsonl"))
        courier.open()
        # here and not before: importing the app reads no settings
        app.router.routes = [*_routes(ledger, courier, how, signing, faults), *_appraisal_routes(appraisal)]
        yield
        await courier.close()
        appraisal.close()
        ledger.close()

    return Starlette(lifespan=lifespan)


def _routes(ledger: Ledger, courier: Courier, how: Conduct, signing: Signing, faults: Faults) -> list[BaseRoute]:
    receipts = Receipts(how.receipts)
    callbacks = Callbacks(ledger, courier, signing.twilio_token)
    events = Events(ledger, courier, signing.sendgrid_key, how.events_url or settings().events_url)
    twilio, sendgrid = Twilio(ledger, faults, receipts, callbacks), SendGrid(ledger, faults, receipts, events)
    activity = Activity(ledger, faults, how.email_activity)
    messages = "/2010-04-01/Accounts/{sid}/Messages"
    return [
        Route(f"{messages}.json", twilio.create, methods=["POST"]),
        Route("/v3/mail/send", sendgrid.send, methods=["POST"]),
        Route(f"{messages}.json", twilio.list, methods=["GET"]),
        Route(f"{messages}/{{message}}.json", twilio.fetch, methods=["GET"]),
        Route("/v3/messages", activity.search, methods=["GET"]),
        *Control(ledger, faults, receipts, courier).routes(),
    ]


def _appraisal_routes(appraisal: Appraisal) -> list[BaseRoute]:
    return [
        Route("/appraisal", appraisal.take, methods=["POST"]),
        Route("/sandbox/appraisal", appraisal.shown, methods=["GET"]),
        Route("/sandbox/appraisal", appraisal.forget, methods=["DELETE"]),
    ]


app = create_app(conduct=Conduct(receipts=PROMPT))
