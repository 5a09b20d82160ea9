"""Wires the stand-in together; `uvicorn sandbox.app:app` serves it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.control import Control
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.sendgrid import SendGrid
from sandbox.twilio import Twilio
from settings import settings


def create_app(journal: Path | None = None) -> Starlette:
    """Both providers over one ledger that is kept in `journal`; by default in the state folder."""
    ledger, faults = Ledger(), Faults()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # its lines carry the query string, and with it people's numbers and addresses
        logging.getLogger("uvicorn.access").disabled = True
        ledger.open(journal or settings().home / "sandbox.jsonl")
        yield
        ledger.close()

    return Starlette(routes=_routes(ledger, faults), lifespan=lifespan)


def _routes(ledger: Ledger, faults: Faults) -> list[Route]:
    twilio, sendgrid, control = Twilio(ledger, faults), SendGrid(ledger, faults), Control(ledger, faults)
    messages = "/2010-04-01/Accounts/{sid}/Messages"
    return [
        Route(f"{messages}.json", twilio.create, methods=["POST"]),
        Route("/v3/mail/send", sendgrid.send, methods=["POST"]),
        Route(f"{messages}.json", twilio.list, methods=["GET"]),
        Route(f"{messages}/{{message}}.json", twilio.fetch, methods=["GET"]),
        Route("/sandbox/health", control.health, methods=["GET"]),
        Route("/sandbox/messages", control.messages, methods=["GET"]),
        Route("/sandbox/messages", control.forget, methods=["DELETE"]),
        Route("/sandbox/faults", control.faults, methods=["GET"]),
        Route("/sandbox/faults", control.play, methods=["PUT"]),
        Route("/sandbox/faults", control.heal, methods=["DELETE"]),
    ]


app = create_app()
