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
    grown = sa.text(
        "INSERT INTO policies (organisation_id, version, valid_from, data) VALUES ('mianyue', :version, now(), :data)"
    )
    data = sa.bindparam("data", _patient(row.data), type_=postgresql.JSONB)
    op.get_bind().execute(grown.bindparams(data), {"version": row.version + 1})


def _patient(data: dict[str, Any]) -> dict[str, Any]:
    """What somebody has set already stays."""
    rungs = [{"early_seconds": EARLY_SECONDS, **rung} for rung in data["reminders"]]
    followed = {"delivery": {**PATIENCE, **data["delivery"]}} if data.get("delivery") else {}
    return {**data, "reminders": rungs, **followed}


def downgrade() -> None:
    op.execute("DELETE FROM policies WHERE organisation_id = 'mianyue' AND data -> 'delivery' ? 'hold_minutes'")
