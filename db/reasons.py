"""Counts cancellations by who caused them, why, for which position, from which source, on which weekday, how long before (R15)."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Float, FromClause, String, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.counting import condition
from db.rollup import Touched, current, touched
from db.scopes import Scope, Span, limited, within
from db.tables_appraisal import agreed_times
from db.tables_interview import interviews
from domain.agreed_times import COUNTED
from domain.insight import NOTICE_EDGES, NOTICE_SPANS, Dimension

_CANCELLED = COUNTED["cancelled"]


async def tally(
    conn: AsyncConnection, scope: Scope, span: Span, by: Dimension, new: Touched | None = None
) -> dict[str, int]:
    """How many cancellations have each value, as the facts stand now; "" where it was not given. `new`: what is touched, when the
    caller has asked already."""
    new = new or await touched(conn)
    ended = current(agreed_times, new)
    value = _value(by, ended, span.zone).label("value")
    query = (
        select(value, func.count().label("number"))
        .join_from(ended, interviews, interviews.c.id == ended.c.interview_id)
        .where(condition(_CANCELLED, ended), *limited(scope, ended), *within(span, ended))
        .group_by(value)
        .order_by(value)
    )
    return {row.value: row.number for row in (await conn.execute(query, new.given)).all()}


def _value(by: Dimension, ended: FromClause, zone: str) -> ColumnElement[Any]:
    if by is Dimension.WEEKDAY:
        # 1 = Monday, of the interview's start on the group's clock.
        return cast(func.extract("isodow", func.timezone(zone, ended.c.starts_at)), String)
    if by is Dimension.NOTICE:
        edges = literal(list(NOTICE_EDGES), ARRAY(Float))
        place = func.width_bucket(func.coalesce(ended.c.decided_hours, 0.0), edges)
        return case(dict(enumerate(NOTICE_SPANS)), value=place)
    columns: dict[Dimension, ColumnElement[Any]] = {
        Dimension.PARTY: ended.c.party,
        Dimension.CODE: ended.c.code,
        Dimension.POSITION: interviews.c.position,
        Dimension.SOURCE: interviews.c.source,
    }
    return func.coalesce(columns[by], "")
