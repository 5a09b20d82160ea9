"""Reads what the indicators are made of, for any recruiter, team or subsidiary and any period: stored days, corrected by what is new."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from db import satisfaction
from db.agreed_times import agreed_times_of
from db.counting import COUNTS, sums
from db.rollup import IDS, Touched, touched
from db.satisfaction import Told
from db.scopes import By, Scope, Span, key_of, limited, within
from db.tables_appraisal import agreed_times, kpi_days, kpi_months
from domain.clock import next_month
from domain.kpi import Counts


async def counts(
    conn: AsyncConnection, scope: Scope, span: Span, by: By = By.RECRUITER, new: Touched | None = None
) -> dict[str, Counts]:
    """The counts of every recruiter (organisation, month, day) that has any, exactly as the facts stand now; in order.

    Of survey answers only what may be told (db/satisfaction.py). `new`: what is touched, when the caller has asked already.
    """
    new = new or await touched(conn)
    parts = _stored(scope, span, by)
    if new.ids:
        parts += _corrections(scope, span, by)
    every = union_all(*parts).subquery("every")
    query = select(every.c.key, *(func.sum(every.c[name]).label(name) for name in COUNTS)).group_by(every.c.key)
    rows = (await conn.execute(query, new.given)).mappings().all()
    told = await satisfaction.told(conn, scope, span, by, new)
    found = {row["key"]: _counts(row, span) for row in rows}
    found = {key: _with(found.get(key, Counts()), told.get(key)) for key in sorted({*found, *told})}
    return {key: one for key, one in found.items() if one != Counts()}


def _counts(row: Any, span: Span) -> Counts:
    named = {name: int(row[name]) for name in COUNTS}
    return Counts(**named) if span.with_open else Counts(**(named | {"open": 0}))


def _with(one: Counts, told: Told | None) -> Counts:
    return one if told is None else replace(one, given=told.given, answers=told.answers, satisfied=told.satisfied)


def _stored(scope: Scope, span: Span, by: By) -> list[Select[Any]]:
    """The sums of the stored months and of the days beside them, or, of a span that ends within a day, of the single rows."""
    days = span.days()
    if days is None:
        return [_single(scope, span, by, agreed_times, 1)]
    first, end = days
    begins = first if first is None or first.day == 1 else next_month(first)
    ends = end.replace(day=1) if end is not None else None
    if by is By.DAY or (begins is not None and ends is not None and begins >= ends):
        return [_summed(scope, by, kpi_days, first, end)]
    parts = [_summed(scope, by, kpi_months, begins, ends)]
    beside = [(first, begins)] * (first != begins) + [(ends, end)] * (ends != end)
    return parts + [_summed(scope, by, kpi_days, *one) for one in beside]


def _summed(scope: Scope, by: By, stored: Table, first: date | None, end: date | None) -> Select[Any]:
    """The sums of the days or months from `first` to before `end`, None for open ends."""
    limits = [stored.c.day >= first] if first else []
    limits += [stored.c.day < end] if end else []
    key = key_of(by, stored).label("key")
    columns: list[ColumnElement[Any]] = [key, *(func.sum(stored.c[name]).label(name) for name in COUNTS)]
    return select(*columns).where(*limited(scope, stored), *limits).group_by(key)


def _corrections(scope: Scope, span: Span, by: By) -> list[Select[Any]]:
    """What is stored of the new interviews is taken away, and added as it is now."""
    stored = select(agreed_times).where(agreed_times.c.interview_id.in_(IDS)).subquery("stored")
    now = agreed_times_of(IDS).subquery("now")
    return [_single(scope, span, by, stored, -1), _single(scope, span, by, now, 1)]


def _single(scope: Scope, span: Span, by: By, rows: FromClause, sign: int) -> Select[Any]:
    key = key_of(by, rows).label("key")
    columns: list[ColumnElement[Any]] = [key, *sums(rows, sign)]
    return select(*columns).where(*limited(scope, rows), *within(span, rows)).group_by(key)
