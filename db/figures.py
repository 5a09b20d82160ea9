"""Reads what the indicators are made of, for any recruiter, team or subsidiary and any period: stored days, corrected by what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, any_, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import String

from db.appointments import answers_of, appointments_of
from db.counting import ANSWERED, COUNTS, answer_sums, no_sums, sums
from db.people import User
from db.rollup import IDS, calendars_of, touched
from db.tables import organisations
from db.tables_appraisal import answers, appointments, kpi_days
from domain.appointments import COUNTED
from domain.clock import zone_of
from domain.kpi import Counts
from domain.terms import Role


@dataclass(frozen=True)
class Scope:
    """Whose figures: those of one recruiter, of all in these organisations, or (both given) of the recruiter there."""

    recruiter: str | None
    organisations: Sequence[str] | None


@dataclass(frozen=True)
class Span:
    """From `since` (included) to `until` (not included), None for open ends; `zone` is the one whose days the figures are kept in.

    going_on: it has not ended yet, so that what is still open counts with it.
    """

    since: datetime | None
    until: datetime | None
    zone: str
    going_on: bool

    def days(self) -> tuple[date | None, date | None] | None:
        """The same in whole days, the second not included; None when an end lies within a day."""
        ends = [_local(at, self.zone) for at in (self.since, self.until)]
        if any(at is not None and at.time() != time() for at in ends):
            return None
        first, last = (at.date() if at is not None else None for at in ends)
        return first, last


def _local(at: datetime | None, zone: str) -> datetime | None:
    return at.astimezone(zone_of(zone)) if at is not None else None


async def scope_of(
    conn: AsyncConnection, user: User, recruiter: str | None = None, organisation: str | None = None
) -> Scope:
    """What this user may see of that recruiter or organisation (with all below it): a recruiter only their own figures."""
    if user.role is Role.RECRUITER:
        recruiter = user.login if recruiter in (None, user.login) else ""
        return Scope(recruiter, None if organisation is None else await below(conn, user.organisation, organisation))
    return Scope(recruiter, await below(conn, user.organisation, organisation or user.organisation))


async def below(conn: AsyncConnection, ancestor: str, organisation: str) -> list[str]:
    """The organisation and all below it, as far as they are at or below `ancestor`."""
    path = organisations.c.path
    query = select(organisations.c.id).where(literal(ancestor) == any_(path), literal(organisation) == any_(path))
    return list((await conn.execute(query.order_by(organisations.c.id))).scalars())


class By(StrEnum):
    """What figures are told apart by: a recruiter's login, an organisation's id, "2026-11", "2026-11-30"."""

    RECRUITER = "recruiter"
    ORGANISATION = "organisation"
    MONTH = "month"
    DAY = "day"


async def counts(conn: AsyncConnection, scope: Scope, span: Span, by: By = By.RECRUITER) -> dict[str, Counts]:
    """The counts of every recruiter (organisation, month, day) that has any, exactly as the facts stand now; in order."""
    new = await touched(conn)
    parts = [_stored(scope, span, by)]
    given: dict[str, Any] = {}
    if new:
        parts += _corrections(scope, span, by)
        given = {"ids": new} | await calendars_of(conn)
    every = union_all(*parts).subquery("every")
    query = (
        select(every.c.key, *(func.sum(every.c[name]).label(name) for name in COUNTS))
        .group_by(every.c.key)
        .order_by(every.c.key)
    )
    rows = (await conn.execute(query, given)).mappings().all()
    found = {row["key"]: _counts(row, span) for row in rows}
    return {key: one for key, one in found.items() if one != Counts()}


def _counts(row: Any, span: Span) -> Counts:
    named = {name: int(row[name]) for name in COUNTS}
    return Counts(**named) if span.going_on else Counts(**(named | {"open": 0}))


def _key(by: By, rows: FromClause) -> ColumnElement[str]:
    if by is By.RECRUITER:
        return rows.c.recruiter
    if by is By.ORGANISATION:
        return rows.c.organisation_id
    return func.to_char(rows.c.day, "YYYY-MM" if by is By.MONTH else "YYYY-MM-DD")


def _stored(scope: Scope, span: Span, by: By) -> Select[Any]:
    """The sums of the stored days, or, of a span that ends within a day, of the single rows."""
    days = span.days()
    if days is None:
        return _both(scope, span, by, appointments, answers, 1)
    limits = [kpi_days.c.day >= days[0]] if days[0] else []
    limits += [kpi_days.c.day < days[1]] if days[1] else []
    whole = (func.sum(kpi_days.c[name]).label(name) for name in COUNTS)
    key = _key(by, kpi_days).label("key")
    columns: list[ColumnElement[Any]] = [key, *whole]
    return select(*columns).where(*limited(scope, kpi_days), *limits).group_by(key)


def _corrections(scope: Scope, span: Span, by: By) -> list[Select[Any]]:
    """What is stored of the new interviews is taken away, and added as it is now."""
    ended, answered = (
        select(table).where(table.c.interview_id.in_(IDS)).subquery() for table in (appointments, answers)
    )
    ended_now, answered_now = appointments_of(IDS).subquery("ended_now"), answers_of(IDS).subquery("answered_now")
    return [_both(scope, span, by, ended, answered, -1), _both(scope, span, by, ended_now, answered_now, 1)]


def _both(scope: Scope, span: Span, by: By, ended: FromClause, answered: FromClause, sign: int) -> Select[Any]:
    ended_key, answered_key = _key(by, ended).label("key"), _key(by, answered).label("key")
    parts = union_all(
        select(ended_key, *sums(ended, sign), *no_sums(ANSWERED))
        .where(*limited(scope, ended), *within(span, ended))
        .group_by(ended_key),
        select(answered_key, *no_sums(tuple(COUNTED)), *answer_sums(answered, sign))
        .where(*limited(scope, answered), *within(span, answered))
        .group_by(answered_key),
    ).subquery()
    columns: list[ColumnElement[Any]] = [parts.c.key, *(parts.c[name] for name in COUNTS)]
    return select(*columns)


def limited(scope: Scope, rows: FromClause) -> list[ColumnElement[bool]]:
    """The scope's rows, of any of the appraisal's tables."""
    limits: list[ColumnElement[bool]] = []
    if scope.recruiter is not None:
        limits.append(rows.c.recruiter == scope.recruiter)
    if scope.organisations is not None:
        limits.append(rows.c.organisation_id == any_(literal(list(scope.organisations), ARRAY(String))))
    return limits


def within(span: Span, rows: FromClause) -> list[ColumnElement[bool]]:
    """The span's appointments or answers: by the instant, and by the day that the index knows."""
    limits: list[ColumnElement[bool]] = []
    if (since := _local(span.since, span.zone)) is not None:
        limits += [rows.c.at >= span.since, rows.c.day >= since.date()]
    if (until := _local(span.until, span.zone)) is not None:
        limits += [rows.c.at < span.until, rows.c.day <= until.date()]
    return limits
