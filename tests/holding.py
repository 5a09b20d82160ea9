"""A holding of a test's own: a root with the whole policy, a subsidiary, an office below it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from db.seed import ROOT
from db.tables import organisations, policies

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_roots = count(1)


@dataclass(frozen=True)
class Holding:
    """`root` ─ `north` ─ `office`."""

    engine: AsyncEngine
    root: str

    @property
    def north(self) -> str:
        """The subsidiary."""
        return f"{self.root}-north"

    @property
    def office(self) -> str:
        """The office below the subsidiary."""
        return f"{self.root}-office"

    async def stored(self, organisation: str) -> list[Any]:
        """The organisation's policy versions, oldest first."""
        query = select(policies).where(policies.c.organisation_id == organisation).order_by(policies.c.version)
        async with self.engine.connect() as conn:
            return list((await conn.execute(query)).all())


async def founded(engine: AsyncEngine, as_shipped: bool = False) -> Holding:
    """A new one, with nobody in it. Its policy is the one that tests send by at any hour, or the first, with quiet hours."""
    one = Holding(engine, f"firm{next(_roots)}")
    async with engine.begin() as conn:
        for path in ([one.root], [one.root, one.north], [one.root, one.north, one.office]):
            above = path[-2] if len(path) > 1 else None
            names = {"name": f"公司{path[-1]}", "name_en": path[-1]}
            await conn.execute(insert(organisations).values(id=path[-1], parent_id=above, path=path, **names))
        version = policies.c.version if as_shipped else policies.c.version.desc()
        whole = select(policies.c.data).where(policies.c.organisation_id == ROOT).order_by(version).limit(1)
        data = (await conn.execute(whole)).scalar_one()
        first = {"organisation_id": one.root, "version": 1, "valid_from": LONG_AGO, "data": data}
        await conn.execute(insert(policies).values(**first))
    return one
