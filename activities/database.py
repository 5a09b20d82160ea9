"""How activities use the database: its errors reach Temporal as codes, because their texts quote rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.exceptions import ApplicationError


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction. Raises: ApplicationError "Database" with the SQLSTATE alone (design rule 5)."""
    try:
        async with engine.begin() as conn:
            yield conn
    except DBAPIError as error:
        raise _coded(error) from None


@asynccontextmanager
async def statements(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Statements that commit one by one, on an engine in AUTOCOMMIT. Raises as `transaction` does."""
    try:
        async with engine.connect() as conn:
            yield conn
    except DBAPIError as error:
        raise _coded(error) from None


def _coded(error: DBAPIError) -> ApplicationError:
    return ApplicationError(str(getattr(error.orig, "sqlstate", None) or "unreachable"), type="Database")
