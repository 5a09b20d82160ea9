"""A group of a test's own: a root with the whole policy, a subsidiary, an office below it, and people of every role."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from db.seed import ROOT
from db.tables import organisations, policies
from tests.api.conftest import Hire
from tests.api.desk import Desk

_firms = count(1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Firm:
    """The group; `root` ─ `north` ─ `office`."""

    engine: AsyncEngine
    root: str
    sign_in: Hire

    @property
    def north(self) -> str:
        """The subsidiary."""
        return f"{self.root}-north"

    @property
    def office(self) -> str:
        """The office below the subsidiary."""
        return f"{self.root}-office"

    async def desk(self, name: str, organisation: str, role: str = "hrops") -> Desk:
        """Somebody of this group at their desk; hired when new."""
        return await self.sign_in(f"{self.root}.{name}", organisation, role)

    async def stored(self, organisation: str) -> list[Any]:
        """The organisation's policy versions, oldest first."""
        query = select(policies).where(policies.c.organisation_id == organisation).order_by(policies.c.version)
        async with self.engine.connect() as conn:
            return list((await conn.execute(query)).all())


async def founded(engine: AsyncEngine, sign_in: Hire) -> Firm:
    """A new one."""
    firm = Firm(engine, f"firm{next(_firms)}", sign_in)
    places = ((firm.root,), (firm.root, firm.north), (firm.root, firm.north, firm.office))
    async with engine.begin() as conn:
        for path in places:
            above = path[-2] if len(path) > 1 else None
            names = {"name": f"公司{path[-1]}", "name_en": path[-1]}
            await conn.execute(insert(organisations).values(id=path[-1], parent_id=above, path=list(path), **names))
        newest = select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(policies.c.version.desc())
        data = (await conn.execute(newest.limit(1))).scalar_one()
        first = {"organisation_id": firm.root, "version": 1, "valid_from": LONG_AGO, "data": data}
        await conn.execute(insert(policies).values(**first))
    return firm
