"""The one-machine stack behind stack.py: supervisor, services, embedded PostgreSQL and Temporal; not used in production."""
