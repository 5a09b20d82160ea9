"""The migrations make exactly the tables that the code speaks of, and can be taken back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

import db.tables_accounts
import db.tables_appraisal
import db.tables_bulk
import db.tables_candidate
import db.tables_interview
import db.tables_judging
import db.tables_notices
import db.tables_push
import db.tables_users  # noqa: F401  (registers its tables)
from db.tables import metadata


def _differences(conn: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(conn), metadata))


async def test_the_migrated_database_is_the_one_that_the_tables_describe(engine: AsyncEngine) -> None:
    async with engine.connect() as conn:
        assert await conn.run_sync(_differences) == []
