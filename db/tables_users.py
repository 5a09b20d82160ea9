"""The table of what was changed about users, by whom."""

from sqlalchemy import BigInteger, Column, Identity, String, Table, Text

from db.tables import instant, metadata, owner

user_changes = Table(
    "user_changes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("login", String(64), nullable=False, index=True, comment="who was changed"),
    instant("at", nullable=False),
    Column("by", String(64), nullable=False),
    Column("what", String(32), nullable=False, comment="domain/user_changes.py"),
    Column("old", Text, comment="null for what is kept private, such as a mail address"),
    Column("new", Text),
    comment="append-only",
)
