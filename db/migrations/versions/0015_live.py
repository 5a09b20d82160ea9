"""Open pages hear of a change as it commits: PostgreSQL notifies, with nothing but ids and whose interview it is."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Statement by statement, so that an import of thousands says one word and not thousands.
_TELL = """
CREATE FUNCTION tell_of_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    many integer;
BEGIN
    SELECT count(*) INTO many FROM changed;
    IF many > 100 THEN
        PERFORM pg_notify('interviews', '*');
    ELSIF many > 0 THEN
        PERFORM pg_notify('interviews', json_build_object(
            'interview', i.id, 'organisation', i.organisation_id, 'recruiter', i.recruiter)::text)
        FROM {source};
    END IF;
    RETURN NULL;
END $$
"""
_TRIGGERS = (
    ("interviews", "INSERT", "interviews_arrived"),
    ("interviews", "UPDATE", "interviews_changed"),
    ("notices", "UPDATE", "notices_changed"),
)


def upgrade() -> None:
    op.execute(_TELL.format(name="interviews", source="changed AS i"))
    # That a notice is about to be tried tells nobody anything; what came of it does.
    notices = "(SELECT DISTINCT interview_id FROM changed WHERE state <> 'attempting') AS c JOIN interviews AS i ON i.id = c.interview_id"
    op.execute(_TELL.format(name="notices", source=notices))
    for table, event, trigger in _TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {trigger} AFTER {event} ON {table} REFERENCING NEW TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION tell_of_{table}()"
        )


def downgrade() -> None:
    for table, _, trigger in _TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for table in ("interviews", "notices"):
        op.execute(f"DROP FUNCTION tell_of_{table}()")
