"""Scores of a month (R14): each recruiter's, under the policy of their organisation, kept in every version that ever stood."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Select, any_, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.people import User
from db.rollup import touched
from db.tables import organisations, users
from db.tables_judging import appeals, scores
from db.trees import Tree, members_of
from domain.clock import next_month
from domain.scoring import Line, Score, ScoringRules, score
from domain.terms import Role


async def score_month(
    conn: AsyncConnection, tree: Tree, month: date, because: str, at: datetime, only: str | None = None
) -> int:
    """Score the month (its first day) of everybody who did anything in it, or of one recruiter; how many scores are new or changed."""
    # Before anything is read: a nightly run must not write over what an appeal has changed meanwhile.
    lock = func.hashtextextended(f"scores/{tree.root}/{month.isoformat()}", 0)
    await conn.execute(select(func.pg_advisory_xact_lock(lock)))
    members = await members_of(conn, tree, month, next_month(month), await touched(conn, tree.root))
    out = await left_out(conn, month)
    new = 0
    for login, member in members.items():
        standing = tree.standing.get(member.team)
        if standing is None or only not in (None, login):
            continue
        rules = _without(standing.policy.scoring, out.get(login, set()))
        made = score(member.counts, rules)
        new += await keep(conn, login, member.team, month, standing.id, made, because, at)
    return new


def _without(rules: ScoringRules, names: set[str]) -> ScoringRules:
    return replace(rules, items=[item for item in rules.items if item.indicator not in names])


async def keep(
    conn: AsyncConnection,
    recruiter: str,
    organisation: str,
    month: date,
    policy: int,
    made: Score,
    because: str,
    at: datetime,
) -> bool:
    """Write a score down when it differs from the month's last one; whether it did. What stood before stays readable."""
    last = (await conn.execute(newest_scores().where(scores.c.recruiter == recruiter, scores.c.month == month))).first()
    data = {"lines": [line_data(line) for line in made.lines]}
    if last is not None and (last.policy_id, last.data) == (policy, data):
        return False
    row = {
        "organisation_id": organisation,
        "recruiter": recruiter,
        "month": month,
        "nth": 1 if last is None else last.nth + 1,
        "policy_id": policy,
        "data": data,
        "counted": made.counted,
        "total": made.total,
        "because": because if last is not None else "month",
        "made_at": at,
    }
    await conn.execute(insert(scores).values(**row))
    return True


def line_data(line: Line) -> dict[str, Any]:
    """A line as it is stored and shown."""
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


async def stands(conn: AsyncConnection, recruiter: str, month: date) -> bool:
    """Whether this month of the recruiter has a score."""
    query = select(scores.c.id).where(scores.c.recruiter == recruiter, scores.c.month == month).limit(1)
    return (await conn.execute(query)).first() is not None


async def page(
    conn: AsyncConnection, user: User, month: date | None, recruiter: str | None, before: int | None, limit: int
) -> list[Any]:
    """Up to limit + 1 scores that stand, newest first: a recruiter's own, else of the own organisation and below."""
    newest = newest_scores().subquery("newest")
    query = _seen_by(user, newest).order_by(newest.c.id.desc()).limit(limit + 1)
    if month is not None:
        query = query.where(newest.c.month == month)
    if recruiter is not None:
        query = query.where(newest.c.recruiter == recruiter)
    if before is not None:
        query = query.where(newest.c.id < before)
    return list((await conn.execute(query)).all())


async def versions(conn: AsyncConnection, user: User, id: int) -> list[Any]:
    """Every version of a month's score, by the id of any of them, the newest first; none unless the user may see the one that stands."""
    asked = select(scores.c.recruiter, scores.c.month).where(scores.c.id == id)
    newest = newest_scores().subquery("newest")
    stands = _seen_by(user, newest).where(tuple_(newest.c.recruiter, newest.c.month).in_(asked))
    if (await conn.execute(stands)).first() is None:
        return []
    every = (
        select(*scores.c, users.c.name, users.c.name_en)
        .join(users, users.c.login == scores.c.recruiter)
        .where(tuple_(scores.c.recruiter, scores.c.month).in_(asked))
        .order_by(scores.c.nth.desc())
    )
    return list((await conn.execute(every)).all())


def newest_scores() -> Select[Any]:
    """The rows of the scores that stand: each recruiter's and month's newest version."""
    return (
        select(scores)
        .ext(distinct_on(scores.c.recruiter, scores.c.month))
        .order_by(scores.c.recruiter, scores.c.month, scores.c.nth.desc())
    )


def _seen_by(user: User, rows: FromClause) -> Select[Any]:
    """A recruiter's own; managers and HR operations see those of their organisation and below."""
    query = (
        select(*rows.c, users.c.name, users.c.name_en)
        .join(organisations, organisations.c.id == rows.c.organisation_id)
        .join(users, users.c.login == rows.c.recruiter)
    )
    if user.role is Role.RECRUITER:
        return query.where(rows.c.recruiter == user.login)
    return query.where(literal(user.organisation) == any_(organisations.c.path))
