"""The stand-in's own endpoints: what was accepted, which faults play, is it up."""

import re
from dataclasses import asdict

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from sandbox.faults import RULES, Faults
from sandbox.ledger import Ledger
from sandbox.wire import Answer


class Control:
    """Handlers of /sandbox/…"""

    def __init__(self, ledger: Ledger, faults: Faults) -> None:
        self._ledger, self._faults = ledger, faults

    async def health(self, _request: Request) -> Response:
        """GET /sandbox/health."""
        return Answer({"status": "ok", "messages": len(self._ledger)})

    async def messages(self, request: Request) -> Response:
        """GET /sandbox/messages?to=&notice_id=&channel=&limit=: oldest first, all unless limited."""
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
        return Answer({"items": [asdict(message) for message in found]})

    async def forget(self, _request: Request) -> Response:
        """DELETE /sandbox/messages."""
        self._ledger.clear()
        return Response(status_code=204)

    async def faults(self, _request: Request) -> Response:
        """GET /sandbox/faults."""
        return Answer({"items": [rule.model_dump() for rule in self._faults.rules]})

    async def play(self, request: Request) -> Response:
        """PUT /sandbox/faults with one rule or a list of them: replaces the rules in force."""
        try:
            self._faults.rules = RULES.validate_json(await request.body())
        except ValidationError as error:
            return _unprocessable(
                [
                    {"field": ".".join(str(p) for p in e["loc"]), "rule": e["type"], "message": e["msg"]}
                    for e in error.errors(include_url=False, include_input=False, include_context=False)
                ]
            )
        return await self.faults(request)

    async def heal(self, _request: Request) -> Response:
        """DELETE /sandbox/faults."""
        self._faults.rules = []
        return Response(status_code=204)


def _unprocessable(errors: list[dict[str, str]]) -> Answer:
    return Answer({"errors": errors}, 422)
