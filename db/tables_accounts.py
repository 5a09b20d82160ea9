"""The tables of signing in to the console: sessions, and wrong passwords in a row."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from db.tables import instant, metadata, owner

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True, comment="SHA-256 of the cookie's token, which is never stored"),
    owner(),
    Column("login", String(64), ForeignKey("users.login"), nullable=False, index=True),
    instant("created_at", nullable=False),
    instant("seen_at", nullable=False),
    instant("expires_at", nullable=False),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("login", String(64), primary_key=True, comment="as typed: also of nobody, so that no answer tells"),
    Column("count", Integer, nullable=False),
    instant("at", nullable=False),
    instant("locked_until"),
    comment="wrong passwords in a row; belongs to no organisation, for the login may be nobody's",
)
