"""What became of candidates who were reminded, and of those who were not, in the appraisal's figures (R16)."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_FLAGS = {
    "reminded": "a reminder reached the candidate before the start and the end",
    "reminded_unconfirmed": "the first that arrived found the time unconfirmed",
    "confirmed_after_reminder": "of these, confirmed before the start",
}
_COUNTS = (
    "reminded_unconfirmed",
    "confirmed_after_reminder",
    "reminded_due",
    "reminded_missed",
    "unreminded_due",
    "unreminded_missed",
)
_REACHED = "(OLD.delivered_at, OLD.acknowledged_at, OLD.channel) IS DISTINCT FROM (NEW.delivered_at, NEW.acknowledged_at, NEW.channel)"


def upgrade() -> None:
    """Every time that came due counts, with or without: all are made anew. The defaults go again, so that what old workers roll up
    meanwhile fails, and is left to new ones, instead of being taken for counted."""
    for name, comment in _FLAGS.items():
        op.add_column(
            "agreed_times", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False, comment=comment)
        )
    for name in _COUNTS:
        op.add_column("kpi_days", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
    for table, names in (("agreed_times", _FLAGS), ("kpi_days", _COUNTS)):
        for name in names:
            op.alter_column(table, name, server_default=None)
    _triggers()
    op.execute("INSERT INTO kpi_touched (organisation_id, interview_id) SELECT organisation_id, id FROM interviews")


def _triggers() -> None:
    """A reminder that arrives while the interview is still ahead needs no counting: its end touches it. One of which a receipt comes
    later does."""
    op.execute(
        """
        CREATE FUNCTION touch_by_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO kpi_touched (organisation_id, interview_id)
            SELECT NEW.organisation_id, NEW.interview_id
            WHERE EXISTS (
                SELECT FROM kpi_facts
                WHERE interview_id = NEW.interview_id
                  AND (revision = NEW.revision AND kind IN ('cancelled', 'completed', 'candidate_no_show', 'interviewer_no_show')
                       OR revision = NEW.revision + 1 AND kind = 'moved')
            );
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER touched_reminded AFTER UPDATE OF delivered_at, acknowledged_at, channel ON notices FOR EACH ROW
        WHEN (NEW.kind IN ('reminder', 'confirm_request') AND NEW.audience = 'candidate' AND {_REACHED})
        EXECUTE FUNCTION touch_by_reminder()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER touched_reminded ON notices")
    op.execute("DROP FUNCTION touch_by_reminder()")
    for name in _COUNTS:
        op.drop_column("kpi_days", name)
    for name in _FLAGS:
        op.drop_column("agreed_times", name)
