"""One value of an organisation's policy inside a bigger query: its own, else its nearest ancestor's (design rule 8)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, any_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from db.tables import organisations, policies


def inherited(key: str, at: ColumnElement[Any], *around: FromClause) -> ColumnElement[Any]:
    """The value as JSON, out of the policies in force at an instant, for a query over `organisations` (and over `around`, where
    the instant is a column of that); NULL when nobody has one. A null there is none."""
    above = organisations.alias("above")
    depth = func.cardinality(above.c.path)
    newest = (
        select(policies.c.data, depth.label("depth"))
        .ext(distinct_on(policies.c.organisation_id))
        .join_from(policies, above, above.c.id == policies.c.organisation_id)
        .where(policies.c.organisation_id == any_(organisations.c.path), policies.c.valid_from <= at)
        .order_by(policies.c.organisation_id, policies.c.version.desc())
        .correlate(organisations, *around)
        .subquery(f"newest_{key}")
    )
    value = newest.c.data[key]
    return select(value).where(value.astext.is_not(None)).order_by(newest.c.depth.desc()).limit(1).scalar_subquery()
