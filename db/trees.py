"""A group of organisations as the appraisal looks at it: its calendar, its policies of a day, and who worked in which team."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ARRAY, String, any_, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from db import figures, scopes
from db.appraisal_policies import InForce, standing_below
from db.calendars import zone_of_tree
from db.rollup import Touched
from db.scopes import Scope, Span
from db.tables import users
from db.tables_appraisal import kpi_days
from domain.clock import midnights
from domain.kpi import Counts


@dataclass(frozen=True)
class Tree:
    """A group; `standing` has the policy of every organisation that has one, its own or an ancestor's."""

    root: str
    zone: str
    standing: dict[str, InForce]

    def policies(self) -> list[InForce]:
        """Each that stands somewhere in the group, once."""
        return list({one.id: one for one in self.standing.values()}.values())

    def span(self, since: date, until: date) -> Span:
        """Whole days of the group's calendar that are over, `until` not included."""
        begins, ends = midnights(since, until - timedelta(days=1), self.zone)
        return Span(begins, ends, self.zone, now=ends, with_open=False)


@dataclass(frozen=True)
class Member:
    """What a recruiter did in some days, and in which team: the organisation that most of their cases of these days belong to, so that
    a transfer takes no past along."""

    team: str
    counts: Counts


async def tree_of(conn: AsyncConnection, root: str, day: date, zone: str | None = None) -> Tree | None:
    """One group; None without a policy on this day: it judges nobody. `zone`: its own, when the caller has read it already."""
    standing = await standing_below(conn, root, day)
    return Tree(root, zone or await zone_of_tree(conn, root), standing) if standing else None


async def members_of(conn: AsyncConnection, tree: Tree, since: date, until: date, new: Touched) -> dict[str, Member]:
    """The group's recruiters who did anything in these days, `until` not included, by login; `new`: what is touched."""
    organisations = await scopes.below(conn, tree.root, tree.root)
    counted = await figures.counts(conn, Scope(None, organisations), tree.span(since, until), new=new)
    teams = await _teams(conn, list(counted), organisations, since, until)
    return {login: Member(teams[login], counts) for login, counts in counted.items() if login in teams}


@dataclass(frozen=True)
class Census:
    """A group's members, counted once for the same days, however many policies ask. `new`: what is touched."""

    tree: Tree
    new: Touched
    _counted: dict[tuple[date, date], dict[str, Member]] = field(init=False, default_factory=dict)

    async def under(self, conn: AsyncConnection, standing: InForce, since: date, until: date) -> dict[str, Member]:
        """The members in these days, `until` not included, whose team is under this policy."""
        days = (since, until)
        if days not in self._counted:
            self._counted[days] = await members_of(conn, self.tree, since, until, self.new)
        under = {organisation for organisation, one in self.tree.standing.items() if one.id == standing.id}
        return {login: one for login, one in self._counted[days].items() if one.team in under}


async def _teams(
    conn: AsyncConnection, logins: list[str], organisations: list[str], since: date, until: date
) -> dict[str, str]:
    """By the stored days; whose first cases are not rolled up yet belongs where they are employed. Whatever they are by now: who
    is a manager today was a recruiter then."""
    cases = func.sum(kpi_days.c.decided + kpi_days.c.moved)
    most = (
        select(kpi_days.c.recruiter, kpi_days.c.organisation_id)
        .ext(distinct_on(kpi_days.c.recruiter))
        .where(kpi_days.c.organisation_id == any_(literal(organisations, ARRAY(String))))
        .where(kpi_days.c.day >= since, kpi_days.c.day < until)
        .group_by(kpi_days.c.recruiter, kpi_days.c.organisation_id)
        .order_by(kpi_days.c.recruiter, cases.desc(), func.max(kpi_days.c.day).desc(), kpi_days.c.organisation_id)
        .subquery("most")
    )
    query = (
        select(users.c.login, func.coalesce(most.c.organisation_id, users.c.organisation_id).label("team"))
        .join(most, most.c.recruiter == users.c.login, isouter=True)
        .where(users.c.login == any_(literal(logins, ARRAY(String))))
    )
    return {row.login: row.team for row in (await conn.execute(query)).all()}
