"""The root policy learns patience: reminders with moments of their own, rules about to lift waited for, providers asked first."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

EARLY_SECONDS = 60
PATIENCE = {"hold_minutes": 2, "ask_first": True}


def upgrade() -> None:
    """A new version for the root, so that lives under way keep the rules that they began with."""
    newest = sa.text(
        "SELECT version, data FROM policies WHERE organisation_id = 'mianyue' ORDER BY version DESC LIMIT 1"
    )
    row = op.get_bind().execute(newest).one()
    if _patient(row.data) == row.data:
        return
    # One that is to hold only later still does.
    grown = sa.text(
        """
        INSERT INTO policies (organisation_id, version, valid_from, data)
        SELECT organisation_id, version + 1, greatest(valid_from, now()), :data
        FROM policies WHERE organisation_id = 'mianyue' AND version = :version
        """
    )
    data = sa.bindparam("data", _patient(row.data), type_=postgresql.JSONB)
    op.get_bind().execute(grown.bindparams(data), {"version": row.version})


def _patient(data: dict[str, Any]) -> dict[str, Any]:
    """What somebody has set already stays; where messages are not followed, nothing is new."""
    if not data.get("delivery"):
        return data
    rungs = [{"early_seconds": EARLY_SECONDS, **rung} for rung in data["reminders"]]
    return {**data, "reminders": rungs, "delivery": {**PATIENCE, **data["delivery"]}}


def downgrade() -> None:
    """Nothing: the version before takes no notice of the new fields, and what was decided since stays."""
