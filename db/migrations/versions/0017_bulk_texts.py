"""The texts of a bulk give way to the wish of one of its candidates to be deleted, as those of an interview do since 0014."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# As 0013 wrote them.
_CHANGING = ("state", "state_by", "started_at", "paused_at", "finished_at")
_TEXTS = ("reason_detail", "justification", "remark")


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_rewriting_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF to_jsonb(OLD) - TG_ARGV IS NOT DISTINCT FROM to_jsonb(NEW) - TG_ARGV AND EXISTS (
                SELECT FROM bulk_items JOIN candidate_requests USING (interview_id)
                WHERE bulk_id = OLD.id AND kind = 'deletion' AND candidate_requests.state = 'open'
            ) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    texts = ", ".join(f"'{name}'" for name in _TEXTS)
    op.execute("DROP TRIGGER written_once ON bulks")
    # Only where a text changes: a bulk's own progress must not look for requests.
    op.execute(
        "CREATE TRIGGER erased_only BEFORE UPDATE ON bulks FOR EACH ROW"
        f" WHEN ({_differs()}) EXECUTE FUNCTION refuse_rewriting_but_erasing({texts})"
    )
    op.execute(
        f"CREATE TRIGGER written_once BEFORE UPDATE ON bulks FOR EACH ROW WHEN (NOT ({_differs()}))"
        f" EXECUTE FUNCTION refuse_rewriting({_changing()})"
    )


def _differs() -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _TEXTS)


def _changing() -> str:
    return ", ".join(f"'{name}'" for name in _CHANGING)


def downgrade() -> None:
    op.execute("DROP TRIGGER erased_only ON bulks")
    op.execute("DROP TRIGGER written_once ON bulks")
    op.execute(
        f"CREATE TRIGGER written_once BEFORE UPDATE ON bulks FOR EACH ROW EXECUTE FUNCTION refuse_rewriting({_changing()})"
    )
    op.execute("DROP FUNCTION refuse_rewriting_but_erasing()")
