"""What the lists share that people work off: their addresses, a page of the API's rows, and the answer to a command."""

import json
from collections.abc import Awaitable
from typing import TypeVar

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from api.cursors import TwoWays
from api.params import Period, instants_of
from api.problems import Problem
from web.console import rendering
from web.console.complaints import told
from web.console.posting import Form
from web.console.visitor import BY_ITSELF, Visitor

Item = TypeVar("Item")
Dated = TypeVar("Dated", bound=Period)

# The headers of a request by which a list looks again without anybody doing something, for hx-headers.
LOOKING = json.dumps({BY_ITSELF: "yes"})
# The event on which open lists look again.
RENEW = "renew"


def address(query: BaseModel, **changed: object) -> str:
    """The query of a list's address with these filters changed; it begins at the first page unless `cursor` is among them."""
    given = query.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cursor"})
    known = {**given, **changed}
    return rendering.query({name: _text(value) for name, value in known.items() if value is not None})


def filtered(query: BaseModel, *names: str) -> bool:
    """Whether any of these filters is set."""
    return any(getattr(query, name) for name in names)


def in_own_days(query: Dated, zone: str) -> Dated:
    """The same with its dates as days of the reader's zone. Raises: Problem 422 for an empty period."""
    since, until = instants_of(query, zone)
    return query.model_copy(update={"since": since, "until": until})


async def rows_of(page: Awaitable[TwoWays[Item]], visitor: Visitor) -> tuple[list[Item], TwoWays[Item] | None, str]:
    """The page's rows, the page with the ways to those beside it, and what is wrong with the filters, when there are no rows.

    Raises: Problem for everything but a wrong filter.
    """
    try:
        found = await page
    except Problem as no:
        if no.status != 422:
            raise
        return [], None, told(no, visitor.locale)[1]
    return found.items, found, ""


def carried_out(posted: Form, text: str, place: str) -> Response:
    """The answer to a command that was carried out; a browser without scripts goes to `place`."""
    if not posted.visitor.partial:
        return RedirectResponse(place, 303, rendering.HEADERS)
    # The dialog comes last: what was in it can tell the page nothing any more once it is closed.
    events = rendering.toast(text, "success", RENEW, "close-dialog")
    return Response(status_code=204, headers={**rendering.HEADERS, **events})


def _text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
