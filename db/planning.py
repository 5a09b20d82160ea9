"""How PostgreSQL plans queries: for the very values that are asked about, where that matters."""

from sqlalchemy import ColumnElement, String, literal, text
from sqlalchemy.ext.asyncio import AsyncConnection

# A statement that was used often gets one plan for any parameters: then ten interviews are read like a million. Compiling a plan
# takes longer than running it.
_SETTINGS = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)")


async def plan_anew(conn: AsyncConnection) -> None:
    """For the rest of this transaction."""
    await conn.execute(_SETTINGS)


def written(value: str) -> ColumnElement[str]:
    """A value that stands in the statement's text: a plan made for any value could not use a partial index."""
    return literal(value, String(16), literal_execute=True)
