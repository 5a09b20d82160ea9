"""Pages of a list in its own order, onward or back from a row that the reader has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True)
class Place:
    """The row that a page continues from, by the values that the list is ordered by; `back` for the page before it."""

    values: Sequence[Any]
    back: bool = False


@dataclass(frozen=True)
class Slice:
    """A page's rows in the list's order, and whether there are earlier and later ones."""

    rows: list[Any]
    earlier: bool
    later: bool


async def page(
    conn: AsyncConnection,
    query: Select[Any],
    order: Sequence[ColumnElement[Any]],
    place: Place | None,
    limit: int,
    descending: bool = False,
) -> Slice:
    """Up to `limit` rows of the query, ordered by all of `order`, which together name one row."""
    return sliced(list((await conn.execute(picking(query, order, place, limit, descending))).all()), place, limit)


def picking(
    query: Select[Any], order: Sequence[ColumnElement[Any]], place: Place | None, limit: int, descending: bool = False
) -> Select[Any]:
    """The query of a page: its rows, counted from the place, and one more when there is any."""
    falling = descending != _goes_back(place)
    if place is not None:
        here = tuple_(*place.values)
        query = query.where(tuple_(*order) < here if falling else tuple_(*order) > here)
    return query.order_by(*(column.desc() if falling else column.asc() for column in order)).limit(limit + 1)


def sliced(found: Sequence[Any], place: Place | None, limit: int) -> Slice:
    """The page of what `picking` found."""
    rows, more = list(found[:limit]), len(found) > limit
    if _goes_back(place):
        return Slice(rows[::-1], earlier=more, later=True)
    return Slice(rows, earlier=place is not None, later=more)


def _goes_back(place: Place | None) -> bool:
    return place is not None and place.back
