"""A holding of a test's own whose people work with the API, in every role."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from tests import holding
from tests.api.conftest import Hire
from tests.api.desk import Desk
from tests.holding import Holding


@dataclass(frozen=True)
class Firm(Holding):
    """The holding, and how somebody gets to their desk."""

    sign_in: Hire

    async def desk(self, name: str, organisation: str, role: str = "hrops") -> Desk:
        """Somebody of this group at their desk; hired when new."""
        return await self.sign_in(f"{self.root}.{name}", organisation, role)


async def founded(engine: AsyncEngine, sign_in: Hire) -> Firm:
    """A new one."""
    return Firm(engine, (await holding.founded(engine)).root, sign_in)
