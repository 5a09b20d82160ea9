"""Turns what the domain counts into SQL: the same conditions in sums, in lists of rows and in the domain's own tests (P3)."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, and_, cast, func, literal, true

from domain.agreed_times import COUNTED, Which

COUNTS = tuple(COUNTED)


def condition(which: Which, rows: FromClause) -> ColumnElement[bool]:
    """Which of these rows (with the columns of the table `agreed_times`) are counted."""
    return and_(true(), *(_one_of(rows.c[name], values) for name, values in which.columns.items()))


def sums(rows: FromClause, sign: int = 1) -> list[ColumnElement[Any]]:
    """Every count of agreed times, as labelled sums over these rows; a row counts `sign` times."""
    return [
        cast(func.coalesce(func.sum(literal(sign)).filter(condition(which, rows)), 0), Integer).label(name)
        for name, which in COUNTED.items()
    ]


def _one_of(column: ColumnElement[Any], values: frozenset[object]) -> ColumnElement[bool]:
    if values <= {True, False}:
        [only] = values
        return column if only else ~column
    return column.in_(sorted(str(value) for value in values))
