"""What the lists share that people work off: their addresses, a page of the API's rows, and the answer to a command."""

from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

from fastapi import Response
from pydantic import BaseModel

from api.context import App
from api.cursors import TwoWays
from api.params import Period, instants_of
from api.problems import Problem
from db.people import names
from web.console import rendering
from web.console.complaints import told
from web.console.posting import Form
from web.console.visitor import Visitor

Item = TypeVar("Item")
Dated = TypeVar("Dated", bound=Period)

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


async def listed(
    page: Awaitable[TwoWays[Item]], query: BaseModel, visitor: Visitor
) -> tuple[list[Item], dict[str, Any]]:
    """The page's rows, and what the template of a list is given, `beside` with the ways to the pages before and after; wrong filters
    leave no rows and are told.

    Raises: Problem for everything but a wrong filter.
    """
    rows: list[Item] = []
    beside, wrong = None, ""
    try:
        beside = await page
        rows = beside.items
    except Problem as no:
        if no.status != 422:
            raise
        wrong = told(no, visitor.locale)[1]
    content = {
        "query": query,
        "address": lambda **changed: address(query, **changed),
        "rows": rows,
        "beside": beside,
        "wrong": wrong,
    }
    return rows, content


async def people(app: App, logins: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """The names of these users, by login."""
    async with app.engine.connect() as conn:
        return await names(conn, {login for login in logins if login})


def carried_out(posted: Form, text: str, place: str) -> Response:
    """The answer to a command that was carried out; the lists look again."""
    return rendering.carried_out(posted.visitor, text, place, RENEW)


def _text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
