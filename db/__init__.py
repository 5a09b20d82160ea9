"""PostgreSQL: engine, tables, one query module per subject."""
