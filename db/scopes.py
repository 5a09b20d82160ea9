"""Whose figures and of which period, as conditions on the appraisal's tables; what they are told apart by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, FromClause, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import String

from db.people import User
from db.tables import organisations
from domain.clock import local_day, next_month, zone_of
from domain.terms import Role


@dataclass(frozen=True)
class Scope:
    """Whose figures: those of one recruiter, of all in these organisations, or (both given) of the recruiter there."""

    recruiter: str | None
    organisations: Sequence[str] | None


@dataclass(frozen=True)
class Span:
    """From `since` (included) to `until` (not included), None for open ends; `zone` is the one whose days the figures are kept in.

    now: the present instant. with_open: what is still open counts with it, because it has not ended yet.
    """

    since: datetime | None
    until: datetime | None
    zone: str
    now: datetime
    with_open: bool

    def days(self) -> tuple[date | None, date | None] | None:
        """The same in whole days, the second not included; None when an end lies within a day."""
        ends = [_local(at, self.zone) for at in (self.since, self.until)]
        if any(at is not None and at.time() != time() for at in ends):
            return None
        first, last = (at.date() if at is not None else None for at in ends)
        return first, last

    def months(self) -> tuple[date | None, date]:
        """The whole months in it that are over: the first day of the first one, None without a beginning, and the day after the last."""
        since = _local(self.since, self.zone)
        end = local_day(min(self.until or self.now, self.now), self.zone).replace(day=1)
        if since is None:
            return None, end
        begins = since.day == 1 and since.time() == time()
        return since.date() if begins else next_month(since.date()), end


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


def key_of(by: By, rows: FromClause) -> ColumnElement[str]:
    """What a row is told apart by."""
    if by is By.RECRUITER:
        return rows.c.recruiter
    if by is By.ORGANISATION:
        return rows.c.organisation_id
    return func.to_char(rows.c.day, "YYYY-MM" if by is By.MONTH else "YYYY-MM-DD")


def limited(scope: Scope, rows: FromClause) -> list[ColumnElement[bool]]:
    """The scope's rows, of any of the appraisal's tables."""
    limits: list[ColumnElement[bool]] = []
    if scope.recruiter is not None:
        limits.append(rows.c.recruiter == scope.recruiter)
    if scope.organisations is not None:
        limits.append(rows.c.organisation_id == any_(literal(list(scope.organisations), ARRAY(String))))
    return limits


def within(span: Span, rows: FromClause) -> list[ColumnElement[bool]]:
    """The span's agreed times or answers: by the instant, and by the day that the index knows."""
    limits: list[ColumnElement[bool]] = []
    if (since := _local(span.since, span.zone)) is not None:
        limits += [rows.c.at >= span.since, rows.c.day >= since.date()]
    if (until := _local(span.until, span.zone)) is not None:
        limits += [rows.c.at < span.until, rows.c.day <= until.date()]
    return limits
