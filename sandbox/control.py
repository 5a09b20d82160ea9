"""The stand-in's own endpoints: what was accepted and reported, which rules are in force, is it up."""

import re
from dataclasses import asdict
from functools import partial

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import outbox
from sandbox.courier import Courier
from sandbox.faults import Fault, Faults
from sandbox.ledger import Ledger
from sandbox.receipts import ReceiptRule, Receipts
from sandbox.rules import Rules
from sandbox.wire import Answer

AnyRules = Rules[Fault] | Rules[ReceiptRule]


class Control:
    """Handlers of /sandbox/…"""

    def __init__(self, ledger: Ledger, faults: Faults, receipts: Receipts, courier: Courier) -> None:
        self._ledger, self._courier = ledger, courier
        self._kinds: dict[str, AnyRules] = {"/sandbox/faults": faults, "/sandbox/receipts": receipts}

    def routes(self) -> list[Route]:
        """Where they are."""
        routes = [
            Route("/sandbox/health", self.health, methods=["GET"]),
            Route("/sandbox/messages", self.messages, methods=["GET"]),
            Route("/sandbox/messages", self.forget, methods=["DELETE"]),
            Route("/sandbox/receipts/sent", self.sent, methods=["GET"]),
        ]
        for path, rules in self._kinds.items():
            routes += [
                Route(path, partial(_listed, rules), methods=["GET"]),
                Route(path, partial(_replaced, rules), methods=["PUT"]),
                Route(path, partial(_lifted, rules), methods=["DELETE"]),
            ]
        return routes

    async def health(self, _request: Request) -> Response:
        """GET /sandbox/health."""
        return Answer({"status": "ok", "messages": len(self._ledger)})

    async def messages(self, request: Request) -> Response:
        """GET /sandbox/messages?to=&notice_id=&channel=&limit=: oldest first, all unless limited; a page for a browser."""
        query = request.query_params
        limit = query.get("limit")
        if limit is not None and not re.fullmatch(r"[0-9]{1,9}", limit):
            return _unprocessable([{"field": "limit", "rule": "int_parsing", "message": "a whole number from 0"}])
        found = self._ledger.find(
            to=query.get("to"),
            notice_id=query.get("notice_id"),
            channel=query.get("channel"),
            limit=int(limit) if limit else None,
        )
        if "text/html" in request.headers.get("accept", ""):
            return outbox.page(found, len(self._ledger))
        return Answer({"items": [asdict(message) for message in found]})

    async def sent(self, request: Request) -> Response:
        """GET /sandbox/receipts/sent?notice_id=: every attempt to deliver a receipt, in the order of the answers."""
        notice_id = request.query_params.get("notice_id")
        return Answer({"items": [asdict(r) for r in self._courier.sent if notice_id in (None, r.notice_id)]})

    async def forget(self, _request: Request) -> Response:
        """DELETE /sandbox/messages: everything accepted, and the receipts of it that are still to come."""
        await self._courier.forget()
        self._ledger.clear()
        return Response(status_code=204)


async def _listed(rules: AnyRules, _request: Request) -> Response:
    """GET: the rules in force."""
    return Answer({"items": [rule.model_dump() for rule in rules.now]})


async def _replaced(rules: AnyRules, request: Request) -> Response:
    """PUT one rule or a list of them: replaces the rules in force."""
    try:
        rules.replace(await request.body())
    except ValidationError as error:
        return _unprocessable(
            [
                {"field": ".".join(str(p) for p in e["loc"]), "rule": e["type"], "message": e["msg"]}
                for e in error.errors(include_url=False, include_input=False, include_context=False)
            ]
        )
    return await _listed(rules, request)


async def _lifted(rules: AnyRules, _request: Request) -> Response:
    """DELETE: no rule is in force."""
    rules.now = []
    return Response(status_code=204)


def _unprocessable(errors: list[dict[str, str]]) -> Answer:
    return Answer({"errors": errors}, 422)
