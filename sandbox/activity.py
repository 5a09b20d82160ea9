"""SendGrid's Email Activity, a paid add-on: what became of the mails that a query finds."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sandbox.faults import Faults
from sandbox.ledger import Ledger, Message
from sandbox.sendgrid import errors, has_key, worded
from sandbox.wire import Answer, play

BY_NOTICE = re.compile(r"""\(?unique_args\['op_id'\]="([^"]+)"\)?""")
BY_ID = re.compile(r"""\(?msg_id LIKE ["']([^"'%]+)%["']\)?""")
WORDS = {"delivered": "delivered", "bounce": "not_delivered", "dropped": "not_delivered"}


class Activity:
    """The handler of /v3/messages; 403 for an account that has not bought the add-on."""

    def __init__(self, ledger: Ledger, faults: Faults, bought: bool) -> None:
        self._ledger, self._faults, self._bought = ledger, faults, bought

    async def search(self, request: Request) -> Response:
        """GET /v3/messages?query=unique_args['op_id']="…"&limit=, or msg_id LIKE "<X-Message-Id>%"."""

        async def take() -> Response:
            return self._answer(request)

        return await play(request, self._faults.draw("email", "", on="lookup"), take, worded)

    def _answer(self, request: Request) -> Response:
        if not has_key(request):
            return worded(401)
        if not self._bought:
            return errors(403, [("", "access forbidden")])
        limit = request.query_params.get("limit", "10")
        if not re.fullmatch(r"[0-9]{1,4}", limit) or not 1 <= int(limit) <= 1000:
            return errors(400, [("limit", "limit must be from 1 to 1000")])
        query = request.query_params.get("query", "")
        found = self._found(query)
        if found is None:
            return errors(400, [("query", "invalid query")])
        return Answer({"messages": [self._shown(message) for message in found[::-1][: int(limit)]]})

    def _found(self, query: str) -> list[Message] | None:
        if by_notice := BY_NOTICE.fullmatch(query):
            return self._ledger.find(notice_id=by_notice[1], channel="email")
        if by_id := BY_ID.fullmatch(query):
            prefix = by_id[1].partition(".filter")[0]
            return [m for m in self._ledger.find(channel="email") if m.provider_id.startswith(prefix)]
        return None

    def _shown(self, message: Message) -> dict[str, Any]:
        standing = self._ledger.standing(message)
        return {
            "from_email": message.sender,
            "msg_id": f"{message.provider_id}.filter0001p1las1-16816-5A023E36-1.0",
            "subject": message.subject,
            "to_email": message.to,
            "status": WORDS.get(standing.status, "processed") if standing else "processed",
            "opens_count": 0,
            "clicks_count": 0,
            "last_event_time": (standing.at if standing else message.accepted_at)[:19] + "Z",
        }
