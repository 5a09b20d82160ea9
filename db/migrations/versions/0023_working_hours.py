"""Working hours become a setting of the policy: the root gets those that everybody had."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WORKING_HOURS = {"opens": "09:00", "closes": "18:00"}


def upgrade() -> None:
    """A new version for the root, as in 0009."""
    grown = sa.text(
        """
        INSERT INTO policies (organisation_id, version, valid_from, data)
        SELECT organisation_id, version + 1, greatest(valid_from, now()), CAST(:more AS jsonb) || data
        FROM policies WHERE organisation_id = 'mianyue'
        AND version = (SELECT max(version) FROM policies WHERE organisation_id = 'mianyue') AND NOT data ? 'working_hours'
        """
    )
    more = sa.bindparam("more", {"working_hours": WORKING_HOURS}, type_=postgresql.JSONB)
    op.get_bind().execute(grown.bindparams(more))


def downgrade() -> None:
    """The policy stays, as in 0009."""
