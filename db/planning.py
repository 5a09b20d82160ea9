"""How PostgreSQL plans the appraisal's queries: for the very interviews that are asked about, each time anew."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A statement that was used often gets one plan for any parameters: then ten interviews are read like a million. Compiling a plan
# takes longer than running it.
_SETTINGS = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)")


async def plan_anew(conn: AsyncConnection) -> None:
    """For the rest of this transaction."""
    await conn.execute(_SETTINGS)
