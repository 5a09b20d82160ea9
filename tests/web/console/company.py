"""A holding of a story's own whose HR operations work at the console."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from db import users
from tests import holding
from tests.holding import Holding
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor


@dataclass(frozen=True)
class Company(Holding):
    """The holding, and the door that its people come in by."""

    door: Door

    async def hires(self, name: str, organisation: str, role: str = "hrops") -> Visitor:
        """Somebody new, signed in at the console."""
        login = f"{self.root}.{name}"
        row = {"login": login, "organisation_id": organisation, "name": name, "name_en": name, "role": role}
        async with self.engine.begin() as conn:
            await users.add(conn, {**row, "email": f"{name}@example.com", "locale": "zh-CN"})
        return await self.door(login)


async def founded(engine: AsyncEngine, door: Door) -> Company:
    """A new one."""
    return Company(engine, (await holding.founded(engine, as_shipped=True)).root, door)
