"""Scores of a month (R14): each recruiter's, under the policy of their organisation, kept in every version that ever stood."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, any_, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.tables import organisations, users
from db.tables_judging import appeals, scores
from domain.scoring import Line, Score
from domain.terms import Role


async def keep(
    conn: AsyncConnection,
    recruiter: str,
    organisation: str,
    month: date,
    policy: int,
    score: Score,
    because: str,
    at: datetime,
) -> bool:
    """Write a score down when it differs from the month's last one; whether it did. What stood before stays readable."""
    lock = func.pg_advisory_xact_lock(func.hashtext(f"score/{recruiter}/{month.isoformat()}"))
    await conn.execute(select(lock))
    last = (await conn.execute(_newest().where(scores.c.recruiter == recruiter, scores.c.month == month))).first()
    data = {"lines": [_line(line) for line in score.lines]}
    if last is not None and (last.policy_id, last.data) == (policy, data):
        return False
    row = {
        "organisation_id": organisation,
        "recruiter": recruiter,
        "month": month,
        "nth": 1 if last is None else last.nth + 1,
        "policy_id": policy,
        "data": data,
        "counted": score.counted,
        "total": score.total,
        "because": because if last is not None else "month",
        "made_at": at,
    }
    await conn.execute(insert(scores).values(**row))
    return True


def _line(line: Line) -> dict[str, Any]:
    plain = asdict(line)
    share = plain.pop("share")
    return {**plain, "hits": share["hits"], "of": share["of"]}


async def left_out(conn: AsyncConnection, month: date) -> dict[str, set[str]]:
    """By recruiter the indicators that upheld appeals take out of this month's score."""
    query = select(appeals.c.recruiter, appeals.c.left_out).where(
        appeals.c.about == "score", appeals.c.state == "upheld", appeals.c.month == month
    )
    found: dict[str, set[str]] = {}
    for row in (await conn.execute(query)).all():
        found.setdefault(row.recruiter, set()).update(row.left_out or [])
    return found


async def page(
    conn: AsyncConnection, user: User, month: date | None, recruiter: str | None, before: int | None, limit: int
) -> list[Any]:
    """Up to limit + 1 scores that stand, newest first: a recruiter's own, else of the own organisation and below."""
    newest = _newest().subquery("newest")
    query = (
        select(*newest.c, users.c.name, users.c.name_en)
        .join(organisations, organisations.c.id == newest.c.organisation_id)
        .join(users, users.c.login == newest.c.recruiter)
        .where(
            newest.c.recruiter == user.login
            if user.role is Role.RECRUITER
            else literal(user.organisation) == any_(organisations.c.path)
        )
        .order_by(newest.c.id.desc())
        .limit(limit + 1)
    )
    if month is not None:
        query = query.where(newest.c.month == month)
    if recruiter is not None:
        query = query.where(newest.c.recruiter == recruiter)
    if before is not None:
        query = query.where(newest.c.id < before)
    return list((await conn.execute(query)).all())


def _newest() -> Select[Any]:
    return (
        select(scores)
        .ext(distinct_on(scores.c.recruiter, scores.c.month))
        .order_by(scores.c.recruiter, scores.c.month, scores.c.nth.desc())
    )
