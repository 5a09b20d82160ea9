"""A group of a story's own: a root with the whole policy, a subsidiary, an office below it, and HR operations at the console."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from db import users
from db.seed import ROOT
from db.tables import organisations, policies
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor

_companies = count(1)


@dataclass(frozen=True)
class Company:
    """The group `root` ─ `north` ─ `office`."""

    engine: AsyncEngine
    door: Door
    root: str

    @property
    def north(self) -> str:
        """The subsidiary."""
        return f"{self.root}-north"

    @property
    def office(self) -> str:
        """The office below it."""
        return f"{self.root}-office"

    async def hires(self, name: str, organisation: str, role: str = "hrops") -> Visitor:
        """Somebody new, signed in at the console."""
        login = f"{self.root}.{name}"
        row = {"login": login, "organisation_id": organisation, "name": name, "name_en": name, "role": role}
        async with self.engine.begin() as conn:
            await users.add(conn, {**row, "email": f"{name}@example.com", "locale": "zh-CN"})
        return await self.door(login)

    async def stored(self, organisation: str) -> list[Any]:
        """What the organisation has set in each version, oldest first."""
        query = select(policies).where(policies.c.organisation_id == organisation).order_by(policies.c.version)
        async with self.engine.connect() as conn:
            return list((await conn.execute(query)).all())


async def founded(engine: AsyncEngine, door: Door) -> Company:
    """A new one."""
    company = Company(engine, door, f"company{next(_companies)}")
    async with engine.begin() as conn:
        for path in ([company.root], [company.root, company.north], [company.root, company.north, company.office]):
            above = path[-2] if len(path) > 1 else None
            names = {"name": f"公司{path[-1]}", "name_en": path[-1]}
            await conn.execute(insert(organisations).values(id=path[-1], parent_id=above, path=path, **names))
        newest = select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version)
        data = (await conn.execute(newest.limit(1))).scalar_one()
        first = {"organisation_id": company.root, "version": 1, "valid_from": datetime(2026, 1, 1, tzinfo=UTC)}
        await conn.execute(insert(policies).values(**first, data=data))
    return company
