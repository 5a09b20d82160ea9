"""The one async engine of a process, with its pool, names and time limits."""

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from settings import Settings

_STATEMENT_TIMEOUT_MS = 10_000


def make_engine(settings: Settings, name: str, ping: bool = False) -> AsyncEngine:
    """An engine for this process; `name` shows in pg_stat_activity.

    `ping` tries a pooled connection before each use: for whoever answers people. Activities are retried anyway.

    Raises: ValueError when no database is configured.
    """
    if not settings.database_url:
        raise ValueError("MIANYUE_DATABASE_URL is not set: start the stack with ./run up, or name a database")
    return create_async_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=5,
        pool_pre_ping=ping,
        pool_recycle=1800,
        # Parameters in an error text would carry names and numbers into logs and failures.
        hide_parameters=True,
        pool_timeout=10,
        connect_args={
            "application_name": f"mianyue-{name}",
            "connect_timeout": 5,
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 10,
            "options": f"-c statement_timeout={_STATEMENT_TIMEOUT_MS} -c timezone=UTC",
        },
    )


def snapshot(engine: AsyncEngine) -> AsyncConnection:
    """A connection to be entered, for reading alone: all that it reads is as things stood at its first statement."""
    return engine.execution_options(isolation_level="REPEATABLE READ").connect()
