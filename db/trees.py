"""A group of organisations as the appraisal looks at it: its calendar, its policy of a day, its recruiters with their teams."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import any_, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import figures, scopes
from db.appraisal_policies import InForce, in_force
from db.calendars import zone_of_tree, zones_of_roots
from db.scopes import Scope, Span
from db.tables import organisations, users
from domain.clock import midnights
from domain.kpi import Counts
from domain.terms import Role


@dataclass(frozen=True)
class Tree:
    """A group; `teams` has every recruiter's organisation by login."""

    root: str
    zone: str
    standing: InForce
    teams: dict[str, str]

    def span(self, since: date, until: date) -> Span:
        """Whole days of the group's calendar that are over, `until` not included."""
        begins, ends = midnights(since, until - timedelta(days=1), self.zone)
        return Span(begins, ends, self.zone, now=ends, with_open=False)


async def trees(conn: AsyncConnection, day: date) -> list[Tree]:
    """Every group that has an appraisal policy on this day; the others judge nobody."""
    zones = await zones_of_roots(conn)
    found = [await _tree(conn, root, zones[root], day) for root in sorted(zones)]
    return [tree for tree in found if tree is not None]


async def tree_of(conn: AsyncConnection, root: str, day: date) -> Tree | None:
    """One group; None without a policy on this day."""
    return await _tree(conn, root, await zone_of_tree(conn, root), day)


async def _tree(conn: AsyncConnection, root: str, zone: str, day: date) -> Tree | None:
    try:
        standing = await in_force(conn, root, day)
    except LookupError:
        return None
    return Tree(root, zone, standing, await _teams(conn, root))


async def counts_of(conn: AsyncConnection, tree: Tree, since: date, until: date) -> dict[str, Counts]:
    """By recruiter, of these days, `until` not included."""
    scope = Scope(None, await scopes.below(conn, tree.root, tree.root))
    return await figures.counts(conn, scope, tree.span(since, until))


async def _teams(conn: AsyncConnection, root: str) -> dict[str, str]:
    query = (
        select(users.c.login, users.c.organisation_id)
        .join(organisations, organisations.c.id == users.c.organisation_id)
        .where(users.c.role == str(Role.RECRUITER), literal(root) == any_(organisations.c.path))
        .order_by(users.c.login)
    )
    return {row.login: row.organisation_id for row in (await conn.execute(query)).all()}
