"""Runs Alembic's migrations on the configured database, one transaction for each, one runner at a time."""

from alembic import context
from sqlalchemy import create_engine, text

import db.tables_accounts
import db.tables_bulk
import db.tables_candidate
import db.tables_interview
import db.tables_notices
import db.tables_users  # noqa: F401  (registers its tables)
from db.tables import metadata
from settings import settings

_LOCK = 7_305_551


def run() -> None:
    """Upgrade under an advisory lock, so that two starting machines do not migrate at once."""
    engine = create_engine(settings().database_url, connect_args={"connect_timeout": 10})
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()
    engine.dispose()


run()
