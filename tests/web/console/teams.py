"""A team of the stories of the appraisal: a group of its own with three recruiters, who looks after them, and what they did."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.appraise import Appraiser
from db.seed import ROOT
from db.tables import policies
from tests.api.desk import hire
from tests.group import OCTOBER, Group, busy, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor

SEPTEMBER_DAYS = "from=2026-09-01&to=2026-10-01"


@dataclass(frozen=True)
class Team:
    """Zhang cancelled eight of 22 by mistake, Li and Wang one of twenty each; a manager and HR operations look after them."""

    group: Group
    door: Door
    zhang: Visitor
    li: Visitor
    boss: Visitor
    hr: Visitor

    async def second_hr(self) -> Visitor:
        """Somebody else of HR operations."""
        await hire(self.group.engine, f"{self.group.root}-hr2", self.group.root, "hrops")
        return await self.door(f"{self.group.root}-hr2")

    async def zhang_goes_on(self) -> None:
        """Three of eight in October, by mistake again: with a second alert it becomes a review."""
        await busy(self.group.recruiter("zhang"), 5, 3, OCTOBER)
        await self.counted()

    async def counted(self) -> None:
        """Everything is rolled up."""
        while await Appraiser(self.group.engine).roll_up():
            pass

    async def look(self, day: str) -> None:
        """The look of that day, as the schedule has it done."""
        await Appraiser(self.group.engine).look_for_alerts(day)


async def assembled(door: Door, group: Group) -> Team:
    """The team at work, everybody signed in."""
    await busy(group.recruiter("zhang"), 14, 8)
    for name in ("li", "wang"):
        await busy(group.recruiter(name), 19, 1)
    await hire(group.engine, f"{group.root}-boss", group.team, "manager")
    await hire(group.engine, f"{group.root}-hr", group.root, "hrops")
    visitors = [await door(f"{group.root}-{name}") for name in ("zhang", "li", "boss", "hr")]
    team = Team(group, door, *visitors)
    await team.counted()
    return team


async def with_whole_policy(group: Group) -> Group:
    """The group with all that an organisation sets, as the console reads it."""
    newest = (
        select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc()).limit(1)
    )
    async with group.engine.begin() as conn:
        data = (await conn.execute(newest)).scalar_one()
        theirs = policies.c.organisation_id == group.root
        await conn.execute(update(policies).where(theirs).values(data={**data, "notice_hours": 24}))
    return group


async def team_of(door: Door, engine: AsyncEngine) -> Team:
    """A team in a group of its own."""
    return await assembled(door, await with_whole_policy(await founded(engine)))
