"""Counts what several lists hold, in one query."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

Name = TypeVar("Name")


def counting(lists: Iterable[Select[Any]], most: int) -> list[ScalarSelect[int]]:
    """How many rows each has, up to `most`, as columns of a query."""
    return [select(func.count()).select_from(rows.limit(most).subquery()).scalar_subquery() for rows in lists]


async def counted(conn: AsyncConnection, lists: Mapping[Name, Select[Any]], most: int) -> dict[Name, int]:
    """How many rows each has, up to `most`."""
    found = (await conn.execute(select(*counting(lists.values(), most)))).one()
    return dict(zip(lists, found, strict=True))
