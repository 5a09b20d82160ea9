"""Open pages hear of what candidates ask for and of calls that begin, too, and not only of what 0015 tells."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# A call is a notice that a person sends: that it is wanted, that somebody is on it, what came of it is news for the colleagues, too.
_TOLD = (
    ("candidate_requests", "INSERT", "requests_arrived", "tell_of_requests"),
    ("candidate_requests", "UPDATE", "requests_changed", "tell_of_requests"),
    ("notices", "INSERT", "calls_arrived", "tell_of_calls"),
    ("notices", "UPDATE", "calls_changed", "tell_of_calls"),
)
_TELL = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    many integer;
BEGIN
    SELECT count(*) INTO many FROM changed WHERE {which};
    IF many > 100 THEN
        PERFORM pg_notify('interviews', '*');
    ELSIF many > 0 THEN
        PERFORM pg_notify('interviews', json_build_object(
            'interview', i.id, 'organisation', i.organisation_id, 'recruiter', i.recruiter, 'shared', {shared})::text)
        FROM (SELECT DISTINCT interview_id FROM changed WHERE {which}) AS c JOIN interviews AS i ON i.id = c.interview_id;
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute(_TELL.format(function="tell_of_requests", which="true", shared="false"))
    op.execute(_TELL.format(function="tell_of_calls", which="channel = 'phone'", shared="true"))
    for table, event, trigger, function in _TOLD:
        op.execute(
            f"CREATE TRIGGER {trigger} AFTER {event} ON {table} REFERENCING NEW TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for table, _, trigger, _ in _TOLD:
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION tell_of_requests()")
    op.execute("DROP FUNCTION tell_of_calls()")
