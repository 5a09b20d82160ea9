"""Counts what several lists hold, in one query."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

Name = TypeVar("Name")


async def counted(conn: AsyncConnection, lists: Mapping[Name, Select[Any]], most: int) -> dict[Name, int]:
    """How many rows each has, up to `most`."""
    parts = [select(func.count()).select_from(rows.limit(most).subquery()).scalar_subquery() for rows in lists.values()]
    return dict(zip(lists, (await conn.execute(select(*parts))).one(), strict=True))
